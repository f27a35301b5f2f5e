"""The improvement path of a signed evaluation, as the rule tells it, and the evaluations that open one."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from kinerja.assessment.models import Review
from kinerja.people.models import Employee, Post
from kinerja.people.queries.law import in_force as with_overrides
from kinerja.plans.models import Period
from kinerja.rules.errors import RuleError
from kinerja.rules.improvement import ImprovementPath, improvement_path
from kinerja.rules.loader import in_force

from ..models import SupportPlan

CHANCE = "chance"  # the first step of `improvement.path`: the months to improve in
POSTS = {Post.Level.JPT: "jpt", Post.Level.FUNCTIONAL: "jf"}


def path_of_review(review: Review, starts: date) -> ImprovementPath:
    """What the law allows and by when, if the six months begin on `starts`; the law of that day.

    The review was received. Raises RuleError for a start before receipt, NoRuleInForce.
    """
    assert review.delivered_at is not None, "nobody's clock starts before receipt"
    return improvement_path(
        review.predicate,
        post=POSTS.get(Post.Level(review.plan.post.level), "ja"),
        received=localdate(review.delivered_at),
        started=starts,
        on=starts,
    )


def chance_ends(path: ImprovementPath) -> date:
    """Until when the law gives the chance to improve: the end of that step of the path.

    Raises RuleError when the law in force sets no such end.
    """
    for step in path.steps:
        if step.code == CHANCE and step.due is not None:
            return step.due
    raise RuleError("jalur perbaikan tidak menyebut batas kesempatan memperbaiki kinerja")


def answer_until(plan: SupportPlan, on: date) -> date:
    """Until when the employee's answer is awaited, if the path is offered on `on`; the day itself counts.

    Offered again after he sent it back, the first clock goes on: sending back wins no time but for reading
    what is new (law `improvement.answer_days`).
    """
    law = with_overrides("improvement.answer_days", on)
    if plan.answer_by is None:
        return on + timedelta(days=int(law["days"]))
    return max(plan.answer_by, on + timedelta(days=int(law["again_days"])))


def waiting_for_path(people: QuerySet[Employee], on: date) -> QuerySet[Review]:
    """Received annual evaluations, newest version, whose predicate opens a path that nobody opened yet."""
    opens = in_force("improvement.path", on)["predicates"]
    later = Review.objects.filter(
        plan=OuterRef("plan"), period=OuterRef("period"), version__gt=OuterRef("version")
    )
    opened = SupportPlan.objects.filter(review=OuterRef("pk"), kind=SupportPlan.Kind.IMPROVEMENT).exclude(
        status=SupportPlan.Status.DROPPED
    )
    rows = Review.objects.filter(
        ~Exists(later),
        ~Exists(opened),
        plan__employee__in=people,
        period__kind=Period.Kind.ANNUAL,
        delivered_at__isnull=False,
        predicate__in=opens,
    )
    return rows.select_related("plan__employee", "plan__post", "period__cycle").order_by(
        "-period__ends", "plan__employee__name", "pk"
    )
