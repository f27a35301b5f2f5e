"""Whose development hours somebody reads and confirms, and who has a hand in an own plan."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, visible_to

from .access_common import Person, appraises, is_self
from .models import DevelopmentPlan


def may_read_hours(user: Person, employee: Employee, on: date) -> Verdict:
    """Oneself, the appraiser and leaders above, HR, auditor and administrator."""
    if visible_to(user, on).filter(pk=employee.pk).exists():
        return YES
    return no(_("Pengembangan seorang pegawai hanya dibaca pegawai itu, atasannya, dan pengelola kinerja."))


def may_read_all_hours(user: Person, on: date) -> Verdict:
    """The hours of the whole agency."""
    if roles(user, on) & {HR, AUDITOR}:
        return YES
    return no(_("Jam pengembangan seluruh instansi untuk analis kepegawaian dan auditor."))


def may_add_activity(user: Person, employee: Employee) -> Verdict:
    """Everybody reports his own."""
    if is_self(user, employee.pk):
        return YES
    return no(_("Kegiatan pengembangan dilaporkan pegawai itu sendiri."))


def may_judge_activity(user: Person, employee: Employee, on: date) -> Verdict:
    """The appraiser or HR, never the employee himself."""
    if is_self(user, employee.pk):
        return no(_("Kegiatan Anda dikonfirmasi penilai Anda atau analis kepegawaian, bukan diri sendiri."))
    if HR in roles(user, on) or appraises(user, employee, on):
        return YES
    return no(_("Kegiatan ini dikonfirmasi pejabat penilai pegawai itu atau analis kepegawaian."))


def may_write_plan(user: Person, plan: DevelopmentPlan) -> Verdict:
    """The plan belongs to the employee."""
    if is_self(user, plan.employee_id):
        return YES
    return no(_("Rencana pengembangan ditulis pegawai itu sendiri."))


def may_agree_plan(user: Person, plan: DevelopmentPlan, on: date) -> Verdict:
    """The appraiser of the employee; HR for whom nobody in the register appraises."""
    if is_self(user, plan.employee_id):
        return no(_("Rencana Anda disepakati penilai Anda, bukan diri sendiri."))
    if appraises(user, plan.employee, on):
        return YES
    if HR in roles(user, on) and appraiser_of(plan.employee, on) is None:
        return YES
    return no(_("Rencana ini disepakati pejabat penilai pegawai itu."))
