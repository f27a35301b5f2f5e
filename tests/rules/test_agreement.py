"""How answers lie apart, and what they read like: bounds, symmetry, and reasons in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.agreement import Concord, concord, sides_differ, spread, steps_apart, suggest
from kinerja.rules.errors import RuleError

ON = date(2026, 10, 5)
ANSWERS = st.lists(st.integers(1, 4), min_size=1, max_size=40)


@given(ANSWERS)
def test_the_spread_is_bounded_symmetric_and_blind_to_order(answers: list[int]) -> None:
    found = spread(answers)
    assert 0 <= found.agreement <= 1
    assert 1 <= found.median <= 4
    assert sum(found.counts) == found.n == len(answers)
    assert spread(sorted(answers)) == found
    mirrored = spread([5 - answer for answer in answers])
    assert mirrored.agreement == found.agreement
    assert mirrored.median == 5 - found.median
    assert (found.agreement == 1) == (len(set(answers)) == 1)


@pytest.mark.parametrize(
    ("answers", "agreement", "word"),
    [
        ([3, 3, 3, 3], "1", Concord.AGREED),
        ([1, 1, 4, 4], "0", Concord.DIVIDED),
        ([2, 3, 3, 4], "0.67", Concord.MIXED),
        ([3, 3, 3, 4], "0.83", Concord.AGREED),
    ],
)
def test_known_spreads(answers: list[int], agreement: str, word: Concord) -> None:
    found = spread(answers)
    assert found.agreement.quantize(Decimal("0.01")) == Decimal(agreement).quantize(Decimal("0.01"))
    assert concord(found, ON) is word


@pytest.mark.parametrize("answers", [[], [0], [5], [1, 2, 7]])
def test_what_is_no_answer_is_refused(answers: list[int]) -> None:
    with pytest.raises(RuleError):
        spread(answers)


def test_sides_differ_only_when_their_medians_lie_far_apart() -> None:
    low, middle, high = spread([1, 2, 2]), spread([3, 3, 3]), spread([4, 4, 4])
    assert sides_differ({"bawahan": low, "rekan": high}, ON) == ("bawahan", "rekan")
    assert sides_differ({"bawahan": middle, "rekan": high}, ON) is None
    assert sides_differ({"rekan": low}, ON) is None


@pytest.mark.parametrize(
    ("answers", "reading", "words"),
    [
        ({"Harmonis": [4, 4, 4], "Loyal": [4, 4, 3]}, "diatas", "5 dari 6 jawaban “selalu”"),
        ({"Harmonis": [3, 3, 4], "Loyal": [3, 3, 3]}, "sesuai", "tidak ada nilai yang tertinggal"),
        ({"Harmonis": [4, 4, 4], "Loyal": [1, 2, 2]}, "sesuai", "jarang atau kadang: Loyal"),
        ({"Harmonis": [1, 2, 2], "Loyal": [2, 2, 2]}, "dibawah", "2 nilai terlihat jarang atau kadang"),
    ],
)
def test_the_reading_comes_with_its_reasons(answers: dict[str, list[int]], reading: str, words: str) -> None:
    found = suggest({name: spread(given) for name, given in answers.items()}, ON)
    assert found.reading == reading
    assert words in " ".join(found.reasons)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), ANSWERS, min_size=1))
def test_better_answers_never_read_worse(answers: dict[str, list[int]]) -> None:
    order = ["dibawah", "sesuai", "diatas"]
    better = {name: [min(4, answer + 1) for answer in given] for name, given in answers.items()}
    first = suggest({name: spread(given) for name, given in answers.items()}, ON)
    second = suggest({name: spread(given) for name, given in better.items()}, ON)
    assert order.index(first.reading) <= order.index(second.reading)


def test_no_answers_no_reading() -> None:
    with pytest.raises(RuleError):
        suggest({}, ON)


def test_steps_between_ratings() -> None:
    assert [steps_apart("dibawah", code) for code in ("dibawah", "sesuai", "diatas")] == [0, 1, 2]
    with pytest.raises(ValueError, match="hebat"):
        steps_apart("hebat", "sesuai")
