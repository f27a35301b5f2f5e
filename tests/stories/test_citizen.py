"""A citizen on a 390 px phone complains, follows and reopens; officer and reported employee do their part."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kinerja.voice.models import Complaint, Examination
from tests.stories.test_cycle import Office, office
from tests.web.going import go, press
from tests.web.look import assert_accessible
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["office"]


def citizen(office: Office) -> Page:
    context = office.browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, locale="id-ID", reduced_motion="reduce"
    )
    return context.new_page()


def complain(page: Page, base: str, title: str, text: str, unit: str) -> str:
    """Writes a report and gives the link with its key."""
    page.goto(f"{base}/pengaduan/")
    page.get_by_label("Pengaduan", exact=True).check()
    page.get_by_label("Judul").fill(title)
    page.get_by_label("Isi laporan").fill(text)
    page.get_by_label("Unit kerja").select_option(label=unit)
    assert_accessible(page)
    press(page, "Periksa dulu")
    expect(page.get_by_text("Laporan Anda belum terkirim.")).to_be_visible()
    press(page, "Kirim laporan")
    expect(page.get_by_text("Laporan Anda kami terima")).to_be_visible()
    assert_accessible(page)
    return str(page.get_by_role("link", name="Lihat laporan").get_attribute("href"))


def test_from_complaint_to_reopening_and_back(office: Office, world: World) -> None:
    office.on("2026-10-05")
    page = citizen(office)
    link = complain(page, office.base, "KTP belum jadi", "Sudah dua minggu.", "Dinas Kependudukan")
    made = Complaint.objects.get()
    assert made.first_category is None and made.verify_due == date(2026, 10, 8)

    desk = office.sign_in(world.complaints_officer)
    desk.goto(f"{office.base}/aduan/")
    go(desk.get_by_role("link", name="KTP belum jadi"))
    desk.get_by_label("Unit yang menjawab").select_option(label="Bidang Pendaftaran Penduduk")
    press(desk, "Teruskan laporan t")
    assert Complaint.objects.get().status == Complaint.Status.FORWARDED

    head = office.sign_in(world.counter_head)
    _answer(head, office.base, "KTP Anda dapat diambil di loket 5.")

    page.goto(link)
    expect(page.get_by_text("KTP Anda dapat diambil di loket 5.")).to_be_visible()
    expect(page.get_by_text(world.counter_head.name)).to_have_count(0)
    assert_accessible(page)
    why = page.locator("form:has(button[value=reopen]) textarea")
    page.get_by_text("Belum selesai? Buka kembali").click()
    expect(why).to_be_visible()
    why.fill("Saya ke loket 5, KTP saya belum ada.")
    go(page.locator("button[value=reopen]"))
    assert Complaint.objects.get().reopened == 1

    office.on("2026-10-06")
    _answer(head, office.base, "KTP sudah dicetak ulang dan kami antar.")
    page.goto(link)
    page.get_by_label("Sangat membantu").check()
    press(page, "Ya, selesai")
    done = Complaint.objects.get()
    assert (done.status, done.rating, done.text) == (Complaint.Status.CLOSED, 4, "Sudah dua minggu.")
    assert_accessible(page)


def _answer(head: Page, base: str, words: str) -> None:
    head.goto(f"{base}/aduan/unit/")
    go(head.get_by_role("link", name="KTP belum jadi"))
    start = head.get_by_role("button", name="Mulai tangani")
    if start.count():
        go(start.first)
    head.locator("form[action$='/jawab/'] textarea").fill(words)
    press(head, "Kirim jawaban")
    assert Complaint.objects.get().status == Complaint.Status.ANSWERED


def test_who_is_named_is_heard_before_anything_is_found(office: Office, world: World) -> None:
    office.on("2026-10-05")
    page = citizen(office)
    complain(page, office.base, "Dibentak di loket", "Petugas loket membentak saya.", "Dinas Kependudukan")
    made = Complaint.objects.get()

    desk = office.sign_in(world.complaints_officer)
    desk.goto(f"{office.base}/pemeriksaan/buka/{made.pk}/?cari={world.counter_officer.nip}")
    go(desk.get_by_role("link", name="Pilih").first)
    desk.get_by_label("Pokok yang diperiksa").fill("Petugas membentak warga di loket.")
    desk.get_by_label(world.registry_head.name).check()
    press(desk, "Buka pemeriksaan")
    go(desk.get_by_role("link", name="Beri tahu pegawai"))
    press(desk, "Beri tahu pegawai")
    row = Examination.objects.get()
    assert (row.status, row.examiner) == (Examination.Status.NOTIFIED, world.registry_head)

    reported = office.sign_in(world.counter_officer)
    reported.goto(f"{office.base}/suara/saya/")
    assert_accessible(reported)
    reported.goto(f"{office.base}/pemeriksaan/{row.pk}/")
    expect(reported.get_by_text("Petugas membentak warga di loket.")).to_be_visible()
    assert_accessible(reported)
    go(reported.get_by_role("link", name="Kirim tanggapan"))
    reported.locator("main textarea").first.fill("Saya menaikkan suara karena ramai, dan sudah meminta maaf.")
    go(reported.locator("main form button.button-strong").first)
    row.refresh_from_db()
    assert row.status == Examination.Status.REPLIED and row.reply.startswith("Saya menaikkan suara")

    stranger = office.sign_in(world.nurse)
    answer: Any = stranger.goto(f"{office.base}/pemeriksaan/{row.pk}/")
    assert answer.status == 403, "only the employee, the examiner and the complaints officer"
