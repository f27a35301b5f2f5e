"""Early warnings as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from kinerja.assessment.models import EarlyWarning
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import unit_tree_ids

from ..warning_words import Said, said


@dataclass(frozen=True, slots=True)
class Shown:
    """One warning with its words."""

    row: EarlyWarning
    words: Said


def warnings(*, status: str = "", kind: str = "", unit: Unit | None = None) -> QuerySet[EarlyWarning]:
    """Warnings of one status and kind ("" for any), in a unit and all below it, newest first."""
    found = EarlyWarning.objects.select_related("employee", "unit", "period__cycle", "closed_by")
    if status:
        found = found.filter(status=status)
    if kind:
        found = found.filter(kind=kind)
    if unit is not None:
        found = found.filter(unit_id__in=unit_tree_ids([unit.pk]))
    return found.prefetch_related("replies__by").order_by("-raised_at", "id")


def about(employee: Employee) -> QuerySet[EarlyWarning]:
    """What was raised about one person, newest first."""
    return warnings().filter(employee=employee)


def unanswered(employee: Employee) -> int:
    """How many open warnings about the person wait for a word of his."""
    return EarlyWarning.objects.filter(
        employee=employee, status=EarlyWarning.Status.OPEN, replies=None
    ).count()


def in_words(rows: list[EarlyWarning]) -> list[Shown]:
    """No queries beyond those of the rows."""
    return [Shown(row, said(row)) for row in rows]


def open_by_kind() -> dict[str, int]:
    """How many are open, by kind; one query."""
    rows = EarlyWarning.objects.filter(status=EarlyWarning.Status.OPEN).order_by()
    return dict(rows.values_list("kind").annotate(count=Count("pk")))


def named(warning: EarlyWarning) -> list[Employee]:
    """The people a warning counts, by name; at most as many as it keeps."""
    people = Employee.objects.filter(pk__in=warning.facts.get("employees", []))
    return list(people.only("pk", "name", "nip").order_by("name", "pk"))
