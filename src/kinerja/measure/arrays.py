"""Plain sequences become arrays of finite numbers, or a named error."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .errors import MeasureError

Vector = NDArray[np.float64]
Flags = NDArray[np.bool_]

NO_SPREAD = 1e-12  # a standard error this small beside the figures is rounding, not knowledge


def vector(values: Iterable[float], *, name: str) -> Vector:
    """One-dimensional finite numbers, at least one. Raises MeasureError naming the place that is not."""
    try:
        found = np.asarray(list(values), dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise MeasureError(f"{name}: semua nilai harus bilangan") from error
    if found.ndim != 1 or found.size == 0:
        raise MeasureError(f"{name}: perlu sedikitnya satu nilai dalam satu deret")
    wrong = np.flatnonzero(~np.isfinite(found))
    if wrong.size:
        raise MeasureError(f"{name}: nilai ke-{wrong[0] + 1} kosong atau tak hingga")
    return found


def flags(values: Iterable[float], *, name: str) -> Flags:
    """A column of 0 and 1 (or False and True). Raises MeasureError for anything else."""
    found = vector(values, name=name)
    wrong = np.flatnonzero((found != 0) & (found != 1))
    if wrong.size:
        raise MeasureError(f"{name}: nilai ke-{wrong[0] + 1} harus 0 atau 1")
    return np.asarray(found == 1)


def same_length(**columns: Sequence[object] | NDArray[np.generic]) -> None:
    """Raises MeasureError unless all columns are equally long."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise MeasureError(f"panjang kolom berbeda: {told}")


def labels(values: Iterable[Hashable]) -> tuple[NDArray[np.intp], int]:
    """Each value as the number of its kind, and how many kinds there are."""
    numbers: dict[Hashable, int] = {}
    found = [numbers.setdefault(value, len(numbers)) for value in values]
    return np.asarray(found, dtype=np.intp), len(numbers)


def has_spread(standard_error: float, scale: float) -> bool:
    """Whether a standard error is more than rounding beside figures of this size."""
    return bool(np.isfinite(standard_error)) and standard_error > NO_SPREAD * max(abs(scale), NO_SPREAD)
