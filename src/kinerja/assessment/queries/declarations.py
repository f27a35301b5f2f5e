"""Declarations about integrity, and the facts that come of them: each with its source, never a score."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee
from kinerja.people.queries import calendar
from kinerja.rules.errors import RuleError
from kinerja.rules.loader import in_force
from kinerja.voice.queries.examinations import proven

from ..models import Declaration

Data = dict[str, Any]
PROVEN = gettext_noop("Temuan yang terbukti sesudah pemeriksaan")
VERIFIED = gettext_noop("Apresiasi warga yang terverifikasi")


def declarations() -> QuerySet[Declaration]:
    """With the person and who handled it; what waits first."""
    return Declaration.objects.select_related("employee", "handled_by").order_by("status", "-declared_at")


def own_declarations(employee: Employee) -> QuerySet[Declaration]:
    """Everything the employee declared, newest first."""
    return Declaration.objects.filter(employee=employee).select_related("handled_by")


def handled_declarations(employee: Employee | int, starts: date, ends: date) -> list[Data]:
    """Declarations that were handled from `starts` to `ends` (both included), oldest first; one query.

    What was only declared is not a fact yet and stays out.
    """
    rows = Declaration.objects.filter(
        employee=employee,
        status=Declaration.Status.HANDLED,
        handled_at__date__range=(starts, ends),
    )
    return [_declared(row) for row in rows.order_by("handled_at", "pk")]


def integrity_facts(employee: Employee | int, starts: date, ends: date) -> list[Data]:
    """What is known about integrity in these days, oldest first: title, text, source, on (ISO date), kind.

    Handled declarations and findings that are finally proven; never an open case, a rumour or a score. Two
    queries.
    """
    pk = employee if isinstance(employee, int) else employee.pk
    found = handled_declarations(pk, starts, ends)
    for row in proven([pk], starts, ends):
        found.append(
            {
                "kind": row.nature,
                "title": VERIFIED if row.nature == "praise" else PROVEN,
                "text": row.allegation,
                "source": "Pemeriksaan, PP 94/2021 Pasal 26",
                "on": localdate(row.final_at).isoformat() if row.final_at else "",
            }
        )
    return sorted(found, key=lambda fact: str(fact["on"]))


def _declared(row: Declaration) -> Data:
    return {
        "kind": row.kind,
        "title": str(row.get_kind_display()),
        "text": row.outcome,
        "source": row.source,
        "on": localdate(row.handled_at).isoformat() if row.handled_at else "",
    }


def gift_due(received: date, on: date) -> tuple[date | None, str]:
    """Last working day to report a gift received on that day, and the source; no day where the calendar of
    the year is unknown."""
    law = in_force("integrity.gift_report", on)
    try:
        days = calendar([received.year, received.year + 1])
        return days.add_working_days(received, law["days"]), law.source
    except RuleError:
        return None, law.source
