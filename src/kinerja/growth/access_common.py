"""What every part asks about who acts: is it he himself, does he appraise the other."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import Verdict, no
from kinerja.accounts.models import User
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, employee_of

Person = User | AnonymousUser


def is_self(user: Person, employee_id: int | None) -> bool:
    """Whether `user` is the employee with this id; no account without an employee is anybody."""
    me = employee_of(user)
    return me is not None and me.pk == employee_id


def may_keep_about(user: Person, employee_id: int, kept: Verdict) -> Verdict:
    """`kept` says who keeps money, honours or careers; none of them about himself."""
    if kept and is_self(user, employee_id):
        return no(_("Ini tentang Anda sendiri. Minta analis kepegawaian lain yang mencatatnya."))
    return kept


def appraises(user: Person, employee: Employee, on: date) -> bool:
    """Whether `user` is the appraiser of the employee on the day."""
    line = appraiser_of(employee, on)
    return line is not None and is_self(user, line.employee.pk)
