"""Satyalancana Karya Satya: who has served long enough and has no word yet (PP 35/2010)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models.functions import Substr

from kinerja.people.models import Appointment, Employee
from kinerja.people.nip import parse_nip
from kinerja.people.queries.in_force import OWN_KINDS, in_force
from kinerja.rules import loader

from ..models import Honour


@dataclass(frozen=True, slots=True)
class Service:
    """How long somebody has served by his NIP: since when, whole years, and the steps of the law."""

    since: date
    years: int
    steps: tuple[tuple[int, date], ...]


def steps(on: date) -> tuple[int, ...]:
    """The years of service of the law, fewest first."""
    return tuple(loader.in_force("honours.years", on)["steps"])


def service_of(employee: Employee, on: date) -> Service | None:
    """Service since the month of appointment in the NIP; None for a PPPK (PP 35/2010: PNS)."""
    if employee.kind != Employee.Kind.PNS:
        return None
    since = parse_nip(employee.nip).appointed
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    return Service(since, years, tuple((step, since.replace(year=since.year + step)) for step in steps(on)))


def due(on: date) -> QuerySet[Any]:
    """PNS in service on the day (an own post in force, study leave too) whose highest step reached has no
    honour in any state yet, longest service first.

    Annotated with `appointed` (YYYYMM of the NIP) and `step` (10, 20, 30); one query. Lower steps that
    somebody passed before are taken as settled elsewhere.
    """
    seats = Appointment.objects.filter(in_force(on), employee=OuterRef("pk"), kind__in=OWN_KINDS)
    rows = Employee.objects.filter(Exists(seats), kind=Employee.Kind.PNS).annotate(
        appointed=Substr(F("nip"), 9, 6, output_field=CharField())
    )
    reached = [
        When(appointed__lte=f"{on.year - step:04d}{on.month:02d}", then=Value(step))
        for step in reversed(steps(on))
    ]
    rows = rows.annotate(step=Case(*reached, default=Value(0), output_field=IntegerField()))
    said = Honour.objects.filter(employee=OuterRef("pk"), years=OuterRef("step"))
    return rows.filter(step__gt=0).exclude(Exists(said)).order_by("appointed", "name", "nip")


def honours(status: str = "") -> QuerySet[Honour]:
    """Honours with the person, newest first."""
    rows = Honour.objects.select_related("employee", "by")
    return rows.filter(status=status) if status else rows
