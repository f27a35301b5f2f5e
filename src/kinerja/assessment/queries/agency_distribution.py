"""Signed predicates by unit beside the pattern that each unit's own predicate suggests.

Drafts are only counted, never told: a draft is the evaluator's own until he signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kinerja.plans.models import Period
from kinerja.rules.codes import Predicate

from ..distribution import TeamDistribution, distribution_of
from ..models import OrganisationPredicate
from .reviews import current

# What the page may sort by: name in the address to the column of the query.
SORTS = {
    "unit": "organisation_unit__name",
    "kode": "organisation_unit__code",
    "orang": "people",
    **{code.value.lower(): code.value for code in reversed(Predicate)},
    "ditandatangani": "signed",
    "belum": "unsigned",
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit: `counts` of signed predicates by code, `people` signed or not.

    `organisation` is the predicate of the unit, "" while there is none; `spread` the comparison with its
    pattern, None without one.
    """

    unit_id: int
    code: str
    name: str
    people: int
    signed: int
    unsigned: int
    counts: Mapping[str, int]
    organisation: str
    spread: TeamDistribution | None


def by_unit(period: Period, units: Iterable[int] | None, sort: str = "", down: bool = False) -> QuerySet[Any]:
    """Units with reviews in the period as rows of counts, one query; `units` limits to these ids (None: all).

    `sort` is a key of SORTS; anything else sorts by the unit's code.
    """
    rows = current().filter(period=period)
    if units is not None:
        rows = rows.filter(organisation_unit__in=list(units))
    signed = Q(signed_at__isnull=False)
    set_now = OrganisationPredicate.objects.filter(unit=OuterRef("organisation_unit_id"), period=period)
    counted: dict[str, Any] = {
        code.value: Count("pk", filter=signed & Q(predicate=code.value)) for code in Predicate
    }
    column = F(SORTS.get(sort, SORTS["kode"]))
    return (
        rows.order_by()
        .values("organisation_unit_id", "organisation_unit__code", "organisation_unit__name")
        .annotate(
            **counted,
            people=Count("pk"),
            signed=Count("pk", filter=signed),
            unsigned=Count("pk", filter=~signed),
            used=Max("organisation_predicate", filter=signed),
            set_now=Subquery(set_now.values("predicate")[:1]),
        )
        .annotate(organisation=Coalesce("set_now", "used"))
        .order_by(column.desc() if down else column.asc(), "organisation_unit__code")
    )


def told(rows: Iterable[Mapping[str, Any]], on: date) -> list[UnitRow]:
    """The rows of `by_unit` with their comparison; asks no database."""
    made = []
    for row in rows:
        counts = {code.value: row[code.value] for code in Predicate}
        organisation = row["organisation"] or ""
        spread = distribution_of(organisation, counts, on) if organisation and row["signed"] else None
        made.append(
            UnitRow(
                row["organisation_unit_id"], row["organisation_unit__code"], row["organisation_unit__name"],
                row["people"], row["signed"], row["unsigned"], counts, organisation, spread,
            )
        )  # fmt: skip
    return made
