"""Who sees a talent box, who keeps the inputs and the notes, who offers an assignment.

A box follows a person through a career, so few see it: himself, HR, the auditor, and heads at the level of an
office for their own people. A direct appraiser below that level does not.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.people.models import Appointment, Employee, Post, Unit
from kinerja.people.queries import (
    employee_of,
    in_force,
    led_units,
    unit_tree_ids,
)

from .access_common import Person, appraises, is_self, may_keep_about
from .models import StrengthAssignment


def office_units(user: Person, on: date) -> set[int]:
    """Units below the offices that `user` heads on the day: kind office, or led by a JPT; two queries."""
    me = employee_of(user)
    if me is None:
        return set()
    heads = led_units(me, on).filter(
        Q(kind=Unit.Kind.OFFICE) | Q(posts__leads_unit=True, posts__level=Post.Level.JPT)
    )
    led = set(heads.values_list("pk", flat=True))
    return unit_tree_ids(led) if led else set()


def _below(user: Person, employee: Employee, on: date) -> bool:
    units = office_units(user, on)
    seats = Appointment.objects.filter(in_force(on), employee=employee, post__unit_id__in=units)
    return bool(units) and seats.exists()


def may_see_box(user: Person, employee: Employee, on: date) -> Verdict:
    """Oneself, HR, the auditor, and the head of the office in which the employee works."""
    if is_self(user, employee.pk) or roles(user, on) & {HR, AUDITOR} or _below(user, employee, on):
        return YES
    return no(_("Kotak talenta hanya untuk pegawai itu, pengelola talenta, auditor, dan kepala dinasnya."))


def may_see_boxes(user: Person, on: date) -> Verdict:
    """The nine boxes of a unit: HR, the auditor, heads of offices for their own."""
    if roles(user, on) & {HR, AUDITOR} or office_units(user, on):
        return YES
    return no(_("Peta talenta hanya untuk pengelola talenta, auditor, dan kepala perangkat daerah."))


def may_keep_talent(user: Person, on: date) -> Verdict:
    """Inputs and notes of succession are HR's, for the talent committee."""
    if HR in roles(user, on):
        return YES
    return no(_("Masukan talenta dan catatan suksesi dikelola analis kepegawaian untuk komite talenta."))


def may_keep_talent_of(user: Person, employee_id: int, on: date) -> Verdict:
    """HR keeps inputs and candidacies of somebody, never his own."""
    return may_keep_about(user, employee_id, may_keep_talent(user, on))


def may_read_succession(user: Person, on: date) -> Verdict:
    """HR and the auditor."""
    if roles(user, on) & {HR, AUDITOR}:
        return YES
    return no(_("Rencana suksesi hanya untuk pengelola talenta dan auditor."))


def may_offer(user: Person, employee: Employee, on: date) -> Verdict:
    """The appraiser, the head of the office, or HR; nobody to himself."""
    me = employee_of(user)
    if me is None or me.pk == employee.pk:
        return no(_("Penugasan ditawarkan oleh orang lain yang terdaftar sebagai pegawai."))
    if HR in roles(user, on) or appraises(user, employee, on) or _below(user, employee, on):
        return YES
    return no(_("Penugasan ditawarkan pejabat penilai, kepala perangkat, atau analis kepegawaian."))


def may_answer_offer(user: Person, assignment: StrengthAssignment) -> Verdict:
    """Only the employee accepts or declines."""
    if is_self(user, assignment.employee_id):
        return YES
    return no(_("Tawaran ini hanya dapat dijawab oleh pegawai yang ditawari."))


def may_end_assignment(user: Person, assignment: StrengthAssignment, on: date) -> Verdict:
    """Who offered it, or HR."""
    if is_self(user, assignment.offered_by_id):
        return YES
    if HR in roles(user, on) and not is_self(user, assignment.employee_id):
        return YES
    return no(_("Penugasan diakhiri oleh yang menawarkannya atau analis kepegawaian."))


def may_read_assignment(user: Person, assignment: StrengthAssignment, on: date) -> Verdict:
    """The two, HR and the auditor, and who leads the employee's office."""
    me = employee_of(user)
    if me is not None and me.pk in {assignment.employee_id, assignment.offered_by_id}:
        return YES
    if roles(user, on) & {HR, AUDITOR} or _below(user, assignment.employee, on):
        return YES
    return no(_("Penugasan ini hanya untuk pegawai itu dan yang menawarkannya."))
