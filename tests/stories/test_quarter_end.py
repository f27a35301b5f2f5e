"""A quarter's end in a browser, without a break: nurse, midwife, heads, HR and auditor, each in turn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kinerja.assessment.models import Decision, Meeting, Review
from kinerja.people.models import Employee
from kinerja.plans.models import Plan
from tests.apps.assessment.office import give_plan
from tests.stories.test_citizen import press
from tests.stories.test_cycle import Office, office
from tests.web.look import assert_accessible
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["office"]
S = Review.Status


def test_the_end_of_a_quarter(office: Office, world: World) -> None:
    office.on("2026-09-30")
    for person, post in ((world.nurse, "PERAWAT"), (world.midwife, "BIDAN")):
        plan = give_plan(world, person, world.posts[post], results=1)
        _report(office, world, plan)
    section, puskesmas = office.sign_in(world.section_head), office.sign_in(world.puskesmas_head)
    for page, person in ((section, world.nurse), (puskesmas, world.midwife)):
        _accept(office, page, person)

    office.on("2026-10-05")
    head, hr = office.sign_in(world.office_head), office.sign_in(world.hr)
    _organisations(office, world, head, hr)
    hr.goto(f"{office.base}/kendali/?periode={world.q3.pk}")
    hr.get_by_role("link", name="Buka penilaian").click()
    press(hr, "Buka penilaian")
    for page, person in ((section, world.nurse), (puskesmas, world.midwife)):
        _rate_and_sign(office, page, person)
    for person in (world.nurse, world.midwife):
        _receive(office, person)
    _meet(office, world, head)
    _supervise(office, world)


def _report(office: Office, world: World, plan: Plan) -> None:
    page = office.sign_in(plan.employee)
    page.goto(f"{office.base}/laporan/{plan.pk}/{world.q3.pk}/")
    page.locator("textarea[name^='real-']").fill("85%")
    page.locator("textarea[name^='note-']").fill("Antrean dijaga dengan dua meja.")
    press(page, "Kirim laporan")
    press(page, "Kirim laporan")
    assert plan.reports.get().status == "submitted"


def _accept(office: Office, page: Page, person: Employee) -> None:
    page.goto(f"{office.base}/tinjauan/")
    page.get_by_role("link", name=person.name).first.click()
    with page.expect_navigation():
        page.locator("button[value=accept]").click()
    assert person.plans.get().reports.get().status == "accepted"


def _organisations(office: Office, world: World, head: Page, hr: Page) -> None:
    """The head of office for the puskesmas, HR on paper for the section below."""
    for page, unit in ((head, "Puskesmas Melati"), (hr, "Seksi Pelayanan Puskesmas Melati")):
        page.goto(f"{office.base}/predikat-organisasi/?periode={world.q3.pk}")
        row = page.get_by_role("row").filter(has=page.get_by_text(unit, exact=True)).first
        row.locator("select").select_option("BAIK")
        row.locator("input, textarea").last.fill("Capaian rencana aksi triwulan")
        press(page, "Simpan predikat")


def _rate_and_sign(office: Office, page: Page, person: Employee) -> None:
    page.goto(f"{office.base}/tinjauan/")
    page.get_by_role("link", name=person.name).first.click()
    for part in ("result", "behaviour"):
        page.locator(f"input[name={part}_rating][value=sesuai]").check()
        page.locator(f"textarea[name={part}_reason]").fill("Bukti dan umpan balik sejalan.")
    with page.expect_navigation():
        page.locator("button[name=sign]").click()
    press(page, "Tanda tangani dokumen")
    review = Review.objects.get(plan__employee=person)
    assert (review.status, review.predicate) == (S.SIGNED, "BAIK")


def _receive(office: Office, person: Employee) -> None:
    page = office.sign_in(person)
    page.get_by_role("link", name="Baca dan terima").click()
    press(page, "Terima dokumen")
    assert Review.objects.get(plan__employee=person).status == S.DELIVERED
    page.get_by_role("link", name="Mengapa predikat ini?").first.click()
    expect(page.get_by_text("85%").first).to_be_attached()


def _meet(office: Office, world: World, head: Page) -> None:
    head.goto(f"{office.base}/rapat/")
    head.get_by_role("link", name="Rencanakan rapat").click()
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


def _supervise(office: Office, world: World) -> None:
    auditor = office.sign_in(world.auditor)
    auditor.goto(f"{office.base}/pengawasan/?periode={world.q3.pk}")
    expect(auditor.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(auditor)
    auditor.goto(f"{office.base}/pengawasan/peringatan/")
    assert_accessible(auditor)
    auditor.goto(f"{office.base}/catatan/")
    expect(auditor.get_by_text(world.section_head.name).first).to_be_visible()
