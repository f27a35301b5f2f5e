"""Catalogue, card, counter and measures in a real browser: axe in both themes and widths, and the keys."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.people.models import Employee
from kinerja.voice.models import Pledge
from tests.apps.voice.make_services import (
    make_case,
    make_cases,
    make_service,
    make_standard,
    make_waiting,
    moment,
)
from tests.web.look import assert_accessible, take_pictures
from tests.world import START, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, live_server: Any, world: World, person: Employee) -> None:
    cookie = world.client(person).cookies["kinerja_sesi"].value
    page.context.add_cookies([{"name": "kinerja_sesi", "value": cookie, "url": live_server.url}])


def addresses(world: World) -> dict[str, tuple[Employee, str]]:
    """Every page, with somebody for whom it is full."""
    service = make_service(world)
    make_service(world, code="kk", name="Kartu keluarga", promise=30, promise_unit="minutes")
    draft = make_standard(service, published_at=None)
    Pledge.objects.create(
        unit=service.unit,
        text="Kami sanggup melayani sesuai standar, memperbaiki diri, dan menerima sanksi bila ingkar.",
        signed_by="Kepala Bidang Pendaftaran Penduduk",
        starts=START,
    )
    make_cases(service, 10, first=moment(2025, 2, 3), days=5, label="A")
    make_cases(service, 3, first=moment(2025, 11, 3), days=3, label="B")
    make_cases(service, 12, first=moment(2026, 8, 3), days=1, label="C")
    make_case(service, "KTP-2026-118", received=moment(2026, 9, 30))
    make_waiting(service, "KTP-2026-120", received=moment(2026, 10, 2))
    make_case(service, "KTP-2026-121", received=moment(2026, 10, 2, 10))
    keeper, officer = world.services_officer, world.counter_officer
    return {
        "standar": (keeper, reverse("voice:catalogue")),
        "layanan": (keeper, reverse("voice:service", args=[service.pk])),
        "draf": (keeper, reverse("voice:standard_edit", args=[draft.pk])),
        "terbit": (keeper, reverse("voice:standard_publish", args=[draft.pk])),
        "maklumat": (keeper, reverse("voice:pledge", args=[service.unit_id])),
        "kartu": (keeper, reverse("voice:card", args=[service.code])),
        "ukuran": (keeper, reverse("voice:measures")),
        "ukuran-satu": (keeper, reverse("voice:service_measures", args=[service.pk])),
        "loket": (officer, reverse("voice:counter")),
    }


def test_every_page_is_accessible_and_the_counter_works_by_keyboard(
    page: Page, live_server: Any, world: World
) -> None:
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    pictures = os.environ.get("KINERJA_PICTURES")
    for name, (person, path) in addresses(world).items():
        sign_in(page, live_server, world, person)
        answer = page.goto(live_server.url + path)
        assert answer is not None
        assert answer.ok, path
        if pictures:
            take_pictures(page, name, Path(pictures))
        for closed in page.locator("main details").all():
            closed.evaluate("element => { element.open = true; }")
        assert_accessible(page)
    page.goto(live_server.url + reverse("voice:counter"))
    page.keyboard.type("KTP-2026-122")
    page.keyboard.press("Enter")
    expect(page.get_by_text("KTP-2026-122 diterima untuk")).to_be_visible()
    page.get_by_role("heading", name="Loket").click()
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Baru selesai")).to_be_visible()
    assert heard == []
