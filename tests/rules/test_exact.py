"""Figures and names as people type them, and the sentence that refuses them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kinerja.rules import credit, skm
from kinerja.rules.errors import RuleError
from kinerja.rules.exact import number, round_half_up, shares_that_add_up
from kinerja.rules.names import one_of

ON = date(2026, 11, 22)
CODES = skm.codes(ON)


@pytest.mark.parametrize(
    ("typed", "meant"), [("12,5", "12.5"), (" 12.5 ", "12.5"), ("-3", "-3"), ("+0", "0"), ("007", "7")]
)
def test_numbers_with_comma_or_point(typed: str, meant: str) -> None:
    assert number(typed, name="x") == Decimal(meant)


@pytest.mark.parametrize("typed", ["", "x", "1.2.3", "1,2,3", "1e5", "NaN", "inf", "1 000", "١", "9" * 16])
def test_what_is_no_number_is_refused_in_one_sentence(typed: str) -> None:
    with pytest.raises(RuleError) as refusal:
        number(typed, name="--base")
    assert str(refusal.value) == f"--base: {typed!r} bukan angka; tulis misalnya 12.5"


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Decimal("2.675"), 2, "2.68"),
        (Decimal("0.5"), 0, "1"),
        (7, 2, "7.00"),
    ],
)
def test_a_half_goes_away_from_zero(value: Fraction | Decimal | int, places: int, shown: str) -> None:
    assert str(round_half_up(value, places)) == shown


def test_names_are_known_however_they_are_written() -> None:
    known = ["AHLI_MUDA", "III/d"]
    for text in ("ahli muda", " Ahli-Muda ", "ahli__muda"):
        assert one_of(text, known, what="x") == "AHLI_MUDA"
    assert one_of("iii d", known, what="x") == "III/d"


def test_an_unknown_name_gets_the_near_match_or_the_choices() -> None:
    with pytest.raises(RuleError) as refusal:
        one_of("ahli mda", ["AHLI_MUDA", "PEMULA"], what="jenjang")
    assert str(refusal.value) == "jenjang 'ahli mda' tidak dikenal; maksud Anda 'AHLI_MUDA'?"
    with pytest.raises(RuleError) as refusal:
        one_of("x", ["AHLI_MUDA", "PEMULA"], what="jenjang")
    assert str(refusal.value) == "jenjang 'x' tidak dikenal; pilihan: AHLI_MUDA, PEMULA"


def test_the_respondent_of_a_bad_answer_is_counted_from_one() -> None:
    good = dict.fromkeys(CODES, 3)
    for bad in (5, 0, True):
        with pytest.raises(RuleError) as refusal:
            skm.Tally.of([good, {**good, "biaya": bad}], CODES)
        assert str(refusal.value) == f"responden ke-2, unsur biaya: jawaban {bad!r} bukan 1, 2, 3, atau 4"


def test_a_long_list_is_refused_by_line() -> None:
    with pytest.raises(RuleError) as refusal:
        skm.tally_long([("r", "waktu", 3), ("r", "biaya", 7)], respondents={"r"}, codes=CODES)
    assert str(refusal.value) == "responden ke-2, unsur biaya: jawaban 7 bukan 1, 2, 3, atau 4"
    with pytest.raises(RuleError) as refusal:
        skm.tally_long([("r", "waktu", 3), ("r", "u9", 1)], respondents={"r"}, codes=CODES)
    assert str(refusal.value) == "baris jawaban 2: unsur 'u9' tidak dikenal"


def test_two_respondents_of_a_long_list_stay_two() -> None:
    answers = [("a", "waktu", 3), ("b", "waktu", 4), ("a", "biaya", 1)]
    counted = skm.tally_long(answers, respondents={"a", "b"}, codes=CODES)
    assert (counted.tally.n, counted.orphans) == (2, 0)
    assert dict(zip(CODES, counted.tally.sums, strict=True)) == {
        **dict.fromkeys(CODES, 0),
        "waktu": 7,
        "biaya": 1,
    }


def test_sums_that_cannot_be_are_refused() -> None:
    def refused(sums: dict[str, int], counts: dict[str, int], n: int) -> str:
        with pytest.raises(RuleError) as refusal:
            skm.Tally.from_sums(sums, counts, n)
        return str(refusal.value)

    assert refused({"a": 3}, {"b": 1}, 1) == "jumlah dan banyaknya jawaban harus memuat unsur yang sama"
    assert refused({"a": 3}, {"a": 2}, 1) == "unsur a: 2 jawaban tidak mungkin dari 1 responden"
    assert refused({"a": 3}, {"a": -1}, 1) == "unsur a: -1 jawaban tidak mungkin dari 1 responden"
    assert refused({"a": 1}, {"a": 2}, 2) == "unsur a: jumlah 1 tidak mungkin dari 2 jawaban 1..4"
    assert refused({"a": 9}, {"a": 2}, 2) == "unsur a: jumlah 9 tidak mungkin dari 2 jawaban 1..4"
    assert skm.Tally.from_sums({"a": 8}, {"a": 2}, 2).sums == (8,)
    assert skm.Tally.from_sums({"a": 2}, {"a": 2}, 2).sums == (2,)
    with pytest.raises(RuleError, match="unsur yang berbeda"):
        skm.Tally.empty(("a", "b")) + skm.Tally.empty(("b", "a"))


def test_nobody_has_no_index() -> None:
    with pytest.raises(RuleError) as refusal:
        skm.compute(skm.Tally.empty(CODES), on=ON)
    assert str(refusal.value) == "tidak ada satu pun jawaban; isi sedikitnya satu baris responden"


def test_a_printed_weight_fits_only_its_number_of_elements() -> None:
    with pytest.raises(RuleError) as refusal:
        skm.weight("0.111", 10, on=ON)
    assert str(refusal.value) == "bobot 0.111 dicetak untuk 9 unsur, data memuat 10"
    assert skm.weight("0.071", 14, on=date(2016, 5, 1))[0] == Fraction(71, 1000)
    assert skm.weight("exact", 10, on=ON)[0] == Fraction(1, 10)


def test_the_mean_of_units_is_not_the_pooled_index() -> None:
    grobogan = [Decimal(text) for text in ("75.93", "73.53", "81.00", "82.32")]
    assert skm.mean_of_units(grobogan) == Decimal("78.20")
    with pytest.raises(RuleError, match="tidak ada nilai unit"):
        skm.mean_of_units([])


def test_elements_have_four_labels_and_come_in_the_order_of_the_regulation() -> None:
    found = skm.elements(ON)
    assert [element.code for element in found][-2:] == ["pengaduan", "sarana"]
    assert len({element.question for element in found}) == 9
    assert all(len(element.labels) == 4 for element in found)
    assert skm.elements(date(2012, 1, 1)) == found


def test_credit_refusals_word_for_word() -> None:
    with pytest.raises(RuleError) as refusal:
        credit.basic_credit(level_name="ahli_muda", rank_name="III/b", on=ON)
    assert str(refusal.value) == "golongan III/b di bawah jenjang Ahli Muda (III/c, III/d)"
    with pytest.raises(RuleError) as refusal:
        credit.thresholds(level_name="mahir", credit=Decimal(1), rank_name="III/c", on=ON)
    assert str(refusal.value) == "golongan III/c bukan golongan jenjang Mahir (III/a, III/b)"
    with pytest.raises(RuleError) as refusal:
        credit.accumulate([], on=ON)
    assert str(refusal.value) == "tidak ada periode; isi sedikitnya satu baris level,predicate,months"


def test_the_last_digit_goes_to_the_value_that_lost_most_and_of_equals_to_the_first() -> None:
    def shown(*cents: int) -> list[str]:
        return [str(value) for value in shares_that_add_up([Fraction(c, 100) for c in cents], 1)]

    assert shown(26, 24, 50) == ["0.3", "0.2", "0.5"]
    assert shown(24, 26, 50) == ["0.2", "0.3", "0.5"]
    assert shown(114, 26, 60) == ["1.1", "0.3", "0.6"]
    assert shown(25, 25, 50) == ["0.3", "0.2", "0.5"]


def test_what_is_not_known_is_none() -> None:
    sums = {**dict.fromkeys(CODES, 30), "sarana": 0}
    counts = {**dict.fromkeys(CODES, 10), "sarana": 0}
    result = skm.compute(skm.Tally.from_sums(sums, counts, 10), on=ON)
    assert (result.exact, result.ikm, result.grade, result.performance) == (None, None, None, None)
    assert result.weighted_total is None
    assert {score.weighted for score in result.elements} == {None}
    assert result.lowest == CODES[:3]
