"""Shares: how sure one is, and how far two lie apart."""

from __future__ import annotations

from math import sqrt

from .errors import MeasureError
from .means import MINIMUM
from .result import Effect, Group, Interval, judge, z_p_value, z_quantile


def wilson(hits: int, n: int) -> Interval:
    """The score interval of a share hits/n (Wilson 1927; method 3 of Newcombe 1998a).

    Raises MeasureError unless 0 <= hits <= n and n > 0.
    """
    if n <= 0 or not 0 <= hits <= n:
        raise MeasureError(f"{hits} dari {n} bukan bagian yang sah")
    z = z_quantile()
    share = hits / n
    middle = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # at the ends one bound is the end itself; rounding must not push it beside
    low = 0.0 if hits == 0 else (middle - reach) / (1 + z * z / n)
    high = 1.0 if hits == n else (middle + reach) / (1 + z * z / n)
    return Interval(low, high)


def share_group(name: str, hits: int, n: int) -> Group:
    """A group whose figure is a share (0..1), with its Wilson interval."""
    interval = wilson(hits, n)
    share = hits / n
    return Group(name, n, share, sqrt(share * (1 - share) / n), interval)


def difference_of_shares(
    first: tuple[int, int],
    second: tuple[int, int],
    *,
    names: tuple[str, str] = ("first", "second"),
    minimum: int = MINIMUM,
) -> Effect:
    """Share of `second` minus share of `first`, each given as (hits, n), independent samples.

    Interval: Newcombe's hybrid score (method 10 of Newcombe 1998b), which holds for small samples and
    for shares near 0 and 1. The standard error is the plain one of two shares (None when both are 0 or
    1), the p-value the score test with pooled share (None when nobody, or everybody, hit). The verdict
    goes by the interval; `minimum` is the n each sample needs for one. Raises MeasureError as `wilson`.
    """
    one, two = share_group(names[0], *first), share_group(names[1], *second)
    estimate = two.mean - one.mean
    low_one, high_one = _bounds(one)
    low_two, high_two = _bounds(two)
    interval = Interval(
        max(-1.0, estimate - sqrt((two.mean - low_two) ** 2 + (high_one - one.mean) ** 2)),
        min(1.0, estimate + sqrt((high_two - two.mean) ** 2 + (one.mean - low_one) ** 2)),
    )
    error = sqrt((one.standard_error or 0.0) ** 2 + (two.standard_error or 0.0) ** 2)
    pooled = (first[0] + second[0]) / (one.n + two.n)
    score_error = sqrt(pooled * (1 - pooled) * (1 / one.n + 1 / two.n))
    return Effect(
        n=one.n + two.n,
        method="newcombe",
        estimate=estimate,
        standard_error=error or None,
        interval=interval,
        verdict=judge(interval, enough=min(one.n, two.n) >= minimum),
        p_value=z_p_value(estimate / score_error) if score_error else None,
        groups=(one, two),
    )


def _bounds(group: Group) -> tuple[float, float]:
    interval = group.interval or Interval(0.0, 1.0)
    return interval.low, interval.high
