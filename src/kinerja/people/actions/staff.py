"""Employees and the accounts with which they sign in."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.access import may_administer
from kinerja.accounts.models import User
from kinerja.audit.actions import record

from ..errors import NotPossible
from ..models import Employee
from ..nip import NipError, parse_nip
from .common import facts, plain_refusals

FIELDS = ("nip", "name", "kind", "rank")


def create_employee(
    *, nip: str, name: str, kind: str, rank: str, email: str = "", actor: User | None, at: datetime
) -> Employee:
    """Adds an employee with an account without password. Raises NotPossible for a wrong or known NIP."""
    digits = _digits(nip)
    with plain_refusals():
        user = User.objects.create(
            username=digits, full_name=name, email=email.lower(), password=make_password(None)
        )
        employee = Employee.objects.create(nip=digits, name=name, kind=kind, rank=rank, user=user)
        after = facts(employee, *FIELDS) | {"email": user.email}
        record(actor=actor, at=at, action="people.create_employee", target=employee, after=after)
    return employee


def update_employee(
    *,
    employee: Employee,
    nip: str,
    name: str,
    kind: str,
    rank: str,
    email: str,
    actor: User | None,
    at: datetime,
) -> Employee:
    """Changes the personal facts; the account follows. Raises NotPossible for a wrong or taken NIP,
    or when somebody else than an administrator changes the address of a person with a granted duty.
    """
    digits = _digits(nip)
    with plain_refusals():
        before = facts(Employee.objects.get(pk=employee.pk), *FIELDS)
        employee.nip, employee.name, employee.kind, employee.rank = digits, name, kind, rank
        employee.save(update_fields=FIELDS)
        after = facts(employee, *FIELDS)
        if employee.user is not None:
            account = User.objects.select_for_update().get(pk=employee.user.pk)
            # Whoever reads the mail of this address can recover the account: a change must show in the log.
            _keep_duties_safe(account, email.lower(), actor, at)
            before["email"], after["email"] = account.email, email.lower()
            account.username, account.full_name, account.email = digits, name, email.lower()
            account.save(update_fields=["username", "full_name", "email"])
        record(
            actor=actor, at=at, action="people.update_employee", target=employee, before=before, after=after
        )
    return employee


def _keep_duties_safe(account: User, email: str, actor: User | None, at: datetime) -> None:
    """Nobody comes by a granted duty by way of somebody's recovery address."""
    trusted = actor is not None and may_administer(actor, timezone.localdate(at))
    if email != account.email and account.grants.exists() and not trusted:
        raise NotPossible(_("Surel pemegang peran di Kinerja hanya dapat diubah oleh administrator."))


def _digits(nip: str) -> str:
    try:
        return parse_nip(nip).text
    except NipError as error:
        raise NotPossible(str(error)) from error
