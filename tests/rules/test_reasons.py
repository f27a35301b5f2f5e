"""What the spine's rules tell their reader, word for word: distribution, predicate, units of time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kinerja.rules import credit, distribution, predicate, quantities, skm, targets
from kinerja.rules.calendar import Calendar
from kinerja.rules.codes import OrganisationPredicate, Predicate, Rating, Reading
from kinerja.rules.errors import RuleError

ON = date(2026, 11, 22)
CIRCULAR = "SE MenPANRB 3/2023"


def test_a_departure_is_told_with_the_counts_that_comply() -> None:
    result = distribution.check("KURANG", {"SANGAT_BAIK": 2, "KURANG": 7, "BAIK": 4}, on=ON)
    texts = [
        "kurangi SANGAT_BAIK dari 2 menjadi paling banyak 1 (15,3% melebihi 10%)",
        "tambah KURANG dari 7 menjadi paling sedikit 8 (53,8% kurang dari 60%)",
        "tambah BUTUH_PERBAIKAN dari 0 menjadi paling sedikit 2 (0% kurang dari 10%)",
    ]
    assert [warning.text for warning in result.warnings] == texts
    counts = {"SANGAT_BAIK": 2, "BAIK": 4, "BUTUH_PERBAIKAN": 0, "KURANG": 7, "SANGAT_KURANG": 0}
    told = [(step.rule, step.value, step.source, step.says) for step in result.explanation]
    assert told == [
        ("input", counts, "Masukan", "13 pegawai dinilai; predikat organisasi Kurang."),
        ("distribution.pattern", 1, CIRCULAR, texts[0]),
        ("distribution.pattern", 8, CIRCULAR, texts[1]),
        ("distribution.pattern", 2, CIRCULAR, texts[2]),
        (
            "distribution.pattern",
            False,
            CIRCULAR,
            "Belum sesuai pola distribusi; ini pertimbangan, bukan larangan.",
        ),
    ]
    assert (result.organisation, result.people) == (OrganisationPredicate.KURANG, 13)
    assert result.counts == {Predicate(name): count for name, count in counts.items()}


def test_a_pattern_that_complies_says_so() -> None:
    result = distribution.check("BAIK", {"SANGAT_BAIK": 3, "BAIK": 6, "KURANG": 1}, on=ON)
    last = result.explanation[-1]
    assert (last.rule, last.value, last.says) == ("distribution.pattern", True, "Sesuai pola distribusi.")
    assert result.complies is True and len(result.explanation) == 2


def test_too_few_people_are_told_why_there_is_no_verdict() -> None:
    result = distribution.check("BAIK", {"BAIK": 4}, on=ON)
    step = result.explanation[1]
    assert (step.rule, step.value) == ("distribution.floor", 5)
    assert step.says == "Kurang dari 5 pegawai: pola distribusi tidak disimpulkan."
    assert (result.complies, result.people, result.warnings) == (None, 4, ())
    assert (result.organisation, result.counts[Predicate.BAIK]) == (OrganisationPredicate.BAIK, 4)


def test_two_predicates_together_are_named_together() -> None:
    result = distribution.check("BAIK", {"SANGAT_BAIK": 5, "BAIK": 6}, on=ON)
    assert [warning.text for warning in result.warnings] == [
        "tambah BUTUH_PERBAIKAN dan/atau KURANG dari 0 menjadi paling sedikit 1"
    ]


def test_the_most_frequent_is_asked_for_beside_another_departure() -> None:
    result = distribution.check("BAIK", {"SANGAT_BAIK": 6, "BAIK": 4}, on=ON)
    assert [warning.text for warning in result.warnings] == [
        "tambah BUTUH_PERBAIKAN dan/atau KURANG dari 0 menjadi paling sedikit 1",
        "BAIK harus paling banyak: tambah BAIK dari 4 menjadi paling sedikit 5 "
        "(predikat lain masing-masing paling banyak 5)",
    ]


def test_one_predicate_written_in_two_ways_is_added_up() -> None:
    result = distribution.check("BAIK", {"BAIK": 3, "baik": 4, "KURANG": 1, "Sangat Baik": 3}, on=ON)
    assert (result.people, result.counts[Predicate.BAIK]) == (11, 7)


def test_the_pattern_names_its_organisation() -> None:
    assert distribution.pattern("ISTIMEWA", on=ON).organisation is OrganisationPredicate.ISTIMEWA


def test_the_predicate_repeats_what_it_was_given() -> None:
    result = predicate.predicate("sesuai", "diatas", on=ON, drop_out=True)
    assert (result.result, result.behaviour, result.drop_out) == (Rating.MEETS, Rating.ABOVE, True)


@pytest.mark.parametrize(
    ("result", "behaviour", "says"),
    [
        ("x", "sesuai", "rating hasil kerja 'x' tidak dikenal"),
        ("sesuai", "x", "rating perilaku kerja 'x' tidak dikenal"),
    ],
)
def test_an_unknown_rating_is_named(result: str, behaviour: str, says: str) -> None:
    with pytest.raises(RuleError) as refusal:
        predicate.predicate(result, behaviour, on=ON)
    assert str(refusal.value).startswith(says)


def test_an_unknown_organisation_predicate_is_named() -> None:
    for ask in (
        lambda: distribution.pattern("x", on=ON),
        lambda: distribution.check("x", {"BAIK": 5}, on=ON),
    ):
        with pytest.raises(RuleError) as refusal:
            ask()
        assert str(refusal.value).startswith("predikat organisasi 'x' tidak dikenal")
    with pytest.raises(RuleError) as refusal:
        distribution.check("BAIK", {"x": 5}, on=ON)
    assert str(refusal.value).startswith("predikat 'x' tidak dikenal")


def test_a_percentage_of_two_is_not_taken_for_a_share() -> None:
    result = targets.read_target(direction="higher", target="85%", actual="1.5", on=ON)
    shown = [step.says for step in result.explanation]
    assert any("dianggap" in says for says in shown)


def test_credit_without_a_year_in_rank_is_the_basic_credit() -> None:
    granted = credit.transfer_credit(
        level_name="ahli_muda", rank_name="III/d", predicate_name="BAIK", years=0, peak_rank=False, on=ON
    )
    assert granted.credit == Decimal("100.00")


def test_the_second_diploma_bonus_is_refused_word_for_word() -> None:
    with pytest.raises(RuleError) as refusal:
        credit.education_bonus(level_name="mahir", predicate_name="BAIK", already_used=True, on=ON)
    assert str(refusal.value) == "tambahan angka kredit ijazah hanya satu kali dan sudah dipakai"


def test_results_repeat_what_they_were_asked() -> None:
    assert credit.thresholds(level_name="mahir", credit=Decimal("7.5"), on=ON).credit == Decimal("7.50")
    assert [skm.sample_size(n, on=ON).population for n in (7, 4384)] == [7, 4384]


@pytest.mark.parametrize(("length", "shown"), [(40, "9" * 40), (41, "9" * 40 + "...")])
def test_a_long_answer_is_cut_in_the_refusal(length: int, shown: str) -> None:
    codes = skm.codes(ON)
    lines = [",".join(codes) + "\n", ",".join(["9" * length, *["3"] * 8]) + "\n"]
    with pytest.raises(RuleError) as refusal:
        skm.tally_csv(lines, codes=codes)
    assert f'jawaban "{shown}" di luar' in str(refusal.value)


def test_five_people_are_enough_for_a_verdict() -> None:
    result = distribution.check("BAIK", {"SANGAT_BAIK": 1, "BAIK": 3, "KURANG": 1}, on=ON)
    assert (result.people, result.complies) == (5, True)


@pytest.mark.parametrize(
    ("target", "actual", "value", "says"),
    [
        ("3 bulan", "2 minggu", {"bulan": "720", "minggu": "168"}, "1 bulan = 720 jam; 1 minggu = 168 jam"),
        (
            "2 hari kerja",
            "3 jam",
            {"hari kerja": "1", "jam": "2/15"},
            "1 hari kerja = 1 hari kerja; 1 jam = 2/15 hari kerja",
        ),
    ],
)
def test_units_of_time_are_made_equal_in_the_open(
    target: str, actual: str, value: dict[str, str], says: str
) -> None:
    steps = targets.read_target(direction="lower", target=target, actual=actual, on=ON).explanation
    step = next(step for step in steps if step.rule == "target.time_units")
    assert (step.value, step.says) == (value, f"Satuan waktu disamakan: {says}.")


@pytest.mark.parametrize("actual", ["paling banyak 5", "paling sedikit 5"])
def test_a_bound_is_no_realisation(actual: str) -> None:
    result = targets.read_target(direction="higher", target="10", actual=actual, on=ON)
    assert result.reading is Reading.UNKNOWN
    assert "realisasi berupa batas, bukan angka yang tercapai" in result.explanation[-1].says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("7 hari - 8", "memuat dua satuan dalam satu rentang: hari dan tanpa satuan"),
        ("7 bulan - 8 hari", "memuat dua satuan dalam satu rentang: bulan dan hari"),
        ("8-7 hari", "memuat rentang yang batas bawahnya lebih besar daripada batas atasnya"),
    ],
)
def test_a_range_that_contradicts_itself_is_refused(text: str, says: str) -> None:
    with pytest.raises(RuleError) as refusal:
        quantities.parse(text)
    assert str(refusal.value) == says


def test_both_ends_of_a_range_tell_how_they_were_read() -> None:
    assert len(quantities.parse("1.000 - 2.000").notes) == 2


def test_a_year_is_twelve_months_unless_said_otherwise() -> None:
    result = credit.convert(level_name="mahir", predicate_name="BAIK", on=ON)
    assert (result.months, result.credit) == (12, Decimal("12.50"))


def test_a_reading_is_told_from_input_to_verdict() -> None:
    result = targets.read_target(direction="lower", target="7-8 bulan", actual="9 bulan", on=ON)
    told = [(step.rule, step.value, step.says) for step in result.explanation]
    asked = {"direction": "lower", "target": "7-8 bulan", "actual": "9 bulan"}
    assert told[0] == (
        "input",
        asked,
        "Target '7-8 bulan', realisasi '9 bulan'; makin rendah makin baik.",
    )
    assert told[-1] == ("arithmetic", "dibawah", "Belum memenuhi target. Ini bacaan, bukan rating.")
    assert result.reading is Reading.BELOW


def test_an_element_is_told_with_its_name_sum_and_own_grade() -> None:
    codes = skm.codes(ON)
    sums = {code: 32 if code == "biaya" else 30 for code in codes}
    result = skm.compute(skm.Tally.from_sums(sums, dict.fromkeys(codes, 10), 10), on=ON)
    fee = next(score for score in result.elements if score.code == "biaya")
    assert (fee.name, fee.total, fee.answers) == ("Biaya/tarif", 32, 10)
    assert (fee.shown, fee.converted, fee.grade) == (Decimal("3.20"), Decimal("80.00"), "B")
    assert (result.withheld, result.weights) == ("", "exact")


def test_an_element_that_the_law_does_not_name_keeps_its_code() -> None:
    tally = skm.Tally.from_sums({"u1": 30, "biaya": 30}, {"u1": 10, "biaya": 10}, 10)
    assert [score.name for score in skm.compute(tally, on=ON).elements] == ["u1", "Biaya/tarif"]


def test_a_level_knows_its_category_and_an_unknown_one_is_named() -> None:
    assert credit.level("mahir", on=ON).category == "Keterampilan"
    with pytest.raises(RuleError) as refusal:
        credit.level("x", on=ON)
    assert str(refusal.value).startswith("jenjang 'x' tidak dikenal; pilihan: pemula, terampil")


def test_no_working_day_lies_after_a_day_up_to_itself() -> None:
    calendar = Calendar(frozenset(), frozenset({2026}))
    monday = date(2026, 11, 23)
    assert calendar.working_days_between(monday, monday) == 0
