"""The rows behind a programme: what one citizen said, how long one case or one report took, where and when.

Units count with those below them. Nothing here names a citizen; only sums leave `insight.effects`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Prefetch

from kinerja.growth.models import Programme
from kinerja.voice.models import CaseWait, ServiceCase
from kinerja.voice.queries.counter import ages
from kinerja.voice.queries.measures import midnight
from kinerja.voice.queries.public_index import parents_of_units
from kinerja.voice.queries.response import day_numbers

Measure = Programme.Measure

# One respondent: the mean of his elements x 25 (25..100), each element the mean of its questions.
SATISFACTION = """
WITH place AS MATERIALIZED (
    SELECT version_id, element, row_number() OVER (PARTITION BY version_id ORDER BY "order") AS number
    FROM voice_question WHERE element <> ''
)
SELECT answer.unit_id, answer.day, (avg(said.mean) * 25)::float8
FROM voice_surveyanswer answer
JOIN voice_surveyperiod period ON period.id = answer.period_id
JOIN LATERAL (
    SELECT avg(given.value) AS mean
    FROM unnest(answer.values) WITH ORDINALITY AS given(value, number)
    JOIN place ON place.version_id = period.version_id AND place.number = given.number
    WHERE given.value IS NOT NULL AND (%(element)s = '' OR place.element = %(element)s)
    GROUP BY place.element
) said ON true
WHERE answer.state = 'counted' AND answer.unit_id = ANY(%(units)s)
    AND answer.day BETWEEN %(first)s AND %(last)s
    AND (%(service)s::bigint IS NULL OR answer.service_id = %(service)s)
GROUP BY answer.id, answer.unit_id, answer.day
"""
# One case, by the day on which it was received: null while it is not done.
CASES = """
SELECT service.unit_id, (one.received_at AT TIME ZONE %(zone)s)::date,
    CASE WHEN one.done_at >= %(known)s THEN NULL
        WHEN %(within)s THEN one.within::int * 100.0
        ELSE one.elapsed_days END::float8,
    one.id
FROM voice_servicecase one JOIN voice_service service ON service.id = one.service_id
WHERE one.status IN ('open', 'waiting', 'done')
    AND one.received_at >= %(from)s AND one.received_at < %(until)s
    AND service.unit_id = ANY(%(units)s)
    AND (%(service)s::bigint IS NULL OR one.service_id = %(service)s)
    AND (%(within)s OR one.status <> 'done' OR one.elapsed_days IS NOT NULL)
"""
# One report, by the day on which it was received: working days to the first answer, null while it waits.
REPLIES = """
WITH day_number AS (
    SELECT * FROM unnest(%(days)s::date[], %(numbers)s::int[]) AS t(day, number)
), mine AS (
    SELECT unit_id, counted_from, (received_at AT TIME ZONE %(zone)s)::date AS received,
        (answered_at AT TIME ZONE %(zone)s)::date AS answered
    FROM voice_complaint
    WHERE unit_id = ANY(%(units)s) AND status IN ('forwarded', 'in_progress', 'answered', 'closed')
        AND received_at >= %(from)s AND received_at < %(until)s
)
SELECT mine.unit_id, mine.received, (done.number - since.number)::float8
FROM mine
LEFT JOIN day_number since ON since.day = mine.counted_from
LEFT JOIN day_number done ON done.day = mine.answered AND mine.answered <= %(on)s
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One observation: the chosen unit it belongs to, its side, its day, its value."""

    unit_id: int
    treated: bool
    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Rows:
    """All observations between the first day before and the last day after (today at the latest).

    `waiting`: the days on which reports without an answer and cases that are not done were received; an
    unfinished case beyond its standard is no longer waiting but a row of 0 where the standard is measured.
    `units`, `others`: how many units were chosen on each side.
    """

    rows: tuple[Row, ...]
    waiting: tuple[date, ...]
    units: int
    others: int


def rows_of(programme: Programme, on: date) -> Rows:
    """The observations of a programme as known at the end of `on`. Four queries, six for complaints, eight
    for cases against their standard."""
    treated = set(programme.treated.values_list("pk", flat=True))
    compared = set(programme.compared.values_list("pk", flat=True))
    roots = _roots(treated | compared)
    last = min(programme.after_to, on)
    found = _read(programme, list(roots), last, on) if last >= programme.before_from else []
    rows, waiting = [], []
    for unit_id, day, value in found:
        root = roots[unit_id]
        if value is None:
            waiting.append(day)
        else:
            rows.append(Row(root, root in treated, day, value))
    return Rows(tuple(rows), tuple(waiting), len(treated), len(compared))


def _roots(chosen: set[int]) -> dict[int, int]:
    """Each unit at or below a chosen one, and the nearest chosen one above it."""
    parents = parents_of_units()
    found: dict[int, int] = {}
    for unit in parents:
        place: int | None = unit
        while place is not None and place not in chosen:
            place = parents[place]
        if place is not None:
            found[unit] = place
    return found


def _read(
    programme: Programme, units: Sequence[int], last: date, on: date
) -> list[tuple[int, date, float | None]]:
    facts: dict[str, Any] = {
        "units": units,
        "first": programme.before_from,
        "last": last,
        "from": midnight(programme.before_from),
        "until": midnight(last + timedelta(days=1)),
        "known": midnight(on + timedelta(days=1)),
        "zone": settings.TIME_ZONE,
        "service": programme.service_id,
        "element": programme.element,
        "within": programme.measure == Measure.WITHIN,
        "on": on,
    }
    statement = CASES
    if programme.measure == Measure.SATISFACTION:
        statement = SATISFACTION
    elif programme.measure == Measure.FIRST_REPLY:
        statement = REPLIES
        facts["days"], facts["numbers"] = day_numbers(programme.before_from, max(last, on))
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        found = cursor.fetchall()
    if statement is not CASES:
        return [(unit, day, value) for unit, day, value in found]
    late = _late([case for *_rest, value, case in found if value is None], on) if facts["within"] else set()
    return [(unit, day, 0.0 if case in late else value) for unit, day, value, case in found]


def _late(cases: Sequence[int], on: date) -> set[int]:
    """Which of these unfinished cases were beyond their standard when `on` began: what is promised for that
    day itself may still be kept."""
    if not cases:
        return set()
    waits = Prefetch("waits", queryset=CaseWait.objects.order_by("starts"))
    begun = midnight(on)
    rows = ServiceCase.objects.filter(pk__in=cases, received_at__lt=begun).select_related("standard")
    return {one.case.pk for one in ages(list(rows.prefetch_related(waits)), begun) if one.state == "late"}
