"""Periods and windows of a year, and labels that must be the law's."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from kinerja.plans.models import Attachment, Indicator, Plan, Result
from kinerja.plans.windows import plan_due, windows
from kinerja.rules.calendar import Calendar, DayOff, indonesia
from kinerja.rules.labels import labels

BARE = Calendar(days_off=frozenset(), years=frozenset({2026, 2027}), week=5)


def test_months_and_quarters_cover_the_year_without_gap() -> None:
    for rhythm, count in (("monthly", 12), ("quarterly", 4)):
        *spans, year = windows(2026, rhythm, BARE)
        assert len(spans) == count
        assert (spans[0].starts, spans[-1].ends) == (date(2026, 1, 1), date(2026, 12, 31))
        assert all((b.starts - a.ends).days == 1 for a, b in pairwise(spans))
        assert (year.kind, year.starts, year.ends) == ("annual", date(2026, 1, 1), date(2026, 12, 31))
        assert year.closes == date(2027, 1, 31)


@pytest.mark.parametrize("week", [5, 6])
def test_windows_count_working_days(week: int) -> None:
    calendar = indonesia([2026, 2027], week=week)
    for span in windows(2026, "quarterly", calendar)[:-1]:
        assert calendar.is_working_day(span.opens)
        assert calendar.working_days_between(span.opens, span.ends) == 5
        assert calendar.working_days_between(span.ends, span.closes) == 10
        assert calendar.working_days_between(span.ends, span.report_due) == 5


def test_a_holiday_moves_the_window() -> None:
    holiday = BARE.with_changes(add=[DayOff(date(2026, 10, 1), "Libur daerah", "instansi")])
    plain, moved = (windows(2026, "quarterly", calendar)[2] for calendar in (BARE, holiday))
    assert (plain.closes, moved.closes) == (date(2026, 10, 14), date(2026, 10, 15))
    assert plain.opens == moved.opens


def test_plans_are_due_on_31_january() -> None:
    assert plan_due(2026, BARE) == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        ("approach", Plan.Approach),
        ("aspect", Indicator.Aspect),
        ("perspective", Indicator.Perspective),
        ("direction", Indicator.Direction),
        ("result_kind", Result.Kind),
        ("cascading", Result.Cascade),
        ("control_level", Result.Control),
    ],
)
def test_codes_and_labels_are_those_of_the_law(kind: str, choices: Any) -> None:
    assert dict(choices.choices) == labels(kind, date(2026, 1, 1))


def test_the_parts_of_the_attachment_are_called_as_in_the_law() -> None:
    assert Attachment.Kind.labels == list(labels("attachment", date(2026, 1, 1)).values())
