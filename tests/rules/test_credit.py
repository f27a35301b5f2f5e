"""Credit points on random careers, and the one rounding a row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules import credit
from kinerja.rules.codes import Predicate
from kinerja.rules.errors import RuleError
from kinerja.rules.loader import in_force

ON = date(2026, 11, 22)
LEVELS = list(in_force("credit.level", ON)["level"])
level = st.sampled_from(LEVELS)
predicate = st.sampled_from(list(Predicate))
months = st.integers(1, 12)


def one(level_name: str, predicate_name: str, count: int = 12) -> Decimal:
    return credit.convert(level_name=level_name, predicate_name=predicate_name, months=count, on=ON).credit


@given(level, predicate, months)
def test_a_row_is_the_exact_fraction_rounded_once(level_name: str, rated: Predicate, count: int) -> None:
    result = credit.convert(level_name=level_name, predicate_name=rated, months=count, on=ON)
    exact = Fraction(result.percent) * Fraction(result.coefficient) * count / 1200
    assert abs(Fraction(result.credit) - exact) <= Fraction(1, 200)
    assert result.credit.as_tuple().exponent == -2


@given(level, months)
def test_a_better_predicate_never_gives_less(level_name: str, count: int) -> None:
    credits = [one(level_name, rated, count) for rated in Predicate]
    assert credits == sorted(credits) and len(set(credits)) == len(credits)


@given(level, predicate, st.integers(1, 11))
def test_more_months_never_give_less(level_name: str, rated: Predicate, count: int) -> None:
    assert one(level_name, rated, count) < one(level_name, rated, count + 1)


@given(level, st.lists(st.tuples(predicate, months), min_size=1, max_size=10))
def test_within_a_level_the_order_of_rows_does_not_matter(
    level_name: str, rows: list[tuple[Predicate, int]]
) -> None:
    periods = [credit.Period(level_name, rated, count) for rated, count in rows]
    result = credit.accumulate(periods, on=ON)
    backward = credit.accumulate(reversed(periods), on=ON)
    assert result.total == backward.total == result.level_total == backward.level_total
    assert result.total == sum(row.credit for row in result.rows)


@given(level, st.integers(0, 60000))
def test_a_threshold_is_reached_or_something_is_missing(level_name: str, cents: int) -> None:
    held = Decimal(cents) / 100
    result = credit.thresholds(level_name=level_name, credit=held, on=ON)
    for threshold in (result.rank, result.level):
        if threshold is None:
            continue
        assert threshold.reached == (threshold.missing == 0)
        assert held == threshold.needed - threshold.missing + threshold.surplus
        assert threshold.missing == 0 or threshold.surplus == 0


def test_a_level_threshold_is_that_of_all_its_ranks() -> None:
    for name in LEVELS:
        post = credit.level(name, on=ON)
        if post.level_threshold is not None:
            assert post.level_threshold == post.rank_threshold * len(post.ranks)
            assert post.next in LEVELS
        else:
            assert post.next is None


def test_four_years_of_baik_are_one_step_everywhere() -> None:
    for name in LEVELS:
        assert one(name, "BAIK") * 4 == credit.level(name, on=ON).rank_threshold


def test_basic_credit_grows_by_the_rank_threshold() -> None:
    for name in LEVELS:
        post = credit.level(name, on=ON)
        credits = [credit.basic_credit(level_name=name, rank_name=rank, on=ON).credit for rank in post.ranks]
        assert credits == [post.rank_threshold * place for place in range(len(post.ranks))]


@given(st.sampled_from(["ahli pertama", "AHLI_PERTAMA", " Ahli-Pertama "]))
def test_a_level_is_known_however_it_is_written(name: str) -> None:
    assert credit.level(name, on=ON).code == "ahli_pertama"


def test_negative_credit_has_no_threshold() -> None:
    with pytest.raises(RuleError, match="tidak boleh negatif"):
        credit.thresholds(level_name="mahir", credit=Decimal("-0.01"), on=ON)


def test_surplus_is_explained_only_when_there_is_some() -> None:
    without = credit.thresholds(level_name="mahir", credit=Decimal(50), on=ON)
    rules = [step.rule for step in without.explanation]
    assert rules == ["credit.level", "credit.level"]
    above = credit.thresholds(level_name="mahir", credit=Decimal("50.01"), on=ON)
    assert [step.rule for step in above.explanation][-1] == "credit.surplus"
    top = credit.thresholds(level_name="penyelia", credit=Decimal(1), on=ON)
    assert (top.level, len(top.explanation)) == (None, 1)


def test_accumulation_explains_a_change_of_level() -> None:
    same = credit.accumulate([credit.Period("mahir", "BAIK", 12)], on=ON)
    assert "credit.surplus" not in [step.rule for step in same.explanation]
    moved = credit.accumulate(
        [credit.Period("mahir", "BAIK", 12), credit.Period("penyelia", "BAIK", 6)], on=ON
    )
    says = " ".join(step.says for step in moved.explanation)
    assert "Jenjang berganti: untuk Penyelia yang dihitung 12.50" in says
