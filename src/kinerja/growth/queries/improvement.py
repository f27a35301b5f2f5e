"""The improvement path of a signed evaluation, as the rule tells it, and the evaluations that open one."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from kinerja.assessment.models import Review
from kinerja.people.models import Employee, Post
from kinerja.plans.models import Period
from kinerja.rules.improvement import ImprovementPath, improvement_path
from kinerja.rules.loader import in_force

from ..models import SupportPlan

# PP 30/2019 Ps 57; the clock of the first step (`improvement.path`, step chance).
MONTHS = 6
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
