"""Rows whose n, mean and standard error are those of a published cell, so that rows are what is measured."""

from __future__ import annotations

import numpy as np


def rows_like(n: int, mean: float, standard_error: float) -> list[float]:
    """`n` values with exactly this mean and this standard error of the mean."""
    spread = np.linspace(-1, 1, n)
    spread = (spread - spread.mean()) / spread.std(ddof=1)
    return [float(value) for value in mean + spread * standard_error * np.sqrt(n)]
