"""Talent, competence, IP-ASN, hours and allowance: shapes and properties beside the cases."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules import allowance, competence, development_hours, profile_index, talent
from kinerja.rules.codes import Predicate, Rating
from kinerja.rules.errors import RuleError
from kinerja.rules.loader import in_force
from kinerja.rules.predicate_names import predicate_named

ON = date(2026, 11, 22)
score = st.integers(0, 10000).map(lambda cents: Decimal(cents) / 100)


def test_the_nine_boxes_are_one_to_nine() -> None:
    boxes = {talent.box(performance=y, potential=x, on=ON).box for y in Rating for x in talent.Potential}
    assert boxes == set(range(1, 10))


def test_every_predicate_has_its_status() -> None:
    statuses = [talent.performance_status(rated, on=ON) for rated in reversed(Predicate)]
    assert statuses == [Rating.ABOVE, Rating.MEETS, Rating.BELOW, Rating.BELOW, Rating.BELOW]


def test_the_weights_of_each_axis_are_one_hundred() -> None:
    law = in_force("talent.weights", ON)
    for axis in ("performance", "potential", "axis"):
        assert sum(Decimal(share) for share in law[axis].values()) == 100


@given(score, score)
def test_equal_components_are_their_own_axis(y: Decimal, x: Decimal) -> None:
    y_names, x_names = talent.components(ON)
    result = talent.weighted(
        performance=dict.fromkeys(y_names, y), potential=dict.fromkeys(x_names, x), on=ON
    )
    assert (result.performance_score, result.potential_score) == (y, x)
    assert abs(Fraction(result.talent_value) - Fraction(y + x) / 2) <= Fraction(1, 200)


def test_a_missing_component_is_named() -> None:
    with pytest.raises(RuleError, match="sumbu kinerja memerlukan 4 komponen: kinerja, penghargaan"):
        talent.weighted(performance={}, potential={}, on=ON)


def test_the_dictionary_has_nine_competences_of_five_levels_with_three_signs() -> None:
    book = competence.dictionary(ON)
    assert [item.code for item in book] == [
        *("integritas", "kerja_sama", "komunikasi", "orientasi_hasil", "pelayanan_publik"),
        *("pengembangan_diri", "mengelola_perubahan", "pengambilan_keputusan", "perekat_bangsa"),
    ]
    assert [item.kind for item in book] == ["manajerial"] * 8 + ["sosial kultural"]
    signs = [sign for item in book for level in item.levels for sign in level.indicators]
    descriptors = [level.descriptor for item in book for level in item.levels]
    assert (len(signs), len(set(signs))) == (135, 135)
    assert (len(descriptors), len(set(descriptors))) == (45, 45)
    for item in book:
        assert [level.level for level in item.levels] == [1, 2, 3, 4, 5]
        assert all(len(level.indicators) == 3 for level in item.levels)


levels = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1, max_size=9)


@given(levels, st.sampled_from(["pengisian", "pemetaan"]))
def test_jpm_is_the_exact_ratio_rounded_once(pairs: list[tuple[int, int]], purpose: str) -> None:
    required, actual = zip(*pairs, strict=True)
    result = competence.job_person_match(required=required, actual=actual, purpose=purpose, on=ON)
    exact = Fraction(100 * sum(actual), sum(required))
    assert abs(Fraction(result.jpm) - exact) <= Fraction(1, 200)
    assert sum(result.gaps) == sum(actual) - sum(required)
    mixed = competence.job_person_match(required=required[::-1], actual=actual[::-1], purpose=purpose, on=ON)
    assert (mixed.jpm, mixed.category) == (result.jpm, result.category)


def test_the_category_is_read_from_the_figure_that_is_shown() -> None:
    with pytest.raises(RuleError, match="harus sama banyak"):
        competence.job_person_match(required=[], actual=[], on=ON)
    bands = in_force("jpm.category", ON)["purpose"]
    for rows in bands.values():
        lowest = [Decimal(row["lowest"]) for row in rows]
        assert lowest == sorted(lowest, reverse=True) and lowest[-1] == 0


def test_the_dimensions_reach_their_weight_and_no_more() -> None:
    law = in_force("profile_index.points", ON)
    assert sum(Decimal(weight) for weight in law["weight"].values()) == 100
    assert max(Decimal(points) for points in law["education"].values()) == Decimal(
        law["weight"]["kualifikasi"]
    )
    for kinds in law["competence"].values():
        assert sum(Decimal(points) for points in kinds.values()) == Decimal(law["weight"]["kompetensi"])
    assert max(Decimal(points) for points in law["predicate"].values()) == Decimal(law["weight"]["kinerja"])
    assert max(Decimal(points) for points in law["discipline"].values()) == Decimal(law["weight"]["disiplin"])


@given(st.sampled_from(["S3", "S2", "S1", "D3", "SMA", "SD"]), st.sampled_from(["ringan", "sedang", "berat"]))
def test_a_better_predicate_never_lowers_the_profile(education: str, discipline: str) -> None:
    indices = [
        profile_index.profile_index(
            education=education, post="pelaksana", trainings=[], predicate=rated, discipline=discipline, on=ON
        ).index
        for rated in Predicate
    ]
    assert indices == sorted(indices)


days = st.integers(0, 364).map(lambda day: date(2026, 1, 1) + timedelta(days=day))
KINDS = list(in_force("hours.kind", ON)["kind"])
entries = st.lists(
    st.builds(development_hours.Activity, st.sampled_from(KINDS), days, st.integers(1, 6)), max_size=25
)


@given(entries)
def test_what_counts_and_what_is_cut_is_all_there_is(
    activities: list[development_hours.Activity],
) -> None:
    result = development_hours.development_hours(activities, year=2026, status="PNS", on=ON)
    worth = in_force("hours.kind", ON)["kind"]
    claimed = sum(activity.amount * worth[activity.kind].get("hours", 1) for activity in activities)
    assert sum(item.hours + item.cut for item in result.kinds) == claimed
    assert result.hours == sum(item.hours for item in result.kinds)
    assert result.fulfilled == (result.hours >= 20)
    months = {activity.day.month for activity in activities if activity.kind == "coaching"}
    coaching = next((item.hours for item in result.kinds if item.kind == "coaching"), 0)
    assert coaching <= 4 * len(months)
    backward = development_hours.development_hours(activities[::-1], year=2026, status="PNS", on=ON)
    assert backward == result


money = st.integers(0, 50_000_000).map(Decimal)
percent = st.integers(0, 100).map(Decimal)


@given(money, percent, percent, percent)
def test_the_allowance_is_exact_before_its_one_rounding(
    base: Decimal, weight: Decimal, first: Decimal, second: Decimal
) -> None:
    parts = [allowance.Component("a", weight, first), allowance.Component("b", 100 - weight, second)]
    result = allowance.allowance(base=base, components=parts, on=ON)
    exact = Fraction(base) * (Fraction(weight * first) + Fraction((100 - weight) * second)) / 10000
    assert abs(Fraction(result.amount) - exact) <= Fraction(1, 2)
    assert 0 <= result.amount <= base


def test_attendance_never_falls_below_nothing() -> None:
    assert allowance.attendance_score([Decimal(60), Decimal(60)]) == 0
    assert allowance.attendance_score([]) == 100
    with pytest.raises(RuleError, match="tidak boleh negatif"):
        allowance.attendance_score([Decimal("-0.1")])


def test_the_map_of_the_law_is_empty_and_the_usual_weights_are_whole() -> None:
    assert in_force("allowance.predicate_map", ON)["percent"] == {}
    assert sum(allowance.default_weights(ON).values()) == 100


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Cukup", "BUTUH_PERBAIKAN"),
        ("buruk", "SANGAT_KURANG"),
        ("sangat baik", "SANGAT_BAIK"),
        ("BAIK", "BAIK"),
    ],
)
def test_predicates_as_people_write_them(written: str, meant: str) -> None:
    assert predicate_named(written, on=ON) == meant
