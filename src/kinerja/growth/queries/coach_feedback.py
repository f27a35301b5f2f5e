"""Feedback on coaches: the statements of the day, and what waits for a superior."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kinerja.people.models import Employee
from kinerja.rules.loader import in_force

from ..models import CoachFeedback


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the nine; `about` is self, leader or both."""

    code: str
    about: str
    text: str


def statements(on: date) -> tuple[list[Statement], list[str]]:
    """The nine statements in their order and the words of the scale, for 1 upwards (`coach.statements`)."""
    law = in_force("coach.statements", on)
    rows = [Statement(item["code"], item["about"], item["text"]) for item in law["statements"]]
    return rows, list(law["scale"])


def feedback_for(reader: Employee) -> QuerySet[CoachFeedback]:
    """What was sent to this superior, unread first, then newest."""
    rows = CoachFeedback.objects.filter(to=reader).select_related("plan__employee", "plan__guide")
    return rows.order_by("read_at", "-at")


def feedback_to_read(reader: Employee) -> QuerySet[CoachFeedback]:
    """What this superior has not ticked yet, oldest first."""
    return feedback_for(reader).filter(read_at__isnull=True).order_by("at", "pk")
