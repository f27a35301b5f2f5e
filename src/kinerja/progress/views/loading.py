"""What every page of this app loads first: the plan, the period, and whether one may."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from kinerja.accounts.request import Request
from kinerja.people.models import Agency
from kinerja.people.queries import employee_of
from kinerja.plans.models import Period, Plan

from ..queries.plans import own_plans, pick_plan

PLANS = Plan.objects.select_related("cycle", "employee", "post__unit", "appraiser")


@dataclass(frozen=True, slots=True)
class Own:
    """The visitor's own plans and the one this page is about (None: there is none yet)."""

    plans: list[Plan]
    plan: Plan | None


def own(request: Request) -> Own:
    """The visitor's plans; `?skp=` chooses among them."""
    me = employee_of(request.user)
    plans = own_plans(me, request.on) if me else []
    return Own(plans, pick_plan(plans, request.GET.get("skp", ""), request.on))


def plan_and_period(plan_id: int, period_id: int) -> tuple[Plan, Period]:
    """Both, or 404 when the period is not one of the plan's."""
    plan = get_object_or_404(PLANS, pk=plan_id)
    period = get_object_or_404(Period.objects.select_related("cycle"), pk=period_id)
    if period.cycle_id != plan.cycle_id or period.starts > plan.ends or period.ends < plan.starts:
        raise Http404
    return plan, period


def log_mode() -> str:
    """Whether the agency keeps a daily log: off, optional or required."""
    found = Agency.objects.values_list("daily_log", flat=True).first()
    return found or Agency.DailyLog.OFF.value
