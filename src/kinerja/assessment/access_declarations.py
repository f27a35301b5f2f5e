"""Who reads and handles declarations of conflicts of interest and gifts."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, employee_of

from .models import Declaration

Person = User | AnonymousUser


def sees_all(user: Person, on: date) -> bool:
    """HR and auditor."""
    return bool(roles(user, on) & {HR, AUDITOR})


def may_read(user: Person, declaration: Declaration, on: date) -> Verdict:
    """The employee, HR and auditor; nobody else, also no superior, while and after it is handled."""
    me = employee_of(user)
    if (me is not None and me.pk == declaration.employee_id) or sees_all(user, on):
        return YES
    return no(_("Laporan ini hanya dapat dibaca pelapor, analis kepegawaian, dan auditor."))


def may_handle(user: Person, declaration: Declaration, on: date) -> Verdict:
    """HR or auditor, never one's own."""
    me = employee_of(user)
    if me is not None and me.pk == declaration.employee_id:
        return no(_("Laporan Anda sendiri ditangani orang lain."))
    if sees_all(user, on):
        return YES
    return no(_("Laporan ditangani analis kepegawaian atau auditor."))


def may_read_facts(user: Person, employee: Employee, on: date) -> Verdict:
    """The facts of integrity: the employee, the direct appraiser, HR and auditor."""
    me = employee_of(user)
    if sees_all(user, on) or (me is not None and me.pk == employee.pk):
        return YES
    line = appraiser_of(employee, on) if me is not None else None
    if me is not None and line is not None and line.employee.pk == me.pk:
        return YES
    return no(_("Fakta integritas hanya untuk pegawai itu, penilainya, analis kepegawaian, dan auditor."))
