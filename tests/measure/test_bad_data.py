"""Data that cannot be right is named; data that says nothing says so; nan and infinity never come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from math import inf, isfinite, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.measure.did import difference_in_differences
from kinerja.measure.errors import MeasureError
from kinerja.measure.means import paired, welch
from kinerja.measure.medians import difference_of_medians
from kinerja.measure.ols import fit
from kinerja.measure.proportions import difference_of_shares, wilson
from kinerja.measure.result import Effect, Verdict
from kinerja.measure.series import interrupted_series

FLAGS = [0, 0, 1, 1]


def medians(one: list[float], two: list[float]) -> Effect:
    return difference_of_medians(one, two, generator=np.random.default_rng(6), samples=200)


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "nan": (lambda: welch([1, nan], [1, 2]), "first: nilai ke-2 kosong"),
    "infinite": (lambda: welch([1, 2], [inf, 2]), "second: nilai ke-1"),
    "none at all": (lambda: welch([], [1, 2]), "first: perlu sedikitnya satu"),
    "not a number": (lambda: welch(["x"], [1, 2]), "first: semua nilai harus bilangan"),  # type: ignore[list-item]
    "nested": (lambda: welch([[1, 2]], [1, 2]), "satu deret"),  # type: ignore[list-item]
    "pairs of different length": (lambda: paired([1, 2], [1]), "before 2, after 1"),
    "columns of different length": (
        lambda: difference_in_differences([1, 2, 3], FLAGS, FLAGS),
        "outcome 3, treated 4",
    ),
    "clusters of different length": (
        lambda: difference_in_differences([1, 2, 3, 4], FLAGS, [0, 1, 0, 1], ["a"]),
        "cluster 1",
    ),
    "flag of two": (lambda: difference_in_differences([1, 2], [0, 2], [0, 1]), "treated: nilai ke-2 harus 0"),
    "constant treated": (
        lambda: difference_in_differences([1, 2, 3, 4], [1] * 4, [0, 1, 0, 1]),
        "tidak ada pengamatan untuk pembanding sebelum",
    ),
    "empty cell": (
        lambda: difference_in_differences([1, 2, 3], [0, 0, 1], [0, 1, 0]),
        "tidak ada pengamatan untuk sasaran sesudah",
    ),
    "a moment twice": (
        lambda: interrupted_series([1, 1, 2], [1, 2, 3], start=2),
        "hanya boleh muncul sekali",
    ),
    "columns that depend": (lambda: fit(np.ones(3), np.ones((3, 2))), "saling bergantung"),
    "more columns than rows": (lambda: fit(np.ones(1), np.ones((1, 2))), "lebih sedikit"),
    "five of four": (lambda: wilson(5, 4), "5 dari 4"),
    "share of none": (lambda: difference_of_shares((0, 0), (1, 2)), "0 dari 0"),
    "few draws": (
        lambda: difference_of_medians([1], [2], generator=np.random.default_rng(1), samples=10),
        "200 ulangan",
    ),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_refused(case: str) -> None:
    call, says = REFUSED[case]
    with pytest.raises(MeasureError, match=says):
        call()


SILENT: dict[str, Callable[[], Effect]] = {
    "one each": lambda: welch([1], [2]),
    "constant groups": lambda: welch([0.1] * 30, [0.1] * 30),
    "constant and apart": lambda: welch([1.0] * 30, [2.0] * 30),
    "one pair": lambda: paired([1], [2]),
    "constant change": lambda: paired([0.1, 0.2, 0.3] * 9, [1.1, 1.2, 1.3] * 9),
    "one in a cell": lambda: difference_in_differences([1, 2, 3, 4], FLAGS, [0, 1, 0, 1]),
    "constant outcome": lambda: difference_in_differences([3.3] * 80, FLAGS * 20, [0, 1, 0, 1] * 20),
    "few in the cells": lambda: difference_in_differences([1, 2, 3, 4] * 3, FLAGS * 3, [0, 1, 0, 1] * 3),
    "constant medians": lambda: medians([4.0] * 20, [4.0] * 20),
    "few medians": lambda: medians([1, 2, 3], [4, 5, 6]),
    "few shares": lambda: difference_of_shares((1, 2), (2, 3)),
}


@pytest.mark.parametrize("case", SILENT, ids=str)
def test_not_enough_data(case: str) -> None:
    found = SILENT[case]()
    assert found.verdict is Verdict.NOT_ENOUGH_DATA
    assert_finite(found)


NUMBERS = st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=15)


@given(NUMBERS, NUMBERS)
def test_nothing_infinite_comes_out(one: list[float], two: list[float]) -> None:
    assert_finite(welch(one, two))
    shorter = min(len(one), len(two))
    assert_finite(paired(one[:shorter], two[:shorter]))
    both = [*one, *two] * 2
    flags = [0] * len(one) + [1] * len(two)
    late = [0] * (len(both) // 2) + [1] * (len(both) // 2)
    assert_finite(difference_in_differences(both, flags * 2, late))


@given(NUMBERS)
def test_a_series_never_says_nan(values: list[float]) -> None:
    found = interrupted_series(range(len(values)), values, start=len(values) // 2)
    assert_finite(found.level)
    assert_finite(found.slope)


def assert_finite(found: Effect) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for item in value.values():
                walk(item)
        elif isinstance(value, (list, tuple)):
            for item in value:
                walk(item)
        elif isinstance(value, float):
            assert isfinite(value)

    walk(asdict(found))


def test_medians_come_out_the_same_twice_and_know_the_long_tail() -> None:
    before, after = [9.0, 10, 11, 12, 10, 9, 11, 10, 12, 90], [2.0, 3, 1, 2, 3, 2, 1, 2, 3, 80]
    found = medians(before, after)
    assert found == medians(before, after)
    assert found.estimate == -8.5 and found.verdict is Verdict.EFFECT
    assert found.interval is not None and -11 < found.interval.low < found.interval.high < -6
