"""How fast a unit or an officer answers: a measure of service like any other.

A report belongs to the span in which it was received. Days are working days of the agency's calendar, from
the day it counts from to the day of the first answer; in time is an answer no later than the due day.
An unanswered report whose due day has passed counts as not in time, so that silence never looks good.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, LiteralString

from django.conf import settings
from django.db import connection
from psycopg import sql

from ..clocks import calendar_around

KEYS: dict[str, LiteralString] = {"unit": "unit_id", "officer": "officer_id"}
# `day_number`: how many working days there have been up to a day; a difference counts the days between.
STATEMENT = """
WITH day_number AS (
    SELECT * FROM unnest(%(days)s::date[], %(numbers)s::int[]) AS t(day, number)
), mine AS (
    SELECT {key} AS key, counted_from, act_due, reopened, status,
        coalesce((clocks -> 'first_answer' ->> 'due')::date, act_due) AS first_due,
        (answered_at AT TIME ZONE %(zone)s)::date AS answered
    FROM voice_complaint
    WHERE {key} = ANY(%(keys)s) AND status IN ('forwarded', 'in_progress', 'answered', 'closed')
        AND received_at >= (%(starts)s::date)::timestamp AT TIME ZONE %(zone)s
        AND received_at < (%(ends)s::date + 1)::timestamp AT TIME ZONE %(zone)s
), measured AS (
    SELECT mine.*, until.number - since.number AS days,
        coalesce(answered <= %(asof)s, false) AS done,
        act_due < %(asof)s
            AND (status IN ('forwarded', 'in_progress') OR answered > %(asof)s) AS overdue
    FROM mine
    LEFT JOIN day_number since ON since.day = mine.counted_from
    LEFT JOIN day_number until ON until.day = mine.answered AND mine.answered <= %(asof)s
)
SELECT key, count(*), count(*) FILTER (WHERE done),
    count(*) FILTER (WHERE done AND NOT overdue AND answered <= first_due),
    count(*) FILTER (WHERE overdue), count(*) FILTER (WHERE done OR overdue),
    coalesce(sum(reopened), 0),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY days), avg(days)
FROM measured GROUP BY key
"""


@dataclass(frozen=True, slots=True)
class Response:
    """Reports received in the span and what became of them until its end (or today).

    `share`: in time among those answered or overdue, 0 to 1; None when there is none. `median_days` and
    `mean_days`: working days to the first answer, None without an answer. `open_overdue`: due day passed and
    still waiting, also again after reopening. `reopened`: how often reporters reopened.
    """

    received: int
    answered: int
    in_time: int
    share: Decimal | None
    median_days: Decimal | None
    mean_days: Decimal | None
    reopened: int
    open_overdue: int

    @property
    def percent(self) -> int | None:
        """The share as people read it."""
        return None if self.share is None else round(self.share * 100)


NOTHING = Response(0, 0, 0, None, None, None, 0, 0)


def response(
    *,
    starts: date,
    ends: date,
    on: date,
    units: Collection[int] | None = None,
    officers: Collection[int] | None = None,
) -> dict[int, Response]:
    """The measure by unit id, or by employee id when `officers` is given; every key asked for is there.

    Counts reports received from `starts` to `ends` (both included) as they stood on the earlier of `ends`
    and `on`. One statement after the calendar's two. Units are taken as they are, without those below.
    """
    by = "officer" if officers is not None else "unit"
    keys = sorted(set((units if officers is None else officers) or ()))
    if not keys:
        return {}
    days, numbers = day_numbers(starts, max(ends, on))
    facts: dict[str, Any] = {
        "keys": keys,
        "starts": starts,
        "ends": ends,
        "asof": min(ends, on),
        "zone": settings.TIME_ZONE,
        "days": days,
        "numbers": numbers,
    }
    statement = sql.SQL(STATEMENT).format(key=sql.Identifier(KEYS[by]))
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        rows = cursor.fetchall()
    return dict.fromkeys(keys, NOTHING) | {row[0]: _response(*row[1:]) for row in rows}


def _response(
    received: int,
    answered: int,
    in_time: int,
    overdue: int,
    judged: int,
    reopened: int,
    median: float | None,
    mean: Decimal | None,
) -> Response:
    return Response(
        received=received,
        answered=answered,
        in_time=in_time,
        share=Decimal(in_time) / judged if judged else None,
        median_days=None if median is None else Decimal(str(median)),
        mean_days=mean,
        reopened=reopened,
        open_overdue=overdue,
    )


def day_numbers(starts: date, last: date) -> tuple[list[date], list[int]]:
    """Every day around the span with the number of working days up to it.

    A report received after hours on the last day counts from the next working day, so the list goes on for
    some weeks; the calendar knows the year after.
    """
    days = calendar_around(starts, last)
    day, end, number = starts, last + timedelta(days=60), 0
    found: list[date] = []
    numbers: list[int] = []
    while day <= end and day.year in days.years:
        number += days.is_working_day(day)
        found.append(day)
        numbers.append(number)
        day += timedelta(days=1)
    return found, numbers
