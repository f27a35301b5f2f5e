"""The cycle as a board: by unit how many have planned, reported, been rated and signed; who is stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext, gettext_noop

from kinerja.people.models import Unit
from kinerja.plans.models import Period

STEPS = {
    "plan": gettext_noop("SKP ditetapkan"),
    "report": gettext_noop("Laporan terkirim"),
    "rating": gettext_noop("Sudah dinilai"),
    "sign": gettext_noop("Ditandatangani penilai"),
    "done": gettext_noop("Diterima pegawai"),
}

# Everybody with an own post below the unit, and how far he has come; `top` is the child of the unit for him.
STAFF = """
WITH RECURSIVE below(top, id) AS (
    SELECT id, id FROM people_unit WHERE parent_id = %(unit)s
    UNION ALL
    SELECT below.top, unit.id FROM people_unit unit JOIN below ON unit.parent_id = below.id
), place(top, id) AS (
    SELECT top, id FROM below UNION ALL SELECT %(unit)s, %(unit)s
), staff AS (
    SELECT appointment.employee_id, place.top, post.title, post.unit_id
    FROM people_appointment appointment
    JOIN people_post post ON post.id = appointment.post_id
    JOIN place ON place.id = post.unit_id
    WHERE appointment.kind IN ('definitif', 'tugas_belajar')
      AND appointment.starts <= %(on)s AND (appointment.ends IS NULL OR appointment.ends >= %(on)s)
), current_plan AS (
    SELECT DISTINCT ON (plan.employee_id) plan.employee_id, plan.id
    FROM plans_plan plan
    WHERE plan.cycle_id = %(cycle)s AND plan.starts <= %(on)s AND plan.ends >= %(on)s
    ORDER BY plan.employee_id, plan.starts DESC
), progress AS (
    SELECT staff.employee_id, staff.top, staff.title, staff.unit_id, current_plan.id AS plan_id,
        EXISTS (SELECT 1 FROM plans_planversion version
                WHERE version.plan_id = current_plan.id AND version.status = 'set') AS plan,
        report.status IN ('submitted', 'accepted') AS report,
        review.status <> 'open' AS rating,
        review.status NOT IN ('open', 'rated') AS sign,
        review.status IN ('acknowledged', 'declined', 'reported') AS done,
        review.appraiser_id
    FROM staff
    LEFT JOIN current_plan ON current_plan.employee_id = staff.employee_id
    LEFT JOIN progress_report report ON report.plan_id = current_plan.id AND report.period_id = %(period)s
    LEFT JOIN LATERAL (
        SELECT status, appraiser_id FROM assessment_review
        WHERE plan_id = current_plan.id AND period_id = %(period)s ORDER BY version DESC LIMIT 1
    ) review ON true
)
"""
BOARD = """
SELECT progress.top, unit.name, unit.code, count(*),
       count(*) FILTER (WHERE plan), count(*) FILTER (WHERE report), count(*) FILTER (WHERE rating),
       count(*) FILTER (WHERE sign), count(*) FILTER (WHERE done),
       EXISTS (SELECT 1 FROM people_unit child WHERE child.parent_id = progress.top)
FROM progress JOIN people_unit unit ON unit.id = progress.top
GROUP BY progress.top, unit.name, unit.code
ORDER BY unit.code
"""
STUCK = """
SELECT progress.employee_id, employee.name, employee.nip, progress.title, progress.plan_id,
       appraiser.name, employee.user_id, appraiser.user_id
FROM progress
JOIN people_employee employee ON employee.id = progress.employee_id
LEFT JOIN plans_plan plan ON plan.id = progress.plan_id
LEFT JOIN people_employee appraiser ON appraiser.id = coalesce(progress.appraiser_id, plan.appraiser_id)
WHERE NOT coalesce(progress.{step}, false) AND (employee.name, employee.id) > (%(name)s, %(after)s)
ORDER BY employee.name, employee.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit with all units below it; `own` marks the people who sit in the chosen unit itself."""

    unit_id: int
    name: str
    code: str
    staff: int
    counts: dict[str, int]
    opens: bool
    own: bool

    @property
    def cells(self) -> list[tuple[str, str, int, int, int]]:
        """(step, label, count, missing, percent) in the order of the cycle."""
        return [
            (
                step,
                gettext(label),
                self.counts[step],
                self.staff - self.counts[step],
                self.counts[step] * 100 // self.staff,
            )
            for step, label in STEPS.items()
        ]


@dataclass(frozen=True, slots=True)
class Board:
    """The rows below one unit and their sum."""

    unit: Unit
    period: Period
    rows: tuple[BoardRow, ...]
    total: BoardRow | None


class Stuck(NamedTuple):
    """Somebody who has not come past a step, and whose turn it is."""

    employee_id: int
    name: str
    nip: str
    post: str
    plan_id: int | None
    appraiser: str | None
    user_id: int | None
    appraiser_user_id: int | None


class StuckPage(NamedTuple):
    """A page of `Stuck`; `after` is the key of the next page, None on the last."""

    people: tuple[Stuck, ...]
    after: tuple[str, int] | None


def board(unit: Unit, period: Period, on: date) -> Board:
    """The board of `unit`, one statement however many people there are."""
    with connection.cursor() as cursor:
        cursor.execute(STAFF + BOARD, _facts(unit, period, on))
        found = cursor.fetchall()
    rows = tuple(
        BoardRow(
            top,
            name,
            code,
            staff,
            dict(zip(STEPS, counts, strict=True)),
            opens and top != unit.pk,
            top == unit.pk,
        )
        for top, name, code, staff, *counts, opens in found
    )
    return Board(unit, period, rows, _total(unit, rows))


def stuck(
    unit: Unit, period: Period, on: date, step: str, *, after: tuple[str, int] = ("", 0), limit: int = 50
) -> StuckPage:
    """Who below `unit` has not passed `step` (a key of STEPS, else KeyError), by name, keyset-paged."""
    sql = STUCK.format(step={name: name for name in STEPS}[step])
    facts = _facts(unit, period, on) | {"name": after[0], "after": after[1], "limit": limit + 1}
    with connection.cursor() as cursor:
        cursor.execute(STAFF + sql, facts)
        people = tuple(Stuck(*row) for row in cursor.fetchall())
    last = people[limit - 1] if len(people) > limit else None
    return StuckPage(people[:limit], (last.name, last.employee_id) if last else None)


def _facts(unit: Unit, period: Period, on: date) -> dict[str, int | str | date]:
    return {"unit": unit.pk, "cycle": period.cycle_id, "period": period.pk, "on": on}


def _total(unit: Unit, rows: tuple[BoardRow, ...]) -> BoardRow | None:
    if not rows:
        return None
    counts = {step: sum(row.counts[step] for row in rows) for step in STEPS}
    return BoardRow(unit.pk, unit.name, unit.code, sum(row.staff for row in rows), counts, False, False)
