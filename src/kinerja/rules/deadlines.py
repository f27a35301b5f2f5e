"""Every deadline of the performance cycle and of complaint handling, by event name.

Sources: PermenPANRB 6/2022 (cycle, documents, objection), SP4N-LAPOR! guidance (complaints).
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Mapping
from datetime import date, timedelta

from .calendar import Calendar, Deadline, due
from .errors import RuleError
from .explain import Step
from .loader import Value, in_force
from .names import one_of

EVENTS: Mapping[str, str] = {
    "draft_plan_agreement": "deadline.draft_plan_agreement",
    "plan_set": "deadline.plan_set",
    "evaluation_monthly": "deadline.evaluation_monthly",
    "evaluation_quarterly": "deadline.evaluation_quarterly",
    "evaluation_annual": "deadline.evaluation_annual",
    "organisation_annual": "deadline.organisation_annual",
    "document_to_employee": "deadline.document_to_employee",
    "document_returned": "deadline.document_returned",
    "report_to_official": "deadline.report_to_official",
    "superior_signs": "deadline.superior_signs",
    "superior_document_to_employee": "deadline.superior_document_to_employee",
    "superior_document_returned": "deadline.superior_document_returned",
    "objection": "deadline.objection",
    "objection_decision": "deadline.objection_decision",
    "complaint_verify": "deadline.complaint_verify",
    "complaint_follow_up": "deadline.complaint_follow_up",
    "complaint_first_reply": "deadline.complaint_first_reply",
    "complaint_information": "deadline.complaint_information",
    "complaint_no_oversight": "deadline.complaint_no_oversight",
    "complaint_oversight": "deadline.complaint_oversight",
    "complaint_auto_close": "deadline.complaint_auto_close",
    "examination_reply": "deadline.examination_reply",
    "examination_appeal": "deadline.examination_appeal",
}


def deadline(event: str, anchor: date, *, on: date, calendar: Calendar, law: Value | None = None) -> Deadline:
    """When `event` is due, counted from `anchor` under the law in force `on` that day.

    The anchor is what the rule counts from (signature, receipt, end of period); for yearly dates any
    day of the performance year, for periodic evaluation any day of the period. A deadline that the law
    writes as a date keeps that date even on a day off; `last_working_day` says when to be ready. `law` is the
    value to use instead of the one that comes with the product (an agency's own, `people.queries.law`).
    Raises RuleError for an unknown event or a year without holidays, NoRuleInForce.
    """
    name = one_of(event, EVENTS, what="peristiwa")
    law = law or in_force(EVENTS[name], on)
    if law["kind"] == "working_days":
        says = f"{law.title}: {law['days']} hari kerja sejak {law['anchor']}."
        return due(
            anchor,
            law["days"],
            calendar,
            event=name,
            title=law.title,
            if_missed=law["if_missed"],
            because=(law.step(law["days"], says),),
        )
    return _fixed(name, law, anchor, calendar)


def _fixed(event: str, law: Value, anchor: date, calendar: Calendar) -> Deadline:
    """A deadline that the law writes as a date or in calendar days: no holiday moves it."""
    day, says = _legal_day(law, anchor)
    steps = [law.step(day.isoformat(), f"{law.title}: {says}.")]
    ready: date | None = None
    if day.year in calendar.years:
        ready = calendar.last_working_day(day)
        if ready != day:
            note = f"{day.isoformat()} bukan hari kerja; hari kerja terakhir sebelumnya {ready.isoformat()}."
            steps.append(Step("calendar.holidays", ready.isoformat(), f"Kalender {calendar.version}", note))
    return Deadline(
        event=event,
        title=law.title,
        start=anchor,
        unit=law.unit,
        due=day,
        certain=True,
        earliest=day,
        latest=day,
        last_working_day=ready,
        skipped=(),
        if_missed=law["if_missed"],
        calendar_version=calendar.version,
        explanation=tuple(steps),
    )


def _legal_day(law: Value, anchor: date) -> tuple[date, str]:
    """The day and the words for it, by the kind of rule."""
    if law["kind"] == "date":
        day = date(anchor.year + law["year_offset"], law["month"], law["day"])
        return day, f"paling lambat {day.isoformat()} untuk tahun kinerja {anchor.year}"
    if law["kind"] == "period_end":
        month = -(-anchor.month // law["months"]) * law["months"]
        day = date(anchor.year, month, gregorian.monthrange(anchor.year, month)[1])
        return day, f"akhir periode yang memuat {anchor.isoformat()}"
    if law["kind"] == "calendar_days":
        day = anchor + timedelta(days=law["days"])
        return day, f"{law['days']} hari kalender sejak {law['anchor']} {anchor.isoformat()}"
    raise RuleError(f"{law.rule}: jenis tenggat {law['kind']!r} tidak dikenal")
