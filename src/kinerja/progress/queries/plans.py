"""Which plan and which period somebody is working on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kinerja.people.models import Employee
from kinerja.plans.models import Period, Plan

from ..models import Report

STILL_WORKED_ON = timedelta(days=120)


def own_plans(employee: Employee, on: date) -> list[Plan]:
    """Plans of the running year and those that ended in the last 120 days, newest first. One query."""
    rows = employee.plans.filter(ends__gte=on - STILL_WORKED_ON).order_by("-starts", "-id")
    return list(
        rows.select_related("cycle", "employee", "post__unit", "appraiser").order_by("-starts", "-id")
    )


def pick_plan(plans: Sequence[Plan], wanted: str, on: date) -> Plan | None:
    """The plan asked for by id, else the one whose span holds the day, else the newest."""
    asked = next((plan for plan in plans if str(plan.pk) == wanted), None)
    running = next((plan for plan in plans if plan.starts <= on <= plan.ends), None)
    return asked or running or next(iter(plans), None)


def running_plans(people: Iterable[Employee], on: date) -> dict[int, Plan]:
    """The plan of the day of each employee, by employee id. One query."""
    rows = Plan.objects.filter(employee__in=list(people), starts__lte=on, ends__gte=on)
    return {plan.employee_id: plan for plan in rows.select_related("post__unit")}


def plan_periods(plan: Plan) -> list[Period]:
    """Periods that touch the plan's span, in order of time, the year itself last. One query."""
    rows = plan.cycle.periods.filter(starts__lte=plan.ends, ends__gte=plan.starts).select_related("cycle")
    return sorted(rows, key=lambda row: (row.kind == Period.Kind.ANNUAL, row.starts))


def pick_period(
    periods: Sequence[Period], reports: dict[int, Report], wanted: str, on: date
) -> Period | None:
    """The period asked for by id; else the first one begun whose report is not sent while its window is
    open; else the newest begun; else the first."""
    asked = next((period for period in periods if str(period.pk) == wanted), None)
    begun = [period for period in periods if period.starts <= on and period.kind != Period.Kind.ANNUAL]

    def waits(period: Period) -> bool:
        report = reports.get(period.pk)
        return period.closes >= on and (report is None or report.status == Report.Status.DRAFT)

    return asked or next(filter(waits, begun), None) or next(iter([*begun[::-1], *periods]), None)
