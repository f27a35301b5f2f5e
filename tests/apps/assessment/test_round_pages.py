"""Pages of rounds: from the draft to the answer, long lists at the cost of short ones, in a browser."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.actions.rounds import close_round
from kinerja.assessment.models import FeedbackAnswer, FeedbackAsk, FeedbackRound, SourceChoice
from kinerja.people.models import Employee
from tests.apps.assessment.office import WINDOW, nurse_review, organisation, user
from tests.apps.assessment.round_office import CODES, closed, colleagues, draft, running, speak
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import TODAY, World

PICTURES = os.environ.get("KINERJA_GAMBAR", "")
FORM = dict.fromkeys(CODES, "3")


def queries(client: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(where).status_code == 200
    return len(seen)


@pytest.mark.django_db
def test_from_the_draft_to_the_answer(world: World) -> None:
    head = world.client(world.section_head)
    sent = {"name": "Umpan balik TW III", "unit": world.units["PKM1-YAN"].pk, "period": world.q3.pk,
            "starts": "2026-10-05", "ends": "2026-10-12", "message": "Mohon waktunya."}  # fmt: skip
    made = head.post(reverse("assessment:round_new"), sent)
    found = FeedbackRound.objects.get()
    assert made["Location"] == reverse("assessment:round", args=[found.pk])
    subject = reverse("assessment:round_subject", args=[found.pk, world.nurse.pk])
    added = head.post(subject, {"asked": world.midwife.nip, "reason": "Satu regu jaga"}, follow=True)
    assert "Ditambahkan penilai" in added.content.decode()
    wrong = head.post(subject, {"asked": "123", "reason": "x"})
    assert wrong.status_code == 422 and "tidak ada dalam data pegawai" in wrong.content.decode()
    head.post(reverse("assessment:round_open", args=[found.pk]))
    nurse = world.client(world.nurse)
    page = nurse.get(reverse("assessment:asked")).content.decode()
    assert "Mohon waktunya." in page and "Agus Salim" in page
    ask = FeedbackAsk.objects.get(round=found, asked=world.nurse, subject=world.pppk)
    where = nurse.post(reverse("assessment:round_take", args=[ask.pk]))["Location"]
    assert nurse.post(where, {}).status_code == 422
    assert nurse.post(where, FORM | {"keep": "Teliti"}, follow=True).status_code == 200
    assert FeedbackAnswer.objects.get().keep == "Teliti"
    assert nurse.get(where).status_code == 404
    assert "Agus Salim" in nurse.get(reverse("assessment:asked")).content.decode()


@pytest.mark.django_db
def test_no_page_tells_who_has_answered(world: World) -> None:
    colleagues(world, 4)
    made = running(world)
    pages = [reverse("assessment:round_subject", args=[made.pk, world.nurse.pk])]
    head = world.client(world.section_head)
    before = [head.get(where).content for where in pages]
    speak(made.asks.filter(subject=world.nurse, relation="peer")[0], 3)
    strip = [page.split(b"<main")[1] for page in before]
    assert [head.get(where).content.split(b"<main")[1] for where in pages] == strip


@pytest.mark.django_db
def test_an_answer_page_of_a_closed_round_says_so(world: World) -> None:
    made = running(world)
    ask = FeedbackAsk.objects.get(round=made, asked=world.nurse, subject=world.pppk)
    nurse = world.client(world.nurse)
    where = nurse.post(reverse("assessment:round_take", args=[ask.pk]))["Location"]
    close_round(round=made, actor=user(world.hr), at=WINDOW)
    assert nurse.get(where).status_code == 404
    again = nurse.post(reverse("assessment:round_take", args=[ask.pk]), follow=True)
    assert "tidak sedang berjalan" in again.content.decode()


@pytest.mark.django_db
def test_lists_cost_the_same_for_three_and_for_thirty(world: World) -> None:
    hr, nurse = world.client(world.hr), world.client(world.nurse)
    made = running(world)
    places = [(hr, reverse("assessment:rounds")), (hr, reverse("assessment:round", args=[made.pk])),
              (nurse, reverse("assessment:asked"))]  # fmt: skip
    few = [queries(client, where) for client, where in places]
    for person in colleagues(world, 27):
        FeedbackAsk.objects.create(round=made, subject=person, asked=world.nurse, relation="peer")
    for _time in range(5):
        draft(world)
    assert [queries(client, where) for client, where in places] == few


@pytest.mark.django_db
def test_the_choice_of_sources_by_page(world: World) -> None:
    client, where = world.client(world.hr), reverse("assessment:sources")
    sent = {"source": "round", "level": "jf", "on": "0", "starts": "2026-10-05", "reason": "SK 7/2026"}
    asked = client.post(where, sent).content.decode()
    assert "Simpan pilihan sumber?" in asked and not SourceChoice.objects.exists()
    seen = re.search(r'name="seen" value="([^"]+)"', asked)
    assert seen
    page = client.post(where, sent | {"seen": seen[1]}, follow=True).content.decode()
    assert "Pilihan sumber disimpan." in page and "SK 7/2026" in page
    assert not SourceChoice.objects.get().on
    late = client.post(where, sent | {"starts": "2026-10-04"})
    assert late.status_code == 422 and "paling cepat hari ini" in late.content.decode()


def enter(page: Page, live_server: Any, world: World, person: Employee) -> None:
    cookie = next(iter(world.client(person).cookies.values()))
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def look(page: Page, live_server: Any, url: str, name: str) -> None:
    page.goto(live_server.url + url)
    assert_accessible(page)
    if PICTURES:
        take_pictures(page, name, Path(PICTURES))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_rounds_in_a_browser(page: Page, live_server: Any, world: World) -> None:
    colleagues(world, 5)
    organisation(world)
    review = nurse_review(world)
    closed(world, world.nurse, 1, 2, 2, 4)
    planned, made = draft(world), running(world)
    enter(page, live_server, world, world.section_head)
    look(page, live_server, reverse("assessment:rounds"), "putaran")
    look(page, live_server, reverse("assessment:round_new"), "putaran-baru")
    look(page, live_server, reverse("assessment:round", args=[planned.pk]), "putaran-draf")
    look(page, live_server, reverse("assessment:round_subject", args=[planned.pk, world.nurse.pk]), "siapa")
    look(page, live_server, reverse("assessment:review", args=[review.pk]), "sumber-di-layar")
    enter(page, live_server, world, world.hr)
    SourceChoice.objects.create(
        source="round", job_family="Perawat", on=True, starts=TODAY, reason="SK 7/2026", by=user(world.hr)
    )
    look(page, live_server, reverse("assessment:sources"), "sumber")
    enter(page, live_server, world, world.nurse)
    look(page, live_server, reverse("assessment:asked"), "diminta")
    page.set_viewport_size({"width": 390, "height": 844})
    go(page.get_by_role("button", name="Mulai menjawab").first)
    look(page, live_server, page.url.removeprefix(live_server.url), "menjawab")
    for label in page.locator(".answer-form .choice", has_text="Sering").all():
        label.check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Jawaban Anda tersimpan tanpa nama.")).to_be_visible()
    assert FeedbackAnswer.objects.filter(round=made).count() == 1
