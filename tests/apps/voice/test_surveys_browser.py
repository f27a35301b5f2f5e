"""The survey pages of the office in a real browser: axe in both themes at both widths."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.people.models import Employee
from kinerja.rules import skm
from kinerja.voice.models import FollowUp, SurveyPeriod
from tests.web.codes import code_on_screen
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

from .make_surveys import make_answers, make_case, make_period, make_service, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def answered(period: SurveyPeriod, n: int, seed: int, **facts: Any) -> None:
    """`n` respondents, mostly content, least with waiting."""
    pick = random.Random(seed)
    places = [question.element for question in period.version.questions.exclude(element="").order_by("order")]
    rows = [
        [pick.choice([1, 2, 2, 3] if code == "waktu" else [2, 3, 3, 4]) for code in places]
        for _row in range(n)
    ]
    half = n // 2
    make_answers(period, rows[:half], sex="P", education="sma", work="swasta", age_band="25-39", **facts)
    make_answers(
        period, rows[half:], sex="L", education="s1", channel="poster", open_answers=["Antre lama."], **facts
    )


def pages(world: World) -> dict[str, tuple[Employee, str]]:
    """Every page, with somebody for whom it is full."""
    unit, version = world.units["PKM1"], make_version()
    old = make_period(
        unit,
        version,
        name="Semester I 2026",
        starts=date(2026, 1, 1),
        ends=date(2026, 6, 30),
        status="closed",
    )
    answered(old, 90, 1)
    over = make_period(unit, version, name="Triwulan III 2026", ends=date(2026, 9, 30), status="closed")
    service = make_service(unit, "imunisasi", "Imunisasi anak")
    answered(over, 160, 2, service=service)
    make_answers(over, [[4] * 9] * 12, state="held", flags=["burst", "straight_line"], seconds=9)
    now = make_period(unit, version, name="Triwulan IV 2026", starts=date(2026, 10, 1))
    answered(now, 40, 3)
    for period, status, outcome in (
        (old, "done", "Loket kedua dibuka"),
        (old, "open", ""),
        (over, "open", ""),
    ):
        FollowUp.objects.create(
            unit=unit, period=period, element="waktu", programme="Menambah loket pada pagi hari", year=2026,
            quarter=3, responsible=world.nurse, status=status, outcome=outcome, made_at=NOW,
        )  # fmt: skip
    assert len(skm.codes(NOW.date())) == 9
    case = make_case(service)
    manager, head = world.services_officer, world.puskesmas_head
    planned = make_period(world.units["PKM2"], version, name="Tahun 2027", status="planned")
    found = {
        "skm-daftar": (manager, "surveys", []),
        "skm-baru": (manager, "survey_new", []),
        "skm-berjalan": (head, "survey_period", [now.pk]),
        "skm-rencana": (manager, "survey_period", [planned.pk]),
        "skm-buka": (manager, "survey_move", [planned.pk, "buka"]),
        "skm-hasil": (head, "survey_results", [over.pk]),
        "skm-ditahan": (manager, "survey_held", [over.pk]),
        "skm-poster": (head, "survey_poster_print", [now.pk]),
        "skm-kode": (head, "survey_codes", []),
        "skm-kode-berkas": (head, "case_token", [case.pk]),
        "skm-kuesioner-daftar": (manager, "questionnaires", []),
        "skm-kuesioner": (manager, "questionnaire", [version.pk]),
        "skm-kuesioner-ubah": (manager, "questionnaire_edit", [version.pk]),
        "skm-tindak-lanjut": (head, "follow_ups", []),
        "skm-tindak-lanjut-baru": (head, "follow_up_new", [over.pk]),
    }
    return {
        name: (person, reverse(f"voice:{address}", args=args))
        for name, (person, address, args) in found.items()
    }


def sign_in(page: Page, live_server: Any, world: World, person: Employee) -> None:
    cookie = world.client(person).cookies["kinerja_sesi"].value
    page.context.add_cookies([{"name": "kinerja_sesi", "value": cookie, "url": live_server.url}])


def look_at(page: Page, name: str) -> None:
    if folder := os.environ.get("KINERJA_PICTURES"):
        take_pictures(page, name, Path(folder))
    for closed in page.locator("main details").all():
        closed.evaluate("element => { element.open = true; }")
    assert_accessible(page)


def scan(page: Page) -> None:
    """A citizen's phone reads the code off the screen and stands before the questions."""
    page.get_by_role("img", name="Kode QR menuju survei").scroll_into_view_if_needed()
    address = code_on_screen(page)
    assert address == page.locator(".survey-address").inner_text()
    browser = page.context.browser
    assert browser is not None
    phone = browser.new_context(viewport={"width": 390, "height": 844})
    asked = phone.new_page()
    asked.goto(address)
    expect(asked.get_by_role("heading", name="Bagaimana pelayanan kami?")).to_be_visible()
    expect(asked.get_by_role("radio").first).to_be_enabled()
    phone.close()


def test_every_survey_page_is_accessible(page: Page, live_server: Any, world: World) -> None:
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    for name, (person, path) in pages(world).items():
        sign_in(page, live_server, world, person)
        page.goto(live_server.url + path)
        look_at(page, name)
        if name == "skm-poster":
            scan(page)
        if name == "skm-kode-berkas":
            go(page.get_by_role("button", name="Tampilkan kode survei"))
            look_at(page, "skm-kode-layar")
            scan(page)
        if name == "skm-kode":
            page.get_by_label("Layanan").select_option(label="Imunisasi anak")
            go(page.get_by_role("button", name="Buat kode"))
            look_at(page, "skm-kode-lembar")
    assert heard == []
