"""Difference in differences: published cells, rows, clusters, and what must not depend on what."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.measure.did import FEW_CLUSTERS, difference_in_differences
from kinerja.measure.means import paired, welch
from kinerja.measure.result import Effect, Verdict
from tests.measure.published import rows_like

ANSWERS = st.lists(st.integers(1, 4), min_size=3, max_size=12)
FOUR = st.tuples(ANSWERS, ANSWERS, ANSWERS, ANSWERS)
Rows = tuple[list[float], list[int], list[int]]


def rows(cells: tuple[Sequence[float], ...]) -> Rows:
    """Comparison before and after, treated before and after, as three columns."""
    flat = [(float(y), place // 2, place % 2) for place, cell in enumerate(cells) for y in cell]
    return [y for y, _, _ in flat], [t for _, t, _ in flat], [a for _, _, a in flat]


def test_card_and_krueger_cells() -> None:
    """AER 84 (1994), table 3, rows 1 to 3: mean FTE employment (standard error); DiD 2.76."""
    published = [(77, 23.33, 1.35), (77, 21.17, 0.94), (321, 20.44, 0.51), (319, 21.03, 0.52)]
    found = difference_in_differences(*rows(tuple(rows_like(*cell) for cell in published)))
    assert found.estimate == pytest.approx(2.76, abs=0.011)
    # their 1.36 knows that the same stores were asked twice; four independent cells cannot
    assert found.standard_error == pytest.approx(sqrt(1.35**2 + 0.94**2 + 0.51**2 + 0.52**2), rel=0.01)
    assert (found.n, found.verdict) == (794, Verdict.NO_EFFECT_SEEN)


def test_a_panel_in_clusters_is_the_comparison_of_changes() -> None:
    """Every store its own cluster, seen twice: the way from cells to Card and Krueger's standard error."""
    draw = np.random.default_rng(1994)
    level = draw.normal(20, 8, 24)
    before, after = level + draw.normal(0, 1, 24), level + draw.normal(2, 1, 24)
    treated = np.arange(24) < 12
    found = difference_in_differences(
        [*before, *after], [*treated, *treated], [0] * 24 + [1] * 24, [*range(24), *range(24)]
    )
    changes = after - before
    expected = welch(changes[~treated], changes[treated])
    assert found.method == "did_cr1" and found.estimate == pytest.approx(expected.estimate)
    # CR1 sums squares over n and corrects by G/(G-1) (2G-1)/(2G-4); Welch divides by n-1 in each group
    assert expected.standard_error is not None
    factor = (11 / 12) * (24 / 23) * (47 / 44)
    assert found.standard_error == pytest.approx(expected.standard_error * sqrt(factor))
    naive = difference_in_differences([*before, *after], [*treated, *treated], [0] * 24 + [1] * 24)
    assert naive.standard_error is not None and found.standard_error is not None
    assert naive.standard_error > 2 * found.standard_error


def test_few_clusters_fall_back_to_hc1_with_a_caution() -> None:
    y, treated, after = rows(([1, 2, 3] * 5, [2, 2, 3] * 5, [1, 2, 3] * 5, [4, 3, 4] * 5))
    units = [f"{'t' if t else 'c'}{place % 4}" for place, t in enumerate(treated)]
    few = difference_in_differences(y, treated, after, units)
    assert (few.method, few.cautions) == ("did_hc1", (FEW_CLUSTERS,))
    plain = difference_in_differences(y, treated, after)
    assert (plain.standard_error, plain.cautions) == (few.standard_error, ())
    assert difference_in_differences(y, treated, after, units, clusters_each=4).method == "did_cr1"


def test_classic_errors_are_those_of_one_pooled_variance() -> None:
    cells = ([1, 2, 3], [2, 2, 5], [1, 1, 4], [4, 3, 5])
    y, treated, after = rows(cells)
    found = difference_in_differences(y, treated, after, errors="classic")
    squares = sum(
        (v - np.mean(cell)) ** 2 for cell in ([1, 2, 3], [2, 2, 5], [1, 1, 4], [4, 3, 5]) for v in cell
    )
    assert found.method == "did_classic"
    assert found.standard_error == pytest.approx(sqrt(squares / 8 * 4 / 3))


@given(FOUR)
def test_the_estimate_is_the_difference_of_the_differences_of_means(cells: tuple[list[int], ...]) -> None:
    found = difference_in_differences(*rows(cells))
    before, after, treated_before, treated_after = (float(np.mean(cell)) for cell in cells)
    told = (treated_after - treated_before) - (after - before)
    assert found.estimate == pytest.approx(told, abs=1e-9)
    assert [group.mean for group in found.groups] == [before, after, treated_before, treated_after]


@given(FOUR, st.floats(-100, 100), st.floats(0.1, 50), st.integers(0, 99))
def test_shift_scale_order(cells: tuple[list[int], ...], shift: float, scale: float, seed: int) -> None:
    y, treated, after = rows(cells)
    plain = difference_in_differences(y, treated, after)
    order = np.random.default_rng(seed).permutation(len(y))
    moved = difference_in_differences(
        [shift + scale * y[place] for place in order],
        [treated[place] for place in order],
        [after[place] for place in order],
    )
    assert plain.estimate is not None
    assert moved.estimate == pytest.approx(plain.estimate * scale, abs=1e-7)
    if plain.standard_error is not None and moved.standard_error is not None:
        assert moved.standard_error == pytest.approx(plain.standard_error * scale, rel=1e-6)


@given(FOUR)
def test_swapping_the_groups_turns_the_sign(cells: tuple[list[int], ...]) -> None:
    y, treated, after = rows(cells)
    plain = difference_in_differences(y, treated, after, minimum=3)
    swapped = difference_in_differences(y, [1 - t for t in treated], after, minimum=3)
    assert plain.estimate is not None and swapped.estimate == pytest.approx(-plain.estimate, abs=1e-9)
    assert swapped.standard_error == pytest.approx(plain.standard_error)
    _same_verdict(plain, swapped)


@given(ANSWERS, ANSWERS)
def test_two_groups_swapped(one: list[int], two: list[int]) -> None:
    forward, back = welch(one, two, minimum=3), welch(two, one, minimum=3)
    assert forward.estimate is not None and back.estimate == pytest.approx(-forward.estimate)
    assert forward.standard_error == pytest.approx(back.standard_error)
    _same_verdict(forward, back)
    pairs = list(zip(one, two, strict=False))
    ahead, behind = paired(*zip(*pairs, strict=True)), paired(*zip(*[(b, a) for a, b in pairs], strict=True))
    assert ahead.estimate is not None and behind.estimate == pytest.approx(-ahead.estimate)


def _same_verdict(one: Effect, other: Effect) -> None:
    near = one.interval is not None and min(abs(one.interval.low), abs(one.interval.high)) < 1e-9
    assert near or one.verdict == other.verdict
