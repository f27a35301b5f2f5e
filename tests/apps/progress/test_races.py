"""Two at once, in two real connections: one wins, and nothing is kept twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Barrier

import pytest
from django.db import connection

from kinerja.audit.models import Event
from kinerja.progress.actions import save_daily, save_report, submit_report
from kinerja.progress.daily.lines import Line
from kinerja.progress.errors import ActionError, Lines, Stale
from kinerja.progress.models import DailyEntry, Realisation, Report
from tests.world import NOW, World

from .conftest import Skp

pytestmark = pytest.mark.django_db(transaction=True)


def both(act: Callable[[int], object]) -> list[object]:
    """What two people who press at the same moment get: a result or the refusal."""
    start = Barrier(2)

    def one(number: int) -> object:
        start.wait()
        try:
            return act(number)
        except ActionError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, (0, 1)))


def test_overlapping_hours_from_two_phones(skp: Skp, world: World) -> None:
    def enter(number: int) -> object:
        line = Line(date(2026, 10, 2), time(8), time(10 + number), f"Telepon {number}")
        return save_daily(plan=skp.plan, lines=[(1, line)], actor=world.nurse.user, at=NOW)

    answers = both(enter)
    assert sum(isinstance(answer, Lines) for answer in answers) == 1
    assert DailyEntry.objects.count() == 1


def test_a_report_sent_twice_is_sent_once(skp: Skp, world: World) -> None:
    rows = {skp.patients: ("45 pasien", "")}
    save_report(plan=skp.plan, period=world.q3, rows=rows, actor=world.nurse.user, at=NOW)

    def send(number: int) -> object:
        report = Report.objects.get(status=Report.Status.DRAFT)
        held.wait()
        return submit_report(report=report, actor=world.nurse.user, at=NOW)

    held = Barrier(2)
    answers = both(send)
    assert sum(isinstance(answer, Stale) for answer in answers) == 1
    assert Event.objects.filter(action="progress.submit_report").count() == 1


def test_the_first_save_from_two_tabs_makes_one_report(skp: Skp, world: World) -> None:
    def write(number: int) -> object:
        key = (skp.patients, skp.waiting)[number]
        rows = {key: (f"{number}", "")}
        return save_report(plan=skp.plan, period=world.q3, rows=rows, actor=world.nurse.user, at=NOW)

    assert all(isinstance(answer, Report) for answer in both(write))
    assert (Report.objects.count(), Realisation.objects.count()) == (1, 2)
