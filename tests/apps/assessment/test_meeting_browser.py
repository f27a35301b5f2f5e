"""A head plans a meeting, walks it on the projector by keyboard, decides, and approves the minutes."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.actions import sign
from kinerja.assessment.models import Decision, Meeting
from tests.apps.assessment.make_meetings import head, judged, planned
from tests.apps.assessment.office import WINDOW, give_plan, tell
from tests.apps.assessment.test_look import enter
from tests.apps.voice.make_complaints import category, forwarded
from tests.apps.voice.make_services import make_cases, make_service, moment
from tests.web.going import go
from tests.web.look import assert_accessible, overflow, take_pictures
from tests.world import NOW, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("KINERJA_GAMBAR", "")


def look(page: Page, name: str) -> None:
    assert_accessible(page)
    if PICTURES:
        take_pictures(page, name, Path(PICTURES))
        page.set_viewport_size({"width": 1280, "height": 720})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.screenshot(path=Path(PICTURES) / f"{name}-720.png")


def quarter(world: World) -> None:
    """A quarter with a bit of everything to talk about."""
    for review in judged(world):
        if review.signed_at is None:
            sign(review=review, actor=head(world), at=WINDOW)
    tell(give_plan(world, world.lab_coordinator, world.posts["KOOR-LAB"]), world.q3, "50%", "88%")
    service = make_service(world, "PKM1", "poli", name="Poli umum")
    make_cases(service, 6, first=moment(2026, 8, 3), days=3)
    facts = {"unit": world.units["PKM1"], "at": moment(2026, 7, 6), "category": category("layanan")}
    for _ in range(2):
        forwarded(world, **facts)


def decide(page: Page, kind: str, text: str, owner: str, about: str = "") -> None:
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Apa yang diputuskan?").fill(text)
    page.get_by_label("Penanggung jawab").select_option(label=owner)
    if about:
        page.get_by_label("Untuk pegawai").select_option(label=about)
    go(page.get_by_role("button", name="Catat keputusan"))


def test_a_quarters_meeting_from_plan_to_minutes(
    page: Page, live_server: Any, world: World, settings: Any
) -> None:
    quarter(world)
    enter(page, live_server, world, world.puskesmas_head)
    page.goto(live_server.url + reverse("assessment:meetings"))
    go(page.get_by_role("link", name="Rencanakan rapat"))
    page.get_by_label("Unit").select_option(label=str(world.units["PKM1"]))
    page.get_by_label("Mulai pukul").fill("13:00")
    page.get_by_label("Selesai pukul").fill("15:00")
    page.get_by_label("Tempat").fill("Ruang rapat lantai 2")
    look(page, "rapat-baru")
    go(page.get_by_role("button", name="Rencanakan rapat"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Puskesmas Melati")
    look(page, "rapat-direncanakan")
    go(page.get_by_role("button", name="Mulai rapat"))
    look(page, "rapat-berlangsung")

    meeting = Meeting.objects.get()
    go(page.get_by_role("link", name="Buka layar"))
    look(page, "layar-pembuka")
    page.emulate_media(media="print")
    assert all(slide.is_visible() for slide in page.locator(".slide").all())  # paper gets every point
    page.emulate_media(media="screen")
    assert page.locator(".slide:visible").count() == 1
    seen = []
    while page.locator("a[rel=next]").count():
        with page.expect_navigation():
            page.keyboard.press("ArrowRight")
        page.set_viewport_size({"width": 1280, "height": 720})
        assert overflow(page) == 0
        seen.append(page.locator(".slide.is-now h1").inner_text())
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"layar-{len(seen)}.png")
    assert "1 pegawai perlu dukungan" in seen
    assert world.nurse.name not in " ".join(seen)
    look(page, "layar-keputusan")
    with page.expect_navigation():
        page.keyboard.press("ArrowLeft")
    assert page.url.endswith(f"butir={len(seen) - 1}")

    page.goto(f"{live_server.url}{reverse('assessment:projector', args=[meeting.pk])}?butir=1")
    with page.expect_navigation():
        page.keyboard.press("t")
    look(page, "keputusan-baru")
    decide(page, "Tugas", "Tambah satu dokter di poli umum", world.section_head.name)
    assert page.url.endswith("butir=1")
    for kind, text in (("Penghargaan", "Pegawai teladan triwulan ini"), ("Dukungan", "Dampingi sebulan")):
        page.goto(live_server.url + reverse("assessment:meeting_decide", args=[meeting.pk]))
        about = world.midwife.name if kind == "Penghargaan" else world.nurse.name
        decide(page, kind, text, world.section_head.name, about)
    assert Decision.objects.count() == 3
    page.goto(live_server.url + reverse("assessment:meeting_attendance", args=[meeting.pk]))
    look(page, "daftar-hadir")
    page.get_by_label("Hadir", exact=True).first.check()
    go(page.get_by_role("button", name="Simpan daftar hadir"))
    go(page.get_by_role("button", name="Akhiri dan susun notula"))
    look(page, "notula")
    go(page.get_by_role("button", name="Setujui notula"))
    look(page, "rapat-selesai")
    go(page.get_by_role("link", name="Baca notula"))
    expect(page.locator("pre.minutes")).to_contain_text("Tambah satu dokter di poli umum")
    look(page, "notula-cetak")

    enter(page, live_server, world, world.section_head)
    page.goto(live_server.url + reverse("assessment:decisions"))
    expect(page.get_by_role("row", name="Tambah satu dokter")).to_be_visible()
    look(page, "keputusan-saya")
    later = NOW + timedelta(days=91)
    settings.FIXED_NOW = later.isoformat()
    enter(page, live_server, world, world.puskesmas_head)
    following = planned(world, period=world.q4, at=later)
    page.goto(live_server.url + reverse("assessment:meeting", args=[following.pk]))
    expect(page.get_by_text("Tambah satu dokter di poli umum")).to_be_visible()
    look(page, "rapat-berikutnya")
    page.goto(live_server.url + reverse("assessment:calendar_address"))
    look(page, "kalender")
    page.goto(live_server.url + reverse("assessment:meetings"))
    look(page, "rapat-daftar")
