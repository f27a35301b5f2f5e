"""The difference of two medians, by resampling: for days and hours, where a few long cases pull the mean."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .arrays import Vector, has_spread, vector
from .errors import MeasureError
from .means import MINIMUM
from .result import LEVEL, Effect, Group, Interval, judge

SAMPLES = 2000
AT_ONCE = 4_000_000  # drawn values held in memory at one time


def difference_of_medians(
    first: Iterable[float],
    second: Iterable[float],
    *,
    generator: np.random.Generator,
    names: tuple[str, str] = ("first", "second"),
    minimum: int = MINIMUM,
    samples: int = SAMPLES,
    resolution: float = 0.0,
) -> Effect:
    """Median of `second` minus median of `first`, independent samples, percentile bootstrap interval.

    Efron and Tibshirani 1993, chapter 13. `generator` is passed in so that the same figures come out
    twice; `samples` (at least 200) is how often both groups are drawn again. The standard error is the
    spread of the drawn differences. Values counted in whole steps (`resolution`, 1 for whole days) cannot be
    told apart closer than a step, so the interval reaches at least that far to both sides. Without spread
    and without a known step there is no interval: "not_enough_data". Raises MeasureError for values that are
    not finite numbers, none at all, and for too few samples.
    """
    if samples < 200:
        raise MeasureError("bootstrap memerlukan sedikitnya 200 ulangan")
    one, two = vector(first, name=names[0]), vector(second, name=names[1])
    drawn_one, drawn_two = _medians(one, generator, samples), _medians(two, generator, samples)
    drawn = drawn_two - drawn_one
    groups = (_group(names[0], one, drawn_one), _group(names[1], two, drawn_two))
    n, estimate = len(one) + len(two), groups[1].mean - groups[0].mean
    error = float(drawn.std(ddof=1))
    scale = max(float(np.abs(one).max()), float(np.abs(two).max()))
    known = has_spread(error, scale)
    if not known and not resolution:
        return Effect(n, "bootstrap_median", estimate, None, None, judge(None, enough=False), groups=groups)
    drawn_interval = _percentile(drawn)
    interval = Interval(
        min(drawn_interval.low, estimate - resolution), max(drawn_interval.high, estimate + resolution)
    )
    verdict = judge(interval, enough=min(len(one), len(two)) >= minimum)
    shown = error if known else None
    return Effect(n, "bootstrap_median", estimate, shown, interval, verdict, groups=groups)


def _medians(values: Vector, generator: np.random.Generator, samples: int) -> Vector:
    """The medians of `samples` draws with replacement, a bounded part of them at a time.

    How often each distinct value is drawn is multinomial: days repeat, so this costs by distinct values and
    not by rows.
    """
    distinct, counts = np.unique(values, return_counts=True)
    n = len(values)
    lower, upper = (n - 1) // 2, n // 2  # places of the middle value or values, from 0
    step = max(1, AT_ONCE // len(distinct))
    parts = []
    for at in range(0, samples, step):
        drawn = generator.multinomial(n, counts / n, size=min(step, samples - at)).cumsum(axis=1)
        low, high = (distinct[np.argmax(drawn > place, axis=1)] for place in (lower, upper))
        parts.append((low + high) / 2)
    return np.concatenate(parts)


def _percentile(drawn: Vector) -> Interval:
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, 1 - (1 - LEVEL) / 2])
    return Interval(float(low), float(high))


def _group(name: str, values: Vector, drawn: Vector) -> Group:
    spread = float(drawn.std(ddof=1))
    known = has_spread(spread, float(np.abs(values).max()))
    median = float(np.median(values))
    return Group(name, len(values), median, spread if known else None, _percentile(drawn) if known else None)
