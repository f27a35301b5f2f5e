from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.codes import Reading
from kinerja.rules.quantities import MAX_LENGTH, Unreadable, parse, read_number
from kinerja.rules.targets import read_target

ON = date(2026, 6, 30)
FIGURES = st.decimals("0", "99999", places=2)
DIRECTIONS = st.sampled_from(["higher", "lower", "within"])
MIRROR = {"higher": "lower", "lower": "higher", "within": "within"}
ORDER = [Reading.BELOW, Reading.MEETS, Reading.ABOVE]


def typed(figure: Decimal) -> str:
    """A figure as an Indonesian writes it: 1.234,50."""
    return f"{figure:,.2f}".translate(str.maketrans(",.", ".,"))


def reading(direction: str, target: str, actual: str) -> Reading:
    return read_target(direction=direction, target=target, actual=actual, on=ON).reading


@given(FIGURES)
def test_an_indonesian_figure_reads_as_itself(figure: Decimal) -> None:
    assert read_number(typed(figure))[0] == figure


@given(DIRECTIONS, FIGURES, FIGURES, FIGURES)
def test_the_reading_follows_the_range(direction: str, a: Decimal, b: Decimal, actual: Decimal) -> None:
    low, high = min(a, b), max(a, b)
    got = reading(direction, f"{typed(low)} – {typed(high)} unit", f"{typed(actual)} unit")
    if low <= actual <= high:
        assert got is Reading.MEETS
    elif direction == "within":
        assert got is Reading.BELOW
    else:
        assert got is (Reading.ABOVE if (actual > high) == (direction == "higher") else Reading.BELOW)


@given(FIGURES, FIGURES, FIGURES, FIGURES)
def test_more_never_reads_worse_when_higher_is_better(a: Decimal, b: Decimal, x: Decimal, y: Decimal) -> None:
    target = f"{typed(min(a, b))}-{typed(max(a, b))}"
    less, more = (ORDER.index(reading("higher", target, typed(n))) for n in (min(x, y), max(x, y)))
    assert less <= more
    less, more = (ORDER.index(reading("lower", target, typed(n))) for n in (min(x, y), max(x, y)))
    assert less >= more


@given(DIRECTIONS, FIGURES, FIGURES, FIGURES)
def test_mirroring_figures_and_direction_changes_nothing(
    direction: str, a: Decimal, b: Decimal, actual: Decimal
) -> None:
    top = Decimal(100000)
    straight = reading(direction, f"{typed(min(a, b))}-{typed(max(a, b))}", typed(actual))
    target = f"{typed(top - max(a, b))}-{typed(top - min(a, b))}"
    assert reading(MIRROR[direction], target, typed(top - actual)) is straight


WHOLE = st.integers(1, 400)
SAME = [("hari", "jam", 24), ("minggu", "hari", 7), ("triwulan", "bulan", 3), ("tahun", "semester", 2),
        ("minggu", "hari kerja", 5), ("bulan", "hari", 30)]  # fmt: skip


@given(DIRECTIONS, WHOLE, WHOLE, st.sampled_from(SAME))
def test_a_unit_of_time_is_its_parts(
    direction: str, goal: int, done: int, same: tuple[str, str, int]
) -> None:
    big, small, times = same
    plain = reading(direction, f"{goal} {small}", f"{done * times} {small}")
    assert reading(direction, f"{goal} {small}", f"{done} {big}") is plain
    assert reading(direction, f"{goal * times} {small}", f"{done} {big}") is reading(
        direction, f"{goal} {big}", f"{done} {big}"
    )


@given(st.text(max_size=80), st.text(max_size=80), DIRECTIONS)
def test_no_text_breaks_the_reader_and_unknown_always_says_why(goal: str, done: str, direction: str) -> None:
    answer = read_target(direction=direction, target=goal, actual=done, on=ON)
    assert bool(answer.reason) is (answer.reading is Reading.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("80 – 90%", "80", "90", "%"),
        ("80%-90 %", "80", "90", "%"),
        ("80 persen s.d. 90 persen", "80", "90", "%"),
        ("7-8 bulan", "7", "8", "bulan"),
        ("7 bulan sampai dengan 8 bulan", "7", "8", "bulan"),
        ("2-3 hari setelah permohonan", "2", "3", "hari"),
        ("2 – 3 hari kerja setelah berkas lengkap", "2", "3", "hari kerja"),
        ("3,5 skala 5", "3.5", "3.5", "skala 5"),
        ("Skor 3,5 dari skala 5", "3.5", "3.5", "skala 5"),
        ("3 (tiga) unit", "3", "3", "unit"),
        ("Rp 1,5 miliar", "1500000000", "1500000000", ""),
        ("5-7 juta rupiah", "5000000", "7000000", "rupiah"),
        ("-2 – 3 %", "-2", "3", "%"),
        ("0.500", "0.5", "0.5", ""),
        ("1,234.5", "1234.5", "1234.5", ""),
        ("1,234,567", "1234567", "1234567", ""),
    ],
)
def test_texts_of_the_regulation_and_the_street(text: str, low: str, high: str, unit: str) -> None:
    got = parse(text)
    assert (got.low, got.high, got.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "belum diisi"),
        ("90-80%", "batas bawahnya lebih besar"),
        ("12.34.56", "tidak jelas"),
        ("1 bulan 15 hari", "lebih dari satu besaran"),
        ("31 Januari", "tanggal"),
        ("2026-12-31", "lebih dari satu besaran"),
        ("2 hari - 3 bulan", "dua satuan"),
        ("minimal 80-90", "rentang dan batas"),
        ("Dokumen lengkap", "uraian"),
        ("9" * 40, "terlalu panjang"),
        ("8" * (MAX_LENGTH + 1), "uraian panjang"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        parse(text)


@pytest.mark.parametrize(
    ("target", "actual", "why"),
    [
        ("80", "79-81", "melintasi"),
        ("80", "minimal 90", "batas, bukan angka"),
        ("80%", "0,85", "tanda persen"),
        ("80%", "1", "tanda persen"),
    ],
)
def test_a_realisation_that_settles_nothing_is_unknown(target: str, actual: str, why: str) -> None:
    answer = read_target(direction="higher", target=target, actual=actual, on=ON)
    assert answer.reading is Reading.UNKNOWN and why in answer.reason


def test_ambiguous_spelling_and_missing_units_are_explained() -> None:
    steps = read_target(direction="higher", target="1.234 unit", actual="3.5", on=ON).explanation
    says = " ".join(step.says for step in steps)
    assert "1.234 dibaca 1234 (titik pemisah ribuan)" in says
    assert "3.5 dibaca 3,5 (titik sebagai tanda desimal)" in says
    assert "Satuan realisasi tidak ditulis; dianggap unit." in says
    assert "bukan rating" in steps[-1].says


def test_an_open_bound_is_explained() -> None:
    assert parse("paling lama 3 hari").notes == ("batas atas saja; ke bawah terbuka",)
    assert parse("minimal 3 unit").notes == ("batas bawah saja; ke atas terbuka",)
    assert (
        read_target(direction="lower", target="paling lama 3 hari", actual="1 hari", on=ON).reading
        == "sesuai"
    )


def test_a_conversion_names_its_rule() -> None:
    steps = read_target(direction="lower", target="2 hari kerja", actual="15 jam", on=ON).explanation
    assert any(s.rule == "target.time_units" and "1 jam = 2/15 hari kerja" in s.says for s in steps)
