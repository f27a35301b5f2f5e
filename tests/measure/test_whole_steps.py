"""Medians of values counted in whole steps: no interval narrower than what the counting can tell."""

import numpy as np
import pytest

from kinerja.measure.medians import difference_of_medians
from kinerja.measure.result import Effect, Verdict


def days(before: list[float], after: list[float], resolution: float) -> Effect:
    drawing = np.random.default_rng(1)
    return difference_of_medians(before, after, generator=drawing, resolution=resolution)


def test_whole_days_that_never_move_the_median_still_show_the_change() -> None:
    found = days([4, 5, 5, 5, 6] * 100, [1, 1, 1, 2] * 100, 1)
    assert (found.estimate, found.verdict) == (-4, Verdict.EFFECT)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (-5, -3)
    assert found.standard_error is None


def test_one_whole_day_is_not_told_apart_from_rounding() -> None:
    found = days([2, 2, 2, 3] * 100, [1, 1, 1, 2] * 100, 1)
    assert (found.estimate, found.verdict) == (-1, Verdict.NO_EFFECT_SEEN)


def test_without_a_step_nothing_is_claimed() -> None:
    found = days([5, 5, 5, 5, 5] * 100, [1, 1, 1, 1] * 100, 0)
    assert (found.interval, found.verdict) == (None, Verdict.NOT_ENOUGH_DATA)


@pytest.mark.parametrize("resolution", [0.0, 1.0])
def test_with_spread_the_interval_reaches_at_least_one_step(resolution: float) -> None:
    drawing = np.random.default_rng(2)
    found = days(list(drawing.normal(10, 3, 400)), list(drawing.normal(7, 3, 400)), resolution)
    assert found.interval is not None and found.estimate is not None
    assert found.interval.low <= found.estimate - resolution
    assert found.interval.high >= found.estimate + resolution
    assert found.verdict is Verdict.EFFECT
