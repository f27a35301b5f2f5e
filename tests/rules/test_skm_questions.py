"""More than one question an element: sums and counts over all of them, exact to the end."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules import skm
from kinerja.rules.errors import RuleError

ON = date(2026, 11, 23)
CODES = skm.codes(ON)


def test_two_questions_of_an_element_weigh_the_same() -> None:
    sums = dict.fromkeys(CODES, 36) | {"waktu": 20 + 45}
    counts = dict.fromkeys(CODES, 12) | {"waktu": 12 + 12}
    tally = skm.Tally.from_sums(sums, counts, 12, questions={"waktu": 2})
    result = skm.compute(tally, on=ON)
    waktu = next(score for score in result.elements if score.code == "waktu")
    assert waktu.nrr == Fraction(65, 24)
    assert result.n == 12 and result.exact == (8 * 3 + Fraction(65, 24)) / 9 * 25


@pytest.mark.parametrize(
    ("count", "asked", "fault"),
    [(25, 2, "25 jawaban tidak mungkin dari 12 responden dengan 2 pertanyaan"), (13, 1, "dari 12 responden"),
     (1, 0, "dengan 0 pertanyaan")],
)  # fmt: skip
def test_more_answers_than_were_asked_are_refused(count: int, asked: int, fault: str) -> None:
    sums = dict.fromkeys(CODES, 36) | {"waktu": 3 * count}
    counts = dict.fromkeys(CODES, 12) | {"waktu": count}
    with pytest.raises(RuleError, match=fault):
        skm.Tally.from_sums(sums, counts, 12, questions={"waktu": asked})


@given(st.lists(st.lists(st.integers(1, 4), min_size=18, max_size=18), min_size=1, max_size=30))
def test_asking_everything_twice_is_the_mean_over_both(rows: list[list[int]]) -> None:
    sums = {code: sum(row[2 * i] + row[2 * i + 1] for row in rows) for i, code in enumerate(CODES)}
    counts = dict.fromkeys(CODES, 2 * len(rows))
    tally = skm.Tally.from_sums(sums, counts, len(rows), questions=dict.fromkeys(CODES, 2))
    assert skm.compute(tally, on=ON).exact == Fraction(sum(map(sum, rows)), 18 * len(rows)) * 25
