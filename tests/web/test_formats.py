"""Dates, numbers and names as people write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from kinerja.web.differences import word_changes
from kinerja.web.formats import (
    clock_time,
    date_span,
    dates_in_words,
    long_date,
    moment,
    name_initials,
    nip_parts,
    plain_number,
    say,
)

AT = datetime(2026, 11, 22, 3, 42, tzinfo=UTC)


def test_a_date_is_written_in_full():
    assert long_date(date(2026, 11, 2)) == "2 November 2026"
    assert long_date(date(2026, 8, 17)) == "17 Agustus 2026"


def test_a_moment_names_its_zone():
    assert moment(AT) == "22 November 2026 pukul 10.42 WIB"
    with timezone.override("Asia/Makassar"):
        assert clock_time(AT) == "11.42 WITA"
    with timezone.override("Asia/Jayapura"):
        assert clock_time(AT) == "12.42 WIT"


def test_the_day_of_a_moment_is_the_day_of_the_agency():
    assert long_date(datetime(2026, 11, 22, 17, 30, tzinfo=UTC)) == "23 November 2026"


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), "1 s.d. 31 Maret 2026"),
        (date(2026, 1, 1), date(2026, 3, 31), "1 Januari s.d. 31 Maret 2026"),
        (date(2025, 12, 30), date(2026, 1, 2), "30 Desember 2025 s.d. 2 Januari 2026"),
        (date(2026, 1, 1), date(2026, 1, 1), "1 Januari 2026"),
    ],
)
def test_a_span_says_nothing_twice(starts, ends, said):
    assert date_span(starts, ends) == said


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (1234, None, "1.234"),
        (Decimal("1234.50"), None, "1.234,5"),
        (Decimal("1234.5"), 2, "1.234,50"),
        (Decimal("3.40"), None, "3,4"),
        (Decimal("120"), None, "120"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("-0.05"), None, "-0,05"),
        ("88.2", None, "88,2"),
        (0, None, "0"),
    ],
)
def test_numbers(value, places, said):
    assert plain_number(value, places) == said


def test_numbers_for_english_readers():
    with translation.override("en"):
        assert plain_number(Decimal("1234.5")) == "1,234.5"


def test_what_is_no_number_is_refused():
    with pytest.raises(InvalidOperation):
        plain_number("banyak")


def test_a_nip_is_parted_and_loses_no_digit():
    assert nip_parts("198501012010011001") == ("19850101", "201001", "1", "001")
    assert nip_parts("1985") == ("1985",)


@given(st.text(alphabet="0123456789", max_size=25))
def test_the_parts_of_any_nip_are_the_nip(nip):
    assert "".join(nip_parts(nip)) == nip


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sari Wulandari", "SW"),
        ("dr. Sari Wulandari, Sp.PD", "SW"),
        ("Drs. H. Budi Agung Hartono, M.Si.", "BH"),
        ("Suharto", "S"),
        ("", ""),
        ("Dr. Ir. Ani", "A"),
    ],
)
def test_initials_leave_titles_out(name, letters):
    assert name_initials(name) == letters


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "ya"),
        (False, "tidak"),
        (None, "tidak ada"),
        (Decimal("82.010"), "82,01"),
        (Fraction(1, 4), "1/4"),
        (date(2026, 1, 31), "31 Januari 2026"),
        (AT, "22 November 2026 pukul 10.42 WIB"),
        (["diatas", 3], "diatas, 3"),
        ({"BAIK": 12, "KURANG": 0}, "BAIK: 12; KURANG: 0"),
        (timedelta(days=2), "2 days, 0:00:00"),
    ],
)
def test_values_of_an_explanation_as_words(value, said):
    assert say(value) == said


WORDS = st.lists(st.sampled_from(["target", "120", "100", "berkas", "izin"]), max_size=12)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_back_from_their_changes(old, new):
    changes = word_changes(" ".join(old), " ".join(new))
    before = " ".join(change.text for change in changes if change.kind != "new").split()
    after = " ".join(change.text for change in changes if change.kind != "old").split()
    assert (before, after) == (old, new)
    if old == new:
        assert {change.kind for change in changes} <= {"same"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("sejak 2026-11-23 sampai 2027-05-23.", "sejak 23 November 2026 sampai 23 Mei 2027."),
        ("Nomor 800-2026-11 dan 2026-13-40", "Nomor 800-2026-11 dan 2026-13-40"),
        ("", ""),
    ],
)
def test_days_of_the_rules_are_said_in_words(written, said):
    assert dates_in_words(written) == said
