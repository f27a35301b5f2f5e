"""The draft in a real browser: rows without a reload, words that save themselves, no script at all."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kinerja.people.models import Employee
from kinerja.plans.models import Goal
from kinerja.plans.storage import read_content
from tests.web.going import go
from tests.web.look import assert_accessible
from tests.world import PASSWORD, World

from .conftest import OCTOBER, Maker, staff_content

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _moment(settings: Any) -> None:
    settings.FIXED_NOW = OCTOBER.isoformat()


def sign_in(page: Page, live_server: Any, person: Employee, path: str) -> None:
    page.goto(f"{live_server.url}/akun/login/?next={path}")
    page.get_by_label("NIP atau surel").fill(person.nip)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    go(page.get_by_role("button", name="Masuk", exact=True))
    page.wait_for_url(f"**{path}")


def test_a_row_is_added_without_losing_what_was_typed(page: Page, live_server: Any, world: World) -> None:
    version = Maker(world).draft(world.nurse)
    sign_in(page, live_server, world.nurse, f"/skp/{version.plan_id}/ubah/")
    page.get_by_label("Rencana hasil kerja").fill("Rujukan tercatat tepat waktu")
    page.get_by_role("button", name="Tambah hasil utama").click()
    expect(page.get_by_label("Rencana hasil kerja")).to_have_count(2)
    expect(page.get_by_label("Rencana hasil kerja").first).to_have_value("Rujukan tercatat tepat waktu")
    expect(page.get_by_label("Rencana hasil kerja").nth(1)).to_be_focused()
    page.keyboard.type("Arsip lengkap")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Tersimpan", timeout=10_000)
    statements = [result.statement for result in read_content(version).results]
    assert statements == ["Rujukan tercatat tepat waktu", "Arsip lengkap"]


def test_enter_in_a_field_saves_and_removes_nothing(page: Page, live_server: Any, world: World) -> None:
    version = Maker(world).draft(world.nurse)
    sign_in(page, live_server, world.nurse, f"/skp/{version.plan_id}/ubah/")
    page.get_by_label("Target", exact=True).fill("90 – 95%")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Draf tersimpan.")).to_be_visible()
    (result,) = read_content(version).results
    assert result.indicators[0].target == "90 – 95%"


def test_it_works_without_script(browser: Browser, live_server: Any, world: World) -> None:
    version = Maker(world).draft(world.nurse)
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server, world.nurse, f"/skp/{version.plan_id}/ubah/")
    go(page.get_by_role("button", name="Tambah indikator"))
    page.get_by_label("Indikator 2", exact=True).fill("Waktu tunggu")
    page.get_by_label("Target", exact=True).nth(1).fill("30 menit")
    go(page.get_by_role("button", name="Periksa dan kirim"))
    go(page.get_by_role("button", name="Kirim SKP", exact=True))
    expect(page.get_by_text("SKP terkirim kepada penilai.")).to_be_visible()
    assert [item.target for item in read_content(version).results[0].indicators] == ["80 – 90%", "30 menit"]
    page.context.close()


def test_the_tree_grows_in_place(page: Page, live_server: Any, world: World) -> None:
    goal = Goal.objects.create(
        cycle=world.cycle, unit=world.units["KOTA"], statement="Kota sehat", indicator="UHH", target="73"
    )
    make = Maker(world)
    key = goal.key
    for person in (world.secretary, world.office_head, world.puskesmas_head, world.section_head):
        form = {"statement": f"Hasil {person.name}", "serves": key}
        indicators = staff_content().results[0].indicators
        key = read_content(make.draft(person, staff_content(**form, indicators=indicators))).results[0].key
    sign_in(page, live_server, world.nurse, "/pohon/")
    expect(page.get_by_text("Hasil Hendra Gunawan")).to_have_count(0)
    page.get_by_role("link", name="Tampilkan 1 yang mendukung").click()
    expect(page.get_by_role("link", name="Hasil Hendra Gunawan")).to_be_visible()
    assert page.url.endswith("/pohon/")


def test_the_pages_are_accessible(page: Page, live_server: Any, world: World) -> None:
    make = Maker(world)
    leader, mine = make.set(world.section_head), make.draft(world.nurse)
    sign_in(page, live_server, world.nurse, f"/skp/{mine.plan_id}/ubah/")
    assert_accessible(page)
    for path in (f"/skp/{mine.plan_id}/", f"/matriks/{leader.plan_id}/", "/pohon/", "/sasaran/"):
        page.goto(live_server.url + path)
        assert_accessible(page)
