"""A quarter's end in a browser, without a break: nurse, midwife, heads, HR and auditor, each in turn, from
the report to the closed period."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kinerja.assessment.models import Decision, Meeting, Review
from kinerja.audit.actions import seal, verify_recorded
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.plans.models import Plan
from tests.apps.assessment.office import AFTER, give_plan, user
from tests.stories.test_cycle import Office, office
from tests.web.going import go, press
from tests.web.look import assert_accessible
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["office"]
S = Review.Status
OWN_WORDS = "Antrean pagi selalu tertib, juga waktu dua rekan cuti."
REASON = "Bukti dan umpan balik sejalan."


def test_the_end_of_a_quarter(office: Office, world: World) -> None:
    office.on("2026-09-30")
    nurse, midwife = office.sign_in(world.nurse), office.sign_in(world.midwife)
    for page, person, post in ((nurse, world.nurse, "PERAWAT"), (midwife, world.midwife, "BIDAN")):
        _report(office, world, page, give_plan(world, person, world.posts[post], results=1))
    section, puskesmas = office.sign_in(world.section_head), office.sign_in(world.puskesmas_head)
    for page, person in ((section, world.nurse), (puskesmas, world.midwife)):
        _accept(office, page, person)

    office.on("2026-10-05")
    head, hr = office.sign_in(world.office_head), office.sign_in(world.hr)
    _organisations(office, world, head, hr)
    hr.goto(f"{office.base}/kendali/?periode={world.q3.pk}")
    go(hr.get_by_role("link", name="Buka penilaian"))
    press(hr, "Buka penilaian")
    for page in (nurse, midwife):
        _tell_in_own_words(office, page)
    for page, person in ((section, world.nurse), (puskesmas, world.midwife)):
        _rate_and_sign(office, page, person)
    for page, person in ((nurse, world.nurse), (midwife, world.midwife)):
        _receive_and_sign(office, page, person)
    _meet(office, world, head)

    office.on("2026-10-15")
    kept_open = hr.context.new_page()
    kept_open.goto(f"{office.base}/kendali/periode/{world.q3.pk}/buka/")
    _close(office, world, hr)
    auditor = office.sign_in(world.auditor)
    _supervise(office, world, auditor)
    _too_late(world, kept_open)
    _verify(office, world, auditor)


def _report(office: Office, world: World, page: Page, plan: Plan) -> None:
    page.goto(f"{office.base}/laporan/{plan.pk}/{world.q3.pk}/")
    page.locator("textarea[name^='real-']").fill("85%")
    page.locator("textarea[name^='note-']").fill("Antrean dijaga dengan dua meja.")
    press(page, "Kirim laporan")
    press(page, "Kirim laporan")
    assert plan.reports.get().status == "submitted"


def _accept(office: Office, page: Page, person: Employee) -> None:
    page.goto(f"{office.base}/tinjauan/")
    go(page.get_by_role("link", name=person.name).first)
    go(page.locator("button[value=accept]"))
    assert person.plans.get().reports.get().status == "accepted"


def _organisations(office: Office, world: World, head: Page, hr: Page) -> None:
    """The head of office for the puskesmas, HR on paper for the section below."""
    for page, unit in ((head, "Puskesmas Melati"), (hr, "Seksi Pelayanan Puskesmas Melati")):
        page.goto(f"{office.base}/predikat-organisasi/?periode={world.q3.pk}")
        row = page.get_by_role("row").filter(has=page.get_by_text(unit, exact=True)).first
        row.locator("select").select_option("BAIK")
        row.locator("input, textarea").last.fill("Capaian rencana aksi triwulan")
        press(page, "Simpan predikat")


def _tell_in_own_words(office: Office, page: Page) -> None:
    page.goto(office.base)
    go(page.get_by_role("link", name="Tulis penilaian diri").first)
    page.locator("textarea[name=results]").fill(OWN_WORDS)
    page.locator("textarea[name=behaviour]").fill("Saya menyapa pasien lebih dahulu.")
    press(page, "Simpan penilaian diri")
    expect(page.get_by_text("Penilaian diri tersimpan.")).to_be_visible()


def _rate_and_sign(office: Office, page: Page, person: Employee) -> None:
    page.goto(f"{office.base}/tinjauan/")
    go(page.get_by_role("link", name=person.name).first)
    expect(page.get_by_role("region", name="Penilaian diri", exact=True)).to_contain_text(OWN_WORDS)
    for part in ("result", "behaviour"):
        page.locator(f"input[name={part}_rating][value=sesuai]").check()
        page.locator(f"textarea[name={part}_reason]").fill(REASON)
    go(page.locator("button[name=sign]"))
    press(page, "Tanda tangani dokumen")
    review = Review.objects.get(plan__employee=person)
    assert (review.status, review.predicate) == (S.SIGNED, "BAIK")


def _receive_and_sign(office: Office, page: Page, person: Employee) -> None:
    page.goto(office.base)
    go(page.get_by_role("link", name="Baca dan terima"))
    press(page, "Terima dokumen")
    beside = page.get_by_role("region", name="Kata pegawai dan kata penilai")
    for words in (OWN_WORDS, REASON):
        expect(beside).to_contain_text(words)
    go(page.get_by_role("link", name="Tanda tangani dokumen"))
    go(page.locator("main button.button-strong").first)
    assert Review.objects.get(plan__employee=person).status == S.ACKNOWLEDGED
    go(page.get_by_role("link", name="Mengapa predikat ini?").first)
    expect(page.get_by_text("85%").first).to_be_attached()


def _meet(office: Office, world: World, head: Page) -> None:
    head.goto(f"{office.base}/rapat/")
    go(head.get_by_role("link", name="Rencanakan rapat"))
    head.get_by_label("Unit").select_option(label=str(world.units["DINKES"]))
    head.get_by_label("Mulai pukul").fill("13:00")
    head.get_by_label("Selesai pukul").fill("15:00")
    head.get_by_label("Tempat").fill("Ruang rapat")
    press(head, "Rencanakan rapat")
    press(head, "Mulai rapat")
    meeting = Meeting.objects.get()
    head.goto(f"{office.base}/rapat/{meeting.pk}/")
    assert_accessible(head)
    head.goto(f"{office.base}/rapat/{meeting.pk}/keputusan/")
    head.get_by_label("Tugas", exact=True).check()
    head.get_by_label("Apa yang diputuskan?").fill("Dua meja pengkajian setiap pagi")
    head.get_by_label("Penanggung jawab").select_option(label=world.puskesmas_head.name)
    press(head, "Catat keputusan")
    assert Decision.objects.get().owner == world.puskesmas_head


def _close(office: Office, world: World, hr: Page) -> None:
    hr.goto(f"{office.base}/kendali/?periode={world.q3.pk}")
    go(hr.get_by_role("link", name="Tutup periode"))
    press(hr, "Tutup periode")
    expect(hr.get_by_text("Triwulan III 2026 ditutup: 0 terlambat, 2 dilaporkan.")).to_be_visible()
    assert set(Review.objects.values_list("status", flat=True)) == {S.REPORTED}


def _supervise(office: Office, world: World, auditor: Page) -> None:
    """The register is full: all five steps of both have their day."""
    auditor.goto(f"{office.base}/pengawasan/?periode={world.q3.pk}")
    assert_accessible(auditor)
    go(auditor.get_by_role("link", name="Lihat per orang"))
    for person in (world.nurse, world.midwife):
        row = auditor.get_by_role("row").filter(has=auditor.get_by_role("link", name=person.name))
        expect(row.locator("td .nowrap")).to_have_count(5)
        expect(row).not_to_contain_text("Belum")
    auditor.goto(f"{office.base}/pengawasan/peringatan/")
    assert_accessible(auditor)
    auditor.goto(f"{office.base}/catatan/")
    expect(auditor.get_by_text(world.section_head.name).first).to_be_visible()


def _too_late(world: World, kept_open: Page) -> None:
    """From a page that HR opened before the closing: a plan that was set too late."""
    give_plan(world, world.pppk, world.posts["ADMIN-PKM1"])
    press(kept_open, "Buka penilaian")
    refused = "Triwulan III 2026 sudah ditutup, jadi penilaian baru tidak dapat dibuka."
    expect(kept_open.get_by_text(refused)).to_be_visible()
    assert not Review.objects.filter(plan__employee=world.pppk).exists()


def _verify(office: Office, world: World, auditor: Page) -> None:
    """What `audit verify` does: every line of the quarter is sealed and none was touched."""
    later = AFTER + timedelta(hours=1)
    sealed = seal(at=later)
    assert sealed is not None and sealed.count == Event.objects.count()
    assert verify_recorded(actor=user(world.auditor), at=later) == []
    auditor.goto(f"{office.base}/pengawasan/segel/")
    expect(auditor.get_by_text("Catatan utuh")).to_be_visible()
