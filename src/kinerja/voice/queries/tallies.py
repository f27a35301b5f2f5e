"""Answers summed by the database: integer sums and counts an element, as `rules.skm` wants them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, LiteralString

from django.db import connection
from psycopg import sql

from kinerja.rules import skm

from ..models import Question, SurveyPeriod

SUMS = """
SELECT answer.period_id, answer.state, {key}, place.number, sum(place.value)::int, count(place.value)::int
FROM voice_surveyanswer answer, unnest(answer.values) WITH ORDINALITY AS place(value, number)
WHERE answer.period_id = ANY(%s) GROUP BY 1, 2, 3, 4
"""
PEOPLE = """
SELECT answer.period_id, answer.state, {key}, count(*)::int FROM voice_surveyanswer answer
WHERE answer.period_id = ANY(%s) AND cardinality(array_remove(answer.values, NULL)) > 0 GROUP BY 1, 2, 3
"""
KEYS: dict[str, LiteralString] = {"": "0", "service": "answer.service_id", "unit": "answer.unit_id"}
Place = tuple[int, str, int | None]  # period, state of the answers, what they are grouped by


def tallies(
    periods: Sequence[SurveyPeriod], *, by: Literal["", "service", "unit"] = ""
) -> dict[Place, skm.Tally]:
    """The tally of every period and state of answers, apart for each service or unit when asked.

    An element asked more than once sums over all its questions; n is respondents with at least one rated
    answer. Three queries however many periods.
    """
    ids = [period.pk for period in periods]
    asked = _elements(periods)
    sums: dict[Place, Counter[str]] = defaultdict(Counter)
    counts: dict[Place, Counter[str]] = defaultdict(Counter)
    key = sql.SQL(KEYS[by])
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(SUMS).format(key=key), [ids])
        for period_id, state, group, number, total, times in cursor.fetchall():
            code = asked[period_id][number - 1]
            sums[period_id, state, group][code] += total or 0
            counts[period_id, state, group][code] += times
        cursor.execute(sql.SQL(PEOPLE).format(key=key), [ids])
        people = cursor.fetchall()
    codes = {period.pk: skm.codes(period.ends) for period in periods}
    found = {}
    for period_id, state, group, n in people:
        place = (period_id, state, group)
        found[place] = skm.Tally.from_sums(
            {code: sums[place][code] for code in codes[period_id]},
            {code: counts[place][code] for code in codes[period_id]},
            n,
            questions=Counter(asked[period_id]),
        )
    return found


def _elements(periods: Iterable[SurveyPeriod]) -> dict[int, list[str]]:
    """Period: the elements of its rated questions, in the order of the answers."""
    versions = {period.pk: period.version_id for period in periods}
    rows = Question.objects.filter(version__in=versions.values()).exclude(element="")
    asked: dict[int, list[str]] = defaultdict(list)
    for version, element in rows.order_by("version", "order").values_list("version_id", "element"):
        asked[version].append(element)
    return {period: asked[version] for period, version in versions.items()}


def pooled(parts: Iterable[skm.Tally], codes: tuple[str, ...]) -> skm.Tally:
    """All respondents of the parts together."""
    total = skm.Tally.empty(codes)
    for part in parts:
        total = total + part
    return total
