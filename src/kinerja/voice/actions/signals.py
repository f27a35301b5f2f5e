"""The employee has opened his signals: the log remembers it, because his appraiser reads them only then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kinerja.accounts.models import User
from kinerja.audit.actions import event, record_all
from kinerja.people.models import Employee

from ..queries.signals import SEEN, Quarter, key, seen_by_employee


@transaction.atomic
def mark_read(*, employee: Employee, quarters: Iterable[Quarter], actor: User, at: datetime) -> None:
    """One event for each quarter that he opens for the first time."""
    known = seen_by_employee(employee)
    fresh = [quarter for quarter in quarters if key(quarter) not in known]
    record_all(
        event(actor=actor, at=at, action=SEEN, target=employee, after={"quarter": key(quarter)})
        for quarter in fresh
    )
