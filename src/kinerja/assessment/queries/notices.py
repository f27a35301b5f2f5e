"""The notices of one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from kinerja.accounts.models import RoleGrant, User
from kinerja.people.queries import in_force

from ..models import Notice, NoticeSetting


def notices_of(user: User) -> QuerySet[Notice]:
    """Newest first."""
    return Notice.objects.filter(user=user).order_by("-at", "-pk")


def unseen(user: User) -> int:
    """How many he has not opened; one query, remembered on the user object."""
    cached: int | None = user.__dict__.get("_unseen_notices")
    if cached is None:
        cached = Notice.objects.filter(user=user, seen_at__isnull=True).count()
        user.__dict__["_unseen_notices"] = cached
    return cached


def setting_of(user: User) -> NoticeSetting:
    """His setting; an unsaved one with the usual values when he never chose."""
    return NoticeSetting.objects.filter(user=user).first() or NoticeSetting(user=user)


def users_with(role: str, on: date) -> list[int]:
    """Ids of the users to whom a duty is granted on the day."""
    held = RoleGrant.objects.filter(in_force(on), role=role, user__is_active=True)
    return sorted(set(held.values_list("user_id", flat=True)))


def told_on(keys: Iterable[str], on: date) -> set[tuple[int, str]]:
    """User id and key of those who were told one of these things on the day; one query."""
    rows = Notice.objects.filter(key__in=list(keys), at__date=on)
    return set(rows.order_by().values_list("user_id", "key"))
