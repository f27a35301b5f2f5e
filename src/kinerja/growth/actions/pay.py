"""Incentives by the agency's own dated tables: made by one, approved by another, run month by month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.rules.allowance import predicate_map
from kinerja.rules.errors import RuleError
from kinerja.rules.exact import number
from kinerja.rules.states import step
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_pay import may_approve_run, may_approve_table, may_keep_cut, may_keep_pay
from ..allowance_lines import month_lines, write_lines
from ..errors import Incomplete
from ..models import AllowanceRun, AllowanceTable, AttendanceCut
from ..queries.pay import CLASSES, DISCIPLINE, PERFORMANCE, month_ends, table_in_force, totals

RULE = "PP 12/2019 Pasal 58; peraturan instansi"
EARLIEST, LATEST = 2020, 2100
ONE_A_MONTH = "one_allowance_run_a_month"


@transaction.atomic
def make_table(
    *,
    title: str,
    basis: str,
    starts: date,
    percent: Mapping[str, str],
    weights: Mapping[str, str],
    bases: Mapping[str, str],
    actor: User,
    at: datetime,
    ends: date | None = None,
) -> AllowanceTable:
    """The agency's own table, from the regulation `basis`. It pays nothing before another person approves it.

    `percent` has all five predicates, `weights` "kinerja" and "disiplin" with the sum 100, `bases` rupiah a
    class of posts (level or grade). Raises PermissionDenied, Incomplete with what is wrong.
    """
    may_keep_pay(actor, localdate(at)).require()
    if not title.strip() or not basis.strip():
        raise Incomplete(_("Tulis judul dan dasar hukum tabel."))
    if ends is not None and ends < starts:
        raise Incomplete(_("Hari terakhir tidak boleh sebelum hari mulai."))
    facts = _checked(percent, weights, bases, basis, starts)
    made = AllowanceTable.objects.create(
        title=title.strip(), basis=basis.strip(), starts=starts, ends=ends, made_by=actor, **facts
    )
    after = facts | {"title": made.title, "basis": made.basis, "starts": starts, "ends": ends}
    record(actor=actor, at=at, action="growth.make_allowance_table", target=made, after=after, rule=RULE)
    return made


@transaction.atomic
def approve_table(*, table: AllowanceTable, actor: User, at: datetime) -> AllowanceTable:
    """The second person lets it hold. Raises PermissionDenied, NotPossible when it is approved already."""
    may_approve_table(actor, table, localdate(at)).require()
    approved = NotPossible(_("Tabel ini sudah disetujui."))
    step("allowance_table", table.state, "approve", approved)
    waiting = AllowanceTable.objects.filter(pk=table.pk, approved_at__isnull=True)
    if waiting.update(approved_by=actor, approved_at=at) != 1:
        raise approved
    table.approved_by, table.approved_at = actor, at
    record(actor=actor, at=at, action="growth.approve_allowance_table", target=table, rule=RULE)
    return table


@transaction.atomic
def add_cut(
    *, employee: Employee, year: int, month: int, percent: Decimal, reason: str, actor: User, at: datetime
) -> AttendanceCut:
    """A cut of the attendance part, in percent 0..100. Raises PermissionDenied, also about oneself,
    Incomplete, NotPossible while a draft of the month waits."""
    may_keep_cut(actor, employee.pk, localdate(at)).require()
    check_open(year, month)
    if not 0 < percent <= 100:
        raise Incomplete(_("Potongan ada di antara 0 dan 100 persen."))
    if not reason.strip():
        raise Incomplete(_("Tulis alasan potongan."))
    made = AttendanceCut.objects.create(
        employee=employee, year=year, month=month, percent=percent, reason=reason.strip(), by=actor
    )
    after = {"employee": employee.pk, "year": year, "month": month, "percent": percent}
    record(actor=actor, at=at, action="growth.add_attendance_cut", target=made, after=after, rule=RULE)
    return made


@transaction.atomic
def drop_cut(*, cut: AttendanceCut, actor: User, at: datetime) -> None:
    """Takes a wrong cut away; the log keeps it. Raises PermissionDenied, NotPossible as `add_cut`."""
    may_keep_cut(actor, cut.employee_id, localdate(at)).require()
    check_open(cut.year, cut.month)
    before = {"employee": cut.employee_id, "year": cut.year, "month": cut.month, "percent": cut.percent}
    record(actor=actor, at=at, action="growth.drop_attendance_cut", target=cut, before=before, rule=RULE)
    cut.delete()


@transaction.atomic
def make_run(*, year: int, month: int, actor: User, at: datetime) -> AllowanceRun:
    """Computes the month for everybody with a post on its last day, by the table in force on that day.

    Raises PermissionDenied, Incomplete, NotPossible without an approved table or when the month has a run.
    """
    may_keep_pay(actor, localdate(at)).require()
    _check_month(year, month)
    if date(year, month, 1) > localdate(at):
        raise NotPossible(_("Bulan ini belum mulai. Pilih bulan yang sudah mulai."))
    table = table_in_force(month_ends(year, month))
    if table is None:
        raise NotPossible(_("Belum ada tabel instansi yang disetujui dan berlaku pada bulan ini."))
    try:
        with transaction.atomic():
            made = AllowanceRun.objects.create(table=table, year=year, month=month, made_by=actor, made_at=at)
    except IntegrityError as error:
        if ONE_A_MONTH not in str(error):
            raise
        raise NotPossible(_counted(year, month)) from error
    write_lines(made, month_lines(made))
    found = totals(made)
    after = {"year": year, "month": month, "table": table.pk, "lines": found.lines, "amount": found.amount}
    record(actor=actor, at=at, action="growth.make_allowance_run", target=made, after=after, rule=RULE)
    return made


@transaction.atomic
def approve_run(*, run: AllowanceRun, actor: User, at: datetime) -> AllowanceRun:
    """The second person approves; nothing in it changes after that. Raises PermissionDenied, NotPossible,
    Stale."""
    may_approve_run(actor, run, localdate(at)).require()
    move("allowance_run", run, "approve", approved_by=actor, approved_at=at)
    found = totals(run)
    after = {"status": run.status, "lines": found.lines, "amount": found.amount}
    record(actor=actor, at=at, action="growth.approve_allowance_run", target=run, after=after, rule=RULE)
    return run


@transaction.atomic
def cancel_run(*, run: AllowanceRun, why: str, actor: User, at: datetime) -> AllowanceRun:
    """Lets go of a draft, so that the month can be computed anew. Raises PermissionDenied, Incomplete,
    NotPossible, Stale."""
    may_keep_pay(actor, localdate(at)).require()
    if not why.strip():
        raise Incomplete(_("Tulis alasan membatalkan perhitungan."))
    move("allowance_run", run, "cancel", note=why.strip())
    after = {"status": run.status}
    act = "growth.cancel_allowance_run"
    record(actor=actor, at=at, action=act, target=run, after=after, why=why.strip(), rule=RULE)
    return run


def check_open(year: int, month: int) -> None:
    """Raises Incomplete for an impossible month, NotPossible while a draft of it waits.

    A cut that came after the computation would silently be missing from what is approved. One that comes
    after the approval changes no line of it: it is what a difference run is made of.
    """
    _check_month(year, month)
    runs = AllowanceRun.objects.filter(year=year, month=month)
    list(runs.select_for_update().values_list("pk"))  # waits for who computes the month now
    if runs.filter(status=AllowanceRun.Status.DRAFT).exists():
        raise NotPossible(_("Bulan ini sudah dihitung. Batalkan drafnya, ubah potongan, lalu hitung lagi."))


def _check_month(year: int, month: int) -> None:
    if not (EARLIEST <= year <= LATEST and 1 <= month <= 12):
        raise Incomplete(_("Pilih tahun dan bulan yang benar."))


def _counted(year: int, month: int) -> str:
    """Why the month is not counted anew: a draft can be cancelled, what is paid only gets its difference."""
    if AllowanceRun.objects.filter(year=year, month=month, status=AllowanceRun.Status.DRAFT).exists():
        return _("Bulan ini sudah dihitung. Batalkan draf yang ada sebelum menghitung lagi.")
    return _("Bulan ini sudah disetujui. Bila datanya berubah, buka bulan itu dan periksa selisihnya.")


def _checked(
    percent: Mapping[str, str], weights: Mapping[str, str], bases: Mapping[str, str], basis: str, on: date
) -> dict[str, dict[str, str]]:
    """The three maps as clean text, or what is wrong with them."""
    try:
        shares = predicate_map(percent, source=basis, on=on).percent
        parts = {name: number(text, name=name) for name, text in weights.items()}
        money = {name: number(text, name=name) for name, text in bases.items()}
    except RuleError as error:
        raise Incomplete(str(error)) from error
    if set(parts) != {PERFORMANCE, DISCIPLINE} or min(parts.values()) < 0 or sum(parts.values()) != 100:
        raise Incomplete(_("Bobot kinerja dan disiplin tidak boleh negatif dan harus berjumlah 100."))
    strange = sorted(set(money) - set(CLASSES))
    if strange:
        raise Incomplete(_("Kelas jabatan tidak dikenal: %(names)s.") % {"names": ", ".join(strange)})
    if not money or min(money.values()) < 0:
        raise Incomplete(_("Isi dasar rupiah untuk sedikitnya satu kelas jabatan; tidak boleh negatif."))
    return {
        "percent": {str(code): str(share) for code, share in shares.items()},
        "weights": {name: str(share) for name, share in parts.items()},
        "bases": {name: str(amount) for name, amount in money.items()},
    }
