"""What every act of the office on a complaint needs: the row held, a message, an entry in the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.rows import lock_row

from ..models import Complaint, ComplaintMessage

Facts = dict[str, Any]


def locked(complaint: Complaint) -> Complaint:
    """The row as it is now, held until the act is done: of two at once, one waits and then sees."""
    return lock_row(Complaint.objects.select_related("unit", "officer", "category", "service"), complaint.pk)


def say(
    held: Complaint, text: str, actor: User | None, at: datetime, unit: Unit | None, is_answer: bool = False
) -> None:
    """A message of the office to the reporter, official or not."""
    ComplaintMessage.objects.create(
        complaint=held,
        author=ComplaintMessage.Author.OFFICE,
        by=actor,
        unit=unit,
        text=text.strip().replace("\x00", ""),
        is_answer=is_answer,
        at=at,
    )


def facts(held: Complaint) -> Facts:
    """What the log keeps of a complaint: never a word of it."""
    return {"status": held.status, "unit": held.unit_id, "officer": held.officer_id, "act_due": held.act_due}


def log(
    held: Complaint,
    what: str,
    actor: User | None,
    at: datetime,
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Reasons stay out of the log: officers quote citizens in them. They stand in the steps."""
    shown = {**(facts(held) if before and "status" in before else {}), **(after or {})}
    record(
        actor=actor, at=at, action=f"voice.{what}_complaint", target=held, before=before, after=shown or None
    )
