"""Figures over cases: against counting by hand, with exact edges; and what the pages say about them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.voice.models import Service
from kinerja.voice.queries.measures import Figure, figure, figures
from kinerja.voice.queries.trends import finding, label_of, moved, points, share_finding
from tests.apps.voice.make_services import make_case, make_cases, make_service, make_waiting, moment
from tests.world import TODAY, World

YEAR: dict[str, Any] = {"starts": date(2026, 1, 1), "ends": date(2027, 1, 1)}


@pytest.fixture
def service(world: World) -> Service:
    return make_service(world)


def by_hand(values: list[int], part: Decimal) -> Decimal:
    """The continuous percentile: between the two nearest ranks, in proportion."""
    row = sorted(values)
    rank = part * (len(row) - 1)
    low = int(rank)
    high = min(low + 1, len(row) - 1)
    exact = row[low] + (row[high] - row[low]) * (rank - low)
    return exact.quantize(Decimal("0.1"), "ROUND_HALF_UP")


def test_figures_agree_with_counting_by_hand(world: World, service: Service) -> None:
    dice = random.Random(4)
    days = [dice.randrange(0, 9) for _ in range(37)]
    minutes = [day * 480 + dice.randrange(480) for day in days]
    done = moment(2026, 8, 3)
    for number, (day, minute) in enumerate(zip(days, minutes, strict=True)):
        received = done - timedelta(days=20)
        make_case(service, f"B-{number}", received=received, done=done, days=day, minutes=minute)
    kept = sum(day <= 1 for day in days)
    half, ninth = Decimal("0.5"), Decimal("0.9")
    expected = Figure(
        37, kept, by_hand(minutes, half), by_hand(minutes, ninth), by_hand(days, half), by_hand(days, ninth)
    )
    assert figure(**YEAR) == expected
    assert figures(by="service", **YEAR) == {service.pk: expected}
    assert expected.share == (Decimal(kept * 100) / 37).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_nothing_is_no_figure(world: World, service: Service) -> None:
    make_case(service, "terbuka", received=moment(2026, 8, 3))
    make_waiting(service, "tunggu", received=moment(2026, 8, 3))
    nothing = figure(**YEAR)
    assert nothing == Figure(0, 0, None, None, None, None)
    assert nothing.share is None
    assert figures(by="unit", **YEAR) == {}


def test_periods_are_half_open_in_local_time(world: World, service: Service) -> None:
    """A case done at 00.30 WIB on 1 July was done on 30 June in UTC, and belongs to July."""
    early = moment(2026, 6, 1)
    make_case(service, "juni", received=early, done=moment(2026, 6, 30, 23, 59))
    make_case(service, "juli", received=early, done=moment(2026, 7, 1, 0, 30))
    assert figure(starts=date(2026, 6, 1), ends=date(2026, 7, 1)).n == 1
    assert figure(starts=date(2026, 7, 1), ends=date(2026, 7, 2)).n == 1
    months = figures(by="month", **YEAR)
    assert {day: row.n for day, row in months.items()} == {date(2026, 6, 1): 1, date(2026, 7, 1): 1}
    quarters = figures(by=("service", "quarter"), **YEAR)
    assert set(quarters) == {(service.pk, date(2026, 4, 1)), (service.pk, date(2026, 7, 1))}


def test_groups_and_filters(world: World, service: Service) -> None:
    clinic = make_service(world, "PKM1", "poli", name="Poli")
    make_cases(service, 3, first=moment(2026, 8, 3), days=1)
    make_cases(clinic, 2, first=moment(2026, 8, 3), days=0)
    units = {service.unit_id: 3, clinic.unit_id: 2}
    assert {key: row.n for key, row in figures(by="unit", **YEAR).items()} == units
    assert figure(services=[clinic.pk], **YEAR).n == 2
    assert figure(units=[service.unit_id], **YEAR).n == 3
    assert figure(units=[], **YEAR).n == 0
    assert figures(by="officer", **YEAR)[None].n == 5
    with pytest.raises(KeyError):
        figures(by="name", **YEAR)
    with CaptureQueriesContext(connection) as asked:
        figures(by=("unit", "service", "month"), **YEAR)
    assert len(asked) == 1


def fallen(service: Service) -> None:
    """From five days in the first quarter of 2025 to one in the third of 2026."""
    make_cases(service, 10, first=moment(2025, 2, 3), days=5, label="A")
    make_cases(service, 2, first=moment(2025, 5, 5), days=4, label="B")
    make_cases(service, 12, first=moment(2026, 8, 3), days=1, label="C")


def test_a_fall_from_days_to_one_is_told_as_that(service: Service) -> None:
    fallen(service)
    line = points(service, "quarter", TODAY)
    assert [point.label for point in line][:2] == ["Triwulan I 2025", "Triwulan II 2025"]
    assert [point.figure.n if point.figure else 0 for point in line] == [10, 2, 0, 0, 0, 0, 12, 0]
    said = finding("KTP-el", line, "working_days")
    wanted = (
        "KTP-el: median turun dari 5 hari kerja (Triwulan I 2025, n=10) "
        "menjadi 1 hari kerja (Triwulan III 2026, n=12)."
    )
    assert said == wanted
    assert share_finding(line).startswith("Sesuai standar: 0,0% (Triwulan I 2025, n=10), lalu 100,0%")


def test_too_few_cases_say_nothing(service: Service) -> None:
    assert finding("KTP-el", points(service, "quarter", TODAY), "working_days") == "KTP-el: belum cukup data."
    make_cases(service, 4, first=moment(2026, 8, 3), days=1, label="A")
    line = points(service, "month", TODAY)
    assert finding("KTP-el", line, "working_days") == "KTP-el: belum cukup data."
    assert share_finding(line) == "Belum cukup data untuk menyebut bagian yang sesuai standar."
    make_cases(service, 1, first=moment(2026, 8, 10), days=1, label="B")
    told = finding("KTP-el", points(service, "month", TODAY), "working_days")
    assert told == "KTP-el: median 1 hari kerja (Agustus 2026, n=5)."


@pytest.mark.parametrize(
    ("days", "word"), [(3, "naik"), (1, "tetap 1 hari kerja"), (0, "menjadi hari yang sama")]
)
def test_worse_and_equal_are_told_too(days: int, word: str, service: Service) -> None:
    make_cases(service, 5, first=moment(2026, 2, 2), days=1, label="A")
    make_cases(service, 5, first=moment(2026, 8, 3), days=days, label="B")
    assert word in finding("KTP-el", points(service, "quarter", TODAY), "working_days")


def test_quarters_and_months_step_over_years() -> None:
    assert moved(date(2026, 1, 1), "quarter", -1) == date(2025, 10, 1)
    assert moved(date(2026, 11, 1), "month", 3) == date(2027, 2, 1)
    assert label_of(date(2025, 10, 1), "quarter") == "Triwulan IV 2025"


def test_the_page_of_a_service_shows_the_change(world: World, service: Service) -> None:
    fallen(service)
    client = world.client(world.counter_officer)
    url = reverse("voice:service_measures", args=[service.pk])
    page = client.get(url).content.decode()
    for words in (
        "median turun dari 5 hari kerja (Triwulan I 2025, n=10) menjadi 1 hari kerja",
        "II/25 (2)",
        "belum cukup data",
        "mengapa?",
        "service.office_hours",
    ):
        assert words in page, words
    months = client.get(url, {"per": "bulan"}).content.decode()
    assert "Agu/26 (12)" in months
    empty = make_service(world, code="kk", name="Kartu keluarga")
    assert (
        "Belum ada berkas selesai"
        in client.get(reverse("voice:service_measures", args=[empty.pk])).content.decode()
    )


def test_a_promise_in_minutes_is_shown_in_minutes(world: World) -> None:
    clinic = make_service(world, "PKM1", "poli", promise=30, promise_unit="minutes", name="Poli")
    hours = make_service(world, "PKM1", "lab", promise=2, promise_unit="hours", name="Laboratorium")
    done = moment(2026, 10, 1)
    for row, minutes in ((clinic, 25), (hours, 90)):
        for number in range(5):
            make_case(row, f"{number}", received=done, done=done, minutes=minutes, within=True)
    page = world.client(world.puskesmas_head).get(reverse("voice:measures")).content.decode()
    assert "25 menit" in page
    assert "1,5 jam kerja" in page
    assert "100,0%" in page


def test_the_overview_shows_only_ones_own_and_counts_its_queries(world: World, service: Service) -> None:
    make_cases(service, 6, first=moment(2026, 10, 1), days=1)
    url = reverse("voice:measures")
    assert "KTP elektronik" not in world.client(world.nurse).get(url).content.decode()
    client = world.client(world.services_officer)
    page = client.get(url).content.decode()
    assert "KTP elektronik" in page
    assert "Empat triwulan terakhir" in page
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(30):
        other = make_service(world, code=f"l-{number}", name=f"Layanan {number}")
        make_cases(other, 1, first=moment(2026, 8, 3), days=1)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
    older = client.get(url, {"masa": "2026-07-01", "unit": str(service.unit_id)}).content.decode()
    assert "Triwulan III 2026" in older
    assert client.get(url, {"masa": "kemarin", "unit": "x"}).status_code == 200
