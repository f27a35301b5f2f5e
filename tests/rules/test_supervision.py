"""What counts as worth a look: exact chances, small groups left alone, runs within a minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.errors import RuleError
from kinerja.rules.supervision import Share, all_alike, in_a_row, leaning, mostly_copied, tail

ON = date(2026, 10, 5)
START = datetime(2026, 10, 5, 9, 0)


def test_the_tail_is_the_exact_chance() -> None:
    assert tail(Share(3, 10), 3, 3) == Fraction(1, comb(10, 3))
    assert tail(Share(3, 10), 3, 0) == 1
    assert tail(Share(0, 10), 4, 1) == 0


@given(st.integers(0, 30), st.integers(0, 30), st.data())
def test_the_tail_falls_as_more_is_asked(marked: int, plain: int, data: st.DataObject) -> None:
    whole = Share(marked, marked + plain)
    drawn = data.draw(st.integers(0, whole.people))
    chances = [tail(whole, drawn, seen) for seen in range(drawn + 2)]
    assert chances[0] == 1 and chances[-1] == 0
    assert chances == sorted(chances, reverse=True)


@given(st.integers(0, 30), st.integers(0, 30), st.data())
def test_the_tail_agrees_with_counting_by_hand(marked: int, plain: int, data: st.DataObject) -> None:
    """The same draw seen from the other side: picking the marked ones instead of the drawn ones."""
    whole = Share(marked, marked + plain)
    drawn = data.draw(st.integers(0, whole.people))
    seen = data.draw(st.integers(0, drawn))
    assert tail(whole, drawn, seen) == tail(Share(drawn, whole.people), marked, seen)


@pytest.mark.parametrize(("marked", "people"), [(3, 2), (-1, 2)])
def test_a_share_that_cannot_be_is_refused(marked: int, people: int) -> None:
    with pytest.raises(RuleError, match="tidak mungkin"):
        Share(marked, people)


def test_more_than_all_cannot_be_drawn() -> None:
    with pytest.raises(RuleError, match="tidak dapat diambil"):
        tail(Share(1, 2), 3, 1)


def test_a_rater_far_from_the_rest_is_told_with_his_figures() -> None:
    found = leaning(Share(8, 8), Share(28, 108), 12, ON)
    assert found is not None
    assert (found.own, found.rest) == (Share(8, 8), Share(20, 100))
    assert found.own.percent == 100 and found.rest.percent == 20
    assert found.chance < found.limit == Fraction(1, 20) / 12


@pytest.mark.parametrize(
    ("own", "whole", "raters"),
    [
        (Share(4, 4), Share(24, 104), 12),  # too few people of his own
        (Share(8, 8), Share(8, 30), 3),  # too few others
        (Share(5, 10), Share(35, 110), 12),  # 20 points apart: small
        (Share(3, 5), Share(28, 105), 12),  # 35 points apart, yet chance explains it
        (Share(5, 5), Share(55, 105), 2000),  # among so many raters somebody is bound to
        (Share(0, 8), Share(20, 108), 12),  # he gives it less often
        (Share(8, 8), Share(108, 108), 12),  # everybody does
    ],
)
def test_who_is_left_alone(own: Share, whole: Share, raters: int) -> None:
    assert leaning(own, whole, raters, ON) is None


def test_all_alike_needs_enough_people_and_one_pair() -> None:
    same = [("sesuai", "sesuai")] * 6
    assert all_alike(same, ON)
    assert not all_alike(same[:5], ON)
    assert not all_alike([*same, ("sesuai", "diatas")], ON)


def moments(*seconds: float) -> list[datetime]:
    return [START + timedelta(seconds=second) for second in seconds]


def test_a_run_within_a_minute_is_found_wherever_it_lies() -> None:
    found = in_a_row(moments(500, 0, 200, 210, 220, 230, 260), ON)
    assert found is not None
    assert (found.count, found.first, found.last) == (5, *moments(200, 260))


def test_ratings_a_minute_apart_are_no_run() -> None:
    assert in_a_row(moments(0, 61, 122, 183, 244, 305), ON) is None
    assert in_a_row(moments(0, 20, 40, 60), ON) is None
    assert in_a_row([], ON) is None


def test_copies_need_most_of_several_indicators() -> None:
    assert mostly_copied(4, 5, ON)
    assert not mostly_copied(3, 4, ON)
    assert not mostly_copied(2, 2, ON)
