"""The teams below one head side by side, and the remarks on ratings that are not signed yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from kinerja.people.models import Employee
from kinerja.people.queries import team_of
from kinerja.plans.models import Period
from kinerja.rules.codes import Predicate

from ..models import CalibrationRemark, OrganisationPredicate, Review
from .reviews import current, reviews

# A remark is open until it is answered for the ratings as they now stand.
WAITING = Q(answered_at__isnull=True) | ~Q(
    result_then=F("review__result_rating"), behaviour_then=F("review__behaviour_rating")
)


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One appraiser's people in a period: drafts and signed together, `counts` by predicate code.

    `undecided` have no predicate yet, `waiting` remarks have no answer yet; `organisation` is the
    predicate of the unit, "" while there is none.
    """

    appraiser_id: int
    name: str
    unit: str
    people: int
    counts: Mapping[str, int]
    undecided: int
    signed: int
    waiting: int
    organisation: str


def above(employee: Employee, on: date) -> Q:
    """Reviews whose appraiser stands directly below `employee`: by the line kept in the review, or on the
    day. Reviews that were taken over are the superior's own and have nobody to remark on."""
    team = list(team_of(employee, on).values_list("pk", flat=True))
    mine = Q(superior=employee) | Q(appraiser__in=team)
    return mine & Q(taken_over=False) & ~Q(appraiser=employee) & ~Q(plan__employee=employee)


def teams_below(employee: Employee, period: Period, on: date) -> list[TeamRow]:
    """Every team whose appraiser stands directly below `employee`; two queries besides the line itself."""
    counted: dict[str, Any] = {code.value: Count("pk", filter=Q(predicate=code.value)) for code in Predicate}
    rows: Iterable[Mapping[str, Any]] = (
        current()
        .filter(above(employee, on), period=period)
        .order_by()
        .annotate(asked=Exists(_waiting_of()))
        .values("appraiser_id", "appraiser__name")
        .annotate(
            **counted,
            people=Count("pk"),
            undecided=Count("pk", filter=Q(predicate="")),
            signed=Count("pk", filter=Q(signed_at__isnull=False)),
            waiting=Count("pk", filter=Q(asked=True)),
            seat=Min("organisation_unit_id"),
            unit=Min("organisation_unit__name"),
        )
        .order_by("unit", "appraiser__name", "appraiser_id")
    )
    decided = OrganisationPredicate.objects.filter(period=period, unit__in=[row["seat"] for row in rows])
    organisation = dict(decided.values_list("unit_id", "predicate"))
    return [
        TeamRow(
            row["appraiser_id"], row["appraiser__name"], row["unit"], row["people"],
            {code.value: row[code.value] for code in Predicate}, row["undecided"], row["signed"],
            row["waiting"], organisation.get(row["seat"], ""),
        )
        for row in rows
    ]  # fmt: skip


def team_reviews(employee: Employee, appraiser_id: int, period: Period, on: date) -> QuerySet[Review]:
    """The reviews of one team below `employee`, each with `asked` (a remark waits) and `remarked`."""
    rows = reviews().filter(above(employee, on), period=period, appraiser_id=appraiser_id)
    remarked = Exists(CalibrationRemark.objects.filter(review=OuterRef("pk")))
    rows = rows.annotate(asked=Exists(_waiting_of()), remarked=remarked).defer("snapshot")
    return rows.order_by("plan__employee__name", "pk")


def remarks_of(review: Review) -> list[CalibrationRemark]:
    """Every remark on this review, oldest first."""
    return list(review.remarks.order_by("at", "pk"))


def waiting_remarks(review: Review) -> QuerySet[CalibrationRemark]:
    """Remarks on this review that are not answered for its ratings as they stand."""
    return _then(CalibrationRemark.objects.filter(review=review)).filter(WAITING).order_by("at", "pk")


def asked_of(appraiser: Employee) -> set[int]:
    """Ids of the reviews on which a remark waits for this appraiser."""
    rows = _then(CalibrationRemark.objects.filter(review__appraiser=appraiser, review__signed_at=None))
    return set(rows.filter(WAITING).order_by().values_list("review_id", flat=True))


def _waiting_of() -> QuerySet[CalibrationRemark]:
    return _then(CalibrationRemark.objects.filter(review=OuterRef("pk"))).filter(WAITING)


def _then(rows: QuerySet[CalibrationRemark]) -> QuerySet[CalibrationRemark]:
    return rows.annotate(result_then=KT("after__result"), behaviour_then=KT("after__behaviour"))
