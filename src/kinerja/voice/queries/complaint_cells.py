"""How many reports by quarter, unit and category, so that no small number shows or can be worked out.

A tree: a quarter of the agency, its units, the categories of each. A cell below the floor is hidden, and as
many of its neighbours as it takes (`cells.covered`); under a hidden unit everything is hidden. Each number
stands under exactly one sum, so what is hidden under a shown sum is known only together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import Coalesce, TruncQuarter

from ..models import Category, Complaint
from .cells import covered
from .measures import midnight
from .quarters import after, complete_quarters

S = Complaint.Status
COUNTED = (S.FORWARDED, S.IN_PROGRESS, S.ANSWERED, S.CLOSED)
Leaf = tuple[date, int, int | None]  # quarter, unit, category


@dataclass(frozen=True, slots=True)
class Tree:
    """Counts that may be shown; None where hidden. Every cell that holds a report is there."""

    quarters: dict[date, int | None]
    units: dict[tuple[date, int], int | None]
    leaves: dict[Leaf, int | None]


def protected(counts: Mapping[Leaf, int], k: int) -> Tree:
    """The tree over these leaves (each at least 1) with nothing below `k` shown or to be worked out."""
    by_unit: dict[date, Counter[int]] = defaultdict(Counter)
    for (quarter, unit, _category), count in counts.items():
        by_unit[quarter][unit] += count
    quarters: dict[date, int | None] = {}
    units: dict[tuple[date, int], int | None] = {}
    leaves: dict[Leaf, int | None] = {}
    for quarter, own in by_unit.items():
        total = sum(own.values())
        quarters[quarter] = total if total >= k else None
        for unit, shown in covered(own, k).items():
            units[quarter, unit] = shown
            below = {key: value for key, value in counts.items() if key[:2] == (quarter, unit)}
            leaves |= covered(below, k) if shown is not None else dict.fromkeys(below)
    return Tree(quarters, units, leaves)


def complaint_tree(on: date, k: int) -> Tree:
    """Reports that reached a unit, in the last eight complete quarters, by top category. Two queries."""
    quarters = complete_quarters(on)
    rows = (
        Complaint.objects.filter(
            status__in=COUNTED,
            unit__isnull=False,
            received_at__gte=midnight(quarters[0]),
            received_at__lt=midnight(after(quarters[-1])),
        )
        .order_by()
        .annotate(quarter=TruncQuarter("received_at"))
        .values_list("quarter", "unit_id", Coalesce("category_id", 0))
        .annotate(n=Count("pk"))
    )
    top = _tops()
    counts: Counter[Leaf] = Counter()
    for at, unit, category, n in rows:
        counts[at.date(), unit, top.get(category)] += n
    return protected(counts, k)


def _tops() -> dict[int, int]:
    """Category: the one at the top of its branch."""
    above = dict(Category.objects.order_by().values_list("pk", "parent_id"))

    def top(pk: int) -> int:
        parent = above[pk]
        return pk if parent is None else top(parent)

    return {pk: top(pk) for pk in above}
