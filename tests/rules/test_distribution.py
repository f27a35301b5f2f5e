from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kinerja.rules.codes import OrganisationPredicate, Predicate
from kinerja.rules.distribution import check, pattern
from kinerja.rules.errors import RuleError

ON = date(2026, 6, 30)
COUNTS = st.fixed_dictionaries({code.value: st.integers(0, 60) for code in Predicate})
ORGANISATIONS = st.sampled_from(list(OrganisationPredicate))


def share(counts: dict[str, int], *codes: str) -> Fraction:
    return Fraction(sum(counts[code] for code in codes), sum(counts.values()))


def by_hand(org: str, c: dict[str, int]) -> bool:
    """The circular's table written out again, in fractions."""
    top = max(c.values())
    if org == "ISTIMEWA":
        return share(c, "SANGAT_BAIK") <= Fraction(7, 10) and c["SANGAT_BAIK"] == top
    if org == "BAIK":
        some = c["BUTUH_PERBAIKAN"] + c["KURANG"] > 0
        return share(c, "BAIK") <= Fraction(7, 10) and some and c["BAIK"] == top
    dominant = share(c, org) >= Fraction(6, 10)
    if org == "BUTUH_PERBAIKAN":
        return dominant and share(c, "SANGAT_BAIK") <= Fraction(1, 10)
    if org == "KURANG":
        low = share(c, "BUTUH_PERBAIKAN") >= Fraction(1, 10)
        return dominant and low and share(c, "SANGAT_BAIK") <= Fraction(1, 10)
    return dominant and share(c, "KURANG", "BUTUH_PERBAIKAN") >= Fraction(1, 10) and c["SANGAT_BAIK"] == 0


@given(ORGANISATIONS, COUNTS)
def test_the_verdict_is_the_table_of_the_circular(org: OrganisationPredicate, counts: dict[str, int]) -> None:
    assume(sum(counts.values()) >= 5)
    answer = check(org, counts, on=ON)
    assert answer.complies is by_hand(org, counts)
    assert answer.complies is (not answer.warnings)


@given(ORGANISATIONS, COUNTS)
def test_every_warning_says_the_nearest_count_that_complies(
    org: OrganisationPredicate, counts: dict[str, int]
) -> None:
    assume(sum(counts.values()) >= 5)
    people = sum(counts.values())
    for warning in check(org, counts, on=ON).warnings:
        assert str(warning.count) in warning.text and str(warning.limit) in warning.text
        if warning.kind == "max":
            over = Fraction(warning.limit + 1, people)
            assert warning.count > warning.limit
            assert over > {"ISTIMEWA": Fraction(7, 10), "BAIK": Fraction(7, 10)}.get(
                org.value, Fraction(0) if org == "SANGAT_KURANG" else Fraction(1, 10)
            )
        else:
            assert warning.count < warning.limit <= people


@given(ORGANISATIONS, COUNTS)
def test_the_target_for_the_most_frequent_is_reachable_and_least(
    org: OrganisationPredicate, counts: dict[str, int]
) -> None:
    assume(sum(counts.values()) >= 5)
    for warning in check(org, counts, on=ON).warnings:
        if warning.kind == "mode":
            others = [n for code, n in counts.items() if code != warning.predicates[0]]
            surplus = [sum(max(0, n - goal) for n in others) for goal in (warning.limit, warning.limit - 1)]
            assert surplus[0] <= warning.limit - warning.count
            assert surplus[1] > warning.limit - 1 - warning.count


@given(ORGANISATIONS, st.lists(st.sampled_from(list(Predicate)), max_size=4))
def test_fewer_than_five_people_have_no_verdict(org: OrganisationPredicate, few: list[Predicate]) -> None:
    answer = check(org, {code.value: few.count(code) for code in Predicate}, on=ON)
    assert answer.complies is None and not answer.warnings
    assert "Kurang dari 5" in answer.explanation[-1].says


@pytest.mark.parametrize("count", [-1, True, 2.0])
def test_a_count_must_be_a_whole_number_from_zero(count: int) -> None:
    with pytest.raises(RuleError, match="bilangan bulat dari 0"):
        check("BAIK", {"BAIK": count}, on=ON)


@pytest.mark.parametrize("org", list(OrganisationPredicate))
def test_the_curve_peaks_at_the_predicate_of_the_same_level(org: OrganisationPredicate) -> None:
    heights = pattern(org, on=ON).heights
    peak = max(heights, key=lambda code: heights[code])
    assert list(Predicate).index(peak) == list(OrganisationPredicate).index(org)
    assert heights[peak] == 6
