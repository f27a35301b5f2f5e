"""Results that are behind: indicators whose realisation reads below target, and results nobody told of.

Only reports that were sent are read. The same result of many people is one point, and nobody is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.plans.models import Indicator, Period, PlanVersion, Result
from kinerja.progress.models import Realisation, Report
from kinerja.rules.codes import Reading
from kinerja.rules.targets import read_target

Data = dict[str, Any]
# The most points of goals in one meeting, and the most lines under one of them.
POINTS = 12
LINES = 6
SENT = (Report.Status.SUBMITTED.value, Report.Status.ACCEPTED.value)


def goals_at_risk(people: Collection[int], period: Period, on: date) -> list[tuple[str, Data]]:
    """Title and facts of each point for the plans of these employees in the period; two queries."""
    if not people:
        return []
    indicators = _indicators(people, period)
    told = _told({row.result.version.plan_id for row in indicators}, period)
    behind: dict[str, list[Data]] = defaultdict(list)
    owners: dict[str, set[int]] = defaultdict(set)
    spoken: dict[int, bool] = {}
    for row in indicators:
        plan = row.result.version.plan_id
        text = told.get((plan, row.key), "")
        spoken[row.result_id] = spoken.get(row.result_id, False) or bool(text)
        if text and row.target.strip() and _is_below(row, text, on):
            line = _line(row, text)
            if line not in behind[row.result.statement]:
                behind[row.result.statement].append(line)
            owners[row.result.statement].add(plan)
    silent = {row.result_id: row.result.statement for row in indicators if not spoken[row.result_id]}
    points = [_point(name, lines, len(owners[name])) for name, lines in behind.items()]
    points.sort(key=lambda point: (-len(point[1]["lines"]), point[0]))
    return [*points[:POINTS], *_silent(list(silent.values()))]


def _indicators(people: Collection[int], period: Period) -> list[Indicator]:
    """Indicators of the main results in the version in force of each plan that reaches into the period."""
    newest = (
        PlanVersion.objects.filter(plan=OuterRef("result__version__plan"), status=PlanVersion.Status.SET)
        .order_by("-number")
        .values("pk")[:1]
    )
    rows = Indicator.objects.filter(
        result__version=Subquery(newest),
        result__kind=Result.Kind.MAIN,
        result__version__plan__employee_id__in=list(people),
        result__version__plan__cycle_id=period.cycle_id,
        result__version__plan__starts__lte=period.ends,
        result__version__plan__ends__gte=period.starts,
    )
    return list(
        rows.select_related("result__version").order_by(
            "result__version__plan_id", "result_id", "order", "id"
        )
    )


def _told(plans: set[int], period: Period) -> dict[tuple[int, UUID], str]:
    rows = Realisation.objects.filter(
        report__plan_id__in=plans, report__period=period, report__status__in=SENT
    ).exclude(text="")
    return {
        (plan, key): text for plan, key, text in rows.values_list("report__plan_id", "indicator_key", "text")
    }


def _is_below(row: Indicator, text: str, on: date) -> bool:
    read = read_target(direction=row.direction, target=row.target, actual=text, on=on)
    return read.reading == Reading.BELOW


def _line(row: Indicator, text: str) -> Data:
    note = _("Realisasi %(told)s, target %(target)s") % {"told": text[:120], "target": row.target[:120]}
    return {"text": row.statement[:200], "note": note, "late": False}


def _point(statement: str, lines: list[Data], people: int) -> tuple[str, Data]:
    shown = lines[:LINES]
    if people > 1:
        words = ngettext("Pada %(count)d SKP.", "Pada %(count)d SKP.", people)
        shown = [*shown, {"text": words % {"count": people}, "note": "", "late": False}]
    return statement[:200], {"lines": shown}


def _silent(statements: list[str]) -> list[tuple[str, Data]]:
    """One point for all results that no sent report tells of."""
    if not statements:
        return []
    words = ngettext(
        "%(count)d hasil kerja belum punya realisasi", "%(count)d hasil kerja belum punya realisasi",
        len(statements),
    )  # fmt: skip
    names = list(dict.fromkeys(statements))
    lines = [{"text": name[:200], "note": "", "late": False} for name in names[:LINES]]
    return [(words % {"count": len(statements)}, {"lines": lines, "more": len(names) > LINES})]
