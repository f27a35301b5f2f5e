"""Programmes and the citizens' voice around them, as the database has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from kinerja.growth.actions.proof import make_programme
from kinerja.growth.models import Programme
from kinerja.people.models import Unit
from kinerja.voice.models import QuestionnaireVersion, SurveyAnswer, SurveyPeriod
from tests.apps.voice.make_surveys import make_answers, make_period, make_version
from tests.world import NOW, World

BEFORE, STARTS, SETTLED, UNTIL = date(2026, 1, 1), date(2026, 5, 1), date(2026, 6, 1), date(2026, 9, 30)


def programme(world: World, **facts: Any) -> Programme:
    """A training at Puskesmas Melati, compared with Puskesmas Kenanga, set down by HR before it began."""
    defaults: dict[str, Any] = {
        "title": "Pelatihan komunikasi",
        "kind": Programme.Kind.TRAINING,
        "story": "Petugas loket berlatih menyapa dan menjelaskan, karena survei menunjuk perilaku petugas.",
        "measure": Programme.Measure.SATISFACTION,
        "treated": [world.units["PKM1"]],
        "compared": [world.units["PKM2"]],
        "before_from": BEFORE,
        "starts": STARTS,
        "settled": SETTLED,
        "after_to": UNTIL,
        "actor": world.hr.user,
        "at": NOW - timedelta(days=200),
    }
    return make_programme(**(defaults | facts))


def survey(unit: Unit, version: QuestionnaireVersion | None = None) -> SurveyPeriod:
    return make_period(
        unit, version or make_version(name=f"SKM {unit.code}"), starts=BEFORE, ends=date(2026, 12, 31)
    )


def answers(
    period: SurveyPeriod, day: date, values: Iterable[int], *, unit: Unit | None = None, **facts: Any
) -> list[SurveyAnswer]:
    """One answer a value: the same to all nine questions."""
    rows: list[Sequence[int | None]] = [[value] * 9 for value in values]
    return make_answers(period, rows, day=day, unit=unit or period.unit, **facts)


def rising(world: World, *, times: int = 4) -> None:
    """Melati rises from 2,5 to 3,5 (62,5 to 87,5); Kenanga from 2,5 to 2,75."""
    melati, kenanga = survey(world.units["PKM1"]), survey(world.units["PKM2"])
    for month in (1, 2, 3, 4):
        answers(melati, date(2026, month, 10), [2, 2, 3, 3] * times)
        answers(kenanga, date(2026, month, 10), [2, 2, 3, 3] * times)
    answers(melati, date(2026, 5, 10), [1] * 5)  # between start and settled: counts for nothing
    for month in (6, 7, 8, 9):
        answers(melati, date(2026, month, 10), [3, 3, 4, 4] * times)
        answers(kenanga, date(2026, month, 10), [2, 3, 3, 3] * times)
