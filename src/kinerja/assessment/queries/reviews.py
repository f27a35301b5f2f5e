"""Reviews as lists and pages need them, each with a constant number of queries."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kinerja.people.models import Employee
from kinerja.plans.models import Period

from ..models import Review
from .delegations import in_effect

OPEN = (Review.Status.OPEN.value, Review.Status.RATED.value)


NAMES = (
    *("plan__employee", "plan__post__unit", "period__cycle"),
    *("appraiser", "superior", "organisation_unit"),
)


def current(*, received: bool = False) -> QuerySet[Review]:
    """The newest version of each review: what every list and every count is made of.

    An objection that changed the result leaves the first version readable, but it counts no more. With
    `received` only what the employee has received, in its newest received version.
    """
    among = Review.objects.filter(delivered_at__isnull=False) if received else Review.objects.all()
    newer = among.filter(plan=OuterRef("plan"), period=OuterRef("period"), version__gt=OuterRef("version"))
    return among.filter(~Exists(newer))


def reviews() -> QuerySet[Review]:
    """Newest versions only, with everybody a row names."""
    return current().select_related(*NAMES)


def every_version() -> QuerySet[Review]:
    """Replaced versions too, with everybody a row names: for reading one document."""
    return Review.objects.select_related(*NAMES)


def newer_version(review: Review) -> Review | None:
    """The newest version that has replaced this one, if any."""
    later = Review.objects.filter(plan_id=review.plan_id, period_id=review.period_id)
    return later.filter(version__gt=review.version).order_by("-version").first()


def versions_before(review: Review) -> list[Review]:
    """The versions that this one has replaced, oldest first."""
    if review.version == 1:
        return []
    earlier = Review.objects.filter(plan_id=review.plan_id, period_id=review.period_id)
    return list(earlier.filter(version__lt=review.version).order_by("version"))


def to_rate(employee: Employee, on: date) -> QuerySet[Review]:
    """What `employee` rates and signs now: his own team's open reviews that he may still rate, reviews he has
    taken over, and late ones below him that wait for a take-over."""
    own = Q(appraiser=employee, taken_over=False) & (Q(late_at__isnull=True) | Q(superior__isnull=True))
    taken = Q(superior=employee, taken_over=True)
    late = Q(superior=employee, taken_over=False, period__closes__lt=on)
    return (
        reviews()
        .filter(own | taken | late, status__in=OPEN)
        .order_by("period__closes", "plan__employee__name")
    )


def to_prepare(employee: Employee, on: date) -> QuerySet[Review]:
    """Open reviews whose preparing somebody delegated to `employee`: never about himself, and none that
    waits for a take-over."""
    givers = in_effect(on).filter(taker=employee).values("giver")
    own = Q(appraiser__in=givers, taken_over=False) & (Q(late_at__isnull=True) | Q(superior__isnull=True))
    taken = Q(superior__in=givers, taken_over=True)
    rows = reviews().filter(own | taken, status__in=OPEN).exclude(plan__employee=employee)
    return rows.order_by("period__closes", "plan__employee__name")


def to_sign(employee: Employee) -> QuerySet[Review]:
    """Documents of `employee` himself that wait to be received or signed by him."""
    waiting = (Review.Status.SIGNED, Review.Status.DELIVERED)
    return reviews().filter(plan__employee=employee, status__in=waiting).order_by("signed_at")


def team_counts(appraiser_id: int, period: Period) -> Counter[str]:
    """How many of one rater's people have each predicate in a period, drafts included."""
    rows = reviews().filter(appraiser_id=appraiser_id, period=period).exclude(predicate="")
    return Counter(rows.order_by().values_list("predicate", flat=True))


def neighbours(review: Review, on: date, employee: Employee) -> tuple[Review | None, Review | None, int, int]:
    """The reviews before and after this one in the rater's own queue, its place (from 1) and the length."""
    mine = to_rate(employee, on) if employee.pk == review.evaluator_id else to_prepare(employee, on)
    queue = list(mine.values_list("pk", flat=True))
    if review.pk not in queue:
        return None, queue_item(queue, 0), 0, len(queue)
    place = queue.index(review.pk)
    return queue_item(queue, place - 1), queue_item(queue, place + 1), place + 1, len(queue)


def queue_item(queue: list[int], place: int) -> Review | None:
    """The review at `place` of a list of ids, None outside it."""
    return reviews().filter(pk=queue[place]).first() if 0 <= place < len(queue) else None
