"""The eleven calculation bugs found in real survey applications: each must stay impossible here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kinerja.rules import skm
from kinerja.rules.errors import RuleError

ON = date(2026, 11, 22)
CODES = skm.codes(ON)


def equal_answers(value: int, respondents: int = 10) -> skm.Tally:
    return skm.Tally.of([dict.fromkeys(CODES, value)] * respondents, CODES)


@pytest.mark.parametrize(
    ("ikm", "letter"), [("88.31", "A"), ("76.61", "B"), ("65.00", "C"), ("25.00", "D"), ("100.00", "A")]
)
def test_bug_01_strict_bounds_leave_a_boundary_without_a_grade(ikm: str, letter: str) -> None:
    assert skm.grade(Decimal(ikm), on=ON)[0] == letter


def test_bug_01_no_index_between_25_and_100_is_without_a_grade() -> None:
    letters = [skm.grade(Decimal(cents) / 100, on=ON)[0] for cents in range(2500, 10001)]
    assert "".join(dict.fromkeys(letters)) == "DCBA"
    assert [letters.count(letter) for letter in "DCBA"] == [4000, 1161, 1170, 1170]


def test_bug_02_the_factor_25_is_forgotten_on_the_lower_branches() -> None:
    c_unit = skm.Tally.from_sums(dict.fromkeys(CODES, 30), dict.fromkeys(CODES, 10), 10)
    b_unit = skm.Tally.from_sums(dict.fromkeys(CODES, 32), dict.fromkeys(CODES, 10), 10)
    assert (skm.compute(c_unit, on=ON).grade, skm.compute(b_unit, on=ON).grade) == ("C", "B")
    assert {score.grade for score in skm.compute(b_unit, on=ON).elements} == {"B"}


def test_bug_03_a_group_is_divided_by_all_respondents() -> None:
    rows = ["loket," + ",".join(CODES), *["a" + ",4" * 9] * 10, *["b" + ",2" * 9] * 30]
    table = skm.tally_csv([row + "\n" for row in rows], codes=CODES, group_by="loket")
    assert skm.compute(table.groups["a"], on=ON).ikm == Decimal("100.00")
    assert skm.compute(table.groups["b"], on=ON).ikm == Decimal("50.00")
    assert skm.compute(table.total, on=ON).ikm == Decimal("62.50")


def test_bug_04_the_mean_is_rounded_before_it_is_multiplied() -> None:
    sums = dict(zip(CODES, [198, 203, 196, 226, 190, 196, 202, 190, 214], strict=True))
    result = skm.compute(skm.Tally.from_sums(sums, dict.fromkeys(CODES, 57), 57), on=ON)
    assert result.ikm == Decimal("88.45")
    assert result.ikm % Decimal("0.25") != 0
    of_rounded = sum((score.shown or Decimal(0) for score in result.elements), Decimal(0)) / 9 * 25
    assert of_rounded.quantize(Decimal("0.01")) == Decimal("88.39")


@pytest.mark.parametrize("ikm", ["65.00", "65.30"])
def test_bug_05_grade_c_begins_at_65_31(ikm: str) -> None:
    assert skm.grade(Decimal(ikm), on=ON)[0] == "C"


def test_bug_06_rounded_weights_a_respondent_make_75_into_74_25() -> None:
    result = skm.compute(equal_answers(3), on=ON)
    assert (result.ikm, result.exact) == (Decimal("75.00"), Fraction(75))
    assert skm.compute(equal_answers(3), on=ON, weights="0.11").ikm == Decimal("74.25")


@pytest.mark.parametrize("value", [0, 5, 25, 50, 75, 100, -1])
def test_bug_07_answers_outside_the_scale_are_accepted(value: int) -> None:
    with pytest.raises(RuleError, match="responden ke-1, unsur persyaratan"):
        skm.Tally.of([dict.fromkeys(CODES, value)], CODES)
    line = ",".join([str(value), *["3"] * 8])
    with pytest.raises(RuleError, match="baris 2, kolom persyaratan"):
        skm.tally_csv([",".join(CODES) + "\n", line + "\n"], codes=CODES)


def test_bug_08_a_missing_answer_counts_as_zero() -> None:
    full: dict[str, int | None] = dict.fromkeys(CODES, 4)
    rows = [full, {**full, "sarana": None}] * 5
    result = skm.compute(skm.Tally.of(rows, CODES), on=ON)
    assert (result.n, result.ikm) == (10, Decimal("100.00"))
    assert {score.code: score.answers for score in result.elements}["sarana"] == 5


def test_bug_09_one_respondent_answers_a_question_twice() -> None:
    with pytest.raises(RuleError, match="responden r1 menjawab unsur waktu dua kali"):
        skm.tally_long([("r1", "waktu", 3), ("r1", "waktu", 4)], respondents={"r1"}, codes=CODES)


def test_bug_10_answers_of_a_deleted_respondent_are_counted() -> None:
    answers = [("r1", code, 4) for code in CODES] + [("gone", code, 1) for code in CODES]
    counted = skm.tally_long(answers, respondents={"r1"}, codes=CODES)
    assert counted.orphans == 9
    assert counted.tally == equal_answers(4, respondents=1)


def test_bug_11_the_weighted_column_does_not_add_up_to_its_total() -> None:
    result = skm.compute(equal_answers(4), on=ON)
    column = [score.weighted for score in result.elements if score.weighted is not None]
    assert (sum(column), result.weighted_total) == (Decimal("4.0000"), Decimal("4.0000"))
