"""The open cases of a counter, with how long each has been waiting against its promise."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localtime

from kinerja.rules.errors import RuleError
from kinerja.rules.service_time import Clock

from ..models import CaseWait, ServiceCase
from ..promises import in_unit
from .services import measured, office_clock

UNFINISHED = (ServiceCase.Status.OPEN, ServiceCase.Status.WAITING)
# From this share of the promise on, a case should be taken up first.
NEAR = Decimal("0.75")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An unfinished case at a moment. `age` is in the unit of the promise, None when no calendar knows it.

    `state`: "late" beyond the promise, "near" from three quarters of it on, "fine", or "waiting" on the
    citizen, whose time does not count.
    """

    case: ServiceCase
    age: Decimal | None
    state: str
    awaited: str


def unfinished(units: Collection[int], words: str = "") -> QuerySet[ServiceCase]:
    """Open and waiting cases of the units, oldest first; `words` narrows by file number."""
    rows = ServiceCase.objects.filter(service__unit__in=units, status__in=UNFINISHED)
    if words:
        rows = rows.filter(number__icontains=words)
    waits = Prefetch("waits", queryset=CaseWait.objects.order_by("starts"))
    return rows.select_related("service", "standard").prefetch_related(waits).order_by("received_at", "pk")


def ages(cases: Collection[ServiceCase], at: datetime) -> list[Waiting]:
    """How each of these cases stands at the moment `at`; two queries for the calendar, none a case."""
    if not cases:
        return []
    first = min(case.received_at for case in cases)
    clock = office_clock(localtime(first).date(), localtime(at).date())
    return [_age(case, clock, at) for case in cases]


def _age(case: ServiceCase, clock: Clock, at: datetime) -> Waiting:
    waits = list(case.waits.all())
    waiting = case.status == ServiceCase.Status.WAITING
    awaited = waits[-1].reason if waits and waiting else ""
    promise, unit = case.standard.promise, case.standard.promise_unit
    try:
        elapsed = measured(clock, case.received_at, at, ((wait.starts, wait.ends) for wait in waits))
    except RuleError:  # a year whose days off nobody has entered yet: no age, but the case still shows
        return Waiting(case, None, "fine", awaited)
    age = in_unit(elapsed.minutes, elapsed.days, unit)
    if not elapsed.within(promise, unit):
        return Waiting(case, age, "late", awaited)
    if waiting:
        return Waiting(case, age, "waiting", awaited)
    return Waiting(case, age, "near" if age >= promise * NEAR else "fine", awaited)
