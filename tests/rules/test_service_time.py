"""Service time: the counting rule case by case, and what must hold for every case."""

from __future__ import annotations

import time as stopwatch
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.calendar import indonesia
from kinerja.rules.errors import RuleError
from kinerja.rules.loader import in_force
from kinerja.rules.service_time import Clock, Wait, measure

CALENDAR = indonesia([2025, 2026])
ON = date(2026, 1, 1)
CLOCK = Clock(CALENDAR, in_force("service.office_hours", ON))
# Monday 5 to Friday 9 October 2026 is a week without holidays.
MONDAY = datetime(2026, 10, 5)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of October 2026."""
    return datetime(2026, 10, day, hour, minute)


@pytest.mark.parametrize(
    ("received", "done", "minutes", "days"),
    [
        (at(5, 9), at(5, 9), 0, 0),
        (at(5, 9), at(5, 9, 25), 25, 0),
        (at(5, 9), at(6, 9), 480, 1),
        (at(5, 15, 30), at(6, 8, 30), 60, 1),
        (at(5, 7), at(5, 8, 10), 10, 0),  # before opening
        (at(5, 17), at(6, 10), 120, 0),  # after closing: counts from Tuesday
        (at(5, 16), at(6, 10), 120, 1),  # at closing time still Monday
        (at(9, 15), at(12, 9), 120, 1),  # over a weekend
        (at(9, 15), at(10, 12), 60, 0),  # done on Saturday
        (at(10, 10), at(12, 9), 60, 0),  # received on Saturday: counts from Monday
        (at(9, 17), at(10, 12), 0, 0),
        (at(5, 9), at(12, 9), 5 * 480, 5),
        (datetime(2025, 12, 31, 9), datetime(2026, 1, 2, 9), 480, 1),  # New Year's Day between
    ],
)
def test_cases(received: datetime, done: datetime, minutes: int, days: int) -> None:
    elapsed = CLOCK.elapsed(received, done)
    assert (elapsed.minutes, elapsed.days) == (minutes, days)


@pytest.mark.parametrize(
    ("waits", "minutes", "days"),
    [
        ([(at(6, 8), at(6, 16))], 480, 1),  # Tuesday wholly waited
        ([(at(6, 8, 1), at(6, 16))], 481, 2),  # a minute short: the day counts
        ([(at(6, 8), at(6, 12)), (at(6, 10), at(6, 16))], 480, 1),  # overlapping: once
        ([(at(6, 8), at(6, 12)), (at(6, 12), at(6, 16))], 480, 1),  # one after the other
        ([(at(5, 12), at(7, 9))], 180, 1),
        ([(at(5, 12), None)], 180, 1),  # open until done; the day of the finish counts
        ([(at(1, 8), at(2, 16))], 960, 2),  # before receipt: nothing
        ([(at(8, 8), None)], 960, 2),  # after the finish: nothing
    ],
)
def test_waiting_on_the_citizen_is_taken_off(waits: list[Wait], minutes: int, days: int) -> None:
    """Received Monday 9, done Wednesday 9."""
    elapsed = CLOCK.elapsed(at(5), at(7), waits)
    assert (elapsed.minutes, elapsed.days) == (minutes, days)


@pytest.mark.parametrize(
    ("done", "promise", "unit", "kept"),
    [
        (at(6, 16), 1, "working_days", True),
        (at(7, 8), 1, "working_days", False),
        (at(5, 9, 30), 30, "minutes", True),
        (at(5, 9, 31), 30, "minutes", False),
        (at(5, 11), 2, "hours", True),
        (at(5, 11, 1), 2, "hours", False),
    ],
)
def test_the_promise_is_compared_in_its_own_unit(done: datetime, promise: int, unit: str, kept: bool) -> None:
    answer = measure(at(5), done, [], promise, unit, CALENDAR, on=ON)
    assert answer.within is kept
    assert answer.explanation[0].rule == "service.office_hours"
    assert "tidak lebih dari janji" in answer.explanation[-1].says or not kept
    assert answer.explanation[-1].value is kept


def test_a_wait_is_told_in_the_explanation() -> None:
    answer = measure(at(5), at(7), [(at(6, 8), at(6, 16))], 1, "working_days", CALENDAR, on=ON)
    assert any(
        "menunggu warga: 480 menit kerja dan 1 hari kerja penuh" in step.says for step in answer.explanation
    )


@pytest.mark.parametrize(
    ("received", "done", "waits", "words"),
    [
        (at(6), at(5), [], "selesai tidak boleh sebelum"),
        (at(5), at(7), [(at(6), at(5))], "menunggu tidak boleh berakhir"),
        (datetime(2023, 1, 5), at(7), [], "tahun 2023"),
        (at(5), datetime(2027, 1, 5), [], "tahun 2027"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    received: datetime, done: datetime, waits: list[Wait], words: str
) -> None:
    with pytest.raises(RuleError, match=words):
        CLOCK.elapsed(received, done, waits)


def test_wrong_promises_and_calendars_are_refused() -> None:
    elapsed = CLOCK.elapsed(at(5), at(6))
    with pytest.raises(RuleError, match="paling sedikit 1"):
        elapsed.within(0, "minutes")
    with pytest.raises(RuleError, match="tidak dikenal"):
        elapsed.within(1, "minggu")
    with pytest.raises(RuleError, match="berurutan"):
        Clock(indonesia([2024, 2026]), CLOCK.hours)


moments = st.datetimes(datetime(2025, 1, 6), datetime(2026, 11, 30)).map(lambda m: m.replace(microsecond=0))
spans = st.tuples(moments, st.timedeltas(timedelta(0), timedelta(days=12))).map(lambda s: (s[0], s[0] + s[1]))
waiting = st.lists(st.one_of(spans, spans.map(lambda span: (span[0], None))), max_size=4)
lengths = st.timedeltas(timedelta(0), timedelta(days=10))


@given(spans, waiting)
def test_never_negative_and_waiting_never_lengthens(
    span: tuple[datetime, datetime], waits: list[Wait]
) -> None:
    plain, waited = CLOCK.elapsed(*span), CLOCK.elapsed(*span, waits)
    assert 0 <= waited.minutes <= plain.minutes
    assert 0 <= waited.days <= plain.days
    assert 0 <= waited.waited_minutes <= plain.minutes
    for taken in range(len(waits)):
        fewer = CLOCK.elapsed(*span, waits[:taken])
        assert waited.minutes <= fewer.minutes
        assert waited.days <= fewer.days


@given(moments, lengths, lengths)
def test_office_time_is_additive_over_a_split(start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = start + first, start + first + second
    whole = CLOCK.office_seconds(start, end)
    assert whole == CLOCK.office_seconds(start, middle) + CLOCK.office_seconds(middle, end)


@given(moments, lengths, lengths, waiting)
def test_finishing_later_never_takes_less(
    received: datetime, first: timedelta, more: timedelta, waits: list[Wait]
) -> None:
    sooner = CLOCK.elapsed(received, received + first, waits)
    later = CLOCK.elapsed(received, received + first + more, waits)
    assert sooner.minutes <= later.minutes
    assert sooner.days <= later.days


@given(spans)
def test_days_agree_with_the_calendar(span: tuple[datetime, datetime]) -> None:
    """The table says what counting day by day says."""
    received, done = span
    counted = CALENDAR.counting_day(received, closing=CLOCK.closes)
    assert CLOCK.elapsed(*span).days == max(CALENDAR.working_days_between(counted, done.date()), 0)


def test_two_hundred_thousand_cases_are_a_matter_of_seconds() -> None:
    waits: list[Wait] = [(at(6, 10), at(6, 12))]
    started = stopwatch.perf_counter()
    for _ in range(2_000):
        CLOCK.elapsed(at(5), at(9), waits).within(1, "working_days")
    assert stopwatch.perf_counter() - started < 0.5
