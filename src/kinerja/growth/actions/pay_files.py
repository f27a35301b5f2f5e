"""Attendance cuts from a spreadsheet, and an approved run as a file for payroll."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.imports.problem import Problem
from kinerja.people.imports.read import Layout, RawRow, read
from kinerja.people.imports.template import Column
from kinerja.people.models import Employee
from kinerja.people.queries import agency, employee_of
from kinerja.voice.errors import NotPossible

from ..access_pay import may_keep_cut, may_keep_pay
from ..models import AllowanceLine, AllowanceRun, AttendanceCut
from ..queries.pay import lines_of
from ..table_files import Cells, File, Imported, Value, write
from .pay import RULE, check_open

COLUMNS = (
    Column("NIP", gettext_noop("18 angka, sel berformat Teks."),
           ("198001152010011001", "198502202010022002"), 22),
    Column("PERSEN", gettext_noop("Potongan bagian kehadiran, 0 sampai 100 persen."), ("2,5", "1")),
    Column("ALASAN", gettext_noop("Misalnya terlambat 45 menit, 3 kali."), ("Terlambat", "Pulang cepat"), 40),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
LAYOUT = Layout(names=NAMES, needed=frozenset(NAMES), marks=frozenset({"NIP", "PERSEN"}), max_rows=250_000)
FACTS = (
    *("employee__nip", "employee__name", "predicate", "base"),
    *("performance", "attendance", "amount", "problem"),
)
Row = tuple[int, str, Decimal, str]  # number, NIP, percent, reason
HEADS = ("NIP", "NAMA", "PREDIKAT", "DASAR", "KINERJA %", "KEHADIRAN %", "JUMLAH", "MASALAH")
DIFFERENCE_HEADS = (*HEADS[:6], "SUDAH DIBAYAR", "SEHARUSNYA", "SELISIH", "KETERANGAN", "SEBAB")


@transaction.atomic
def import_cuts(*, content: bytes, name: str, year: int, month: int, actor: User, at: datetime) -> Imported:
    """All cuts of the month by the file called `name`: they replace the month's earlier cuts.

    The importer's own cuts stay as they are; a file that says otherwise about him is refused.
    Raises PermissionDenied, Incomplete, NotPossible while a draft of the month waits. Faults of the file
    come back as problems and nothing is written.
    """
    may_keep_pay(actor, localdate(at)).require()
    check_open(year, month)
    table = read(content, name, LAYOUT)
    if table.problems:
        return Imported(0, table.problems)
    cells = [_cells(raw) for raw in table.rows]
    problems = [problem for _row, faults in cells for problem in faults]
    rows = [row for row, _faults in cells if row is not None]
    people = dict(Employee.objects.filter(nip__in={row[1] for row in rows}).values_list("nip", "pk"))
    problems += [
        Problem(
            number, "NIP", f"Tidak ada pegawai dengan NIP {nip}.", "Periksa NIP atau impor pegawainya dulu."
        )
        for number, nip, _percent, _reason in rows
        if nip not in people
    ]
    me = employee_of(actor)
    if me is not None and not may_keep_cut(actor, me.pk, localdate(at)):
        problems += _own_faults(me, rows, year, month)
        rows = [row for row in rows if row[1] != me.nip]
    if problems:
        return Imported(0, tuple(sorted(problems, key=lambda one: one.row)))
    replaced, _each = AttendanceCut.objects.filter(year=year, month=month).exclude(employee=me).delete()
    made = [
        AttendanceCut(
            employee_id=people[nip], year=year, month=month, percent=percent, reason=reason, by=actor
        )
        for _number, nip, percent, reason in rows
    ]
    AttendanceCut.objects.bulk_create(made, batch_size=2_000)
    after = {"year": year, "month": month, "written": len(made), "replaced": replaced}
    act = "growth.import_attendance_cuts"
    record(actor=actor, at=at, action=act, target=agency(), after=after, rule=RULE)
    return Imported(len(made), ())


def _own_faults(me: Employee, rows: Sequence[Row], year: int, month: int) -> list[Problem]:
    """Rows that would add or change a cut of the importer himself, and his cuts that the file leaves out."""
    held = AttendanceCut.objects.filter(employee=me, year=year, month=month).order_by("pk")
    said_of = held.values_list("percent", "reason")
    left = Counter((percent, " ".join(reason.split())) for percent, reason in said_of)
    mend = "Minta analis kepegawaian lain mengimpor berkas ini."
    faults = []
    for number, nip, percent, reason in rows:
        if nip != me.nip:
            continue
        if left[percent, reason]:
            left[percent, reason] -= 1
        else:
            said = "Potongan Anda sendiri tidak dapat Anda tambah atau ubah."
            faults.append(Problem(number, "NIP", said, mend))
    for percent, reason in left.elements():
        said = f"Potongan Anda sendiri yang sudah tercatat ({percent} persen, {reason}) akan hilang."
        faults.append(Problem(0, "NIP", said, mend))
    return faults


def _cells(raw: RawRow) -> tuple[Row | None, list[Problem]]:
    cells = Cells(raw)
    nip, percent, reason = cells.nip(), cells.number("PERSEN", 0, 100), cells.text("ALASAN", 200)
    return (None if cells.problems else (raw.number, nip, percent, reason)), cells.problems


@transaction.atomic
def export_run(*, run: AllowanceRun, kind: str, actor: User, at: datetime) -> File:
    """An approved run as `kind` "xlsx" or "csv"; the log keeps the SHA-256 of what left the house.

    Raises PermissionDenied, NotPossible for a run that is not approved.
    """
    may_keep_pay(actor, localdate(at)).require()
    if run.status != AllowanceRun.Status.APPROVED:
        raise NotPossible(_("Hanya perhitungan yang disetujui dapat diunduh untuk penggajian."))
    month, lines = f"{run.year}-{run.month:02d}", lines_of(run).order_by("employee__name", "employee_id")
    rows: list[tuple[Value, ...]]
    if run.follows_id is None:
        rows = list(lines.values_list(*FACTS))
        made = write(f"insentif-{month}", kind, HEADS, rows)
    else:
        rows = [_difference(line) for line in lines]
        made = write(f"selisih-insentif-{month}-{run.pk}", kind, DIFFERENCE_HEADS, rows)
    after = {"file": made.name, "sha256": made.sha256, "lines": len(rows)}
    record(actor=actor, at=at, action="growth.export_allowance_run", target=run, after=after, rule=RULE)
    return made


def _difference(line: AllowanceLine) -> tuple[Value, ...]:
    """A line of a difference run for payroll; below 0 it says so in words too."""
    person, words = line.employee, "Lebih bayar" if line.over else "Kurang bayar"
    facts = (person.nip, person.name, line.predicate, line.base, line.performance, line.attendance)
    return (*facts, line.paid, line.should, line.amount, words, " ".join(line.explanation["reasons"]))
