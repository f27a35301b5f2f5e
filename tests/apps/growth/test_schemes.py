"""Award schemes: whole spans, conditions that somebody can read, who writes them, how they end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from kinerja.growth.actions.schemes import end_scheme
from kinerja.growth.award_terms import recent_spans, span_at
from kinerja.growth.errors import Incomplete
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_awards import (
    proposed,
    scheme,
)
from tests.world import NOW, TODAY, World


def test_spans_are_whole_months_quarters_and_years() -> None:
    assert span_at("month", date(2028, 2, 10)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert span_at("quarter", date(2026, 12, 31)) == (date(2026, 10, 1), date(2026, 12, 31))
    assert span_at("year", date(2026, 5, 5)) == (date(2026, 1, 1), date(2026, 12, 31))
    assert recent_spans("quarter", TODAY, 2) == [
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 7, 1), date(2026, 9, 30)),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"basis": ""},
        {"quota": 0},
        {"needed_votes": 4},
        {"jurors": []},
        {"ends": date(2025, 1, 1)},
        {"criteria": [("within", "101", "")]},
        {"criteria": [("cases", "1,5", "")]},
        {"criteria": [("cases", "nan", "")]},
        {"criteria": [("cases", "2", ""), ("cases", "3", "")]},
        {"criteria": [("predicate", "LUMAYAN", "")]},
        {"criteria": [("other", "", " ")]},
        {"criteria": [("suasana", "1", "")]},
        {"given_to": "team", "criteria": [("within", "90", "")]},
        {"given_to": "unit", "criteria": [("team", "1", "")]},
        {"decides": "rule"},
        {"decides": "rule", "criteria": []},
        {"every": "week"},
    ],
)
def test_a_scheme_that_nobody_could_use_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Incomplete):
        scheme(world, **wrong)


def test_hr_for_the_agency_and_a_head_for_his_tree(world: World) -> None:
    head = user(world.puskesmas_head)
    assert scheme(world, unit=world.units["PKM1-YAN"], actor=head).unit == world.units["PKM1-YAN"]
    for unit in (None, world.units["PKM2"], world.units["DINKES"]):
        with pytest.raises(PermissionDenied):
            scheme(world, unit=unit, actor=head)
    for name in ("nurse", "auditor", "admin"):
        with pytest.raises(PermissionDenied):
            scheme(world, actor=user(getattr(world, name)))


def test_a_scheme_ends_by_a_day_and_takes_nothing_afterwards(world: World) -> None:
    row = scheme(world)
    with pytest.raises(PermissionDenied):
        end_scheme(scheme=row, ends=TODAY, actor=user(world.nurse), at=NOW)
    with pytest.raises(Incomplete):
        end_scheme(scheme=row, ends=date(2026, 1, 31), actor=user(world.hr), at=NOW)
    end_scheme(scheme=row, ends=TODAY, actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible, match="tidak berlaku"):
        proposed(world, row, starts=date(2026, 10, 1), ends=date(2026, 12, 31))
    assert proposed(world, row).status == "proposed"
