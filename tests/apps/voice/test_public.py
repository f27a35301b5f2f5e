"""What everybody reads about the services: figures that agree with the cases, nothing below the floor."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page

from kinerja.voice.queries.public import picture
from kinerja.voice.queries.quarters import complete_quarters, span_of
from tests.apps.voice.make_public import make_change, make_office, make_published, make_reports, make_year
from tests.apps.voice.make_services import make_cases, make_service, moment
from tests.web.look import assert_accessible, take_pictures
from tests.world import TODAY, World


def words(client: Client, name: str, *args: Any, **query: str) -> str:
    """The text of a page, without marks and with single spaces."""
    answer = client.get(reverse(f"voice:{name}", args=args), query)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_unit_tells_promise_measure_satisfaction_and_complaints(world: World, client: Client) -> None:
    service = make_office(world)
    text = words(client, "public")
    assert "KTP elektronik" in text
    assert "1 hari kerja, Gratis" in text
    assert "Triwulan IV 2025 s.d. Triwulan III 2026, n=30" in text
    assert "100,00 A · Sangat baik" in text
    assert "Semester I 2026, n=12" in text
    assert "6 laporan diterima" in text
    assert "median tetap 1 hari kerja" in text
    unit = words(client, "public_unit", service.unit_id)
    assert "Loket kedua dibuka" in unit
    assert "Perilaku" in unit
    assert "mengapa?" in unit.casefold()


def test_every_link_of_the_page_opens_for_a_stranger(world: World, client: Client) -> None:
    service = make_office(world)
    for name, args in (
        ("public", []),
        ("public_unit", [service.unit_id]),
        ("public_changes", []),
        ("open_data", []),
    ):
        page = client.get(reverse(f"voice:{name}", args=args)).content.decode()
        body = page[page.index("<main") :]
        for link in set(re.findall(r'href="(/[^"#]*)', body)):
            assert client.get(link).status_code == 200, link


def test_few_cases_tell_nothing_and_leave_no_sum(world: World) -> None:
    """Only the quarters after the hidden one are added up."""
    service = make_service(world)
    make_year(service, (9, 4, 8, 9))
    row = picture(TODAY).units[0].services[0]
    assert row.span == "Triwulan II 2026 s.d. Triwulan III 2026"
    assert row.n == 17
    small = make_service(world, code="kia", name="Kartu anak")
    make_year(small, (9, 9, 9, 4))
    made = {one.service.code: one for one in picture(TODAY).units[0].services}
    assert made["kia"].span == ""
    assert made["kia"].share is None


def test_a_row_of_quarters_ends_with_the_last_complete_one() -> None:
    quarters = complete_quarters(TODAY)
    assert [day.isoformat() for day in quarters[-2:]] == ["2026-04-01", "2026-07-01"]
    assert len(quarters) == 8
    whole = span_of(quarters, TODAY)
    assert whole is not None
    assert (whole.starts, whole.ends) == (quarters[-4], complete_quarters(TODAY.replace(year=2027), 8)[4])
    assert span_of(quarters[:-1], TODAY) is None


def test_the_running_quarter_and_unpublished_surveys_stay_out(world: World, client: Client) -> None:
    service = make_service(world)
    make_cases(service, 20, first=moment(2026, 10, 1), days=0)
    period = make_published(world, service.unit)
    period.status = "closed"
    period.save()
    text = words(client, "public")
    assert "belum ada survei yang diterbitkan" in text
    assert "n=" not in text


def test_few_complaints_show_no_number(world: World, client: Client) -> None:
    make_service(world)
    make_reports(world, 4)
    assert "kurang dari 5 laporan" in words(client, "public")
    assert picture(TODAY).units[0].complaints is None


def test_the_survey_of_the_unit_above_is_told_as_such(world: World, client: Client) -> None:
    make_service(world)
    make_published(world, world.units["DUKCAPIL"])
    assert "Survei seluruh Dinas Kependudukan" in words(client, "public")


def test_too_few_respondents_get_no_grade(world: World, client: Client) -> None:
    service = make_service(world)
    make_published(world, service.unit, count=7)
    index = picture(TODAY).units[0].index
    assert index is not None
    assert index.grade is None
    assert "100,00 Semester I 2026, n=7" in words(client, "public")


def test_search_and_kind(world: World, client: Client) -> None:
    make_service(world)
    make_service(world, "PKM1", "poli", name="Poli umum")
    assert "Poli umum" not in words(client, "public", q="ktp")
    assert "KTP elektronik" not in words(client, "public", q="POLI melati")
    assert "KTP elektronik" not in words(client, "public", jenis="puskesmas")
    assert "Tidak ada layanan yang cocok" in words(client, "public", q="paspor")
    assert "&lt;b&gt;" in client.get(reverse("voice:public"), {"q": "<b>"}).content.decode()


def test_a_unit_without_services_has_no_page(world: World, client: Client) -> None:
    assert client.get(reverse("voice:public_unit", args=[world.units["SD1"].pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["public", "public_changes", "data_csv"], ids=["services", "changes", "data"]
)
def test_the_number_of_queries_does_not_grow(world: World, client: Client, name: str) -> None:
    args = ["waktu-layanan"] if name == "data_csv" else []

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse(f"voice:{name}", args=args))
        return len(asked)

    codes = list(world.units)[:10]
    for number in range(3):
        full(world, codes[number], number)
    few = count()
    for number in range(3, 30):
        full(world, codes[number % 10], number)
    assert count() == few


def full(world: World, unit: str, number: int) -> None:
    service = make_service(world, unit, f"layanan-{number}", name=f"Layanan {number}")
    make_year(service, (5, 5, 5, 5))
    make_published(world, service.unit, count=5, name=f"Survei {number}")
    make_change(service)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_are_accessible(page: Page, live_server: Any, world: World) -> None:
    service = make_office(world)
    other = make_service(world, "PKM1", "poli", name="Poli umum", promise=30, promise_unit="minutes")
    change = make_change(
        service,
        title="Antrean dapat diambil dari rumah",
        measure="median",
        before={"starts": "2026-01-01", "value": "5", "unit": "working_days", "n": 310},
        after={"starts": "2026-07-01", "value": "2", "unit": "working_days", "n": 288},
    )
    change.complaints.set(make_reports(world, 3, month=5))
    pictures = os.environ.get("KINERJA_PICTURES")
    for name, args in (
        ("public", []),
        ("public_unit", [service.unit_id]),
        ("public_unit", [other.unit_id]),
        ("public_changes", []),
        ("open_data", []),
    ):
        page.goto(live_server.url + reverse(f"voice:{name}", args=args))
        if pictures:
            take_pictures(page, f"{name}-{len(args)}", Path(pictures))
        for closed in page.locator("main details").all():
            closed.evaluate("element => { element.open = true; }")
        assert_accessible(page)
