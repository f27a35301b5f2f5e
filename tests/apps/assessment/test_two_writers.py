"""The appraiser and his delegate write one draft: nobody overwrites the other unseen."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.actions import Ratings, save_ratings, sign
from kinerja.assessment.actions.delegations import delegate
from kinerja.assessment.errors import Stale
from kinerja.assessment.models import Review
from kinerja.people.models import Employee
from tests.apps.assessment.office import WINDOW, nurse_review, organisation, user
from tests.apps.assessment.test_look import enter
from tests.web.going import go
from tests.world import NOW, TODAY, World


@pytest.fixture
def review(world: World) -> Review:
    """A review that the section head writes, and the clerk for him."""
    organisation(world)
    found = nurse_review(world)
    facts = {"starts": TODAY, "ends": TODAY + timedelta(days=7), "reason": "Dinas luar", "at": NOW}
    delegate(taker=world.pppk, actor=user(world.section_head), **facts)
    return found


def save(who: Employee, review: Review, words: str = "", **stamp: Any) -> Review:
    ratings = Ratings(result_rating="sesuai", behaviour_rating="sesuai", result_reason=words)
    return save_ratings(review=review, ratings=ratings, actor=user(who), at=WINDOW, **stamp).review


def stamps(client: Client, url: str) -> dict[str, str]:
    """What the open page says that its writer has seen."""
    return stamps_in(client.get(url).content.decode())


def stamps_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(revision|page)" value="([^"]+)"', page))


@pytest.mark.django_db
def test_who_comes_second_hears_who_saved_and_when(world: World, review: Review) -> None:
    save(world.pppk, review, "Dari staf.", revision=0, page="staf")
    said = rf"{world.pppk.name} menyimpan draf ini pada 5 Oktober 2026 pukul 09\.00"
    with pytest.raises(Stale, match=said):
        save(world.section_head, review, "Dari atasan.", revision=0, page="atasan")
    review.refresh_from_db()
    assert (review.result_reason, review.revision, review.rated_by) == ("Dari staf.", 1, user(world.pppk))
    save(world.section_head, review, "Dari atasan.", revision=1, page="atasan")
    with pytest.raises(Stale, match=world.section_head.name):
        save(world.pppk, review, "Dari staf lagi.", revision=0, page="staf")


@pytest.mark.django_db
def test_one_page_goes_on_until_its_button_was_pressed(world: World, review: Review) -> None:
    for words in ("A", "An", "Antrean"):
        save(world.section_head, review, words, revision=0, page="atasan")
    save(world.section_head, review, "Antrean tertib.", revision=0, page="atasan", going_on=False)
    with pytest.raises(Stale, match="Anda menyimpan draf ini dari halaman lain"):
        save(world.section_head, review, "Antrean", revision=0, page="atasan")
    review.refresh_from_db()
    assert review.result_reason == "Antrean tertib."
    assert save(world.section_head, review, "Dari impor.").revision == 5


@pytest.mark.django_db
def test_a_signature_under_a_draft_that_changed_is_refused(world: World, review: Review) -> None:
    read = save(world.section_head, review)
    save(world.pppk, read, "Alasan baru dari staf.")
    read = Review.objects.select_related("period").get(pk=review.pk)
    save(world.pppk, read, "Alasan lain lagi.")
    with pytest.raises(Stale):
        sign(review=read, actor=user(world.section_head), at=WINDOW)


@pytest.mark.django_db
def test_the_page_keeps_what_was_typed_and_shows_what_is_stored(world: World, review: Review) -> None:
    head, clerk = world.client(world.section_head), world.client(world.pppk)
    url = reverse("assessment:review", args=[review.pk])
    mine, theirs = stamps(head, url), stamps(clerk, url)
    sent = {"result_rating": "sesuai", "behaviour_rating": "sesuai"}
    typed = sent | {"result_reason": "Kata atasan."} | mine
    told = {"result_reason": "Kata staf.", "autosave": "1"}
    assert clerk.post(url, sent | told | theirs).status_code == 204
    assert clerk.post(url, sent | told | theirs).status_code == 204, "the same page goes on"
    timer = head.post(url, typed | {"autosave": "1"})
    assert timer.status_code == 409
    assert world.pppk.name in timer.content.decode()
    answer = head.post(url, typed | {"save": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{world.pppk.name} menyimpan draf ini" in page
    assert "Kata atasan.</textarea>" in page and "Kata staf." in page and "data-autosave-held" in page
    review.refresh_from_db()
    assert review.result_reason == "Kata staf."
    assert head.post(url, typed | stamps_in(page) | {"save": "1"}).status_code == 302
    review.refresh_from_db()
    assert review.result_reason == "Kata atasan."


@pytest.mark.django_db
def test_a_page_refused_for_another_reason_has_still_not_seen_the_other(world: World, review: Review) -> None:
    head, url = world.client(world.section_head), reverse("assessment:review", args=[review.pk])
    mine = stamps(head, url)
    save(world.pppk, review, "Dari staf.")
    answer = head.post(url, mine | {"result_reason": "x" * 4001})
    assert answer.status_code == 422
    assert stamps_in(answer.content.decode()) == mine


@pytest.mark.django_db(transaction=True)
def test_two_at_once_have_one_winner(world: World, review: Review) -> None:
    ready, said = threading.Barrier(2), []

    def act(who: Employee) -> None:
        close_old_connections()
        mine = Review.objects.select_related("period", "plan").get(pk=review.pk)
        ready.wait(timeout=20)
        try:
            save(who, mine, who.name, revision=mine.revision, page=who.name)
            said.append("ok")
        except Stale as error:
            said.append(str(error))
        finally:
            connection.close()

    both = [threading.Thread(target=act, args=[who]) for who in (world.section_head, world.pppk)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=60)
    review.refresh_from_db()
    assert sorted(text == "ok" for text in said) == [False, True]
    assert f"{review.result_reason} menyimpan" in next(text for text in said if text != "ok")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_words_that_come_back_do_not_overwrite(
    page: Page, live_server: Any, world: World, review: Review
) -> None:
    enter(page, live_server, world, world.section_head)
    url = live_server.url + reverse("assessment:review", args=[review.pk])
    page.goto(url)
    save(world.pppk, review, "Kata staf.")
    status, words = page.locator("[data-autosave-status]"), page.locator("#id_result_reason")
    words.fill("Kata atasan.")
    expect(status).to_contain_text(world.pppk.name)
    page.goto(url)
    expect(words).to_have_value("Kata atasan.")
    expect(status).to_contain_text(world.pppk.name)
    go(page.get_by_role("button", name="Simpan", exact=False).last)
    expect(page.get_by_text("Draf yang tersimpan sekarang")).to_be_visible()
    words.fill("Kata atasan dan staf.")
    page.wait_for_timeout(1500)
    review.refresh_from_db()
    assert review.result_reason == "Kata staf."
    go(page.get_by_role("button", name="Simpan", exact=False).last)
    expect(page.get_by_text("tersimpan sebagai draf")).to_be_visible()
    review.refresh_from_db()
    assert review.result_reason == "Kata atasan dan staf."
    assert page.evaluate("Object.keys(localStorage)") == []
