"""Due dates of complaints: office hours, days off, an agency's own number of days, and years nobody knows."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kinerja.people.models import LawOverride
from kinerja.rules.errors import RuleError
from kinerja.voice.clocks import (
    AUTO_CLOSE,
    INFORMATION,
    NO_OVERSIGHT,
    OVERSIGHT,
    VERIFY,
    act_event,
    counting_day,
    days_left,
    due,
)
from kinerja.voice.models import Complaint
from tests.world import World

JAKARTA = ZoneInfo("Asia/Jakarta")


def at(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("received", "counts"),
    [
        (at("2026-10-05", "09:00"), date(2026, 10, 5)),
        (at("2026-10-05", "16:00"), date(2026, 10, 5)),
        (at("2026-10-05", "16:01"), date(2026, 10, 6)),
        (at("2026-10-09", "20:00"), date(2026, 10, 12)),  # Friday evening
        (at("2026-10-10", "09:00"), date(2026, 10, 12)),  # Saturday
        (at("2026-12-24", "09:00"), date(2026, 12, 28)),  # collective leave, Christmas, weekend
        (datetime(2026, 10, 5, 9, 30, tzinfo=ZoneInfo("UTC")), date(2026, 10, 6)),  # 16.30 in Jakarta
    ],
)
def test_what_comes_after_office_hours_counts_from_the_next_working_day(
    received: datetime, counts: date, world: World
) -> None:
    assert counting_day(received) == counts


@pytest.mark.parametrize(
    ("event", "anchor", "expected"),
    [
        (VERIFY, date(2026, 3, 13), date(2026, 3, 25)),  # golden deadlines of the spec, section 6
        (INFORMATION, date(2026, 3, 13), date(2026, 3, 27)),
        (AUTO_CLOSE, date(2026, 3, 13), date(2026, 4, 6)),
        (NO_OVERSIGHT, date(2026, 3, 13), date(2026, 4, 10)),
        (OVERSIGHT, date(2026, 3, 13), date(2026, 6, 24)),
        (VERIFY, date(2026, 12, 22), date(2026, 12, 29)),
        (OVERSIGHT, date(2026, 11, 22), date(2027, 2, 19)),
    ],
)
def test_golden_deadlines(event: str, anchor: date, expected: date, world: World) -> None:
    day, facts = due(event, anchor, anchor)
    assert day == expected
    assert facts["due"] == expected.isoformat()
    assert facts["source"] and facts["calendar"] and facts["explanation"]


def test_a_moment_of_receipt_says_from_which_day_it_was_counted(world: World) -> None:
    day, facts = due(VERIFY, at("2026-10-09", "20:00"), date(2026, 10, 9))
    assert (day, facts["counted_from"]) == (date(2026, 10, 15), "2026-10-12")


def test_the_agencys_own_days_hold_and_are_named(world: World) -> None:
    LawOverride.objects.create(
        rule="deadline.complaint_verify",
        key="days",
        value=1,
        basis="Keputusan Wali Kota 7/2026",
        starts=date(2026, 1, 1),
        reason="Warga menunggu",
        by=world.admin.user,
    )
    day, facts = due(VERIFY, date(2026, 10, 5), date(2026, 10, 5))
    assert day == date(2026, 10, 6)
    assert facts["days"] == 1
    assert "Keputusan Wali Kota 7/2026" in facts["source"]


def test_a_year_without_holidays_still_gives_a_date_but_not_a_certain_one(world: World) -> None:
    """A citizen's report always gets in, also when nobody has entered next year's holidays."""
    day, facts = due(VERIFY, date(2031, 3, 3), date(2031, 3, 3))
    assert day == date(2031, 3, 6)
    assert facts["certain"] is False


def test_an_unknown_event_is_an_error(world: World) -> None:
    with pytest.raises(RuleError):
        due("complaint_party", date(2026, 10, 5), date(2026, 10, 5))


def test_days_left_and_overdue(world: World) -> None:
    friday = date(2026, 10, 9)
    assert days_left(date(2026, 10, 13), friday) == 2
    assert days_left(friday, friday) == 0
    assert days_left(date(2026, 10, 7), friday) == -2


@pytest.mark.parametrize("kind", [kind for kind in Complaint.Kind if kind != Complaint.Kind.COMPLAINT])
def test_only_complaints_take_long(kind: str) -> None:
    assert act_event(kind, needs_inspection=True) == INFORMATION
    assert act_event(Complaint.Kind.COMPLAINT, needs_inspection=False) == NO_OVERSIGHT
    assert act_event(Complaint.Kind.COMPLAINT, needs_inspection=True) == OVERSIGHT
