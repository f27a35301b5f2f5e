"""Feedback on a plan, what was asked of whom, and which obligation is still open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, in_force, superior_of, team_of
from kinerja.plans.models import Period, Plan, RoleAssignment

from ..models import Feedback, FeedbackRequest

Item = UUID | str
FOUND = 20
RECENT = 50


def feedback_by_item(plan: Plan, period: Period | None = None) -> dict[Item, list[Feedback]]:
    """Feedback by result key or value code, oldest first; of one period or the whole plan. One query."""
    rows = plan.feedback.select_related("author", "period").order_by("given_at", "id")
    if period is not None:
        rows = rows.filter(period=period)
    found: dict[Item, list[Feedback]] = {}
    for entry in rows:
        found.setdefault(entry.result_key or entry.value_code, []).append(entry)
    return found


def relation_of(author: Employee, employee: Employee, on: date) -> Feedback.Relation:
    """Who the author is to the employee on the day, read from the reporting line, never chosen.

    PIMPINAN is the appraiser, his superior, and whoever assigned a role in a matrix
    (PermenPANRB 6/2022 Ps 1.10).
    """
    mine = _leaders(employee, on)
    if author.pk in mine:
        return Feedback.Relation.SUPERIOR
    his = _leaders(author, on)
    if employee.pk in his:
        return Feedback.Relation.SUBORDINATE
    if mine and his and mine[0] == his[0]:
        return Feedback.Relation.PEER
    assigned = RoleAssignment.objects.filter(
        employee=employee, leader_plan__employee=author, status=RoleAssignment.Status.APPROVED
    )
    return Feedback.Relation.SUPERIOR if assigned.exists() else Feedback.Relation.OTHER


def _leaders(employee: Employee, on: date) -> list[int]:
    line = appraiser_of(employee, on)
    if line is None:
        return []
    above = superior_of(line, on)
    return [line.employee.pk, *([above.employee.pk] if above else [])]


def scheduled_feedback_missing(period: Period, appraiser: Employee, on: date) -> QuerySet[Plan]:
    """Plans of the appraiser's team in the period without scheduled feedback by a leader (Ps 19(2)-(3))."""
    given = Feedback.objects.filter(
        plan=OuterRef("pk"), period=period, scheduled=True, relation=Feedback.Relation.SUPERIOR
    )
    return team_plans(period, appraiser, on).filter(~Exists(given))


def team_plans(period: Period, appraiser: Employee, on: date) -> QuerySet[Plan]:
    """Plans that run in the period, of the employees whose appraiser he is on the day, by name."""
    team = team_of(appraiser, on).values("pk")
    plans = Plan.objects.filter(
        cycle_id=period.cycle_id, employee__in=team, starts__lte=period.ends, ends__gte=period.starts
    )
    return plans.select_related("employee", "post").order_by("employee__name", "pk")


def received(employee: Employee, plans: Iterable[Plan]) -> list[Feedback]:
    """The newest feedback on these plans, at most 50."""
    rows = Feedback.objects.filter(plan__in=list(plans)).exclude(author=employee)
    return list(rows.select_related("author", "period").order_by("-given_at", "-id")[:RECENT])


def given(author: Employee) -> list[Feedback]:
    """The newest feedback somebody gave, at most 50."""
    rows = Feedback.objects.filter(author=author).select_related("plan__employee", "period")
    return list(rows.order_by("-given_at", "-id")[:RECENT])


def requests_to(employee: Employee) -> list[FeedbackRequest]:
    """Open requests that wait for this employee, oldest first, at most 50."""
    rows = FeedbackRequest.objects.filter(asked=employee, status=FeedbackRequest.Status.OPEN)
    return list(rows.select_related("plan__employee", "period").order_by("asked_at")[:RECENT])


def requests_by(plans: Iterable[Plan]) -> list[FeedbackRequest]:
    """What was asked about these plans, newest first, at most 50."""
    rows = FeedbackRequest.objects.filter(plan__in=list(plans))
    return list(rows.select_related("asked", "period").order_by("-asked_at")[:RECENT])


def colleagues(search: str, me: Employee, on: date) -> list[Employee]:
    """At most 20 employees in post on the day whose name holds `search` or whose NIP begins with it.

    Fewer than three letters find nobody: nobody reads the whole register this way.
    """
    words = search.replace("\x00", "").split()
    if len("".join(words)) < 3:
        return []
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    seated = Employee.objects.filter(in_force(on, "appointments__")).filter(
        named | Q(nip__startswith="".join(words))
    )
    return list(seated.exclude(pk=me.pk).distinct().order_by("name", "nip")[:FOUND])
