"""A complaint moves on: its state and the step that the reporter reads, always together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kinerja.people.models import Unit

from ..models import Complaint, ComplaintStep
from .common import move


def step(
    complaint: Complaint,
    event: str,
    at: datetime,
    note: str = "",
    unit: Unit | None = None,
    for_office: bool = False,
) -> ComplaintStep:
    """Writes one step beside the state the complaint is in. `note` never names a person."""
    return ComplaintStep.objects.create(
        complaint=complaint,
        event=event,
        status=complaint.status,
        unit=unit,
        note=note,
        for_office=for_office,
        at=at,
    )


@transaction.atomic
def advance(
    *,
    complaint: Complaint,
    event: str,
    at: datetime,
    note: str = "",
    unit: Unit | None = None,
    for_office: bool = False,
    **changes: Any,
) -> ComplaintStep:
    """Moves the complaint by `event` of the machine "complaint", with `changes`, and writes the step.

    Raises NotPossible when the event does not follow, Stale when somebody else was faster.
    """
    move("complaint", complaint, event, **changes)
    return step(complaint, event, at, note, unit, for_office)
