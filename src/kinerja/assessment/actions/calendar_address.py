"""The private address of one's own calendar, renewed by whoever fears that somebody else holds it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kinerja.accounts.models import User
from kinerja.audit.actions import record

from ..errors import Stale


@transaction.atomic
def renew_calendar_address(*, actor: User, at: datetime) -> None:
    """Gives the actor's calendars a new address; the one before opens nothing from now on. The log says that
    it was renewed and never the address. Raises Stale when it was renewed from another page just now.
    """
    seen = actor.calendar_number
    changed = User.objects.filter(pk=actor.pk, calendar_number=seen).update(calendar_number=seen + 1)
    if changed != 1:
        raise Stale
    actor.calendar_number = seen + 1
    record(actor=actor, at=at, action="assessment.renew_calendar", target=actor)
