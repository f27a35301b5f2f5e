"""Who is strong in a competence, where that strength meets citizens, and what was offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from kinerja.people.models import Employee, Unit
from kinerja.people.queries.law import in_force
from kinerja.voice.models import Examination, Service
from kinerja.voice.queries.examinations import proven

from ..models import CompetenceAssessment, CompetenceScore, StrengthAssignment


def strong_in(code: str, people: QuerySet[Employee], on: date) -> QuerySet[CompetenceScore]:
    """Scores so far above what the post asks for as `talent.strength` says, strongest first.

    Of the newest final assessment of each; the law of the day, as the agency set it.
    """
    above = in_force("talent.strength", on)["above"]
    final = CompetenceAssessment.objects.filter(
        status=CompetenceAssessment.Status.FINAL, employee__in=people, held_on__lte=on
    )
    newest = final.order_by("employee_id", "-held_on", "-pk").distinct("employee_id")
    rows = CompetenceScore.objects.filter(
        assessment__in=newest.values("pk"), code=code, achieved__gte=F("required") + above
    )
    rows = rows.select_related("assessment__employee", "assessment__post__unit")
    return rows.order_by(F("required") - F("achieved"), "assessment__employee__name", "pk")


def strength_of(employee: Employee, code: str, on: date) -> CompetenceScore | None:
    """The score that shows the strength, None when the level is not far enough above the post."""
    return strong_in(code, Employee.objects.filter(pk=employee.pk), on).first()


def praise_of(employee: Employee, on: date) -> list[Examination]:
    """Praise of citizens that an examination proved lately, as `talent.strength` says."""
    days = in_force("talent.strength", on)["praise_days"]
    rows = proven([employee], on - timedelta(days=days), on)
    return [row for row in rows if row.nature == Examination.Nature.PRAISE]


def service_units(on: date) -> QuerySet[Unit]:
    """Units that serve citizens directly: those with a service in use."""
    serving = Service.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))
    return Unit.objects.filter(pk__in=serving.values("unit_id")).order_by("name")


def assignments() -> QuerySet[StrengthAssignment]:
    """With everybody a page names, newest first."""
    return StrengthAssignment.objects.select_related("employee__user", "unit", "offered_by__user")


def offered_to(employee: Employee) -> QuerySet[StrengthAssignment]:
    """Offers that wait for the employee's answer."""
    return assignments().filter(employee=employee, status=StrengthAssignment.Status.OFFERED)


def offered_among(people: Iterable[int], code: str) -> set[int]:
    """Who of `people` already has an open or running assignment for this strength."""
    going = [StrengthAssignment.Status.OFFERED, StrengthAssignment.Status.RUNNING]
    rows = StrengthAssignment.objects.filter(employee__in=list(people), competence=code, status__in=going)
    return set(rows.values_list("employee_id", flat=True))
