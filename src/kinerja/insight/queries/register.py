"""The register: who has planned, reported, been rated, signed and received, on which day and by whom.

It stands on the rows of the board (`board.STAFF`) and adds the day of every step, so that it can also be read
as it was at the end of an earlier day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, LiteralString, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_noop

from kinerja.people.models import Unit
from kinerja.plans.models import Period

from .board import STAFF

STEPS = {
    "plan": gettext_noop("SKP ditetapkan"),
    "report": gettext_noop("Laporan terkirim"),
    "rating": gettext_noop("Sudah dinilai"),
    "sign": gettext_noop("Ditandatangani penilai"),
    "received": gettext_noop("Diterima pegawai"),
}
STATES = {
    "belum": gettext_noop("Belum"),
    "terlambat": gettext_noop("Belum dan lewat batas"),
    "sudah": gettext_noop("Sudah"),
}

# The first set version tells when the year was planned; a step done after the day is not done yet.
DATED = """
, dated AS (
    SELECT progress.employee_id, progress.top, progress.title, progress.unit_id,
        CASE WHEN planned.set_at < %(until)s THEN planned.set_at END AS plan_at,
        CASE WHEN report.status <> 'draft' AND report.submitted_at < %(until)s
             THEN report.submitted_at END AS report_at,
        CASE WHEN review.status <> 'open' AND coalesce(review.rated_at, review.signed_at) < %(until)s
             THEN coalesce(review.rated_at, review.signed_at) END AS rating_at,
        CASE WHEN review.signed_at < %(until)s THEN review.signed_at END AS sign_at,
        CASE WHEN review.delivered_at < %(until)s THEN review.delivered_at END AS received_at,
        planned.set_by_id AS plan_by,
        CASE WHEN review.taken_over THEN coalesce(review.superior_id, review.appraiser_id)
             ELSE review.appraiser_id END AS rating_by,
        plan.appraiser_id, review.due_delivery
    FROM progress
    LEFT JOIN plans_plan plan ON plan.id = progress.plan_id
    LEFT JOIN LATERAL (
        SELECT version.set_at, version.set_by_id FROM plans_planversion version
        WHERE version.plan_id = progress.plan_id AND version.status = 'set'
        ORDER BY version.number LIMIT 1
    ) planned ON true
    LEFT JOIN progress_report report
        ON report.plan_id = progress.plan_id AND report.period_id = %(period)s
    LEFT JOIN LATERAL (
        SELECT one.* FROM assessment_review one
        WHERE one.plan_id = progress.plan_id AND one.period_id = %(period)s
        ORDER BY one.version DESC LIMIT 1
    ) review ON true
), told AS (
    SELECT dated.*,
        plan_at IS NULL AND %(plan_due)s < %(on)s AS plan_late,
        report_at IS NULL AND %(report_due)s < %(on)s AS report_late,
        rating_at IS NULL AND %(closes)s < %(on)s AS rating_late,
        sign_at IS NULL AND %(closes)s < %(on)s AS sign_late,
        received_at IS NULL AND sign_at IS NOT NULL AND due_delivery < %(on)s AS received_late
    FROM dated
)
"""
UNITS = """
SELECT told.top, unit.name, unit.code, count(*),
    count(plan_at), count(report_at), count(rating_at), count(sign_at), count(received_at),
    count(*) FILTER (WHERE plan_late), count(*) FILTER (WHERE report_late),
    count(*) FILTER (WHERE rating_late), count(*) FILTER (WHERE sign_late),
    count(*) FILTER (WHERE received_late),
    EXISTS (SELECT 1 FROM people_unit child WHERE child.parent_id = told.top)
FROM told JOIN people_unit unit ON unit.id = told.top
GROUP BY told.top, unit.name, unit.code ORDER BY unit.code
"""
PEOPLE = """
SELECT told.employee_id, employee.name, employee.nip, told.title, unit.name,
    plan_at, report_at, rating_at, sign_at, received_at,
    plan_late, report_late, rating_late, sign_late, coalesce(received_late, false),
    setter.name, rater.name
FROM told
JOIN people_employee employee ON employee.id = told.employee_id
JOIN people_unit unit ON unit.id = told.unit_id
LEFT JOIN people_employee setter ON setter.id = coalesce(told.plan_by, told.appraiser_id)
LEFT JOIN people_employee rater ON rater.id = coalesce(told.rating_by, told.appraiser_id)
WHERE (employee.name, employee.id) > (%(name)s, %(after)s)
"""
ORDER = " ORDER BY employee.name, employee.id LIMIT %(limit)s"
# Step and state: what must hold. Every combination is written out, so that nothing is put together.
WHERE: Mapping[tuple[str, str], LiteralString] = {
    ("plan", "belum"): " AND plan_at IS NULL",
    ("plan", "terlambat"): " AND plan_late",
    ("plan", "sudah"): " AND plan_at IS NOT NULL",
    ("report", "belum"): " AND report_at IS NULL",
    ("report", "terlambat"): " AND report_late",
    ("report", "sudah"): " AND report_at IS NOT NULL",
    ("rating", "belum"): " AND rating_at IS NULL",
    ("rating", "terlambat"): " AND rating_late",
    ("rating", "sudah"): " AND rating_at IS NOT NULL",
    ("sign", "belum"): " AND sign_at IS NULL",
    ("sign", "terlambat"): " AND sign_late",
    ("sign", "sudah"): " AND sign_at IS NOT NULL",
    ("received", "belum"): " AND received_at IS NULL",
    ("received", "terlambat"): " AND received_late",
    ("received", "sudah"): " AND received_at IS NOT NULL",
    ("", "terlambat"): " AND (plan_late OR report_late OR rating_late OR sign_late OR received_late)",
    ("", ""): "",
}


class Cell(NamedTuple):
    """One step of one unit: how many did it, how many are late, percent done (0..100, rounded down)."""

    step: str
    label: str
    done: int
    late: int
    percent: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with all units below it; `own` marks the people who sit in the chosen unit itself."""

    unit_id: int
    name: str
    code: str
    staff: int
    cells: tuple[Cell, ...]
    opens: bool
    own: bool


class Mark(NamedTuple):
    """One step of one person: when and by whom, or None and whether its day has gone."""

    step: str
    label: str
    at: datetime | None
    late: bool
    by: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with the five steps."""

    employee_id: int
    name: str
    nip: str
    post: str
    unit: str
    marks: tuple[Mark, ...]


class People(NamedTuple):
    """A page of people; `after` is the key of the next page, None on the last."""

    rows: tuple[PersonRow, ...]
    after: tuple[str, int] | None


def register(unit: Unit, period: Period, day: date) -> list[UnitRow]:
    """Counts by unit below `unit` as of the end of `day`; one statement however many people there are."""
    found = []
    for top, name, code, staff, *figures, opens in _rows(UNITS, _facts(unit, period, day)):
        done, late = figures[: len(STEPS)], figures[len(STEPS) :]
        cells = tuple(
            Cell(step, title, done[place], late[place], done[place] * 100 // staff)
            for place, (step, title) in enumerate(STEPS.items())
        )
        own = top == unit.pk
        found.append(UnitRow(top, name, code, staff, cells, opens and not own, own))
    return found


def people(
    unit: Unit,
    period: Period,
    day: date,
    *,
    step: str = "",
    state: str = "",
    after: tuple[str, int] = ("", 0),
    limit: int = 50,
) -> People:
    """People below `unit` by name, keyset-paged. A state without a step only means "terlambat" in any.

    Raises KeyError for an unknown step or state.
    """
    facts = _facts(unit, period, day) | {"name": after[0], "after": after[1], "limit": limit + 1}
    rows = [_person(*row) for row in _rows(PEOPLE + WHERE[step, state] + ORDER, facts)]
    last = rows[limit - 1] if len(rows) > limit else None
    return People(tuple(rows[:limit]), (last.name, last.employee_id) if last else None)


def _person(employee: int, name: str, nip: str, post: str, unit: str, *rest: Any) -> PersonRow:
    count = len(STEPS)
    moments, late, (setter, rater) = rest[:count], rest[count : 2 * count], rest[2 * count :]
    doers = (setter, name, rater, rater, name)
    marks = tuple(
        Mark(step, title, moments[place], late[place], (doers[place] or "") if moments[place] else "")
        for place, (step, title) in enumerate(STEPS.items())
    )
    return PersonRow(employee, name, nip, post, unit, marks)


def _rows(sql: LiteralString, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(STAFF + DATED + sql, facts)
        return list(cursor.fetchall())


def _facts(unit: Unit, period: Period, day: date) -> dict[str, Any]:
    until = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return {
        "unit": unit.pk,
        "cycle": period.cycle_id,
        "period": period.pk,
        "on": day,
        "until": until,
        "plan_due": period.cycle.plan_due,
        "report_due": period.report_due,
        "closes": period.closes,
    }
