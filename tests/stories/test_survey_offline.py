"""A citizen with forty seconds and a weak signal: scan, lose the connection, answer, come back, sent once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kinerja.voice.models import SurveyAnswer, SurveyToken
from tests.apps.voice.make_filled import Survey
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
NINE = (
    *("Sesuai", "Mudah", "Kurang cepat", "Gratis", "Sangat sesuai"),
    *("Kompeten", "Sopan dan ramah", "Dikelola dengan baik", "Baik"),
)


def choose(page: Page, *, leave_out: int = 0) -> None:
    """Taps an answer to each question but number `leave_out`."""
    for number, label in enumerate(NINE, start=1):
        if number != leave_out:
            page.locator("fieldset").nth(number - 1).get_by_text(label, exact=True).check()


def phone(browser: Browser, **facts: Any) -> BrowserContext:
    return browser.new_context(viewport=PHONE, has_touch=True, reduced_motion="reduce", **facts)


def look(page: Page, name: str) -> None:
    """axe's opinion, and a picture when somebody wants to see."""
    if folder := os.environ.get("KINERJA_PICTURES"):
        take_pictures(page, name, Path(folder))
    assert_accessible(page)
    page.set_viewport_size(PHONE)


def test_answered_offline_and_sent_once(browser: Browser, live_server: Any, world: World) -> None:
    survey = Survey(world)
    code = survey.code()
    context = phone(browser)
    page = context.new_page()
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(f"{live_server.url}/survei/{code}/")
    expect(page.get_by_text("0 dari 9")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    look(page, "survei")

    choose(page, leave_out=5)
    expect(page.get_by_text("8 dari 9")).to_be_visible()
    missing = page.get_by_role("link", name="Pertanyaan 5: belum dijawab")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(missing).to_be_visible()
    go(missing)
    look(page, "survei-kurang")

    context.set_offline(True)
    page.reload()  # the draft and the page itself survive
    expect(page.get_by_text("8 dari 9")).to_be_visible()
    choose(page)
    page.get_by_label("Apa yang perlu kami perbaiki?").fill("Kursi tunggu kurang.")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Tersimpan di ponsel")).to_be_visible()
    look(page, "survei-tersimpan")
    assert not SurveyAnswer.objects.exists()

    context.set_offline(False)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    look(page, "survei-terima-kasih")
    row = SurveyAnswer.objects.get()
    assert row.values == [3, 3, 2, 4, 4, 3, 3, 4, 3] and row.open_answers == ["Kursi tunggu kurang."]
    assert not SurveyToken.objects.exists()

    page.goto(f"{live_server.url}/survei/{code}/")
    expect(page.get_by_text("Kode ini sudah dipakai")).to_be_visible()
    look(page, "survei-dipakai")
    assert page.evaluate("localStorage.length") == 0
    assert context.cookies() == []
    assert heard == []
    context.close()


def test_a_poster_makes_the_phone_work_first(browser: Browser, live_server: Any, world: World) -> None:
    survey = Survey(world)
    context = phone(browser)
    page = context.new_page()
    page.goto(live_server.url + survey.poster)
    choose(page)
    with page.expect_request(lambda sent: sent.method == "POST") as sent:
        page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert "proof=&" not in (sent.value.post_data or "") and "proof=" in (sent.value.post_data or "")
    assert SurveyAnswer.objects.get().channel == "poster"
    context.close()


@pytest.mark.parametrize("missing", ["indexedDB", "caches"])
def test_a_phone_that_keeps_nothing_still_sends(
    browser: Browser, live_server: Any, world: World, missing: str
) -> None:
    survey = Survey(world)
    context = phone(browser)
    context.add_init_script(f"Object.defineProperty(window, '{missing}', {{ value: undefined }})")
    page = context.new_page()
    page.goto(f"{live_server.url}/survei/{survey.code()}/")
    choose(page)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert SurveyAnswer.objects.count() == 1
    context.close()


def test_without_script_it_is_a_plain_form(browser: Browser, live_server: Any, world: World) -> None:
    survey = Survey(world)
    context = phone(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/survei/{survey.code()}/")
    choose(page)
    smallest = min(
        box["height"] for choice in page.locator(".choice").all() if (box := choice.bounding_box())
    )
    assert smallest >= 44
    sex = page.get_by_label("Jenis kelamin")
    page.get_by_text("Tentang Anda").click()
    expect(sex).to_be_visible()
    sex.select_option("P")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert SurveyAnswer.objects.get().sex == "P"
    context.close()
