"""Reports of a plan and what is in them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from kinerja.plans.models import Period, Plan

from ..models import Action, Realisation, Report


def report_for(plan: Plan, period: Period) -> Report | None:
    return Report.objects.filter(plan=plan, period=period).select_related("period").first()


def reports_by_period(plan: Plan) -> dict[int, Report]:
    """Every report of the plan by period id, with `filled`: how many indicators have a realisation."""
    counted = plan.reports.annotate(filled=Count("realisations", filter=~Q(realisations__text="")))
    return {report.period_id: report for report in counted}


def realisations(plan: Plan, period: Period) -> dict[UUID, Realisation]:
    """Realisation by indicator key, evidence at hand; two queries."""
    rows = Realisation.objects.filter(report__plan=plan, report__period=period)
    return {row.indicator_key: row for row in rows.prefetch_related("evidence")}


def actions_by_result(plan: Plan, period: Period) -> dict[UUID, list[Action]]:
    """Rencana aksi of the period by result key, in their order."""
    found: dict[UUID, list[Action]] = {}
    for step in Action.objects.filter(plan=plan, period=period).order_by("order", "id"):
        found.setdefault(step.result_key, []).append(step)
    return found


def previous_report(plan: Plan, period: Period) -> Report | None:
    """The report of the period before; before the annual one stands the last month or quarter."""
    before = plan.reports.filter(period__ends__lte=period.ends).exclude(period=period)
    before = before.exclude(period__kind=Period.Kind.ANNUAL)
    return before.select_related("period").order_by("-period__ends").first()


def sealed_spans(plan: Plan, starts: date, ends: date) -> list[Period]:
    """Months or quarters inside the days whose report is sent: the daily log there is closed."""
    sent = Q(reports__plan=plan) & ~Q(reports__status=Report.Status.DRAFT)
    inside = Period.objects.filter(sent, starts__lte=ends, ends__gte=starts)
    return list(inside.exclude(kind=Period.Kind.ANNUAL).distinct())
