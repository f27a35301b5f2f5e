"""The working-day clocks of a document (PermenPANRB 6/2022 Lampiran hlm 114-117), from the agency's calendar.

A review keeps its due dates with the version of the calendar that gave them: a holiday added later moves no
deadline that somebody was already told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.people.queries import calendar
from kinerja.people.queries.law import in_force
from kinerja.rules.calendar import Calendar, Deadline
from kinerja.rules.deadlines import EVENTS, deadline
from kinerja.rules.errors import RuleError

from .models import Review


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock for a page: what is due, when, and whether it was done (`met` None: still running)."""

    name: str
    title: str
    due: date | None
    done: date | None
    met: bool | None


def count(event: str, anchor: date, on: date) -> Deadline | None:
    """The deadline, or None when the agency's calendar does not know the years it runs into."""
    try:
        days = calendar([anchor.year, anchor.year + 1])
        return deadline(event, anchor, on=on, calendar=days, law=in_force(EVENTS[event], on))
    except RuleError:
        return None


def days_of(event: str, on: date) -> int:
    """How many working days the law gives for `event`. Raises NoRuleInForce."""
    return int(in_force(EVENTS[event], on)["days"])


def days_to_return(review: Review, on: date) -> int:
    """Working days from receipt in which the employee signs: fewer after a take-over (form D.1.2)."""
    return days_of(_returned(review), on)


def _returned(review: Review) -> str:
    return "superior_document_returned" if review.taken_over else "document_returned"


def at_signing(review: Review, signed_on: date) -> dict[str, object]:
    """Fields to freeze when the rater signs: delivery counts from the signature, the report to the PyB from
    the end of the evaluation window."""
    event = "superior_document_to_employee" if review.taken_over else "document_to_employee"
    delivery = count(event, signed_on, signed_on)
    report = count("report_to_official", review.period.closes, signed_on)
    known = delivery or report
    return {
        "due_delivery": delivery.due if delivery else None,
        "due_report": report.due if report else None,
        "calendar_version": known.calendar_version if known else "",
    }


def at_receipt(review: Review, received_on: date) -> dict[str, object]:
    """Fields to freeze when the employee receives the document."""
    back = count(_returned(review), received_on, received_on)
    objection = None if review.final else count("objection", received_on, received_on)
    return {
        "due_return": back.due if back else None,
        "due_objection": objection.due if objection else None,
    }


def decision_clock(filed_on: date) -> tuple[date, str]:
    """Last day to decide an objection filed on that day, and the version of the calendar.

    A year whose days off nobody has entered yet is counted by the days of the week alone, with no version:
    a missing calendar must not take the right of objection away.
    """
    known = count("objection_decision", filed_on, filed_on)
    if known is not None:
        return known.due, known.calendar_version
    weekdays = Calendar(frozenset(), frozenset({filed_on.year, filed_on.year + 1}))
    law = in_force(EVENTS["objection_decision"], filed_on)
    return deadline("objection_decision", filed_on, on=filed_on, calendar=weekdays, law=law).due, ""


def clocks(review: Review, on: date) -> tuple[Clock, ...]:
    """The clocks that have started, in order."""
    found = []
    if review.signed_at:
        told = _("Dokumen disampaikan kepada pegawai")
        found.append(_clock("delivery", told, review.due_delivery, review.delivered_at, on))
    if review.delivered_at:
        told = _("Pegawai menandatangani dan mengembalikan dokumen")
        found.append(_clock("return", told, review.due_return, review.acknowledged_at, on))
    if review.signed_at:
        told = _("Hasil dilaporkan kepada Pejabat yang Berwenang")
        found.append(_clock("report", told, review.due_report, review.reported_at, on))
    return tuple(found)


def _clock(name: str, title: str, due: date | None, done_at: datetime | None, on: date) -> Clock:
    done = timezone.localdate(done_at) if done_at else None
    met: bool | None = None
    if due is not None and (done or on > due):
        met = done is not None and done <= due
    return Clock(name, title, due, done, met)
