"""When something about a complaint is due, with all that the date was counted by, ready to be frozen.

Working days of the agency's own calendar; what arrives after office hours or on a day off counts from the
next working day. The number of days is law with the agency's own override (`people.queries.law`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate, localtime

from kinerja.people.queries import calendar
from kinerja.people.queries.law import in_force
from kinerja.rules.calendar import Calendar
from kinerja.rules.deadlines import EVENTS, deadline
from kinerja.rules.explain import as_dicts

from .models import Complaint

VERIFY, FOLLOW_UP, AUTO_CLOSE = "complaint_verify", "complaint_follow_up", "complaint_auto_close"
INFORMATION, NO_OVERSIGHT = "complaint_information", "complaint_no_oversight"
OVERSIGHT = "complaint_oversight"
Facts = dict[str, Any]


def counting_day(received: datetime) -> date:
    """The day as which the aware moment `received` counts: itself, or the next working day."""
    local = localtime(received)
    closing = in_force("service.office_hours", local.date())["closes"]
    return calendar_around(local.date()).counting_day(local, closing=closing)


def due(event: str, anchor: date | datetime, on: date) -> tuple[date, Facts]:
    """The due date of `event` and the facts to freeze under `event` in `Complaint.clocks`.

    `anchor`: the day counted from, or the aware moment of receipt (then `counting_day` decides); `on`: the
    day whose law applies. `certain` is False when the count crosses an estimated holiday, or a year whose
    days off are not known yet and of which only the weekends are. Raises RuleError for an unknown event.
    """
    start = counting_day(anchor) if isinstance(anchor, datetime) else anchor
    own = calendar(_years(start))
    days = replace(own, years=own.years | frozenset(_years(start)))
    law = in_force(EVENTS[event], on) if event in EVENTS else None
    found = deadline(event, start, on=on, calendar=days, law=law)
    facts: Facts = {
        "due": found.due.isoformat(),
        "counted_from": start.isoformat(),
        "days": law["days"] if law else None,
        "unit": found.unit,
        "rule": law.rule if law else "",
        "source": law.source if law else "",
        "calendar": found.calendar_version,
        "certain": found.certain and found.due.year in own.years,
        "explanation": as_dicts(found.explanation),
    }
    return found.due, facts


def act_event(kind: str, *, needs_inspection: bool) -> str:
    """Which deadline the answer to a report of this kind has."""
    if kind != Complaint.Kind.COMPLAINT:
        return INFORMATION
    return OVERSIGHT if needs_inspection else NO_OVERSIGHT


def reopens_until(complaint: Complaint) -> date | None:
    """The last day on which the reporter may reopen; None when no day ends it (or it is not closed)."""
    if complaint.status != Complaint.Status.CLOSED or complaint.closed_at is None:
        return None
    closed = localdate(complaint.closed_at)
    return closed + timedelta(days=in_force("complaint.reopen", closed)["days"])


def days_left(due_on: date, on: date) -> int:
    """Working days after `on` up to and including `due_on`; negative when overdue."""
    first = min(due_on, on)
    return calendar_around(first, max(due_on, on)).working_days_between(on, due_on)


def _years(first: date, last: date | None = None) -> range:
    """The year before (its last days may be asked about) to the year after."""
    return range(first.year, (last or first).year + 2)


def calendar_around(first: date, last: date | None = None) -> Calendar:
    """The agency's calendar; a year nobody knows yet has its weekends, so that a report always gets in."""
    years = _years(first, last)
    days = calendar(years)
    return replace(days, years=days.years | frozenset(years))
