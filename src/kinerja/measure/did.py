"""Difference in differences: how much more the treated changed than those they are compared with."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .arrays import Flags, Vector, flags, has_spread, labels, same_length, vector
from .errors import MeasureError
from .means import MINIMUM
from .ols import Fit, classic, cr1, fit, hc1
from .result import Effect, Group, judge, mean_group, t_interval, t_p_value

CLUSTERS_EACH = 5  # ours: CR1 with fewer on a side is far too sure of itself (Cameron and Miller 2015, VI)
FEW_CLUSTERS = "few_clusters"
CELLS = ("comparison_before", "comparison_after", "treated_before", "treated_after")
TOLD = {
    "comparison_before": "pembanding sebelum",
    "comparison_after": "pembanding sesudah",
    "treated_before": "sasaran sebelum",
    "treated_after": "sasaran sesudah",
}


def difference_in_differences(
    outcome: Iterable[float],
    treated: Iterable[float],
    after: Iterable[float],
    cluster: Sequence[Hashable] | None = None,
    *,
    errors: Literal["classic", "robust"] = "robust",
    minimum: int = MINIMUM,
    clusters_each: int = CLUSTERS_EACH,
) -> Effect:
    """The coefficient of treated x after, by least squares on rows (repeated cross-sections or a panel).

    Which standard error: "did_cr1" (clustered, t with G-1) when `cluster` is given and at least
    `clusters_each` clusters stand on either side; otherwise "did_hc1" (t with n-4), with the caution
    "few_clusters" if clusters were given but are too few: then the interval knows only the chance in who
    answered, not how units differ. `errors="classic"` gives "did_classic" (one variance for all, t with
    n-4), for comparing with published tables. `minimum` is the n that each of the four cells needs for a
    verdict. Raises MeasureError for columns of different length, values that are not finite, flags that
    are not 0 or 1, and an empty cell.
    """
    y = vector(outcome, name="outcome")
    t, a = flags(treated, name="treated"), flags(after, name="after")
    same_length(outcome=y, treated=t, after=a)
    groups = _cells(y, t, a)
    estimate = _difference(groups)
    enough = min(group.n for group in groups) >= minimum
    found = fit(y, np.column_stack([np.ones(len(y)), t, a, t & a]).astype(np.float64))
    method, covariance, df, cautions = _errors(found, t, cluster, errors, clusters_each)
    error = sqrt(max(float(covariance[3, 3]), 0.0)) if covariance is not None else 0.0
    if not has_spread(error, float(np.abs(y).max())):
        verdict = judge(None, enough=False)
        return Effect(len(y), method, estimate, None, None, verdict, groups=groups, cautions=cautions)
    interval = t_interval(estimate, error, df)
    p_value = t_p_value(estimate, error, df)
    verdict = judge(interval, enough=enough)
    return Effect(len(y), method, estimate, error, interval, verdict, p_value, groups, cautions)


def _cells(y: Vector, treated: Flags, after: Flags) -> tuple[Group, ...]:
    masks = (~treated & ~after, ~treated & after, treated & ~after, treated & after)
    for name, mask in zip(CELLS, masks, strict=True):
        if not mask.any():
            raise MeasureError(f"tidak ada pengamatan untuk {TOLD[name]}; keempat kelompok harus berisi")
    return tuple(mean_group(name, y[mask]) for name, mask in zip(CELLS, masks, strict=True))


def _difference(groups: Sequence[Group]) -> float:
    untreated, untreated_after, treated, treated_after = (group.mean for group in groups)
    return (treated_after - treated) - (untreated_after - untreated)


def _errors(
    found: Fit,
    treated: Flags,
    cluster: Sequence[Hashable] | None,
    errors: Literal["classic", "robust"],
    clusters_each: int,
) -> tuple[str, NDArray[np.float64] | None, float, tuple[str, ...]]:
    """Method, covariance (None without degrees of freedom), degrees of freedom, cautions."""
    cautions: tuple[str, ...] = ()
    if cluster is not None:
        same_length(outcome=found.residuals, cluster=cluster)
        numbers, count = labels(cluster)
        sides = (np.unique(numbers[treated]).size, np.unique(numbers[~treated]).size)
        if min(sides) >= clusters_each and errors == "robust" and found.df > 0:
            return "did_cr1", cr1(found, numbers, count), count - 1, ()
        cautions = (FEW_CLUSTERS,) if min(sides) < clusters_each else ()
    method, covariance = ("did_classic", classic) if errors == "classic" else ("did_hc1", hc1)
    return method, covariance(found) if found.df > 0 else None, found.df, cautions
