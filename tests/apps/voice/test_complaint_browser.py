"""Reporting and following a report in a real browser: on a phone, without script, and axe on every page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kinerja.voice.actions.complaints import reply
from kinerja.voice.actions.topics import seed_categories
from kinerja.voice.complaint_keys import digest
from kinerja.voice.models import Complaint, Redaction
from tests.apps.voice import make_complaints as make
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Saya menunggu di loket KTP sejak pukul delapan, petugas membentak. NIK 3174012509900001."


def shown(world: World) -> dict[str, str]:
    """Addresses of pages that are full."""
    make.service(world)
    waiting = make.forwarded(world, open_to_public=True)
    done = make.answered(world, open_to_public=True)
    reply(complaint=done, text="Terima kasih, tetapi hari Sabtu masih panjang.", at=NOW)
    named = make.forwarded(world, open_to_public=True)
    Complaint.objects.filter(pk=named.pk).update(names_employee=True)
    Redaction.objects.create(
        complaint=waiting, field="text", start=0, end=14, reason="Nama", by=world.admin.user, at=NOW
    )
    Complaint.objects.filter(pk=waiting.pk).update(status="incomplete", digest=digest("AAAA"))
    Complaint.objects.filter(pk=done.pk).update(digest=digest("BBBB"))
    return {
        "lacak": "/lacak/",
        "lengkapi": f"/lacak/{waiting.number}/AAAA/",
        "dijawab": f"/lacak/{done.number}/BBBB/",
        "publik": "/pengaduan/publik/",
        "publik-satu": f"/pengaduan/publik/{waiting.number}/",
        "tulis": "/pengaduan/?layanan=ktp-el",
    }


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("KINERJA_PICTURES"):
        take_pictures(page, name, Path(folder))
    for closed in page.locator("main details").all():
        closed.evaluate("element => { element.open = true; }")
    assert_accessible(page)


def test_a_citizen_reports_and_comes_back(
    browser: Browser, page: Page, live_server: Any, world: World
) -> None:
    seed_categories(actor=None, at=NOW)
    for name, path in shown(world).items():
        page.goto(live_server.url + path)
        look(page, name)
    page.get_by_label("Pengaduan", exact=True).check()
    page.get_by_label("Judul").fill("Antrean KTP terlalu lama")
    page.get_by_label("Isi laporan").fill(TEXT)
    go(page.get_by_role("button", name="Periksa dulu"))
    expect(page.get_by_role("heading", name="Sudah ada laporan serupa")).to_be_visible()
    look(page, "periksa")

    plain = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    phone = plain.new_page()
    phone.goto(live_server.url + "/pengaduan/")
    phone.get_by_label("Aspirasi").check()
    phone.get_by_label("Judul").fill("Buka loket Sabtu")
    phone.get_by_label("Isi laporan").fill("Banyak yang bekerja di hari biasa.")
    go(phone.get_by_role("button", name="Periksa dulu"))
    go(phone.get_by_role("button", name="Kirim laporan"))
    expect(phone.get_by_role("heading", name="Laporan Anda kami terima")).to_be_visible()
    page.goto(phone.url)
    look(page, "diterima")
    go(phone.get_by_role("link", name="Lihat laporan"))
    expect(phone.get_by_text("Tersisa 3 hari kerja")).to_be_visible()
    plain.close()
