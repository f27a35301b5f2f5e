"""The catalogue on a day: services, the standard in force, the pledge of a unit, the clock of the office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from kinerja.people.models import Unit
from kinerja.people.queries import calendar, in_force
from kinerja.rules import loader
from kinerja.rules.service_time import Clock, Elapsed

from ..models import Pledge, Service, Standard

# The longest row of days off: a receipt after closing counts from the next working day.
REACH = timedelta(days=14)


def services(on: date) -> QuerySet[Service]:
    """Services that are given on the day: not retired by then. With their unit."""
    alive = Q(retired_on__isnull=True) | Q(retired_on__gt=on)
    return Service.objects.filter(alive).select_related("unit")


def _published(on: date) -> QuerySet[Standard]:
    return Standard.objects.filter(in_force(on), published_at__isnull=False)


def standard_in_force(service: Service, on: date) -> Standard | None:
    """The published version of the day, if there is one."""
    return _published(on).filter(service=service).first()


def standards_in_force(services: Iterable[Service], on: date) -> dict[int, Standard]:
    """The published version of the day by service id; one query."""
    return {row.service_id: row for row in _published(on).filter(service__in=services)}


def pledge_in_force(unit: Unit, on: date) -> Pledge | None:
    """The maklumat of the unit on the day, or of the nearest unit above that has one."""
    place: Unit | None = unit
    while place is not None:
        if found := Pledge.objects.filter(in_force(on), unit=place).first():
            return found
        place = place.parent
    return None


def office_clock(first: date, last: date) -> Clock:
    """The clock for cases received and done between these days, under the office hours of `last`.

    Two queries. A year without days off is left out; measuring into it raises RuleError.
    """
    years = range(first.year, (last + REACH).year + 1)
    return Clock(calendar(years), loader.in_force("service.office_hours", last))


def measured(
    clock: Clock, received: datetime, done: datetime, waits: Iterable[tuple[datetime, datetime | None]]
) -> Elapsed:
    """`Clock.elapsed` of stored moments, read in the local time of the office. Raises RuleError."""
    spans = [(localtime(start), localtime(end) if end else None) for start, end in waits]
    return clock.elapsed(localtime(received), localtime(done), spans)
