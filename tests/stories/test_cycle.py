"""A whole cycle in a real browser: from the first draft to a signed, explained, verifiable document."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from kinerja.assessment.models import Review
from kinerja.people.models import Employee
from kinerja.plans.models import PlanVersion
from tests.web.going import go, press
from tests.web.look import assert_accessible
from tests.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Office:
    """Browsers of several people at one server, on a day of one's choice."""

    browser: Browser
    base: str
    settings: object

    def on(self, day: str) -> None:
        self.settings.FIXED_NOW = f"{day}T09:00:00+07:00"  # type: ignore[attr-defined]

    def sign_in(self, person: Employee) -> Page:
        context = self.browser.new_context(viewport={"width": 390, "height": 844}, locale="id-ID")
        page = context.new_page()
        page.goto(f"{self.base}/akun/login/")
        page.get_by_label("NIP atau surel").fill(person.nip)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        go(page.get_by_role("button", name="Masuk", exact=True))
        page.wait_for_url(f"{self.base}/")
        return page


@pytest.fixture
def office(browser: Browser, live_server, settings) -> Office:
    return Office(browser, live_server.url, settings)


def test_a_cycle_from_plan_to_signed_predicate(office: Office, world) -> None:
    office.on("2026-01-12")
    nurse, head = office.sign_in(world.nurse), office.sign_in(world.section_head)
    _plan(office, nurse)
    _set(office, head, world)

    office.on("2026-10-01")
    _report(nurse, world)
    _accept(office, head)

    office.on("2026-10-05")
    hr = office.sign_in(world.hr)
    _open(office, hr, world)
    _rate(office, head, world)
    _acknowledge(nurse)
    _explained(nurse)
    _verified(office, world)


def _plan(office: Office, nurse: Page) -> None:
    nurse.goto(office.base)
    go(nurse.get_by_role("link", name="Mulai SKP"))
    nurse.get_by_label("Kuantitatif").check()
    press(nurse, "Mulai menyusun")
    nurse.get_by_role("button", name="Tambah hasil utama", exact=True).click()
    expect(nurse.get_by_label("Rencana hasil kerja")).to_have_count(1)
    nurse.locator("textarea[name$='.statement'][name^='r.']").fill("Pasien poli umum terlayani tepat waktu")
    nurse.locator("textarea[name^='i.'][name$='.statement']").first.fill("Waktu tunggu pasien")
    nurse.locator("input[name$='.target']").first.fill("20-30 menit")
    nurse.locator("select[name$='.direction']").first.select_option("lower")
    nurse.locator("select[name$='.aspect']").first.select_option("waktu")
    assert_accessible(nurse)
    press(nurse, "Periksa dan kirim")
    press(nurse, "Kirim SKP")
    expect(nurse.get_by_text("Terkirim").first).to_be_visible()


def _set(office: Office, head: Page, world) -> None:
    head.goto(f"{office.base}/tinjauan/")
    go(head.get_by_role("link", name=world.nurse.name).first)
    go(head.get_by_role("link", name="Tetapkan SKP"))
    press(head, "Tetapkan SKP")
    version = PlanVersion.objects.get(plan__employee=world.nurse)
    assert (version.status, version.set_by) == (PlanVersion.Status.SET, world.section_head)
    assert version.snapshot["results"][0]["statement"] == "Pasien poli umum terlayani tepat waktu"


def _report(nurse: Page, world) -> None:
    plan = world.nurse.plans.get()
    base = nurse.url.split("/skp")[0]
    nurse.goto(f"{base}/laporan/{plan.pk}/{world.q3.pk}/")
    nurse.locator("textarea[name^='real-']").fill("35 menit")
    nurse.locator("textarea[name^='note-']").fill("Dua rekan cuti melahirkan.")
    press(nurse, "Kirim laporan")
    press(nurse, "Kirim laporan")
    assert_accessible(nurse)


def _accept(office: Office, head: Page) -> None:
    head.goto(f"{office.base}/tinjauan/")
    go(head.locator(".queue a.button").first)
    expect(head.get_by_text("35 menit").first).to_be_visible()
    go(head.locator("button[value=accept]"))


def _open(office: Office, hr: Page, world) -> None:
    hr.goto(f"{office.base}/predikat-organisasi/?periode={world.q3.pk}")
    row = hr.get_by_role("row").filter(has_text="Seksi Pelayanan Puskesmas Melati")
    row.locator("select").select_option("BAIK")
    row.locator("input, textarea").last.fill("Capaian rencana aksi triwulan")
    press(hr, "Simpan predikat")
    hr.goto(f"{office.base}/kendali/?periode={world.q3.pk}")
    go(hr.get_by_role("link", name="Buka penilaian"))
    press(hr, "Buka penilaian")
    expect(hr.get_by_text("1 penilaian dibuka")).to_be_visible()
    assert_accessible(hr)


def _rate(office: Office, head: Page, world) -> None:
    head.goto(f"{office.base}/tinjauan/")
    go(head.get_by_role("link", name=world.nurse.name).first)
    head.get_by_label("Sesuai Ekspektasi").first.check()
    head.locator("textarea[name=result_reason]").fill("Tenaga berkurang dua orang; antrean tetap tertib.")
    head.locator("input[name=behaviour_rating][value=diatas]").check()
    head.locator("textarea[name=behaviour_reason]").fill("Pasien menyebut namanya karena ramah.")
    assert_accessible(head)
    go(head.locator("button[name=sign]"))
    press(head, "Tanda tangani dokumen")
    review = Review.objects.get(plan__employee=world.nurse)
    assert (review.predicate, review.status) == ("BAIK", Review.Status.SIGNED)


def _acknowledge(nurse: Page) -> None:
    nurse.goto(nurse.url.split("/skp")[0])
    go(nurse.get_by_role("link", name="Baca dan terima"))
    press(nurse, "Terima dokumen")
    go(nurse.get_by_role("link", name="Tanda tangani dokumen"))
    go(nurse.locator("main button.button-strong").first)
    expect(nurse.get_by_text("Ditandatangani pegawai").first).to_be_visible()
    link = nurse.get_by_role("link", name="D.1.1").first.get_attribute("href")
    document = nurse.request.get(nurse.url.split("/penilaian")[0] + str(link))
    assert document.body().startswith(b"%PDF-")


def _explained(nurse: Page) -> None:
    go(nurse.get_by_role("link", name="Mengapa predikat ini?").first)
    expect(nurse.get_by_role("heading", name="Mengapa predikat ini?")).to_be_visible()
    for words in ("35 menit", "Tenaga berkurang dua orang", "PermenPANRB 6/2022"):
        expect(nurse.get_by_text(words).first).to_be_attached()
    assert_accessible(nurse)


def _verified(office: Office, world) -> None:
    review = Review.objects.get(plan__employee=world.nurse)
    page = office.browser.new_context(locale="id-ID").new_page()
    page.goto(f"{office.base}/periksa/{review.token}/")
    expect(page.get_by_text(review.document_number).first).to_be_visible()
    expect(page.get_by_text(world.nurse.nip)).to_have_count(0)
    assert_accessible(page)
