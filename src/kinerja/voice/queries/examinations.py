"""Examinations: what is proven, and the lists of those who take part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from kinerja.people.models import Employee
from kinerja.people.queries import team_of

from ..models import Examination

Status, Finding = Examination.Status, Examination.Finding


def examinations() -> QuerySet[Examination]:
    """With the people and the report that every page names."""
    return Examination.objects.select_related(
        "complaint", "employee__user", "examiner__user", "appeal_examiner__user"
    )


def proven(employees: Iterable[Employee | int], starts: date, ends: date) -> list[Examination]:
    """What was finally proven from `starts` to `ends` (both included), oldest first; one query.

    Nothing that is open, contested, not proven, withdrawn or lapsed: for an evaluation it does not exist.
    """
    rows = Examination.objects.filter(
        employee__in=list(employees),
        status=Status.FINAL,
        finding=Finding.PROVEN,
        final_at__date__range=(starts, ends),
    )
    return list(rows.order_by("final_at", "pk"))


def told_to(employee: Employee) -> QuerySet[Examination]:
    """Examinations that the employee knows of, newest first."""
    return examinations().filter(employee=employee, notified_at__isnull=False)


def examined_by(employee: Employee) -> QuerySet[Examination]:
    """Examinations that he examines or decides on appeal, what waits first."""
    mine = Q(examiner=employee) | Q(appeal_examiner=employee)
    return examinations().filter(mine).exclude(employee=employee)


def all_for_officer(officer: Employee | None, on: date) -> QuerySet[Examination]:
    """Every examination but those of the officer himself and of people he appraises."""
    rows = examinations()
    if officer is not None:
        rows = rows.exclude(employee=officer).exclude(employee__in=team_of(officer, on).values("pk"))
    return rows
