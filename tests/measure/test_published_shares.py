"""Intervals of shares against the tables of Newcombe."""

from __future__ import annotations

import pytest

from kinerja.measure.proportions import difference_of_shares, wilson
from kinerja.measure.result import Verdict


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_one_share(hits: int, n: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    found = wilson(hits, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5.1e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_two_shares(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10."""
    found = difference_of_shares(other, one, minimum=1)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=5.1e-5)
    assert found.verdict is (Verdict.EFFECT if low > 0 else Verdict.NO_EFFECT_SEEN)


def test_shares_of_all_or_nothing_have_an_interval_and_no_p_value() -> None:
    found = difference_of_shares((0, 10), (0, 20))
    assert (found.estimate, found.standard_error, found.p_value) == (0.0, None, None)
    assert found.verdict is Verdict.NO_EFFECT_SEEN
