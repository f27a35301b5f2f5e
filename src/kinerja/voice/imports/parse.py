"""From cells to cases: every cell is understood, or told as a problem with its mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from kinerja.people.imports.problem import Problem
from kinerja.people.imports.read import Cell, RawRow
from kinerja.people.nip import NipError, parse_nip

from ..actions.cases import clean_number
from ..errors import NotPossible

ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})[ T](?P<H>\d{1,2})[:.](?P<M>\d{2})([:.]\d{2})?")
LOCAL = re.compile(
    r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}) (?P<H>\d{1,2})[:.](?P<M>\d{2})([:.]\d{2})?"
)
STATUSES = {"SELESAI": "done", "DIPROSES": "open", "MENUNGGU": "waiting", "DIBATALKAN": "cancelled"}
EARLIEST = 2000


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One row, understood. Moments are aware; `nip` is "" for no officer; `status` a value of ServiceCase."""

    row: int
    service: str
    number: str
    received: datetime
    done: datetime | None
    wait_starts: datetime | None
    wait_ends: datetime | None
    nip: str
    status: str


class Faults:
    """Collects what is wrong with one row."""

    def __init__(self, row: int) -> None:
        self.row = row
        self.problems: list[Problem] = []

    def refuse(self, column: str, message: str, mend: str) -> None:
        self.problems.append(Problem(self.row, column, message, mend))


class _Row(Faults):
    """Reads the cells of one row."""

    def __init__(self, raw: RawRow, zone: tzinfo, nips: dict[str, str]) -> None:
        super().__init__(raw.number)
        self.raw, self.zone, self.nips = raw, zone, nips

    def text(self, column: str) -> str:
        cell = self.raw.cells.get(column, "")
        plain = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        return " ".join(plain.split()).removeprefix("'")

    def needed(self, column: str) -> str:
        words = self.text(column)
        if not words:
            self.refuse(column, "Sel ini kosong.", "Isi sel ini.")
        return words

    def moment(self, column: str) -> datetime | None:
        cell: Cell = self.raw.cells.get(column, "")
        if cell == "" or cell == "-":
            return None
        found = cell if isinstance(cell, datetime) else _moment(self.text(column), self.zone)
        if found is None or not EARLIEST <= found.year <= 2100:
            said = self.text(column)
            self.refuse(
                column,
                f"{said!r} bukan tanggal dengan jam.",
                "Tulis seperti 2026-01-31 08:15 atau 31/01/2026 08.15.",
            )
            return None
        return found.replace(tzinfo=self.zone)

    def number(self) -> str:
        try:
            return clean_number(self.text("NOMOR BERKAS"))
        except NotPossible as error:
            self.refuse("NOMOR BERKAS", str(error), "Tulis nomor berkas atau nomor antrean.")
            return ""

    def officer(self) -> str:
        cell = self.raw.cells.get("NIP PETUGAS", "")
        words = self.text("NIP PETUGAS").replace(" ", "")
        if words in ("", "-"):
            return ""
        if words in self.nips:
            return self.nips[words]
        if isinstance(cell, int | float):
            message = f"NIP tersimpan sebagai angka ({cell}), sehingga angka terakhirnya hilang."
            self.refuse("NIP PETUGAS", message, "Ubah format kolom menjadi Teks, lalu ketik ulang NIP-nya.")
            return ""
        try:
            self.nips[words] = parse_nip(words).text
        except NipError as error:
            self.refuse("NIP PETUGAS", str(error), "Cocokkan dengan kartu pegawai, atau kosongkan.")
            return ""
        return self.nips[words]

    def status(self, done: datetime | None) -> str:
        word = self.text("STATUS").upper()
        if not word:
            return "done" if done else "open"
        if word not in STATUSES:
            self.refuse("STATUS", f"{word!r} tidak dikenal.", f"Pilih salah satu: {', '.join(STATUSES)}.")
        return STATUSES.get(word, "")


def _moment(words: str, zone: tzinfo) -> datetime | None:
    match = ISO.fullmatch(words) or LOCAL.fullmatch(words)
    if match is None:
        return None
    try:
        year, month, day, hour, minute = (int(match[part]) for part in "ymdHM")
        return datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return None


def parse(
    rows: Iterable[RawRow], zone: tzinfo, at: datetime, tell: Callable[[int], None] = lambda done: None
) -> tuple[list[CaseEntry], list[Problem]]:
    """Entries of all rows that are whole, and the problems of the others.

    Times of the file are local to `zone`; nothing may lie after `at`. `tell` hears of progress.
    """
    entries: list[CaseEntry] = []
    problems: list[Problem] = []
    nips: dict[str, str] = {}
    first: dict[tuple[str, str], int] = {}
    for count, raw in enumerate(rows, start=1):
        row = _Row(raw, zone, nips)
        entry = _entry(row)
        if entry is not None:
            row.problems += order_problems(entry, at)
            before = first.setdefault((entry.service, entry.number), entry.row)
            if before != entry.row:
                message = f"Nomor berkas ini sudah ada di baris {before}."
                row.refuse("NOMOR BERKAS", message, "Satu berkas satu baris; hapus salah satu.")
        problems += row.problems
        if entry is not None and not row.problems:
            entries.append(entry)
        if count % 5_000 == 0:
            tell(count)
    return entries, problems


def _entry(row: _Row) -> CaseEntry | None:
    service, number = row.needed("KODE LAYANAN"), row.number()
    received, done = row.moment("DITERIMA"), row.moment("SELESAI")
    if row.text("DITERIMA") in ("", "-"):
        row.refuse("DITERIMA", "Sel ini kosong.", "Isi waktu berkas diterima.")
    wait_starts, wait_ends = row.moment("MENUNGGU DARI"), row.moment("MENUNGGU SAMPAI")
    nip, status = row.officer(), row.status(done)
    if received is None or row.problems:
        return None
    return CaseEntry(row.row, service, number, received, done, wait_starts, wait_ends, nip, status)


def order_problems(entry: CaseEntry, at: datetime) -> list[Problem]:
    """What is wrong in how the moments and the status of a case stand to each other and to now (`at`)."""
    row = Faults(entry.row)
    given = {
        "DITERIMA": entry.received,
        "SELESAI": entry.done,
        "MENUNGGU DARI": entry.wait_starts,
        "MENUNGGU SAMPAI": entry.wait_ends,
    }
    for column, moment in given.items():
        if moment is not None and moment > at:
            row.refuse(column, "Waktu ini belum tiba.", "Periksa tanggal dan jamnya.")
    if entry.done and entry.done < entry.received:
        row.refuse("SELESAI", "Selesai mendahului diterima.", "Periksa kedua waktu.")
    if entry.status == "done" and entry.done is None:
        row.refuse("SELESAI", "Berkas selesai tanpa waktu selesai.", "Isi waktu selesai.")
    if entry.status != "done" and entry.done is not None:
        row.refuse("STATUS", "Waktu selesai terisi, tetapi status bukan SELESAI.", "Samakan keduanya.")
    _order_wait(row, entry)
    return row.problems


def _order_wait(row: Faults, entry: CaseEntry) -> None:
    if entry.wait_starts is None:
        if entry.wait_ends is not None:
            row.refuse("MENUNGGU DARI", "Sel ini kosong.", "Isi mulai menunggu, atau kosongkan keduanya.")
        if entry.status == "waiting":
            row.refuse("MENUNGGU DARI", "Berkas menunggu tanpa waktu mulai.", "Isi mulai menunggu.")
        return
    if entry.wait_starts < entry.received:
        row.refuse("MENUNGGU DARI", "Menunggu mendahului diterima.", "Periksa kedua waktu.")
    if entry.wait_ends is None:
        if entry.status != "waiting":
            mend = "Isi MENUNGGU SAMPAI, atau ubah status menjadi MENUNGGU."
            row.refuse("MENUNGGU SAMPAI", "Sel ini kosong.", mend)
        return
    if entry.status == "waiting":
        row.refuse("STATUS", "Status MENUNGGU, tetapi warga sudah melengkapi.", "Ubah menjadi DIPROSES.")
    if entry.wait_ends < entry.wait_starts:
        row.refuse("MENUNGGU SAMPAI", "Selesai menunggu mendahului mulainya.", "Periksa kedua waktu.")
    if entry.done and entry.wait_ends > entry.done:
        row.refuse("MENUNGGU SAMPAI", "Menunggu melewati waktu selesai.", "Periksa kedua waktu.")
