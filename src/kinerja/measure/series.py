"""An interrupted time series: a jump in level and a turn in slope at a known moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, sqrt

import numpy as np

from .arrays import Vector, has_spread, same_length, vector
from .errors import MeasureError
from .ols import fit, newey_west
from .result import Effect, Verdict, judge, mean_group, t_interval, t_p_value

POINTS_EACH = 8  # ours, after the eight points a side that EPOC asks of a series as a rule of thumb
COEFFICIENTS = 4


@dataclass(frozen=True, slots=True)
class Series:
    """What a segmented regression found: the jump at the moment, the change of slope per unit of time,
    the slope before, the fitted line and the line that the time before would have gone on to draw."""

    level: Effect
    slope: Effect
    slope_before: float | None
    fitted: tuple[float, ...]
    expected: tuple[float, ...]
    lags: int


def interrupted_series(
    times: Iterable[float],
    values: Iterable[float],
    *,
    start: float,
    lags: int | None = None,
    minimum: int = POINTS_EACH,
) -> Series:
    """Segmented regression value = b0 + b1 t + b2 after + b3 after (t - start), after meaning t >= start.

    As in Wagner and others 2002 and Bernal and others 2017; standard errors of Newey and West with
    `lags` (default floor(4 (n/100)^(2/9)), at least 1), t with n-4. `minimum` is the points each side
    needs for a verdict. Too few points to fit at all (under three on a side, or five in all) give effects
    without figures and "not_enough_data". Raises MeasureError for columns of different length, values
    that are not finite, and a moment of time that stands twice.
    """
    t, y = vector(times, name="times"), vector(values, name="values")
    same_length(times=t, values=y)
    order = np.argsort(t, kind="stable")
    t, y = t[order], y[order]
    if np.any(np.diff(t) <= 0):
        raise MeasureError("times: satu waktu hanya boleh muncul sekali")
    after = t >= start
    sides = (int((~after).sum()), int(after.sum()))
    lag = max(1, floor(4 * (len(t) / 100) ** (2 / 9))) if lags is None else lags
    if min(sides) < 3 or len(t) <= COEFFICIENTS:
        return Series(_nothing(len(t), "its_level"), _nothing(len(t), "its_slope"), None, (), (), lag)
    since = t - start  # time counted from the moment keeps the columns far from parallel
    design = np.column_stack([np.ones(len(t)), since, after, after * since]).astype(np.float64)
    found = fit(y, design)
    covariance = newey_west(found, lag)
    groups = (mean_group("before", y[~after]), mean_group("after", y[after]))
    enough = min(sides) >= minimum

    def effect(method: str, place: int) -> Effect:
        estimate = float(found.coefficients[place])
        error = sqrt(max(float(covariance[place, place]), 0.0))
        if not has_spread(error, float(np.abs(y).max())):
            return Effect(len(y), method, estimate, None, None, Verdict.NOT_ENOUGH_DATA, groups=groups)
        interval = t_interval(estimate, error, found.df)
        p_value = t_p_value(estimate, error, found.df)
        return Effect(
            len(y), method, estimate, error, interval, judge(interval, enough=enough), p_value, groups
        )

    return Series(
        level=effect("its_level", 2),
        slope=effect("its_slope", 3),
        slope_before=float(found.coefficients[1]),
        fitted=_plain(design @ found.coefficients),
        expected=_plain(design[:, :2] @ found.coefficients[:2]),
        lags=lag,
    )


def _nothing(n: int, method: str) -> Effect:
    return Effect(n, method, None, None, None, Verdict.NOT_ENOUGH_DATA)


def _plain(values: Vector) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
