"""Support plans and promises as lists, pages and the page of the day need them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from kinerja.assessment.models import Decision
from kinerja.assessment.queries.meetings import handovers
from kinerja.people.models import Employee
from kinerja.people.queries import team_of

from ..models import Promise, SupportPlan, SupportStep

S, P = SupportPlan.Status, Promise.Status
OPEN, OVERDUE, IN_TIME, LATE, BROKEN = "open", "overdue", "in_time", "late", "broken"


def plans() -> QuerySet[SupportPlan]:
    """With everybody a row or a page names."""
    return SupportPlan.objects.select_related(
        "employee__user", "guide__user", "decision__owner", "decision__meeting", "review__period__cycle"
    )


def rows(found: QuerySet[SupportPlan], on: date) -> QuerySet[SupportPlan]:
    """For a list: live ones first, and the counts `step_count`, `done`, `late_steps`, `late_promises`."""
    steps = SupportStep.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    promised = Promise.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    late = Q(due__lt=on)
    return found.annotate(
        step_count=Subquery(steps.annotate(n=Count("pk")).values("n")),
        done=Subquery(steps.filter(done_on__isnull=False).annotate(n=Count("pk")).values("n")),
        late_steps=Subquery(steps.filter(late, done_on__isnull=True).annotate(n=Count("pk")).values("n")),
        late_promises=Subquery(promised.filter(late, status=P.OPEN).annotate(n=Count("pk")).values("n")),
        over=Q(status__in=(S.CLOSED, S.DROPPED)),
    ).order_by("over", "due", "pk")


def own(me: Employee) -> QuerySet[SupportPlan]:
    """Plans for oneself, from the offer on; a draft only after one sent it back."""
    return plans().filter(employee=me).exclude(status=S.DRAFT, wish="")


def guided(me: Employee) -> QuerySet[SupportPlan]:
    return plans().filter(guide=me)


def of_team(me: Employee, on: date) -> QuerySet[SupportPlan]:
    """Plans for one's people and those that one's people guide, without one's own guiding."""
    team = team_of(me, on).values_list("pk", flat=True)
    ids = list(team)
    return plans().filter(Q(employee__in=ids) | Q(guide__in=ids)).exclude(guide=me).exclude(employee=me)


def waiting_decisions(me: Employee, on: date, team: QuerySet[Employee] | None = None) -> QuerySet[Decision]:
    """Support that a meeting decided and no plan answers yet: one's own to see to, or about one's people.

    Whoever has his team at hand passes it.
    """
    people = team_of(me, on) if team is None else team
    planned = SupportPlan.objects.filter(decision=OuterRef("pk"))
    found = handovers().filter(~Exists(planned), kind=Decision.Kind.SUPPORT)
    mine = Q(owner=me) | Q(about__in=people.values("pk"))
    return found.filter(mine).exclude(about=me).order_by("due", "pk")


def offered_to(me: Employee) -> QuerySet[SupportPlan]:
    """What waits for this employee's yes."""
    return plans().filter(employee=me, status=S.OFFERED).order_by("due", "pk")


def steps_due(me: Employee, until: date) -> QuerySet[SupportStep]:
    """This person's own steps of running plans that are due by the day `until`, the longest due first."""
    mine = Q(plan__employee=me, by=SupportStep.By.EMPLOYEE) | Q(plan__guide=me, by=SupportStep.By.GUIDE)
    found = SupportStep.objects.filter(mine, plan__status=S.RUNNING, done_on__isnull=True, due__lte=until)
    return found.select_related("plan__employee", "plan__guide").order_by("due", "pk")


def promises_of(leader: Employee) -> QuerySet[Promise]:
    """Everything this leader promised: open ones by day, then the settled ones, newest first. What another
    wrote in his name stands here when he has confirmed it."""
    return _in_name_of(leader).exclude(status__in=(P.WAITING, P.DENIED))


def to_confirm(leader: Employee) -> QuerySet[Promise]:
    """What others wrote in his name and he has not answered."""
    return _in_name_of(leader).filter(status=P.WAITING)


def _in_name_of(leader: Employee) -> QuerySet[Promise]:
    found = Promise.objects.filter(promised_by=leader)
    found = found.exclude(plan__status=S.DROPPED, status__in=(P.WAITING, P.OPEN))
    return found.select_related("plan__employee", "plan__guide").order_by(
        F("settled_on").desc(nulls_first=True), "due", "pk"
    )


def promises_due(me: Employee, until: date) -> QuerySet[Promise]:
    """Open promises of this leader that are due by the day `until`, and what waits for his word; not those
    of plans that were dropped."""
    rows = _in_name_of(me).filter(Q(status=P.OPEN, due__lte=until) | Q(status=P.WAITING))
    return rows.order_by("due", "pk")


def late_below(me: Employee, on: date, team: QuerySet[Employee] | None = None) -> QuerySet[Promise]:
    """Overdue promises of the leaders whom `me` appraises, the longest due first; `team` if at hand."""
    people = team_of(me, on) if team is None else team
    found = Promise.objects.filter(promised_by__in=people.values("pk"), status=P.OPEN, due__lt=on)
    found = found.exclude(plan__status=S.DROPPED)
    return found.select_related("plan__employee", "promised_by").order_by("due", "pk")


def standing(promise: Promise, on: date) -> str:
    """open, overdue, in_time, late or broken (withdrawn); waiting and denied count nowhere."""
    if promise.status in (P.WAITING, P.DENIED):
        return str(promise.status)
    if promise.status == P.WITHDRAWN:
        return BROKEN
    if promise.settled_on is not None:
        return IN_TIME if promise.settled_on <= promise.due else LATE
    return OVERDUE if promise.due < on else OPEN


@dataclass(frozen=True, slots=True)
class Record:
    """How promises stand. `broken` were withdrawn; `overdue` are open behind their day."""

    in_time: int
    late: int
    broken: int
    overdue: int
    open: int

    @property
    def total(self) -> int:
        return self.in_time + self.late + self.broken + self.overdue + self.open


def record_of(promises: Iterable[Promise], on: date) -> Record:
    """Counts of promises at hand."""
    seen = Counter(standing(row, on) for row in promises)
    return Record(seen[IN_TIME], seen[LATE], seen[BROKEN], seen[OVERDUE], seen[OPEN])


def record_of_leader(leader: Employee, on: date) -> Record:
    """Counts over everything this leader promised; one query."""
    kept, unsettled = Q(status=P.KEPT), Q(status=P.OPEN)
    told = (
        promises_of(leader)
        .order_by()
        .aggregate(
            in_time=Count("pk", filter=kept & Q(settled_on__lte=F("due"))),
            late=Count("pk", filter=kept & Q(settled_on__gt=F("due"))),
            broken=Count("pk", filter=Q(status=P.WITHDRAWN)),
            overdue=Count("pk", filter=unsettled & Q(due__lt=on)),
            open=Count("pk", filter=unsettled & Q(due__gte=on)),
        )
    )
    return Record(**told)
