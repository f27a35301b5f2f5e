"""Reading and checking the file: every fault names the document, the place and the mend."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kinerja.plans.models import Indicator, Plan, Result
from kinerja.rules.behaviour import behaviour_values

from ..errors import BadFile
from ..models import OrganisationLevel, Predicate, Rating

LARGEST = 5_000_000
MOST = 500
PERSPECTIVES = {label.casefold(): code for code, label in Indicator.Perspective.choices}
ASPECTS = {label.casefold(): code for code, label in Indicator.Aspect.choices}
IN_BRACKETS = re.compile(r"\s*\(\s*(perspektif|penugasan dari)\s+([^)]*)\)", re.IGNORECASE)
ADDITIONAL = re.compile(r"^\s*\[tambahan\]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a document."""

    statement: str
    target: str
    aspect: str
    perspective: str


@dataclass(frozen=True, slots=True)
class Item:
    """One result with its indicators; `realisation` and `feedback` are "" where the file has none."""

    statement: str
    kind: str
    assigned_by: str
    indicators: tuple[Line, ...]
    realisation: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Feedback on a value: its code, who said it, and the words."""

    code: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One evaluation document of the file. `printed` is the predicate it prints, "" if none."""

    id: str
    post: str
    unit: str
    appraiser: str
    approach: str
    items: tuple[Item, ...]
    voices: tuple[Voice, ...]
    source: str
    organisation: str
    result_rating: str
    behaviour_rating: str
    printed: str

    @property
    def leads_by_budget(self) -> bool:
        """Only leaders' plans carry the perspective anggaran (Lampiran hlm 29)."""
        return any(
            line.perspective == Indicator.Perspective.BUDGET
            for item in self.items
            for line in item.indicators
        )


def read(path: Path, on: date) -> list[Document]:
    """The documents of the file. Raises BadFile."""
    if path.stat().st_size > LARGEST:
        raise BadFile(f"Berkas {path.name} lebih besar dari 5 MB.")
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadFile(f"Berkas {path.name} bukan teks UTF-8.") from error
    except json.JSONDecodeError as error:
        raise BadFile(
            f"Berkas {path.name} bukan JSON yang sah: baris {error.lineno}, kolom {error.colno}."
        ) from error
    except RecursionError as error:
        raise BadFile(f"Berkas {path.name} bersarang terlalu dalam.") from error
    if not isinstance(raw, list) or not raw or len(raw) > MOST:
        raise BadFile(f"Berkas harus berisi daftar 1 sampai {MOST} dokumen evaluasi.")
    codes = {value.name.casefold(): value.code for value in behaviour_values(on)}
    documents = [_document(item, place, codes) for place, item in enumerate(raw, 1)]
    _refuse_twins(documents)
    return documents


def _refuse_twins(documents: list[Document]) -> None:
    for name, what in (("id", "id"), ("post", "jabatan")):
        seen: set[str] = set()
        for document in documents:
            value = getattr(document, name)
            if value in seen:
                raise BadFile(f"Dokumen {document.id}: {what} {value!r} muncul dua kali dalam berkas.")
            seen.add(value)


class Part:
    """One object of the file with its place, so that a fault can say where it is."""

    def __init__(self, raw: object, place: str) -> None:
        if not isinstance(raw, dict):
            raise BadFile(f"{place}: harus berupa objek JSON.")
        self.raw: dict[str, Any] = raw
        self.place = place

    def text(self, key: str, *, needed: bool = True) -> str:
        """The text of `key`; a list of texts is joined line by line."""
        value = self.raw.get(key)
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            value = "\n".join(value)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or (needed and not value.strip()):
            raise BadFile(f"{self.place}: isi {key!r} dengan teks.")
        if "\x00" in value or len(value) > 8_000:
            raise BadFile(f"{self.place}: {key!r} terlalu panjang atau memuat karakter yang tidak sah.")
        return value.strip()

    def list(self, key: str, *, needed: bool = True) -> list[Any]:
        """The list under `key`; a single text counts as a list of one."""
        value = self.raw.get(key)
        if isinstance(value, str):
            value = [value]
        if value is None and not needed:
            return []
        if not isinstance(value, list) or (needed and not value):
            raise BadFile(f"{self.place}: isi {key!r} dengan daftar.")
        return value

    def code(self, key: str, known: dict[str, str], *, needed: bool = True) -> str:
        """The code that the text of `key` names, whatever its case. Raises BadFile with the choices."""
        said = self.text(key, needed=needed)
        if not said and not needed:
            return ""
        found = known.get(said.casefold().replace(" ", "_")) or known.get(said.casefold())
        if found is None:
            choices = ", ".join(sorted(set(known.values())))
            raise BadFile(f"{self.place}: {key!r} berisi {said[:40]!r}; pilihan: {choices}.")
        return found


def _choices(codes: list[str]) -> dict[str, str]:
    return {code.casefold(): code for code in codes}


def _document(raw: object, place: int, codes: dict[str, str]) -> Document:
    named = raw.get("id") if isinstance(raw, dict) else None
    part = Part(raw, f"Dokumen {named or place}")
    items = tuple(_items(part))
    return Document(
        id=part.text("id"),
        post=part.text("jabatan")[:200],
        unit=part.text("unit")[:200],
        appraiser=part.text("penilai")[:200],
        approach=part.code("pendekatan", _choices(list(Plan.Approach.values))),
        items=items,
        voices=tuple(_voices(part, codes)),
        source=part.text("source", needed=False),
        organisation=part.code("organisation_predicate", _choices(list(OrganisationLevel.values))),
        result_rating=part.code("rating_hasil_kerja", _choices(list(Rating.values))),
        behaviour_rating=part.code("rating_perilaku", _choices(list(Rating.values))),
        printed=part.code("predikat", _choices(list(Predicate.values)), needed=False),
    )


def _items(part: Part) -> Iterator[Item]:
    for number, raw in enumerate(part.list("items"), 1):
        item = Part(raw, f"{part.place}, hasil kerja {number}")
        statement, brackets = _take_brackets(item.text("rhk"))
        plain = ADDITIONAL.sub("", statement)
        kind = Result.Kind.MAIN if plain == statement else Result.Kind.ADDITIONAL
        yield Item(
            statement=plain,
            kind=kind.value,
            assigned_by=brackets.get("penugasan dari", "")[:200],
            indicators=tuple(_lines(item)),
            realisation=item.text("realisasi", needed=False),
            feedback=item.text("umpan_balik", needed=False),
        )


def _lines(item: Part) -> Iterator[Line]:
    targets = item.list("target", needed=False)
    for number, said in enumerate(item.list("iki")):
        if not isinstance(said, str) or not said.strip():
            raise BadFile(f"{item.place}: setiap IKI harus teks.")
        statement, brackets = _take_brackets(said)
        perspective = brackets.get("perspektif") or item.text("perspektif", needed=False)
        target = targets[min(number, len(targets) - 1)] if targets else ""
        if not isinstance(target, str):
            raise BadFile(f"{item.place}: 'target' harus teks.")
        yield Line(
            statement=statement,
            target=target.strip()[:300],
            aspect=ASPECTS.get(item.text("aspek", needed=False).casefold(), ""),
            perspective=PERSPECTIVES.get(perspective.strip().casefold(), ""),
        )


def _take_brackets(text: str) -> tuple[str, dict[str, str]]:
    """The text without its remarks "(Perspektif ...)" and "(Penugasan dari ...)", and those remarks."""
    found = {name.casefold(): value.strip() for name, value in IN_BRACKETS.findall(text)}
    return IN_BRACKETS.sub("", text).strip(), found


def _voices(part: Part, codes: dict[str, str]) -> Iterator[Voice]:
    for number, raw in enumerate(part.list("perilaku", needed=False), 1):
        place = f"{part.place}, perilaku {number}"
        if not (isinstance(raw, list) and len(raw) == 3 and all(isinstance(word, str) for word in raw)):
            raise BadFile(f"{place}: tulis sebagai [nilai, dari siapa, umpan balik].")
        value, who, text = (word.strip() for word in raw)
        code = codes.get(value.casefold())
        if code is None:
            raise BadFile(f"{place}: nilai {value[:40]!r} tidak dikenal; pilihan: {', '.join(codes)}.")
        if not text:
            raise BadFile(f"{place}: umpan balik masih kosong.")
        yield Voice(code, who, text)
