"""Duties and the log, as pages show them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from kinerja.audit.models import Event
from kinerja.audit.phrases import codes_saying

from .models import RoleGrant


def grants_now(on: date) -> QuerySet[RoleGrant]:
    """Duties in force on the day or later, with their people."""
    live = Q(ends__isnull=True) | Q(ends__gte=on)
    return (
        RoleGrant.objects.filter(live).select_related("user", "granted_by").order_by("role", "starts", "id")
    )


def events(
    *,
    object_type: str = "",
    object_id: str = "",
    words: str = "",
    action: str = "",
    day: date | None = None,
) -> QuerySet[Event]:
    """The log, newest first; `words` are looked for in the actor's name and the act, `day` is local."""
    found = Event.objects.order_by("-id")
    if object_type:
        found = found.filter(object_type=object_type)
    if object_id:
        found = found.filter(object_id=object_id)
    if action:
        found = found.filter(action=action)
    if words:
        named = Q(actor_name__icontains=words) | Q(acting_for__icontains=words)
        found = found.filter(named | Q(action__icontains=words) | Q(action__in=codes_saying(words)))
    if day is not None:
        found = found.filter(at__date=day)
    return found
