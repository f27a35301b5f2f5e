"""Response time: counted in working days, silence never looks good, reopening does not hide a late answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kinerja.voice.actions import complaints as citizen
from kinerja.voice.actions import handling
from kinerja.voice.models import Complaint
from kinerja.voice.queries.response import NOTHING, response
from tests.world import NOW, World

from .make_complaints import complaint

YEAR = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}
ON = date(2026, 12, 1)


def handled(world: World, answered: datetime | None = None, **facts: Any) -> Complaint:
    row = complaint(world, **facts)
    unit = world.units["DUKCAPIL-KTP"]
    held = handling.forward(complaint=row, unit=unit, officer=world.counter_officer, actor=None, at=NOW)
    if answered:
        held = handling.answer(complaint=held, text="Sudah", actor=None, at=answered)
    return held


def test_days_in_time_and_overdue(world: World) -> None:
    unit, officer = world.units["DUKCAPIL-KTP"].pk, world.counter_officer.pk
    for days in (1, 4, 7):  # Tuesday, Friday, Monday after: 1, 4 and 5 working days
        handled(world, NOW + timedelta(days=days))
    handled(world, NOW + timedelta(days=30))  # due on 23 October: late
    handled(world)  # never answered
    handled(world, kind="aspiration", secret=True, unit=world.units["PKM1"])
    found = response(**YEAR, on=ON, units=[unit])[unit]
    assert (found.received, found.answered, found.in_time, found.open_overdue) == (6, 4, 3, 2)
    assert found.share == Decimal(3) / 6 and found.percent == 50
    assert found.median_days == Decimal("4.5") and found.mean_days is not None
    assert response(**YEAR, on=ON, officers=[officer])[officer] == found


def test_a_span_counts_what_was_received_in_it_as_it_stood_at_its_end(world: World) -> None:
    unit = world.units["DUKCAPIL-KTP"].pk
    handled(world, NOW + timedelta(days=7))
    handled(world)
    early = response(starts=date(2026, 10, 1), ends=date(2026, 10, 6), on=ON, units=[unit])[unit]
    assert (early.received, early.answered, early.share, early.median_days) == (2, 0, None, None)
    before = response(starts=date(2026, 9, 1), ends=date(2026, 9, 30), on=ON, units=[unit])
    assert before == {unit: NOTHING}
    assert response(**YEAR, on=NOW.date(), units=[unit])[unit].open_overdue == 0


def test_a_late_answer_stays_late_after_reopening(world: World) -> None:
    unit = world.units["DUKCAPIL-KTP"].pk
    late = NOW + timedelta(days=30)
    held = handled(world, late)
    citizen.reopen(complaint=held, reason="Belum beres", at=late + timedelta(days=1))
    found = response(**YEAR, on=ON, units=[unit])[unit]
    assert (found.in_time, found.reopened, found.open_overdue, found.share) == (0, 1, 1, Decimal(0))
    handling.answer(complaint=held, text="Kini beres", actor=None, at=late + timedelta(days=2))
    found = response(**YEAR, on=ON, units=[unit])[unit]
    assert (found.answered, found.in_time, found.open_overdue) == (1, 0, 0)


def test_withdrawn_and_merged_do_not_count(world: World) -> None:
    unit = world.units["DUKCAPIL-KTP"].pk
    held = handled(world)
    citizen.withdraw(complaint=held, at=NOW)
    assert response(**YEAR, on=ON, units=[unit])[unit] == NOTHING


def test_the_number_of_statements_does_not_grow(world: World) -> None:
    units = [unit.pk for unit in world.units.values()]
    handled(world, NOW + timedelta(days=1))
    for some in (units[:1], units):
        with CaptureQueriesContext(
            connection,
        ) as told:
            response(**YEAR, on=ON, units=some)
        assert len(told) == 3
    assert response(**YEAR, on=ON, units=[]) == {}
