"""The satisfaction index on random surveys: order, exactness, merging, monotonicity."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules import skm
from kinerja.rules.errors import RuleError
from kinerja.rules.exact import round_half_up, shares_that_add_up
from kinerja.rules.loader import in_force

ON = date(2026, 11, 22)
CODES = skm.codes(ON)
Rows = Sequence[tuple[int | None, ...]]
FullRows = Sequence[tuple[int, ...]]
answer = st.sampled_from([1, 2, 3, 4])
full_rows = st.lists(st.tuples(*[answer] * 9), min_size=1, max_size=40)
holed_rows = st.lists(st.tuples(*[st.none() | answer] * 9), min_size=1, max_size=40)


def tally(rows: Rows) -> skm.Tally:
    return skm.Tally.of((dict(zip(CODES, row, strict=True)) for row in rows), CODES)


def as_csv(rows: Rows) -> list[str]:
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return [",".join(CODES) + "\n", *(line + "\n" for line in lines)]


@given(full_rows)
def test_index_equals_the_fraction_of_all_answers(rows: FullRows) -> None:
    exact = Fraction(sum(map(sum, rows)), len(rows) * 9) * 25
    result = skm.compute(tally(rows), on=ON)
    assert result.exact == exact
    quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
    assert result.ikm == quotient.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(holed_rows, st.randoms())
def test_the_order_of_rows_does_not_matter(rows: Rows, shuffler: random.Random) -> None:
    mixed = list(rows)
    shuffler.shuffle(mixed)
    assert tally(mixed) == tally(rows)


@given(holed_rows)
def test_the_order_of_columns_does_not_matter(rows: Rows) -> None:
    if not tally(rows).n:
        return
    turned = [",".join(reversed(line.strip().split(","))) + "\n" for line in as_csv(rows)]
    straight = skm.tally_csv(as_csv(rows), codes=CODES)
    assert skm.tally_csv(turned, codes=CODES).total == straight.total


@given(holed_rows)
def test_a_file_counts_as_the_answers_in_it(rows: Rows) -> None:
    expected = tally(rows)
    if expected.n == 0:
        with pytest.raises(RuleError, match="tidak memuat satu pun jawaban"):
            skm.tally_csv(as_csv(rows), codes=CODES)
    else:
        assert skm.tally_csv(as_csv(rows), codes=CODES).total == expected


@given(holed_rows, holed_rows)
def test_tallies_add_up(first: Rows, second: Rows) -> None:
    assert tally(first) + tally(second) == tally([*first, *second])


@given(full_rows, st.integers(0, 39), st.integers(0, 8))
def test_a_better_answer_never_lowers_the_index_or_the_grade(rows: FullRows, at: int, column: int) -> None:
    at %= len(rows)
    better = [list(row) for row in rows]
    better[at][column] = min(4, better[at][column] + 1)
    before = skm.compute(tally(rows), on=ON)
    after = skm.compute(tally([tuple(row) for row in better]), on=ON)
    assert before.ikm is not None and after.ikm is not None
    assert after.ikm >= before.ikm
    if before.grade is not None:
        assert str(after.grade) <= before.grade  # A comes before B


@given(full_rows, st.sampled_from(["exact", "0.111", "0.11"]))
def test_the_weighted_column_adds_up_to_its_printed_total(rows: FullRows, weights: str) -> None:
    result = skm.compute(tally(rows), on=ON, weights=weights)
    column = [score.weighted for score in result.elements if score.weighted is not None]
    assert sum(column, Decimal(0)) == result.weighted_total
    assert result.exact is not None
    assert result.weighted_total == round_half_up(result.exact / 25, 4)


@given(full_rows)
def test_the_lowest_three_are_lowest(rows: FullRows) -> None:
    result = skm.compute(tally(rows), on=ON)
    means = {score.code: score.nrr for score in result.elements}
    assert len(result.lowest) == 3
    highest_shown = max(Fraction(means[code] or 0) for code in result.lowest)
    others = [means[code] for code in means if code not in result.lowest]
    assert all(mean is not None and mean >= highest_shown for mean in others)
    for group in result.ties:
        assert len({means[code] for code in group}) == 1 and len(group) > 1
        assert set(group) & set(result.lowest)


@given(st.lists(st.fractions(min_value=0, max_value=4), min_size=1, max_size=14), st.integers(0, 6))
def test_apportioned_values_stay_within_one_last_digit(values: list[Fraction], places: int) -> None:
    shown = shares_that_add_up(values, places)
    unit = Fraction(1, 10**places)
    assert sum(shown) == round_half_up(sum(values, Fraction(0)), places)
    assert all(abs(Fraction(a) - b) <= unit for a, b in zip(shown, values, strict=True))


@given(st.fractions(), st.integers(0, 6))
def test_rounding_equals_the_decimal_rule(value: Fraction, places: int) -> None:
    scaled = value * 10**places
    down = scaled.numerator // scaled.denominator
    distance = scaled - down
    if distance == Fraction(1, 2):
        expected = down + 1 if value > 0 else down
    else:
        expected = down + (distance > Fraction(1, 2))
    assert Fraction(round_half_up(value, places)) == Fraction(expected, 10**places)


@given(st.integers(1, 2_000_000))
def test_the_sample_never_exceeds_the_population(population: int) -> None:
    size = skm.sample_size(population, on=ON)
    assert 1 <= size.formula <= population and 1 <= size.table <= population
    assert size.census == (population < 10)


@given(st.integers(1, 2_000_000), st.integers(0, 1000))
def test_more_users_never_need_a_smaller_sample(population: int, more: int) -> None:
    one, other = skm.sample_size(population, on=ON), skm.sample_size(population + more, on=ON)
    assert one.table <= other.table and one.formula <= other.formula


def test_every_printed_row_of_the_sample_table_equals_the_formula() -> None:
    rows = in_force("skm.sample_table", ON)["rows"]
    assert len(rows) == 90
    for population, sample in rows:
        size = skm.sample_size(population, on=ON)
        assert (size.table, size.formula) == (sample, sample)
