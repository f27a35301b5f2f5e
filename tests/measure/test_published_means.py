"""Means and effect sizes against figures that others have published."""

from __future__ import annotations

import pytest

from kinerja.measure.means import paired, welch
from kinerja.measure.result import Verdict
from tests.measure.published import rows_like

# Student (W. S. Gosset), "The probable error of a mean", Biometrika 6 (1908); the figures of `t.test` on
# the data set `sleep` stand in the R manual.
FIRST_DRUG = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
SECOND_DRUG = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)


def test_students_sleep_as_pairs() -> None:
    found = paired(FIRST_DRUG, SECOND_DRUG)
    assert found.estimate == pytest.approx(1.58)
    assert found.estimate is not None and found.standard_error is not None and found.interval is not None
    assert found.estimate / found.standard_error == pytest.approx(4.0621, abs=5e-5)
    assert found.p_value == pytest.approx(0.002833, abs=5e-7)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)
    assert (found.n, found.method, found.verdict) == (10, "paired_t", Verdict.EFFECT)


def test_students_sleep_as_two_groups_by_welch() -> None:
    found = welch(FIRST_DRUG, SECOND_DRUG)
    assert found.estimate is not None and found.standard_error is not None and found.interval is not None
    assert found.estimate / found.standard_error == pytest.approx(1.8608, abs=5e-5)
    assert found.p_value == pytest.approx(0.07939, abs=5e-6)
    assert (found.interval.low, found.interval.high) == pytest.approx((-0.2054832, 3.3654832), abs=5e-8)
    assert (found.n, found.verdict) == (20, Verdict.NO_EFFECT_SEEN)
    assert [(group.n, round(group.mean, 2)) for group in found.groups] == [(10, 0.75), (10, 2.33)]


def test_a_larger_least_n_takes_the_verdict_back_and_leaves_the_figures() -> None:
    found = paired(FIRST_DRUG, SECOND_DRUG, minimum=11)
    assert found.verdict is Verdict.NOT_ENOUGH_DATA and found.interval is not None


def test_card_and_krueger_compare_two_published_changes() -> None:
    """American Economic Review 84 (1994), table 3, row 3: change in FTE employment a store, in
    Pennsylvania -2.16 (1.25) and in New Jersey 0.59 (0.54); difference 2.76 (1.36)."""
    found = welch(rows_like(77, -2.16, 1.25), rows_like(321, 0.59, 0.54))
    assert found.estimate == pytest.approx(2.76, abs=0.011)  # the table rounds its terms
    assert found.standard_error == pytest.approx(1.36, abs=0.005)
