from datetime import date, datetime, time, timedelta
from importlib.metadata import version

import holidays
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kinerja.rules.calendar import Calendar, DayOff, due, indonesia
from kinerja.rules.deadlines import EVENTS, deadline
from kinerja.rules.errors import RuleError
from kinerja.rules.loader import in_force, rule

YEARS = range(2024, 2028)
DAYS = st.dates(date(2024, 1, 1), date(2027, 6, 30))
COUNTS = st.integers(1, 60)
WEEKS = st.sampled_from([5, 6])
EXTRA = st.sets(DAYS, max_size=8)


def agency(week: int, off: set[date], work: set[date]) -> Calendar:
    added = (DayOff(day, "Libur instansi", "instansi") for day in off)
    return indonesia(week=week).with_changes(add=added, remove=work - off)


def test_the_holidays_in_law_are_those_of_the_library() -> None:
    both = holidays.country_holidays("ID", years=YEARS, categories=("public", "government"), language="id")
    public = holidays.country_holidays("ID", years=YEARS, categories=("public",), language="id")
    expected = {
        DayOff(
            day,
            name.replace(" (perkiraan)", ""),
            "nasional" if day in public else "cuti_bersama",
            "(perkiraan)" not in name,
        )
        for day, name in both.items()
    }
    assert indonesia().days_off == expected
    assert f"holidays {version('holidays')}" in rule("calendar.holidays").values[0].source


@given(DAYS, COUNTS, WEEKS, EXTRA, EXTRA)
def test_a_deadline_never_falls_on_a_day_off_and_counts_every_working_day_once(
    start: date, days: int, week: int, off: set[date], work: set[date]
) -> None:
    calendar = agency(week, off, work)
    answer = due(start, days, calendar)
    assert calendar.is_working_day(answer.due) and answer.due > start
    assert answer.due.weekday() < week and answer.due not in off
    span = [start + timedelta(n) for n in range(1, (answer.due - start).days + 1)]
    assert sum(map(calendar.is_working_day, span)) == days
    assert calendar.working_days_between(start, answer.due) == days
    assert calendar.working_days_between(answer.due, start) == -days


@given(DAYS, st.integers(1, 30), st.integers(1, 30), WEEKS)
def test_counting_in_two_parts_is_counting_at_once(start: date, first: int, then: int, week: int) -> None:
    calendar = indonesia(week=week)
    halfway = calendar.add_working_days(start, first)
    assert calendar.add_working_days(halfway, then) == calendar.add_working_days(start, first + then)


@given(DAYS, COUNTS, EXTRA)
def test_more_days_off_never_bring_a_deadline_forward(start: date, days: int, off: set[date]) -> None:
    assert due(start, days, agency(5, off, set())).due >= due(start, days, indonesia()).due
    assert due(start, days, indonesia(week=6)).due <= due(start, days, indonesia()).due


@given(DAYS, COUNTS)
def test_five_day_weeks_agree_with_the_library(start: date, days: int) -> None:
    library = holidays.country_holidays("ID", years=YEARS, categories=("public", "government"), language="id")
    assert due(start, days, indonesia()).due == library.get_nth_working_day(start, days)


@given(DAYS, COUNTS)
def test_an_estimated_holiday_inside_the_span_never_fixes_a_date(start: date, days: int) -> None:
    answer = due(start, days, indonesia())
    estimates = [
        day.date for day in indonesia().days_off if not day.certain and start < day.date <= answer.due
    ]
    assert answer.certain is (not estimates)
    assert answer.earliest <= answer.due == answer.latest
    if estimates:
        assert "Belum pasti" in answer.explanation[-1].says
        assert answer.earliest == indonesia().without_estimates().add_working_days(start, days)
    else:
        assert answer.earliest == answer.due


def test_a_decided_date_replaces_the_estimate() -> None:
    decided = [DayOff(day, "1 Syawal") for day in (date(2027, 3, 10), date(2027, 3, 11))]
    answer = due(date(2027, 3, 8), 5, indonesia().with_changes(add=decided))
    assert answer.certain and answer.due == date(2027, 3, 22)
    assert [day.name for day in answer.skipped][1:3] == ["1 Syawal", "1 Syawal"]


def test_only_holidays_that_cost_a_working_day_are_told() -> None:
    weekend = due(date(2025, 3, 27), 1, indonesia()).explanation
    told = " ".join(step.says for step in weekend)
    assert "2025-03-28 Cuti Bersama Hari Suci Nyepi" in told and "2025-03-29" not in told
    assert len(due(date(2026, 11, 23), 1, indonesia()).explanation) == 1


def test_the_version_tells_calendars_apart_and_ignores_order() -> None:
    base = indonesia()
    days = [DayOff(date(2026, 11, 24), "HUT kota", "instansi"), DayOff(date(2026, 11, 25), "Pilkada")]
    assert base.version == indonesia().version
    assert base.with_changes(add=days).version == base.with_changes(add=reversed(days)).version
    others = {
        base.with_changes(add=days).version,
        base.with_changes(add=days[:1]).version,
        base.with_changes(week=6).version,
        base.with_changes(remove=[date(2026, 12, 24)]).version,
        base.without_estimates().version,
    }
    assert len(others | {base.version}) == 6


@pytest.mark.parametrize(
    ("received", "counts"),
    [
        (datetime(2026, 11, 23, 15, 59), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 16, 0), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 16, 1), date(2026, 11, 24)),
        (datetime(2026, 11, 21, 9, 0), date(2026, 11, 23)),
        (datetime(2026, 12, 23, 17, 0), date(2026, 12, 28)),
    ],
)
def test_a_report_after_hours_counts_from_the_next_working_day(received: datetime, counts: date) -> None:
    assert indonesia().counting_day(received, closing=time(16, 0)) == counts


def test_a_year_without_data_is_refused_by_name() -> None:
    with pytest.raises(RuleError, match="tahun 2028"):
        due(date(2027, 12, 29), 5, indonesia())
    with pytest.raises(RuleError, match="tahun 2023"):
        indonesia([2023])
    with pytest.raises(RuleError, match="tahun 2026"):
        indonesia([2025]).is_working_day(date(2026, 1, 2))


@given(st.sampled_from(sorted(EVENTS)), DAYS)
def test_every_event_has_a_date_not_before_its_anchor_year_and_its_source(event: str, anchor: date) -> None:
    assume(anchor.year < 2027)
    on = date(2026, 6, 30)
    answer = deadline(event, anchor, on=on, calendar=indonesia())
    law = in_force(EVENTS[event], on)
    assert answer.event == event and answer.explanation[0].source == law.source
    if law["kind"] == "date":
        assert answer.due.year == anchor.year + law["year_offset"]
    else:
        assert answer.due >= anchor
    ready = answer.last_working_day
    assert ready is not None and ready <= answer.due and indonesia().is_working_day(ready)
    if law["kind"] == "working_days":
        assert ready == answer.due
        assert indonesia().working_days_between(anchor, answer.due) == law["days"]


def test_a_date_beyond_the_calendar_stays_the_date_of_the_law() -> None:
    answer = deadline("evaluation_annual", date(2027, 5, 1), on=date(2027, 5, 1), calendar=indonesia())
    assert answer.due == date(2028, 1, 31) and answer.last_working_day is None
