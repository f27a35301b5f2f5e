"""Questionnaires, survey periods and how far they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet

from ..models import (
    Question,
    QuestionnaireVersion,
    Service,
    SurveyAnswer,
    SurveyPeriod,
)

NEAREST = """
WITH RECURSIVE above(id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM people_unit WHERE id = %s
    UNION ALL
    SELECT unit.id, unit.parent_id, above.depth + 1
    FROM people_unit unit JOIN above ON unit.id = above.parent_id
)
SELECT period.* FROM voice_surveyperiod period JOIN above ON period.unit_id = above.id
WHERE period.status = 'open' AND period.starts <= %s AND period.ends >= %s
ORDER BY above.depth, period.id LIMIT 1
"""
ABOVE = """
WITH RECURSIVE above(id, parent_id) AS (
    SELECT id, parent_id FROM people_unit WHERE id = ANY(%s)
    UNION
    SELECT unit.id, unit.parent_id FROM people_unit unit JOIN above ON unit.id = above.parent_id
)
SELECT id FROM above
"""


def open_period(place: int | Service, on: date) -> SurveyPeriod | None:
    """The survey that takes answers about a unit (its id) or a service on the day: the unit's own open
    period, else that of the nearest unit above. One query."""
    unit_id = place.unit_id if isinstance(place, Service) else place
    return next(iter(SurveyPeriod.objects.raw(NEAREST, [unit_id, on, on])), None)


def units_above(unit_ids: Iterable[int]) -> frozenset[int]:
    """The units themselves and everything above them."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, [list(unit_ids)])
        return frozenset(row[0] for row in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Progress:
    """Answers that came in: those counted by channel, and how many wait for a decision."""

    counted: int = 0
    token: int = 0
    poster: int = 0
    held: int = 0
    dropped: int = 0


def progress(periods: Iterable[SurveyPeriod]) -> dict[int, Progress]:
    """How far each period is. One query."""
    ids = [period.pk for period in periods]
    counted = Q(state=SurveyAnswer.State.COUNTED)
    rows = (
        SurveyAnswer.objects.filter(period_id__in=ids)
        .order_by()
        .values_list("period_id")
        .annotate(
            counted=Count("pk", filter=counted),
            token=Count("pk", filter=counted & Q(channel=SurveyAnswer.Channel.TOKEN)),
            poster=Count("pk", filter=counted & Q(channel=SurveyAnswer.Channel.POSTER)),
            held=Count("pk", filter=Q(state=SurveyAnswer.State.HELD)),
            dropped=Count("pk", filter=Q(state=SurveyAnswer.State.DROPPED)),
        )
    )
    found = {pk: Progress(*counts) for pk, *counts in rows}
    return {pk: found.get(pk, Progress()) for pk in ids}


def rated_questions(version: QuestionnaireVersion) -> list[Question]:
    """The rated questions in the order of `SurveyAnswer.values`."""
    return [question for question in version.questions.order_by("order") if question.element]


def periods() -> QuerySet[SurveyPeriod]:
    """Periods with what a list shows of them."""
    return SurveyPeriod.objects.select_related("unit", "version__questionnaire")
