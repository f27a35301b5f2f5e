"""Least squares and the interrupted series against published regressions."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from kinerja.measure.ols import Fit, classic, cr1, fit, hc1, newey_west
from kinerja.measure.result import Verdict
from kinerja.measure.series import interrupted_series

# NIST Statistical Reference Datasets, "Norris" (J. Norris, calibration of ozone monitors): pairs of y and x.
NORRIS = """
0.1 0.2 338.8 337.4 118.1 118.2 888.0 884.6 9.2 10.1 228.1 226.5 668.5 666.3 998.5 996.3 449.1 448.6
778.9 777.0 559.2 558.2 0.3 0.4 0.1 0.6 778.1 775.5 668.8 666.9 339.3 338.0 448.9 447.5 10.8 11.6
557.7 556.0 228.3 228.1 998.0 995.8 888.8 887.6 119.6 120.2 0.3 0.3 0.6 0.3 557.6 556.8 339.3 339.1
888.0 887.2 998.5 999.0 778.9 779.0 10.2 11.1 117.6 118.3 228.9 229.2 668.4 669.1 449.2 448.9 0.2 0.5
"""

# Packs of cigarettes sold a head in California, 1970 to 2000 (Abadie and others, JASA 105 (2010), figure 1).
CIGARETTES = (
    *(123.0, 121.0, 123.5, 124.4, 126.7, 127.1, 128.0, 126.4, 126.1, 121.9, 120.2, 118.6, 115.4, 110.8),
    *(104.8, 102.8, 99.7, 97.5, 90.1, 82.4, 77.8, 68.7, 67.5, 63.4, 58.6, 56.4, 54.5, 53.8, 52.3, 47.2, 41.6),
)
YEARS = range(1970, 2001)


def norris() -> Fit:
    pairs = np.array(NORRIS.split(), dtype=np.float64).reshape(-1, 2)
    return fit(pairs[:, 0], np.column_stack([np.ones(len(pairs)), pairs[:, 1]]))


def test_nist_norris() -> None:
    found = norris()
    assert found.coefficients == pytest.approx([-0.262323073774029, 1.00211681802045], rel=1e-11)
    errors = np.sqrt(np.diag(classic(found)))
    assert errors == pytest.approx([0.232818234301152, 0.429796848199937e-03], rel=1e-11)
    assert sqrt(found.residuals @ found.residuals / found.df) == pytest.approx(0.884796396144373, rel=1e-11)


def test_clusters_of_one_are_hc1_and_no_lag_is_hc1() -> None:
    """With G = n the correction G/(G-1) (n-1)/(n-k) is n/(n-k); Newey-West at lag 0 is White's estimator."""
    found = norris()
    assert cr1(found, np.arange(found.n), found.n) == pytest.approx(hc1(found))
    assert newey_west(found, 0) == pytest.approx(hc1(found))


def test_a_mean_in_clusters_by_hand() -> None:
    """Residuals -2, -1, 1, 2 of a mean; clusters (-2, -1) and (1, 2) sum to -3 and 3: 18/16 x 2/1 x 3/3."""
    found = fit(np.array([1.0, 2.0, 4.0, 5.0]), np.ones((4, 1)))
    assert cr1(found, np.array([0, 0, 1, 1]), 2)[0, 0] == pytest.approx(18 / 16 * 2)


def test_proposition_99_as_an_interrupted_series() -> None:
    """Linden, "Conducting interrupted time-series analysis", Stata Journal 15 (2015) 480-500, first
    example: newey with lag(1), treatment from 1989."""
    found = interrupted_series(YEARS, CIGARETTES, start=1989, lags=1)
    assert found.slope_before == pytest.approx(-1.779474, abs=5e-7)
    assert (found.level.estimate, found.level.standard_error) == pytest.approx((-20.0581, 4.724394), abs=5e-6)
    assert (found.slope.estimate, found.slope.standard_error) == pytest.approx(
        (-1.494652, 0.4368201), abs=5e-7
    )
    assert (found.level.n, found.level.method, found.level.verdict) == (31, "its_level", Verdict.EFFECT)
    assert found.slope.verdict is Verdict.EFFECT


def test_the_order_of_rows_and_the_zero_of_time_do_not_matter() -> None:
    straight = interrupted_series(YEARS, CIGARETTES, start=1989)
    turned = interrupted_series(
        [year - 1989 for year in reversed(YEARS)], tuple(reversed(CIGARETTES)), start=0
    )
    assert turned.level.estimate == pytest.approx(straight.level.estimate)
    assert turned.slope.standard_error == pytest.approx(straight.slope.standard_error)
    assert straight.lags == 3 and len(straight.fitted) == len(straight.expected) == 31
    assert straight.fitted[:19] == pytest.approx(straight.expected[:19])


@pytest.mark.parametrize("points", [(2, 9), (9, 2), (2, 2), (1, 0)], ids=str)
def test_a_series_too_short_to_fit_says_so(points: tuple[int, int]) -> None:
    before, after = points
    found = interrupted_series(range(-before, after), [1.0] * (before + after), start=0)
    assert (found.level.verdict, found.level.estimate) == (Verdict.NOT_ENOUGH_DATA, None)
    assert found.slope.verdict is Verdict.NOT_ENOUGH_DATA


def test_a_short_series_has_figures_and_no_verdict() -> None:
    found = interrupted_series(range(-6, 6), [3, 4, 3, 5, 3, 4, 8, 9, 8, 7, 9, 8], start=0)
    assert found.level.interval is not None and found.level.verdict is Verdict.NOT_ENOUGH_DATA
    assert interrupted_series(range(20), [7.0] * 20, start=10).level.verdict is Verdict.NOT_ENOUGH_DATA
