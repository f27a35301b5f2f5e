"""How far several observers of the same things agree: Krippendorff's alpha.

How the answers of one feedback round lie is another matter: `rules.agreement`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .errors import MeasureError

UNITS = 5  # ours: with fewer things seen by two, chance decides


@dataclass(frozen=True, slots=True)
class Alpha:
    """`alpha` is 1 for full agreement and 0 for chance (below it when they contradict each other); None
    when nothing varies. `n` is the values that could be paired, in `units` things; `enough` of them?"""

    alpha: float | None
    n: int
    units: int
    enough: bool


def krippendorff(
    ratings: Sequence[Sequence[float | None]],
    *,
    scale: Literal["nominal", "ordinal", "interval"] = "interval",
    minimum: int = UNITS,
) -> Alpha:
    """Alpha of a table: one row an observer, one column a thing, None where nobody looked.

    Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", by the coincidence matrix. Things
    seen by one observer alone do not count. Raises MeasureError for rows of different length, values
    that are not finite, and an empty table.
    """
    if not ratings or len({len(row) for row in ratings}) != 1:
        raise MeasureError("tabel penilaian harus berisi baris yang sama panjang")
    things = [[value for value in thing if value is not None] for thing in zip(*ratings, strict=True)]
    paired = [thing for thing in things if len(thing) > 1]
    values = np.unique(np.asarray([value for thing in paired for value in thing], dtype=np.float64))
    if not np.isfinite(values).all():
        raise MeasureError("nilai penilaian harus bilangan hingga")
    n = sum(len(thing) for thing in paired)
    if len(values) < 2:
        return Alpha(None, n, len(paired), enough=False)
    seen = np.zeros((len(values), len(values)))
    for thing in paired:
        counts = np.bincount(np.searchsorted(values, thing), minlength=len(values)).astype(np.float64)
        seen += (np.outer(counts, counts) - np.diag(counts)) / (len(thing) - 1)
    totals = seen.sum(axis=1)
    apart = _distances(values, totals, scale)
    expected = (np.outer(totals, totals) - np.diag(totals)) / (n - 1)
    alpha = 1 - float((seen * apart).sum()) / float((expected * apart).sum())
    return Alpha(alpha, n, len(paired), enough=len(paired) >= minimum)


def _distances(values: NDArray[np.float64], totals: NDArray[np.float64], scale: str) -> NDArray[np.float64]:
    """Squared distances between the values by the scale they are measured on."""
    if scale == "nominal":
        return 1 - np.eye(len(values))
    places = values if scale == "interval" else np.cumsum(totals) - totals / 2
    return np.asarray((places[:, None] - places[None, :]) ** 2)
