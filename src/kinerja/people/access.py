"""Who may open what of the staff register. The reason is what a refused person reads."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import YES, Verdict, may_manage_people, may_read_all, no
from kinerja.accounts.models import User

from .models import Employee
from .queries import visible_to

__all__ = ["anyone", "may_manage_people", "may_read_all", "may_see_employee"]


def anyone(user: User, on: date) -> Verdict:
    """Whoever is signed in; the page itself shows each person only his own part."""
    return YES


def may_see_employee(user: User, employee: Employee, on: date) -> Verdict:
    """Oneself, the own team and what is below it, the unit one leads; analysts, auditors, administrators."""
    if visible_to(user, on).filter(pk=employee.pk).exists():
        return YES
    return no(_("Anda hanya dapat membuka data Anda sendiri, tim Anda, dan unit yang Anda pimpin."))
