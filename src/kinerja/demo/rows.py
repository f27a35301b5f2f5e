"""Writing rows of the published import template, one post or person at a time; deterministic by seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from .names import LAST, MEN, WOMEN

SEED = 2022

RANKS = {
    "jpt": "Pembina Utama Muda / IV/c",
    "administrator": "Pembina / IV/a",
    "pengawas": "Penata Tingkat I / III/d",
    "pelaksana": "Pengatur / II/c",
    "ahli_madya": "Pembina / IV/a",
    "ahli_muda": "Penata / III/c",
    "ahli_pertama": "Penata Muda / III/a",
    "penyelia": "Penata / III/c",
    "mahir": "Penata Muda / III/a",
    "terampil": "Pengatur / II/c",
}


@dataclass(slots=True)
class City:
    """The rows and the people whom the story needs by name: role -> NIP."""

    rows: list[dict[str, str]] = field(default_factory=list)
    cast: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Builder:
    """Writes rows one post or person at a time."""

    year: int
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311
    city: City = field(default_factory=City)
    serial: int = 0
    unit: dict[str, str] = field(default_factory=dict)

    def enter(self, code: str, name: str, parent: str, kind: str) -> None:
        self.unit = {"KODE UNIT": code, "NAMA UNIT": name, "KODE UNIT INDUK": parent, "JENIS UNIT": kind}

    def nip(self, woman: bool, pppk: bool, senior: bool) -> str:
        youngest, oldest = (1970, 1982) if senior else (1976, 1997)
        year = self.random.randint(youngest, oldest)
        born = date(year, self.random.randint(1, 12), self.random.randint(1, 28))
        joined = min(self.random.randint(born.year + 22, born.year + 30), self.year - 3)
        self.serial += 1
        middle = "21" if pppk else f"{self.random.randint(1, 12):02d}"
        return f"{born:%Y%m%d}{joined}{middle}{2 if woman else 1}{self.serial % 1000:03d}"

    def name(self, woman: bool) -> str:
        return f"{self.random.choice(WOMEN if woman else MEN)} {self.random.choice(LAST)}"

    def hire(
        self,
        code: str,
        title: str,
        level: str,
        above: str,
        *,
        grade: str = "",
        leads: bool = False,
        role: str = "",
        name: str = "",
        woman: bool | None = None,
        pppk: bool = False,
        kind: str = "DEFINITIF",
    ) -> str:
        """A person in a post; returns the NIP."""
        woman = self.random.random() < 0.55 if woman is None else woman
        senior = level in {"jpt", "administrator", "pengawas"} or grade in {"ahli_madya", "penyelia"}
        nip = self.nip(woman, pppk, senior)
        self.city.rows.append(
            self._post(code, title, level, above, grade, leads)
            | {
                "NIP": nip,
                "NAMA": name or self.name(woman),
                "JENIS": "PPPK" if pppk else "PNS",
                "PANGKAT/GOLONGAN": "IX" if pppk else RANKS.get(grade or level, ""),
                "SUREL": f"{nip}@contoh.invalid",
                "JENIS PENGANGKATAN": kind,
                "MULAI": f"{self.year - 1}-01-01",
                "SAMPAI": "",
                "NOMOR KEPUTUSAN": f"821/{self.serial:04d}/{self.year - 1}",
            }
        )
        if role:
            self.city.cast[role] = nip
        return nip

    def vacant(self, code: str, title: str, level: str, above: str, *, leads: bool = True) -> None:
        self.city.rows.append(self._post(code, title, level, above, "", leads))

    def _post(self, code: str, title: str, level: str, above: str, grade: str, leads: bool) -> dict[str, str]:
        return self.unit | {
            "KODE JABATAN": code,
            "NAMA JABATAN": title,
            "TINGKAT": level,
            "JENJANG": grade.replace("_", " ").upper(),
            "MEMIMPIN UNIT": "YA" if leads else "TIDAK",
            "KODE JABATAN ATASAN": above,
        }

    def crew(self, code: str, above: str, posts: list[tuple[str, str, str, int]]) -> None:
        """`posts`: (title, level, grade, how many)."""
        for index, (title, level, grade, count) in enumerate(posts, start=1):
            for _ in range(count):
                pppk = level == "jf" and self.random.random() < 0.2
                self.hire(f"{code}.S{index}", title, level, above, grade=grade, pppk=pppk)
