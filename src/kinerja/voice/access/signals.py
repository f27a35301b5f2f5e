"""Who may read somebody's individual signals."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import YES, Verdict, no
from kinerja.accounts.models import User
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, employee_of

from .common import Person


def may_read_signal(user: Person, employee: Employee, on: date) -> Verdict:
    """His direct appraiser on the day, nobody else; the employee reads his own on a page of his own."""
    me = employee_of(user) if isinstance(user, User) else None
    line = appraiser_of(employee, on) if me is not None else None
    if me is not None and line is not None and line.employee.pk == me.pk:
        return YES
    return no(_("Isyarat perorangan hanya dibaca pegawai itu sendiri dan penilai langsungnya."))
