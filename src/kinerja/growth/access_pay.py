"""Who keeps and sees incentives: HR all, the auditor reads, an employee his own; an appraiser nothing."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.people.queries import employee_of

from .access_common import Person, is_self, may_keep_about
from .models import AllowanceLine, AllowanceRun, AllowanceTable


def may_keep_pay(user: Person, on: date) -> Verdict:
    """Tables, cuts and runs are HR's."""
    if HR in roles(user, on):
        return YES
    return no(_("Insentif dikelola analis kepegawaian."))


def may_keep_cut(user: Person, employee_id: int, on: date) -> Verdict:
    """HR cuts and lets go of cuts, never his own."""
    return may_keep_about(user, employee_id, may_keep_pay(user, on))


def may_read_pay(user: Person, on: date) -> Verdict:
    """HR and the auditor."""
    if roles(user, on) & {HR, AUDITOR}:
        return YES
    return no(_("Halaman ini untuk analis kepegawaian dan auditor. Insentif Anda ada di Insentif saya."))


def may_approve_table(user: Person, table: AllowanceTable, on: date) -> Verdict:
    """Another HR analyst than the one who made it."""
    if table.made_by_id == user.pk:
        return no(_("Tabel disetujui orang lain, bukan yang membuatnya."))
    return may_keep_pay(user, on)


def may_approve_run(user: Person, run: AllowanceRun, on: date) -> Verdict:
    """Another HR analyst than the one who made it; of a difference run nobody with a line in it."""
    if run.made_by_id == user.pk:
        return no(_("Perhitungan disetujui orang lain, bukan yang membuatnya."))
    me = employee_of(user)
    if run.follows_id and me is not None and run.lines.filter(employee=me).exists():
        return no(_("Selisih Anda sendiri ada di dalamnya. Minta analis kepegawaian lain menyetujuinya."))
    return may_keep_pay(user, on)


def may_read_line(user: Person, line: AllowanceLine, on: date) -> Verdict:
    """HR and the auditor; the employee his own once the run is approved."""
    if may_read_pay(user, on):
        return YES
    if is_self(user, line.employee_id) and line.run.status == AllowanceRun.Status.APPROVED:
        return YES
    return no(_("Rincian insentif hanya untuk pegawai itu sendiri, analis kepegawaian, dan auditor."))


def may_keep_honours(user: Person, on: date) -> Verdict:
    """Proposals of honours are HR's."""
    if HR in roles(user, on):
        return YES
    return no(_("Usul tanda kehormatan dikelola analis kepegawaian."))


def may_keep_honour(user: Person, employee_id: int, on: date) -> Verdict:
    """HR proposes, grants and sets aside, never his own honour."""
    return may_keep_about(user, employee_id, may_keep_honours(user, on))


def may_read_honours(user: Person, on: date) -> Verdict:
    """HR and the auditor."""
    if roles(user, on) & {HR, AUDITOR}:
        return YES
    return no(_("Daftar tanda kehormatan untuk analis kepegawaian dan auditor."))
