"""What every statistic answers: how many, by which method, how much, how sure, and one of three verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

LEVEL = 0.95


class Verdict(StrEnum):
    """Neutral about direction: whether a rise is good is the reader's to know."""

    EFFECT = "effect"
    NO_EFFECT_SEEN = "no_effect_seen"
    NOT_ENOUGH_DATA = "not_enough_data"


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, at confidence `level` (0..1)."""

    low: float
    high: float
    level: float = LEVEL

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Group:
    """One group (or cell): its stable name, n, its figure and the interval of it (None when n is 1)."""

    name: str
    n: int
    mean: float
    standard_error: float | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One measured difference.

    `method` is a stable code. A figure that cannot be computed is None, never nan or infinite: without
    spread there is no standard error, and the verdict is "not_enough_data". With few data the figures
    stand as they are, and the verdict says that they carry nothing. `cautions` are stable codes.
    """

    n: int
    method: str
    estimate: float | None
    standard_error: float | None
    interval: Interval | None
    verdict: Verdict
    p_value: float | None = None
    groups: tuple[Group, ...] = ()
    cautions: tuple[str, ...] = field(default=())


def judge(interval: Interval | None, *, enough: bool, nothing: float = 0.0) -> Verdict:
    """The verdict on an interval: an effect is seen when `nothing` lies outside it."""
    if not enough or interval is None:
        return Verdict.NOT_ENOUGH_DATA
    return Verdict.NO_EFFECT_SEEN if nothing in interval else Verdict.EFFECT


def t_interval(estimate: float, standard_error: float, df: float) -> Interval:
    """The interval by Student's t with `df` (> 0) degrees of freedom."""
    reach = float(stdtrit(df, 1 - (1 - LEVEL) / 2)) * standard_error
    return Interval(estimate - reach, estimate + reach)


def t_p_value(estimate: float, standard_error: float, df: float) -> float:
    """Two-sided."""
    return float(2 * stdtr(df, -abs(estimate / standard_error)))


def z_quantile() -> float:
    """1.96 at the level 0.95."""
    return float(ndtri(1 - (1 - LEVEL) / 2))


def z_p_value(z: float) -> float:
    """Two-sided."""
    return float(2 * ndtr(-abs(z)))


def mean_group(name: str, values: Iterable[float]) -> Group:
    """A group of numbers with the t interval of its mean."""
    found = np.asarray(list(values), dtype=np.float64)
    mean = float(found.mean())
    if found.size < 2:
        return Group(name, int(found.size), mean)
    error = float(found.std(ddof=1) / np.sqrt(found.size))
    return Group(name, int(found.size), mean, error, t_interval(mean, error, found.size - 1))
