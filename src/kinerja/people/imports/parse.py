"""From cells to typed entries: every cell is understood, or told as a problem with its mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from ..models import Appointment, Employee, Post, Unit
from ..nip import NipError, parse_nip
from .problem import Problem
from .read import Cell, RawRow

T = TypeVar("T")
EMAIL = re.compile(r"[^@\s;,]+@[^@\s;,]+\.[^@\s;,.]+")
ISO_DAY = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")
LOCAL_DAY = re.compile(r"(?P<d>[0-9]{1,2})[-/.](?P<m>[0-9]{1,2})[-/.](?P<y>[0-9]{4})")
LOST_DIGITS = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.IGNORECASE)
KINDS = {"PNS": Employee.Kind.PNS.value, "PPPK": Employee.Kind.PPPK.value}
UNIT_KINDS = {
    "INSTANSI": Unit.Kind.AGENCY.value,
    "SEKRETARIAT": Unit.Kind.SECRETARIAT.value,
    "DINAS": Unit.Kind.OFFICE.value,
    "BADAN": Unit.Kind.OFFICE.value,
    "KECAMATAN": Unit.Kind.SUBDISTRICT.value,
    "KELURAHAN": Unit.Kind.SUBDISTRICT.value,
    "PUSKESMAS": Unit.Kind.PUSKESMAS.value,
    "RUMAH SAKIT": Unit.Kind.PUSKESMAS.value,
    "SEKOLAH": Unit.Kind.SCHOOL.value,
    "BIDANG": Unit.Kind.SECTION.value,
    "BAGIAN": Unit.Kind.SECTION.value,
    "SEKSI": Unit.Kind.SECTION.value,
}
LEVELS = {
    "JPT": Post.Level.JPT.value,
    "ADMINISTRATOR": Post.Level.ADMINISTRATOR.value,
    "PENGAWAS": Post.Level.PENGAWAS.value,
    "PELAKSANA": Post.Level.PELAKSANA.value,
    "JF": Post.Level.FUNCTIONAL.value,
}
GRADES = {label.upper(): value for value, label in Post.Grade.choices}
APPOINTMENTS = {label.upper(): value for value, label in Appointment.Kind.choices}
YES_NO = {"YA": True, "TIDAK": False}


@dataclass(frozen=True, slots=True)
class UnitEntry:
    code: str
    name: str
    kind: str
    parent: str


@dataclass(frozen=True, slots=True)
class PostEntry:
    code: str
    title: str
    unit: str
    level: str
    grade: str
    leads_unit: bool
    reports_to: str

    @property
    def sole(self) -> bool:
        return Post(level=self.level, leads_unit=self.leads_unit).sole_holder


@dataclass(frozen=True, slots=True)
class PersonEntry:
    nip: str
    name: str
    kind: str
    rank: str
    email: str


@dataclass(frozen=True, slots=True)
class AppointmentEntry:
    nip: str
    post: str
    kind: str
    starts: date
    ends: date | None
    decree: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, understood. Parts that the row does not define are None; codes are there to refer to."""

    row: int
    unit_code: str
    post_code: str
    unit: UnitEntry | None
    post: PostEntry | None
    person: PersonEntry | None
    appointment: AppointmentEntry | None


class _Row:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, raw: RawRow) -> None:
        self.raw = raw
        self.problems: list[Problem] = []

    def refuse(self, column: str, message: str, mend: str) -> None:
        self.problems.append(Problem(self.raw.number, column, message, mend))

    def text(self, column: str, longest: int, *, needed: bool = False) -> str:
        cell = self.raw.cells.get(column, "")
        plain = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        words = " ".join(plain.split()).removeprefix("'")
        words = "" if words == "-" else words
        if needed and not words:
            self.refuse(column, "Sel ini kosong.", "Isi sel ini.")
        if len(words) > longest:
            self.refuse(column, f"Lebih dari {longest} huruf.", "Persingkat isinya.")
        return words

    def choice(self, column: str, known: Mapping[str, T], default: T) -> T:
        word = self.text(column, 60).upper()
        if not word:
            return default
        if word not in known:
            self.refuse(column, f"{word!r} tidak dikenal.", f"Pilih salah satu: {', '.join(known)}.")
        return known.get(word, default)

    def day(self, column: str) -> date | None:
        cell = self.raw.cells.get(column, "")
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        words = self.text(column, 40)
        if not words:
            return None
        found = calendar_day(words)
        if found is None:
            self.refuse(column, f"{words!r} bukan tanggal.", "Tulis seperti 2026-01-31 atau 31/01/2026.")
        return found


def calendar_day(words: str) -> date | None:
    """2026-01-31 or 31/01/2026 of the years 1950 to 2100; None for anything else."""
    match = ISO_DAY.fullmatch(words) or LOCAL_DAY.fullmatch(words)
    if match is None:
        return None
    try:
        found = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
    return found if 1950 <= found.year <= 2100 else None


def parse(
    rows: Iterable[RawRow], tell: Callable[[int], None] = lambda done: None
) -> tuple[list[Entry], list[Problem]]:
    """Entries of all rows that are whole, and the problems of the others. `tell` hears of progress."""
    entries, problems = [], []
    for done, raw in enumerate(rows, start=1):
        row = _Row(raw)
        entry = _entry(row)
        problems += row.problems
        if not row.problems:
            entries.append(entry)
        if done % 1_000 == 0:
            tell(done)
    return entries, problems


def _entry(row: _Row) -> Entry:
    nip = _nip(row)
    person = _person(row, nip) if nip is not None else None
    unit_code = row.text("KODE UNIT", 40, needed=True)
    post_code = row.text("KODE JABATAN", 40, needed=nip is not None)
    return Entry(
        row=row.raw.number,
        unit_code=unit_code,
        post_code=post_code,
        unit=_unit(row, unit_code),
        post=_post(row, post_code, unit_code) if post_code else None,
        person=person,
        appointment=_appointment(row, nip, post_code) if nip is not None else None,
    )


def _nip(row: _Row) -> str | None:
    """The digits; "" when the cell is wrong (told), None when it is empty."""
    cell: Cell = row.raw.cells.get("NIP", "")
    words = "" if isinstance(cell, bool) else str(cell).strip().removeprefix("'").replace(" ", "")
    if words in ("", "-"):
        return None
    if isinstance(cell, int | float) or LOST_DIGITS.fullmatch(words):
        row.refuse(
            "NIP",
            f"NIP tersimpan sebagai angka ({cell}), sehingga angka terakhirnya hilang.",
            "Ubah format kolom NIP menjadi Teks, lalu ketik atau tempel ulang NIP dari sumbernya.",
        )
        return ""
    try:
        return parse_nip(words).text
    except NipError as error:
        row.refuse("NIP", str(error), "Cocokkan dengan kartu pegawai atau SK.")
        return ""


def _person(row: _Row, nip: str) -> PersonEntry:
    kind = row.choice("JENIS", KINDS, "")
    if not kind:
        row.text("JENIS", 10, needed=True)
    elif nip and (kind == Employee.Kind.PPPK) != parse_nip(nip).pppk:
        row.refuse("JENIS", "Jenis pegawai tidak cocok dengan bentuk NIP.", "Periksa JENIS dan NIP.")
    email = row.text("SUREL", 254).lower()
    if email and not EMAIL.fullmatch(email):
        row.refuse("SUREL", f"{email!r} bukan alamat surel.", "Perbaiki atau kosongkan.")
    name = row.text("NAMA", 200, needed=True)
    return PersonEntry(nip, name, kind, row.text("PANGKAT/GOLONGAN", 60), email)


def _unit(row: _Row, code: str) -> UnitEntry | None:
    name = row.text("NAMA UNIT", 200)
    if not name:
        return None
    kind = row.choice("JENIS UNIT", UNIT_KINDS, Unit.Kind.SECTION.value)
    return UnitEntry(code, name, kind, row.text("KODE UNIT INDUK", 40))


def _post(row: _Row, code: str, unit: str) -> PostEntry | None:
    title = row.text("NAMA JABATAN", 200)
    if not title:
        return None
    level = row.choice("TINGKAT", LEVELS, "")
    grade = row.choice("JENJANG", GRADES, "")
    functional = level == Post.Level.FUNCTIONAL
    if not level:
        row.text("TINGKAT", 20, needed=True)
    elif functional and not grade:
        row.refuse("JENJANG", "Jenjang jabatan fungsional kosong.", f"Pilih: {', '.join(GRADES)}.")
    elif grade and not functional:
        row.refuse("JENJANG", "Jenjang hanya untuk JF.", "Kosongkan JENJANG atau isi TINGKAT dengan JF.")
    leads = row.choice("MEMIMPIN UNIT", YES_NO, False)
    return PostEntry(code, title, unit, level, grade, leads, row.text("KODE JABATAN ATASAN", 40))


def _appointment(row: _Row, nip: str, post: str) -> AppointmentEntry | None:
    kind = row.choice("JENIS PENGANGKATAN", APPOINTMENTS, Appointment.Kind.DEFINITIVE.value)
    starts, ends = row.day("MULAI"), row.day("SAMPAI")
    if starts is None:
        row.text("MULAI", 40, needed=True)
        return None
    if ends is not None and ends < starts:
        row.refuse("SAMPAI", "Tanggal selesai mendahului tanggal mulai.", "Periksa kedua tanggal.")
    return AppointmentEntry(nip, post, kind, starts, ends, row.text("NOMOR KEPUTUSAN", 120))
