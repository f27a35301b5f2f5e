"""Raters whose ratings are all alike, came in a row, or lean far from those of others.

Only the first version of a review counts: what an objection changed is not the rater's own hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kinerja.assessment.models import EarlyWarning, Rating
from kinerja.plans.models import Period
from kinerja.rules import supervision
from kinerja.rules.supervision import Leaning, Share

from .found import Found, select

Kind = EarlyWarning.Kind
# Who rated by his own hand, his superior once he took over.
JUDGED = """
WITH judged AS (
    SELECT review.result_rating, review.behaviour_rating, review.rated_at, review.signed_at,
           review.organisation_predicate,
           CASE WHEN review.taken_over THEN coalesce(review.superior_id, review.appraiser_id)
                ELSE review.appraiser_id END AS rater
    FROM assessment_review review WHERE review.period_id = %(period)s AND review.version = 1
)
"""
ALIKE = """
SELECT rater, array_agg(result_rating), array_agg(behaviour_rating) FROM judged
GROUP BY rater HAVING bool_and(signed_at IS NOT NULL) ORDER BY rater
"""
MOMENTS = """
SELECT rater, array_agg(rated_at) FROM judged
WHERE rated_at IS NOT NULL AND result_rating <> '' AND behaviour_rating <> ''
GROUP BY rater ORDER BY rater
"""
MARKS = """
SELECT organisation_predicate, rater, count(*),
       count(*) FILTER (WHERE %(above)s IN (result_rating, behaviour_rating)),
       count(*) FILTER (WHERE %(below)s IN (result_rating, behaviour_rating))
FROM judged WHERE signed_at IS NOT NULL AND organisation_predicate <> ''
GROUP BY organisation_predicate, rater ORDER BY organisation_predicate, rater
"""


def alike(period: Period, on: date) -> Iterator[Found]:
    """Raters who have signed for all their people, enough of them, with one and the same pair of ratings."""
    for rater, results, behaviours in select(JUDGED + ALIKE, {"period": period.pk}):
        pairs = list(zip(results, behaviours, strict=True))
        if supervision.all_alike(pairs, on):
            result, behaviour = pairs[0]
            facts = {"people": len(pairs), "result": result, "behaviour": behaviour}
            key = f"{Kind.SAME_RATING}:{period.pk}:{rater}"
            yield Found(key, Kind.SAME_RATING, facts, period.pk, rater)


def hurried(period: Period, on: date) -> Iterator[Found]:
    """Raters who entered many ratings within a minute."""
    for rater, moments in select(JUDGED + MOMENTS, {"period": period.pk}):
        burst = supervision.in_a_row(moments, on)
        if burst:
            facts = {
                "reviews": burst.count,
                "first": burst.first.isoformat(),
                "seconds": int((burst.last - burst.first).total_seconds()),
            }
            key = f"{Kind.IN_A_MINUTE}:{period.pk}:{rater}"
            yield Found(key, Kind.IN_A_MINUTE, facts, period.pk, rater)


def leaning(period: Period, on: date) -> Iterator[Found]:
    """Raters far more lenient or severe than the others under the same predicate of the organisation.

    Lenient: the share of people with at least one rating above expectation; severe: with at least one below.
    """
    groups: dict[str, list[tuple[int, Share, Share]]] = defaultdict(list)
    marks = {"period": period.pk, "above": Rating.ABOVE.value, "below": Rating.BELOW.value}
    for organisation, rater, people, above, below in select(JUDGED + MARKS, marks):
        groups[organisation].append((rater, Share(above, people), Share(below, people)))
    for organisation, rows in groups.items():
        for kind, at in ((Kind.LENIENT, 1), (Kind.SEVERE, 2)):
            shares: list[tuple[int, Share]] = [(row[0], row[1] if at == 1 else row[2]) for row in rows]
            yield from _leaning(kind, period, organisation, shares, on)


def _leaning(
    kind: str, period: Period, organisation: str, shares: list[tuple[int, Share]], on: date
) -> Iterator[Found]:
    whole = Share(sum(own.marked for _, own in shares), sum(own.people for _, own in shares))
    for rater, own in shares:
        found = supervision.leaning(own, whole, len(shares), on)
        if found:
            key = f"{kind}:{period.pk}:{rater}:{organisation}"
            yield Found(key, kind, _figures(found, organisation, len(shares)), period.pk, rater)


def _figures(found: Leaning, organisation: str, raters: int) -> dict[str, object]:
    return {
        "marked": found.own.marked,
        "people": found.own.people,
        "share": str(found.own.percent),
        "rest_marked": found.rest.marked,
        "rest_people": found.rest.people,
        "rest_share": str(found.rest.percent),
        "odds": int(1 / found.chance),
        "limit": int(1 / found.limit),
        "raters": raters,
        "organisation": organisation,
    }
