"""Project teams as lists and pages need them, and what of them reaches the appraiser as material."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kinerja.accounts.access import HR, roles
from kinerja.accounts.models import User
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import led_units, unit_tree_ids
from kinerja.plans.models import Period

from ..models import Contribution, Membership, Team, TeamGoal

Data = dict[str, Any]
ACTIVE = Q(declined_reason="", left_on=None)
ACTIVE_MEMBERS = Q(members__declined_reason="", members__left_on=None)


def teams() -> QuerySet[Team]:
    """With the people and counts that a row names: members asked, goals, goals reached."""
    rows = Team.objects.select_related("unit", "lead").annotate(
        people=Count("members", ACTIVE_MEMBERS, distinct=True),
        aims=Count("goals", distinct=True),
        reached=Count("goals", Q(goals__done_at__isnull=False), distinct=True),
    )
    return rows.order_by("-starts", "name", "pk")


def teams_with(employee: Employee) -> QuerySet[Team]:
    """Teams that asked for him and he did not decline, or that he has left; newest first."""
    mine = Membership.objects.filter(team=OuterRef("pk"), employee=employee, declined_reason="")
    return teams().filter(Exists(mine))


def teams_led(employee: Employee) -> QuerySet[Team]:
    """Teams that he leads."""
    return teams().filter(lead=employee)


def teams_of_units(employee: Employee, on: date) -> QuerySet[Team]:
    """Teams whose home is a unit that he leads, or one below it."""
    led = led_units(employee, on).values_list("pk", flat=True)
    return teams().filter(unit_id__in=unit_tree_ids(led))


def home_units(user: User, me: Employee | None, on: date) -> QuerySet[Unit]:
    """Units for which `user` may make a team: HR all, a head his own and those below."""
    if HR in roles(user, on):
        return Unit.objects.all()
    if me is None:
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=unit_tree_ids(led_units(me, on).values_list("pk", flat=True)))


def roles_to_answer(employee: Employee) -> QuerySet[Membership]:
    """Roles he was asked to take and has not answered."""
    rows = Membership.objects.filter(ACTIVE, employee=employee, confirmed_at=None, team__closed_at=None)
    return rows.select_related("team__lead", "team__unit").order_by("team__starts", "pk")


def periods_of(team: Team, on: date) -> list[Period]:
    """Periods within the team's days that have begun, newest first; the annual one is their sum."""
    rows = Period.objects.filter(starts__lte=min(on, team.ends), ends__gte=team.starts)
    return list(rows.exclude(kind=Period.Kind.ANNUAL).select_related("cycle").order_by("-starts"))


def contributions(
    team: Team, period: Period, employees: Iterable[int]
) -> dict[tuple[int, bool], Contribution]:
    """(membership id, told by the lead) to the text, of these employees only. One query."""
    rows = Contribution.objects.filter(member__team=team, period=period, member__employee__in=list(employees))
    return {(row.member_id, row.by_lead): row for row in rows}


def team_material(employee: Employee | int, period: Period) -> list[Data]:
    """The teams of one employee as material for the appraiser; see `team_material_of`."""
    pk = employee if isinstance(employee, int) else employee.pk
    return team_material_of([pk], period).get(pk, [])


def team_material_of(employee_ids: Iterable[int], period: Period) -> dict[int, list[Data]]:
    """Employee id to plain data, one entry a team: team, role, leads, goals, reached, told.

    `told` are the texts by period: own, own_initiative, lead, lead_initiative, extent, extent_label, advice.
    Only confirmed roles count. Goals due by the end of the period count, reached until its window closed.
    An annual period holds the texts of the whole year. Four queries, however many people.
    """
    ids = list(employee_ids)
    members = list(_members(ids, period))
    led = list(Team.objects.filter(lead_id__in=ids, starts__lte=period.ends, ends__gte=period.starts))
    told = _told([row.pk for row in members], period)
    goals = _goals({row.team_id for row in members} | {row.pk for row in led}, period)
    found: dict[int, list[Data]] = {}
    for row in members:
        entry = _entry(row.team, row.role, False, goals, told.get(row.pk, []))
        found.setdefault(row.employee_id, []).append(entry)
    for team in led:
        found.setdefault(team.lead_id, []).append(_entry(team, "Ketua tim", True, goals, []))
    return found


def _entry(team: Team, role: str, leads: bool, goals: dict[int, tuple[int, int]], told: list[Data]) -> Data:
    reached, aims = goals.get(team.pk, (0, 0))
    return {
        "team_id": team.pk,
        "team": team.name,
        "role": role,
        "leads": leads,
        "goals": aims,
        "reached": reached,
        "result": team.result,
        "told": told,
    }


def _members(ids: list[int], period: Period) -> QuerySet[Membership]:
    still = Q(left_on=None) | Q(left_on__gte=period.starts)
    rows = Membership.objects.filter(
        still,
        employee_id__in=ids,
        confirmed_at__isnull=False,
        team__starts__lte=period.ends,
        team__ends__gte=period.starts,
    )
    return rows.select_related("team").order_by("employee_id", "team__starts", "team__name", "pk")


def _told(member_ids: list[int], period: Period) -> dict[int, list[Data]]:
    """Membership id to the texts, oldest period first."""
    rows = Contribution.objects.filter(member_id__in=member_ids).select_related("period__cycle")
    if period.kind == Period.Kind.ANNUAL:
        rows = rows.filter(period__cycle_id=period.cycle_id)
    else:
        rows = rows.filter(period=period)
    found: dict[int, dict[int, Data]] = {}
    for row in rows.order_by("period__starts", "by_lead"):
        texts = found.setdefault(row.member_id, {}).setdefault(row.period_id, _blank(row.period))
        side = "lead" if row.by_lead else "own"
        texts[side], texts[f"{side}_initiative"] = row.text, row.initiative
        if row.by_lead:
            texts["extent"], texts["advice"] = row.extent, row.advice
            texts["extent_label"] = str(Contribution.Extent(row.extent).label)
    return {member: list(periods.values()) for member, periods in found.items()}


def _blank(period: Period) -> Data:
    names = ("own", "own_initiative", "lead", "lead_initiative", "extent", "extent_label", "advice")
    return {"period": str(period)} | dict.fromkeys(names, "")


def _goals(team_ids: set[int], period: Period) -> dict[int, tuple[int, int]]:
    """Team id to goals reached and goals due by the end of the period."""
    reached = Q(done_at__date__lte=period.closes)
    rows = TeamGoal.objects.filter(Q(due__lte=period.ends) | reached, team_id__in=team_ids)
    counted = rows.order_by().values("team_id").annotate(n=Count("pk"), done=Count("pk", reached))
    return {row["team_id"]: (row["done"], row["n"]) for row in counted}
