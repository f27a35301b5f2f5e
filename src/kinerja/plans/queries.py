"""What pages and other apps ask about cycles, periods and plans."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from kinerja.accounts.models import User
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, in_force, visible_to

from .models import Cycle, Period, Plan, PlanVersion

SET = PlanVersion.Status.SET


def set_first(prefix: str = "") -> Case:
    """An ordering that puts set versions before open ones; `prefix` is the path to the version."""
    is_set = When(**{f"{prefix}status": SET}, then=Value(0))
    return Case(is_set, default=Value(1), output_field=IntegerField())


def current_cycle(on: date) -> Cycle | None:
    """The cycle of the year of `on`."""
    return Cycle.objects.filter(year=on.year).first()


def periods(cycle: Cycle) -> list[Period]:
    """Periods in order of time, the year itself last."""
    rows = cycle.periods.select_related("cycle")
    return sorted(rows, key=lambda row: (row.kind == Period.Kind.ANNUAL, row.starts))


def open_period(on: date) -> Period | None:
    """The period that is being evaluated on the day; of two the shorter (a quarter before the year)."""
    rows = Period.objects.filter(opens__lte=on, closes__gte=on).select_related("cycle")
    return min(rows, key=lambda row: (row.ends - row.starts, row.ends), default=None)


def plan_in_force(plan: Plan) -> PlanVersion | None:
    """The newest set version: what the employee is held to."""
    return plan.versions.filter(status=SET).order_by("-number").first()


def latest_version(plan: Plan) -> PlanVersion | None:
    """The newest version, set or not."""
    return plan.versions.order_by("-number").first()


def open_version(plan: Plan) -> PlanVersion | None:
    """The version that is still a draft or waits for the appraiser."""
    return plan.versions.exclude(status=SET).first()


def best_version(plan: Plan) -> PlanVersion | None:
    """The version in force, else the newest draft: what others may build on."""
    return plan.versions.order_by(set_first(), "-number").first()


def best_version_id(plan: str) -> Subquery:
    """`best_version` inside a query; `plan` is the path from the row to the plan's id."""
    return Subquery(
        PlanVersion.objects.filter(plan=OuterRef(plan)).order_by(set_first(), "-number").values("pk")[:1]
    )


def active_plan(employee: Employee, on: date) -> Plan | None:
    """The plan of the employee whose span holds the day."""
    rows = employee.plans.filter(starts__lte=on, ends__gte=on)
    return rows.select_related("cycle", "employee", "post__unit", "appraiser").first()


def left_post(plan: Plan, on: date) -> bool:
    """Whether the employee no longer holds the plan's post on the day (Plt work beside it is no leaving)."""
    return not plan.employee.appointments.filter(in_force(on), post=plan.post_id).exists()


def plans_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[Plan]:
    """Plans that `user` may open: of everybody he may see, and those he is to set or has set."""
    me = employee_of(user)
    mine = Q(appraiser=me) if me else Q(pk__in=[])
    return Plan.objects.filter(mine | Q(employee__in=visible_to(user, on)))


def waiting_for(employee: Employee) -> QuerySet[PlanVersion]:
    """Versions submitted to this appraiser, oldest first."""
    rows = PlanVersion.objects.filter(status=PlanVersion.Status.SUBMITTED, plan__appraiser=employee)
    return rows.select_related("plan__employee", "plan__post", "plan__cycle").order_by("submitted_at", "pk")


def day_within(plan: Plan, on: date) -> date:
    """`on`, or the nearest day of the plan's span: the day on which its parties are looked up."""
    return min(max(on, plan.starts), plan.ends)
