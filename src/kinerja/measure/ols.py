"""Least squares, and four ways to say how sure its coefficients are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .arrays import Vector
from .errors import MeasureError

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients of y on the columns of `x` with their residuals; `bread` is the inverse of X'X."""

    x: Matrix
    coefficients: Vector
    residuals: Vector
    bread: Matrix

    @property
    def n(self) -> int:
        return len(self.residuals)

    @property
    def df(self) -> int:
        """Observations less coefficients."""
        return self.n - len(self.coefficients)


def fit(y: Vector, x: Matrix) -> Fit:
    """Ordinary least squares by QR. Raises MeasureError when columns depend on each other."""
    if len(y) < x.shape[1]:
        raise MeasureError("pengamatan lebih sedikit daripada koefisien")
    q, r = np.linalg.qr(x)
    size = np.abs(np.diag(r))
    if size.min() <= size.max() * 1e-12:
        raise MeasureError("kolom saling bergantung; koefisien tidak dapat dipisahkan")
    inverse = np.linalg.inv(r)
    coefficients = inverse @ (q.T @ y)
    return Fit(x, coefficients, y - x @ coefficients, inverse @ inverse.T)


def classic(found: Fit) -> Matrix:
    """Covariance for errors of one variance, independent of each other (df must be above 0)."""
    return np.asarray(found.bread * (found.residuals @ found.residuals / found.df))


def hc1(found: Fit) -> Matrix:
    """White's covariance with n/(n-k) (MacKinnon and White 1985): each observation its own variance."""
    scores = found.x * found.residuals[:, None]
    return _sandwich(found, scores.T @ scores, found.n / found.df)


def cr1(found: Fit, cluster: NDArray[np.intp], count: int) -> Matrix:
    """Clustered covariance with G/(G-1) x (n-1)/(n-k); `cluster` numbers the `count` clusters from 0.

    Liang and Zeger 1986, corrected as Cameron and Miller 2015 (equation 12) give it; use t with G-1.
    """
    sums = np.zeros((count, found.x.shape[1]))
    np.add.at(sums, cluster, found.x * found.residuals[:, None])
    return _sandwich(found, sums.T @ sums, count / (count - 1) * (found.n - 1) / found.df)


def newey_west(found: Fit, lags: int) -> Matrix:
    """Covariance for errors that hang together over time (Newey and West 1987), rows in order of time.

    Bartlett weights 1 - l/(lags + 1), with n/(n-k) as Stata's `newey` has it; lags 0 is `hc1`.
    """
    scores = found.x * found.residuals[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        across = scores[lag:].T @ scores[:-lag]
        meat = meat + (1 - lag / (lags + 1)) * (across + across.T)
    return _sandwich(found, meat, found.n / found.df)


def _sandwich(found: Fit, meat: Matrix, correction: float) -> Matrix:
    return np.asarray(found.bread @ meat @ found.bread * correction)
