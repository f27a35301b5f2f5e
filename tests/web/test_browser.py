"""The parts in a real browser: seen by axe, by keyboard, without a connection and without script."""

import pytest
from playwright.sync_api import expect

from tests.web.going import go
from tests.web.look import assert_accessible
from tests.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _styleguide(settings):
    settings.ROOT_URLCONF = "tests.web.styleguide_urls"
    settings.FIXED_NOW = "2026-11-22T10:42:00+07:00"


@pytest.fixture
def complaints(page):
    """Errors of the page's own scripts and of the security policy."""
    heard = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console", lambda line: heard.append(line.text) if "Content Security Policy" in line.text else None
    )
    return heard


def sign_in(page, live_server, person):
    page.goto(f"{live_server.url}/akun/login/?next=/gaya/")
    page.get_by_label("NIP atau surel").fill(person.nip)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    go(page.get_by_role("button", name="Masuk", exact=True))
    page.wait_for_url("**/gaya/")


@pytest.mark.parametrize("path", ["/gaya/publik/", "/gaya/yakin/", "/gaya/tolak/", "/akun/login/"])
def test_pages_before_sign_in_are_accessible(page, live_server, world, complaints, path):
    page.goto(live_server.url + path)
    assert_accessible(page)
    assert complaints == []


def test_every_part_and_the_frame_are_accessible(page, live_server, world, complaints):
    sign_in(page, live_server, world.office_head)
    for closed in page.locator("main details").all():
        closed.evaluate("element => { element.open = true; }")
    assert_accessible(page)
    page.locator(".top .menu > summary").click()
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    assert_accessible(page)
    assert complaints == []


def test_axe_would_notice(page, live_server, world):
    page.goto(f"{live_server.url}/gaya/publik/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)


def test_the_theme_changes_at_once_and_is_remembered(page, live_server, world):
    page.goto(f"{live_server.url}/akun/login/")
    with page.expect_response("**/tema/"):
        page.get_by_role("button", name="Gelap").click()
    assert page.url.endswith("/akun/login/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Gelap")).to_have_attribute("aria-pressed", "true")


def test_menus_and_theme_work_without_script(browser, live_server, world):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/akun/login/")
    go(page.get_by_role("button", name="Gelap"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    sign_in(page, live_server, world.office_head)
    sheet = page.locator(".bottom-sheet")
    page.get_by_text("Menu", exact=True).click()
    expect(sheet.get_by_role("link", name="Antrean tinjauan")).to_be_hidden()
    sheet.locator("summary").get_by_text("Tim", exact=True).click()
    expect(sheet.get_by_role("link", name="Antrean tinjauan")).to_be_visible()
    context.close()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(page, live_server, world):
    sign_in(page, live_server, world.nurse)
    summary = page.locator(".top .menu > summary")
    summary.click()
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Keluar")).to_be_hidden()
    expect(summary).to_be_focused()


def test_what_one_types_is_saved_by_itself(page, live_server, world):
    sign_in(page, live_server, world.nurse)
    with page.expect_request("**/gaya/simpan/") as sent:
        page.locator("#id_note").fill("Dua berkas menunggu tanda tangan.")
    assert "autosave" in sent.value.post_data
    expect(page.locator("[data-autosave-status]")).to_contain_text("Tersimpan")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_saved_is_said_of_the_last_word_only(page, live_server, world):
    """Words typed after a save, or while it is on its way, are not called saved."""
    sign_in(page, live_server, world.nurse)
    note, status = page.locator("#id_note"), page.locator("[data-autosave-status]")
    note.fill("Dua berkas")
    expect(status).to_have_attribute("data-state", "saved")
    page.clock.install(time="2026-10-05T08:00")
    page.clock.pause_at("2026-10-05T09:00")
    held = []
    page.route("**/gaya/simpan/", lambda route: held.append(route))
    note.press_sequentially(" menunggu")
    expect(status).to_have_attribute("data-state", "saving")
    with page.expect_request("**/gaya/simpan/"):
        page.clock.run_for(1_000)
    note.press_sequentially(" tanda tangan")
    with page.expect_response("**/gaya/simpan/"):
        held.pop().continue_()
    page.evaluate("fetch('/gaya/')")  # what the answer brings has come before this
    expect(status).to_have_attribute("data-state", "saving")
    assert len(page.evaluate("Object.keys(localStorage)")) == 1
    page.unroute("**/gaya/simpan/")
    page.clock.run_for(1_000)
    expect(status).to_have_attribute("data-state", "saved")
    assert page.evaluate("Object.keys(localStorage)") == []


def write_offline(page, context, words):
    context.set_offline(True)
    page.locator("#id_note").fill(words)
    expect(page.locator("[data-autosave-status]")).to_contain_text("aman di perangkat ini")


def test_without_a_connection_words_stay_and_come_back(page, context, live_server, world):
    sign_in(page, live_server, world.nurse)
    write_offline(page, context, "Ditulis di lorong tanpa sinyal.")
    page.close()
    context.set_offline(False)
    later = context.new_page()
    with later.expect_request("**/gaya/simpan/") as sent:
        later.goto(f"{live_server.url}/gaya/")
        expect(later.locator("#id_note")).to_have_value("Ditulis di lorong tanpa sinyal.")
    assert "tanpa sinyal" in sent.value.post_data
    expect(later.locator("[data-autosave-status]")).to_contain_text("Tersimpan")


def test_once_connected_words_leave_by_themselves(page, context, live_server, world):
    sign_in(page, live_server, world.nurse)
    write_offline(page, context, "Menunggu sinyal.")
    with page.expect_request("**/gaya/simpan/"):
        context.set_offline(False)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Tersimpan")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_nobody_finds_the_words_of_another(page, context, live_server, world):
    sign_in(page, live_server, world.nurse)
    write_offline(page, context, "Rahasia perawat.")
    page.close()
    context.set_offline(False)
    context.clear_cookies()
    later = context.new_page()
    sign_in(later, live_server, world.office_head)
    expect(later.locator("#id_note")).to_have_value("")
    assert later.evaluate("Object.keys(localStorage)") == []


def test_a_queue_is_walked_by_keyboard(page, live_server, world):
    sign_in(page, live_server, world.office_head)
    items = page.locator("[data-keys-item]")
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(items.nth(0)).to_be_focused()


def test_letters_typed_into_a_field_are_letters(page, live_server, world):
    sign_in(page, live_server, world.office_head)
    page.locator("#id_note").press_sequentially("jks?")
    expect(page.locator("#id_note")).to_have_value("jks?")
    expect(page.locator("#keys-help")).to_be_hidden()


def test_the_help_lists_the_keys_and_can_switch_them_off(page, live_server, world):
    sign_in(page, live_server, world.office_head)
    help_box = page.locator("#keys-help")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(help_box).to_be_visible()
    expect(help_box).to_contain_text("Kirim laporan")
    help_box.get_by_label("Pakai pintasan").uncheck()
    help_box.get_by_role("button", name="Tutup").click()
    expect(help_box).to_be_hidden()
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_hidden()


def test_a_part_that_is_refused_says_why_at_the_top(page, live_server, world, complaints):
    sign_in(page, live_server, world.nurse)
    told = page.locator("[data-problem]")
    page.get_by_role("button", name="Muat bagian").click()
    expect(told).to_be_visible()
    expect(told).to_contain_text("Hanya penilai pada tanggal itu yang boleh menilai.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Selamat siang, Sari")
    assert complaints == []


def test_on_paper_only_the_content_is_left(page, live_server, world):
    sign_in(page, live_server, world.office_head)
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".top", ".side", ".bottom-bar", ".page-head-actions"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
