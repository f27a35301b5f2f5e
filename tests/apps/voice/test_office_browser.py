"""The office's pages of complaints in a real browser: axe in both themes at both widths."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from kinerja.people.models import Employee
from kinerja.voice.actions import handling
from kinerja.voice.actions.redactions import cover_words
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

from .make_complaints import answered, category, complaint

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def addresses(world: World) -> dict[str, tuple[Employee, str]]:
    """Every page, with somebody for whom it is full."""
    desk, head = world.complaints_officer, world.counter_head
    actor = desk.user
    assert actor is not None
    jalan = category("jalan", keywords=["jalan", "lubang"])
    category("kependudukan", keywords=["ktp", "antrean"], parent=jalan)
    complaint(world, at=NOW - timedelta(days=12), secret=True)
    complaint(world, kind="information", category=jalan, anonymous=False, name="Tini")
    fresh = complaint(world, location="Loket 2", category=jalan)
    cover_words(complaint=fresh, words="loket", reason="Nama tempat", actor=actor, at=NOW)
    answered(world)
    unit = world.units["DUKCAPIL-KTP"]
    open_ = handling.forward(
        complaint=complaint(world, at=NOW - timedelta(days=14)),
        unit=unit,
        officer=world.counter_officer,
        needs_inspection=True,
        names_employee=True,
        actor=actor,
        at=NOW - timedelta(days=12),
    )
    handling.start(complaint=open_, actor=head.user, at=NOW - timedelta(days=11))
    handling.ask_reporter(complaint=open_, text="Jam berapa kejadiannya?", actor=head.user, at=NOW)
    late = complaint(world, at=NOW - timedelta(days=40))
    handling.forward(complaint=late, unit=unit, actor=actor, at=NOW - timedelta(days=39))
    act = "voice:complaint_act"
    return {
        "meja": (desk, reverse("voice:desk")),
        "meja-laporan": (desk, reverse("voice:complaint", args=[fresh.pk])),
        "tolak": (desk, reverse(act, args=[fresh.pk, "tolak"])),
        "tutup-kata": (desk, reverse("voice:redactions", args=[fresh.pk])),
        "identitas": (desk, reverse("voice:complaint_reporter", args=[fresh.pk])),
        "kategori": (desk, reverse("voice:categories")),
        "unit": (head, reverse("voice:unit_complaints")),
        "unit-laporan": (head, reverse("voice:complaint", args=[open_.pk])),
        "jawab": (head, reverse(act, args=[open_.pk, "jawab"])),
    }


def test_every_page_is_accessible(page: Page, live_server: Any, world: World) -> None:
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    pictures = os.environ.get("KINERJA_PICTURES")
    for name, (person, path) in addresses(world).items():
        cookie = world.client(person).cookies["kinerja_sesi"].value
        page.context.add_cookies([{"name": "kinerja_sesi", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + path)
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
    assert heard == []
