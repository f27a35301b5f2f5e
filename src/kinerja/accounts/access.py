"""What somebody may do because of a granted duty, and the shape of every answer to "may I?"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from .models import RoleGrant, User

HR, AUDITOR, ADMIN = RoleGrant.Role.HR.value, RoleGrant.Role.AUDITOR.value, RoleGrant.Role.ADMIN.value
SERVICES, COMPLAINTS = RoleGrant.Role.SERVICES.value, RoleGrant.Role.COMPLAINTS.value
PRIVACY = RoleGrant.Role.PRIVACY.value


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, and the reason that a refused person reads."""

    yes: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.yes

    def require(self) -> None:
        """Raises PermissionDenied with the reason unless the answer is yes."""
        if not self.yes:
            raise PermissionDenied(self.reason)


YES = Verdict(True)


def no(reason: str) -> Verdict:
    return Verdict(False, reason)


def roles(user: User | AnonymousUser, on: date) -> frozenset[str]:
    """The duties granted to `user` on the day `on`; one query, remembered on the user object."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    cached: dict[date, frozenset[str]] = user.__dict__.setdefault("_roles_on", {})
    if on not in cached:
        held = user.grants.filter(Q(ends__isnull=True) | Q(ends__gte=on), starts__lte=on)
        cached[on] = frozenset(held.values_list("role", flat=True))
    return cached[on]


def may_administer(user: User | AnonymousUser, on: date) -> Verdict:
    """Settings, imports, sign-ins and grants."""
    return YES if ADMIN in roles(user, on) else no(_("Hanya administrator yang boleh melakukan ini."))


def may_manage_people(user: User | AnonymousUser, on: date) -> Verdict:
    """Units, posts, employees, appointments, cycles."""
    if roles(user, on) & {HR, ADMIN}:
        return YES
    return no(_("Hanya analis kepegawaian atau administrator yang boleh mengubah data kepegawaian."))


def may_read_all(user: User | AnonymousUser, on: date) -> Verdict:
    """Lists over the whole agency."""
    if roles(user, on) & {HR, AUDITOR, ADMIN}:
        return YES
    return no(_("Halaman ini untuk analis kepegawaian, auditor, dan administrator."))


def may_read_log(user: User | AnonymousUser, on: date) -> Verdict:
    """The audit log of the whole agency."""
    if roles(user, on) & {AUDITOR, ADMIN}:
        return YES
    return no(_("Catatan audit hanya untuk auditor dan administrator."))
