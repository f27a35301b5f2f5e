"""How large a difference is beside the spread among people: Cohen's d and Hedges' g."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from .arrays import has_spread, vector
from .errors import MeasureError
from .means import MINIMUM
from .result import Effect, Interval, Verdict, judge, z_quantile


def hedges_g(
    first: Iterable[float], second: Iterable[float], *, corrected: bool = True, minimum: int = MINIMUM
) -> Effect:
    """Mean of `second` minus mean of `first` in pooled standard deviations, independent samples.

    Raises MeasureError for values that are not finite numbers, or none at all.
    """
    one, two = vector(first, name="first"), vector(second, name="second")
    if min(len(one), len(two)) < 2:
        method = "hedges_g" if corrected else "cohens_d"
        return Effect(len(one) + len(two), method, None, None, None, Verdict.NOT_ENOUGH_DATA)
    return g_of_summaries(
        (len(one), float(one.mean()), float(one.std(ddof=1))),
        (len(two), float(two.mean()), float(two.std(ddof=1))),
        corrected=corrected,
        minimum=minimum,
    )


def g_of_summaries(
    first: tuple[int, float, float],
    second: tuple[int, float, float],
    *,
    corrected: bool = True,
    minimum: int = MINIMUM,
) -> Effect:
    """As `hedges_g` from (n, mean, standard deviation); `corrected=False` gives Cohen's d.

    Borenstein and others 2009, chapter 4: the variance of d, the correction J = 1 - 3/(4 df - 1), a
    normal interval. Without any spread in the groups there is no figure: "not_enough_data". Raises
    MeasureError for a group under two and for a negative standard deviation.
    """
    (n1, mean1, sd1), (n2, mean2, sd2) = first, second
    if min(n1, n2) < 2 or min(sd1, sd2) < 0:
        raise MeasureError("tiap kelompok memerlukan n sedikitnya 2 dan simpangan baku yang tidak negatif")
    method = "hedges_g" if corrected else "cohens_d"
    df = n1 + n2 - 2
    pooled = sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)
    if not has_spread(pooled, max(abs(mean1), abs(mean2))):
        return Effect(n1 + n2, method, None, None, None, Verdict.NOT_ENOUGH_DATA)
    d = (mean2 - mean1) / pooled
    error = sqrt((n1 + n2) / (n1 * n2) + d**2 / (2 * (n1 + n2)))
    factor = 1 - 3 / (4 * df - 1) if corrected else 1.0
    estimate, error = d * factor, error * factor
    interval = Interval(estimate - z_quantile() * error, estimate + z_quantile() * error)
    verdict = judge(interval, enough=min(n1, n2) >= minimum)
    return Effect(n1 + n2, method, estimate, error, interval, verdict)
