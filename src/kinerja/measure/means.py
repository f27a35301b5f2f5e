"""The difference of two means: two groups, before and after, the same people twice."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from .arrays import has_spread, same_length, vector
from .result import Effect, Group, judge, mean_group, t_interval, t_p_value

MINIMUM = 10  # ours: below ten in a group the mean of a four-point scale says little


def welch(
    first: Iterable[float],
    second: Iterable[float],
    *,
    names: tuple[str, str] = ("first", "second"),
    minimum: int = MINIMUM,
) -> Effect:
    """Mean of `second` minus mean of `first`, for two independent samples with variances of their own.

    Welch 1947: t with the degrees of freedom of Satterthwaite. For two groups and for before/after when
    the people asked are not the same ones. `minimum` is the n each sample needs for a verdict.
    Raises MeasureError for values that are not finite numbers, or none at all.
    """
    one = mean_group(names[0], vector(first, name=names[0]))
    two = mean_group(names[1], vector(second, name=names[1]))
    n, estimate = one.n + two.n, two.mean - one.mean
    error = combined_error([one, two])
    if error is None:
        return Effect(n, "welch", estimate, None, None, judge(None, enough=False), groups=(one, two))
    df = satterthwaite([one, two])
    interval = t_interval(estimate, error, df)
    verdict = judge(interval, enough=min(one.n, two.n) >= minimum)
    p_value = t_p_value(estimate, error, df)
    return Effect(n, "welch", estimate, error, interval, verdict, p_value, (one, two))


def combined_error(groups: list[Group]) -> float | None:
    """The standard error of a sum or difference of independent means; None when it is unknown or nil."""
    errors = [group.standard_error for group in groups]
    if any(error is None for error in errors):
        return None
    total = sqrt(sum(error**2 for error in errors if error is not None))
    return total if has_spread(total, max(abs(group.mean) for group in groups)) else None


def satterthwaite(groups: list[Group]) -> float:
    """Degrees of freedom of a sum of independent means whose standard errors are known."""
    parts = [(group.standard_error or 0.0, group.n - 1) for group in groups]
    largest = max(error for error, _ in parts)
    shares = [((error / largest) ** 2, df) for error, df in parts]  # scaled, so that nothing underflows
    return sum(share for share, _ in shares) ** 2 / sum(share**2 / df for share, df in shares)


def paired(before: Iterable[float], after: Iterable[float], *, minimum: int = MINIMUM) -> Effect:
    """Mean of after minus before for the same people (Student 1908); `minimum` is the pairs needed.

    Raises MeasureError when the columns differ in length or hold what is not a finite number.
    """
    one, two = vector(before, name="before"), vector(after, name="after")
    same_length(before=one, after=two)
    change = mean_group("change", two - one)
    groups = (mean_group("before", one), mean_group("after", two))
    scale = max(abs(group.mean) for group in groups)
    error = change.standard_error
    if error is None or not has_spread(error, scale):
        return Effect(change.n, "paired_t", change.mean, None, None, judge(None, enough=False), groups=groups)
    verdict = judge(change.interval, enough=change.n >= minimum)
    p_value = t_p_value(change.mean, error, change.n - 1)
    return Effect(change.n, "paired_t", change.mean, error, change.interval, verdict, p_value, groups)
