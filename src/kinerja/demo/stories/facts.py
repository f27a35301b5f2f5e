"""What came of a story, read from the database: figures by the same query that the page shows."""

from __future__ import annotations

from datetime import date

from kinerja.growth.models import Certificate, Programme, SupportPlan
from kinerja.insight.effects import Cell, effect_of

from .stage import Facts


def told(name: str, title: str, on: date, *, schemes: tuple[str, ...] = (), plans: tuple[str, ...] = (),
         **more: object) -> Facts:  # fmt: skip
    """`schemes` are names of award schemes and `plans` goals of support that belong to the story."""
    programme = Programme.objects.filter(slug=name).first()
    facts: Facts = {"story": name, "title": title, "played": programme is not None}
    if programme is None:
        return facts
    return facts | _effect(programme, on) | {
        "recognised": _recognised(schemes),
        "closed_plans": _closed(plans),
        **more,
    }  # fmt: skip


def _effect(programme: Programme, on: date) -> Facts:
    found = effect_of(programme, on)
    beside, sure = found.compared, found.effect.interval
    return {
        "measure": programme.get_measure_display(),
        "statistic": found.statistic,
        "before": _cell(found.treated.before),
        "after": _cell(found.treated.after),
        "compared": {"before": _cell(beside.before), "after": _cell(beside.after)} if beside else None,
        "n": found.n,
        "method": found.effect.method,
        "estimate": found.effect.estimate,
        "standard_error": found.effect.standard_error,
        "interval": [sure.low, sure.high] if sure else None,
        "verdict": found.verdict,
        "cautions": list(found.effect.cautions),
    }


def _cell(cell: Cell) -> Facts:
    return {"n": cell.n, "value": None if cell.value is None else round(cell.value, 2)}


def _recognised(schemes: tuple[str, ...]) -> list[str]:
    rows = Certificate.objects.filter(proposal__scheme__name__in=schemes, status=Certificate.Status.VALID)
    return [f"{row.holder}, {row.title} ({row.number})" for row in rows.order_by("issued_on", "pk")]


def _closed(goals: tuple[str, ...]) -> list[str]:
    rows = SupportPlan.objects.filter(goal__in=goals, status=SupportPlan.Status.CLOSED)
    return [
        f"{row.employee.name}: {row.goal} ({row.get_result_display()})"
        for row in rows.select_related("employee").order_by("closed_at", "pk")
    ]
