"""Reminding those who are stuck."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.plans.models import Period

from ..jobs import send_reminders
from ..queries import STEPS, stuck

PAGE = 1_000


@transaction.atomic
def remind(*, unit: Unit, period: Period, step: str, actor: User, on: date, at: datetime) -> int:
    """Queues one message a person whose turn it is at `step` below `unit`; returns how many people.

    The first two steps wait for the employee, rating and signing for the appraiser, the last for the employee
    again. Raises KeyError for an unknown step.
    """
    waiting: set[int] = set()
    after: tuple[str, int] | None = ("", 0)
    while after is not None:
        page = stuck(unit, period, on, step, after=after, limit=PAGE)
        turn = "appraiser_user_id" if step in {"rating", "sign"} else "user_id"
        waiting |= {user for person in page.people if (user := getattr(person, turn))}
        after = page.after
    if waiting:
        send_reminders.enqueue(users=sorted(waiting), step=STEPS[step], period=str(period))
    record(
        actor=actor, at=at, action="insight.remind", target=unit, after={"step": step, "people": len(waiting)}
    )
    return len(waiting)
