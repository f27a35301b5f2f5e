"""Inputs of talent from a spreadsheet: all of them or none, each fault named with its mend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop as _

from kinerja.accounts.models import User
from kinerja.audit.actions import event, record_all
from kinerja.audit.models import Event
from kinerja.people.imports.problem import Problem
from kinerja.people.imports.read import Layout, RawRow, read
from kinerja.people.imports.template import Column
from kinerja.people.models import Employee

from ..access_talent import may_keep_talent
from ..models import PotentialInput
from ..queries.talent import components
from ..table_files import Cells, Imported
from .talent import RULE

COLUMNS = (
    Column("NIP", _("18 angka, sel berformat Teks."), ("198001152010011001", "198001152010011001"), 22),
    Column("KOMPONEN", _("Kode komponen, misalnya potensi atau tingkat_pendidikan."),
           ("potensi", "tingkat_pendidikan"), 26),
    Column("NILAI", _("0 sampai 100, paling banyak dua desimal."), ("78,5", "80")),
    Column("TANGGAL", _("Tanggal penilaian: 2026-01-31 atau 31/01/2026."), ("2026-03-12", "2026-03-12")),
    Column("SUMBER", _("Nomor laporan atau keputusan."), ("LHA/12/2026", "Ijazah 2012"), 30),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
LAYOUT = Layout(names=NAMES, needed=frozenset(NAMES), marks=frozenset({"NIP", "KOMPONEN"}), max_rows=250_000)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, understood."""

    row: int
    nip: str
    component: str
    score: Decimal
    held_on: date
    source: str


@transaction.atomic
def import_inputs(*, content: bytes, name: str, actor: User, at: datetime) -> Imported:
    """Writes the inputs of the file called `name` (XLSX or CSV); a row for the same day replaces the old one.

    Raises PermissionDenied. Faults of the file come back as problems and nothing is written.
    """
    on = localdate(at)
    may_keep_talent(actor, on).require()
    table = read(content, name, LAYOUT)
    if table.problems:
        return Imported(0, table.problems)
    known = set(components(on))
    entries, problems = [], []
    for raw in table.rows:
        entry, faults = _entry(raw, known, on)
        problems += faults
        if entry is not None:
            entries.append(entry)
    people = {row.nip: row for row in Employee.objects.filter(nip__in={entry.nip for entry in entries})}
    problems += _strange(entries, people, actor)
    if problems:
        return Imported(0, tuple(sorted(problems, key=lambda one: one.row)))
    rows = [
        PotentialInput(
            employee=people[entry.nip],
            component=entry.component,
            score=entry.score,
            held_on=entry.held_on,
            source=entry.source,
            by=actor,
            at=at,
        )
        for entry in entries
    ]
    PotentialInput.objects.bulk_create(
        rows,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["employee", "component", "held_on"],
        update_fields=["score", "source", "by", "at"],
    )
    record_all(_event(row, actor, at) for row in rows)
    return Imported(len(rows), ())


def _event(row: PotentialInput, actor: User, at: datetime) -> Event:
    after = {"component": row.component, "held_on": row.held_on}
    act = "growth.import_talent_input"
    return event(actor=actor, at=at, action=act, target=row.employee, after=after, rule=RULE)


def _entry(raw: RawRow, known: set[str], on: date) -> tuple[Entry | None, list[Problem]]:
    cells = Cells(raw)
    nip = cells.nip()
    component = cells.text("KOMPONEN", 40).lower()
    if component and component not in known:
        cells.refuse(
            "KOMPONEN", f"{component!r} tidak dikenal.", f"Pilih salah satu: {', '.join(sorted(known))}."
        )
    score, day = cells.number("NILAI", 0, 100), cells.day("TANGGAL")
    source = cells.text("SUMBER", 200)
    if day is not None and day > on:
        cells.refuse("TANGGAL", "Tanggal ini belum tiba.", "Periksa tanggalnya.")
    if cells.problems or day is None:
        return None, cells.problems
    return Entry(raw.number, nip, component, score, day, source), []


def _strange(entries: list[Entry], people: dict[str, Employee], actor: User) -> list[Problem]:
    """Unknown people, the actor himself, and two rows for the same input."""
    problems = []
    seen: dict[tuple[str, str, date], int] = {}
    for entry in entries:
        person = people.get(entry.nip)
        if person is None:
            said = f"Tidak ada pegawai dengan NIP {entry.nip}."
            problems.append(Problem(entry.row, "NIP", said, "Periksa NIP atau impor pegawainya dulu."))
        elif person.user_id == actor.pk:
            said = "Masukan Anda sendiri dicatat analis kepegawaian yang lain."
            problems.append(Problem(entry.row, "NIP", said, "Hapus baris ini."))
        key = (entry.nip, entry.component, entry.held_on)
        if key in seen:
            said = f"Sama dengan baris {seen[key]}: pegawai, komponen, dan tanggalnya."
            problems.append(Problem(entry.row, "KOMPONEN", said, "Sisakan satu baris."))
        seen.setdefault(key, entry.row)
    return problems
