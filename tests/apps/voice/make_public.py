"""Offices as the public page shows them: services with a year of cases, a published survey, complaints."""

from __future__ import annotations

from datetime import date
from typing import Any

from kinerja.people.models import Unit
from kinerja.rules import skm
from kinerja.voice.actions.surveys import publish_survey
from kinerja.voice.models import Change, Complaint, Service, SurveyPeriod
from tests.apps.voice.make_complaints import forwarded
from tests.apps.voice.make_services import make_cases, make_service, moment
from tests.apps.voice.make_surveys import make_answers, make_period
from tests.world import NOW, World

QUARTER_STARTS = ((2025, 10), (2026, 1), (2026, 4), (2026, 7))


def make_year(service: Service, counts: tuple[int, int, int, int] = (6, 7, 8, 9), days: int = 1) -> None:
    """Cases done in the four complete quarters before the day of the tests, oldest first."""
    for (year, month), count in zip(QUARTER_STARTS, counts, strict=True):
        make_cases(service, count, first=moment(year, month, 5), days=days, label=f"{year}{month}")


def make_published(
    world: World, unit: Unit, *, count: int = 12, value: int = 4, name: str = "Semester I 2026", **facts: Any
) -> SurveyPeriod:
    """A survey of the first half of 2026 in which everybody said `value`."""
    starts, ends = date(2026, 1, 1), date(2026, 6, 30)
    period = make_period(
        unit, name=name, status=SurveyPeriod.Status.CLOSED, starts=starts, ends=ends, **facts
    )
    make_answers(period, [[value] * len(skm.codes(starts))] * count)
    publish_survey(period=period, actor=world.services_officer.user, at=NOW)
    period.refresh_from_db()
    return period


def make_reports(world: World, count: int, *, month: int = 8, **facts: Any) -> list[Complaint]:
    """Reports that the counter's unit has to answer, one a day in a month of 2026."""
    return [forwarded(world, at=moment(2026, month, 3 + number), **facts) for number in range(count)]


def make_change(service: Service, **facts: Any) -> Change:
    """A published change without figures."""
    defaults: dict[str, Any] = {
        "unit": service.unit,
        "service": service,
        "title": "Loket kedua dibuka",
        "text": "Dua petugas melayani pada pagi hari.",
        "changed_on": date(2026, 6, 1),
        "published_at": NOW,
    }
    return Change.objects.create(**defaults | facts)


def make_office(world: World) -> Service:
    """The registry's counter in full: a year of cases, a survey, reports and a change."""
    service = make_service(world)
    make_year(service)
    make_published(world, service.unit)
    make_reports(world, 6)
    make_change(service)
    return service
