"""The published satisfaction index of units, as it was frozen when it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kinerja.people.models import Unit

from ..models import SurveyPeriod


@dataclass(frozen=True, slots=True)
class PublicIndex:
    """IKM (25..100) of `n` respondents; `grade` is None where the law lets nobody state one.

    `poster_share`: percent of answers by poster, without a transaction. `above`: the unit that was surveyed,
    when it is one above.
    """

    ikm: Decimal
    n: int
    grade: str | None
    performance: str
    period: SurveyPeriod
    poster_share: Decimal
    elements: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    above: str = ""
    before: PublicIndex | None = None

    def hidden(self, k: int) -> frozenset[str]:
        """Elements with fewer than `k` answers; a single one takes another along, because the index is
        their mean and would tell it."""
        answers = {row["code"]: row["answers"] for row in self.elements}
        few = {code for code, count in answers.items() if count < k}
        if len(few) == 1 and len(answers) > 1:
            few.add(min(answers.keys() - few, key=lambda code: answers[code]))
        return frozenset(few)


def frozen_index(period: SurveyPeriod) -> PublicIndex | None:
    """What was published of a survey; None when too few had answered."""
    told = period.result.get("published") or {}
    if told.get("ikm") is None:
        return None
    return PublicIndex(
        ikm=Decimal(told["ikm"]),
        n=told["n"],
        grade=told.get("grade"),
        performance=told.get("performance") or "",
        period=period,
        poster_share=Decimal(period.result.get("answers", {}).get("poster_share") or 0),
        elements=period.result.get("elements", []),
        steps=period.result.get("explanation", []),
    )


def published_periods(since: date) -> list[SurveyPeriod]:
    """Published surveys that ended on this day or later, with their units, newest first. One query."""
    rows = SurveyPeriod.objects.filter(status=SurveyPeriod.Status.PUBLISHED, ends__gte=since)
    return list(rows.select_related("unit").order_by("-ends", "-pk"))


def indices(
    unit_ids: Iterable[int], parents: Mapping[int, int | None], since: date
) -> dict[int, PublicIndex]:
    """The newest published index of each unit, or of the nearest unit above that has one, beside the one
    before it. `parents`: the whole tree of units. Surveys that ended before `since` are left out."""
    own: dict[int, list[PublicIndex]] = defaultdict(list)
    for period in published_periods(since):
        if index := frozen_index(period):
            own[period.unit_id].append(index)
    found = {}
    for unit_id in unit_ids:
        place: int | None = unit_id
        while place is not None and place not in own:
            place = parents.get(place)
        if place is None:
            continue
        newest, *older = own[place]
        facts = {name: getattr(newest, name) for name in newest.__slots__}
        above = "" if place == unit_id else newest.period.unit.name
        found[unit_id] = PublicIndex(**facts | {"above": above, "before": older[0] if older else None})
    return found


def parents_of_units() -> dict[int, int | None]:
    """Unit: the one above. One query."""
    return dict(Unit.objects.order_by().values_list("pk", "parent_id"))
