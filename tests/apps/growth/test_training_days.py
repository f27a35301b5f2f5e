"""Training by the days it takes and by what the agency sets: hours a day, months until behaviour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kinerja.growth.actions.sessions import hold_session
from kinerja.growth.forms_development import CourseForm
from kinerja.growth.queries.hours import hours_of
from kinerja.growth.training import days_of
from kinerja.people.actions import set_override
from tests.apps.assessment.office import user
from tests.apps.growth.make_training import ENDS, STARTS, course, present, running
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db


def test_what_counts_by_the_day_is_spread_over_the_days_of_the_session(world: World) -> None:
    community = course(world, kind="komunitas_belajar", form="community", hours=6)
    held = running(world, world.nurse, made=community, ends_at=ENDS + timedelta(days=2))
    present(held, world.nurse)
    hold_session(session=held, actor=user(world.hr), at=ENDS + timedelta(days=2))
    view = hours_of(world.nurse, 2026, TODAY)
    assert sorted((row.day - STARTS.date()).days for row in view.rows) == [0, 1, 2]
    assert (view.done.hours, view.cut) == (6, 0), "2 JP a day, no more than the law lets count"


@pytest.mark.parametrize(
    ("kind", "hours", "days", "amounts"),
    [
        ("komunitas_belajar", 7, 3, [3, 2, 2]),
        ("belajar_mandiri", 2, 5, [1, 1]),
        ("pelatihan_teknis", 24, 3, [24]),
        ("coaching", 4, 2, [2]),
    ],
)
def test_days_and_amounts(kind: str, hours: int, days: int, amounts: list[int]) -> None:
    last = TODAY + timedelta(days=days - 1)
    found = days_of(kind, hours, TODAY, last)
    assert [amount for _day, amount in found] == amounts
    assert found[0][0] == (TODAY if kind in {"komunitas_belajar", "belajar_mandiri"} else last)


def test_when_behaviour_is_asked_about_is_the_agencys_to_set(world: World) -> None:
    assert course(world).behaviour_after == 6
    facts: dict[str, Any] = {"starts": TODAY, "basis": "Perwali 3/2026", "reason": "Lebih dekat"}
    set_override(rule="training.behaviour", key="months", value=3, **facts, actor=user(world.hr), at=NOW)
    assert course(world).behaviour_after == 3 and course(world, behaviour_after=4).behaviour_after == 4
    assert CourseForm(None, on=TODAY)["behaviour_after"].value() == 3
