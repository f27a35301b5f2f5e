"""The employee's own words: before the rater's, kept when they change, and never signed unread."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from kinerja.assessment.actions import receive, sign, write_self_assessment
from kinerja.assessment.errors import Stale
from kinerja.assessment.models import Notice, Review, SourceChoice
from kinerja.assessment.reminding import reminder_round
from kinerja.audit.models import Event
from kinerja.insight.queries import tasks_for
from tests.apps.assessment.office import WINDOW, fresh, nurse_review, organisation, rate, user
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
LATER = WINDOW + timedelta(hours=2)


def write(world: World, review: Review, words: str, at: datetime = WINDOW, going_on: bool = False) -> Review:
    facts = {"results": words, "behaviour": "Ramah.", "actor": user(world.nurse), "at": at}
    return write_self_assessment(review=review, going_on=going_on, **facts)  # type: ignore[arg-type]


def logged() -> list[Event]:
    return list(Event.objects.filter(action="assessment.write_self").order_by("pk"))


def text_of(world: World, who: str, name: str, review: Review) -> str:
    url = reverse(f"assessment:{name}", args=[review.pk])
    return world.client(world.people[who]).get(url).content.decode()


def test_a_save_is_logged_with_what_it_replaced(world: World) -> None:
    review = write(world, nurse_review(world), "Semua tepat waktu.")
    write(world, review, "Hampir semua tepat waktu.", at=LATER)
    assert write(world, review, "Hampir semua tepat waktu.", at=LATER + timedelta(hours=1)).self_at == LATER
    first, second = logged()
    assert first.before == {"at": None, "results": "", "behaviour": ""}
    assert (second.before["results"], second.after["results"]) == (
        "Semua tepat waktu.",
        "Hampir semua tepat waktu.",
    )
    assert "behaviour" not in second.after and second.before["at"] and second.actor_name == world.nurse.name


def test_pauses_in_typing_are_logged_only_over_words_the_rater_had_before_him(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    for words in ("Semua", "Semua tepat"):
        write(world, review, words, going_on=True)
    assert logged() == []
    rate(world, review)
    for words in ("Semua terlambat", "Semua terlambat dua hari"):
        write(world, review, words, at=LATER, going_on=True)
    (kept,) = logged()
    assert (kept.before["results"], kept.after["results"]) == ("Semua tepat", "Semua terlambat")


def test_where_the_source_is_off_the_log_has_no_words(world: World) -> None:
    SourceChoice.objects.create(source="self", on=False, starts=TODAY, reason="SK 1")
    review = write(world, nurse_review(world), "Hanya untuk saya.")
    assert review.self_results == "Hanya untuk saya." and logged() == []


def test_where_the_source_is_off_nobody_is_asked_for_it(world: World) -> None:
    nurse_review(world)
    title = "Tulis penilaian diri Triwulan III 2026"
    assert title in [task.title for task in tasks_for(world.nurse.user, TODAY)]
    SourceChoice.objects.create(source="self", on=False, starts=TODAY, reason="SK 1")
    assert title not in [task.title for task in tasks_for(world.nurse.user, TODAY)]
    reminder_round(WINDOW)
    assert not Notice.objects.filter(key__startswith="self:").exists()


def test_the_employee_is_told_once_when_the_window_is_open(world: World) -> None:
    review = nurse_review(world)
    mine = Notice.objects.filter(user=user(world.nurse), key__startswith="self:")
    for day in range(3):
        reminder_round(WINDOW + timedelta(days=day))
    told = mine.get()
    assert told.url == reverse("assessment:my_review", args=[review.pk]) and told.due == world.q3.closes
    assert "tulis penilaian diri" in told.title
    mine.delete()
    write(world, review, "Sudah.")
    reminder_round(WINDOW + timedelta(days=3))
    assert not mine.exists()


def test_nobody_is_told_once_the_rater_signed_or_the_window_closed(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    closed = datetime.combine(world.q3.closes + timedelta(days=1), WINDOW.timetz())
    reminder_round(closed)
    sign(review=rate(world, review), actor=user(world.section_head), at=WINDOW)
    reminder_round(WINDOW)
    assert not Notice.objects.filter(key__startswith="self:").exists()


def test_the_task_stays_while_the_rater_drafts(world: World) -> None:
    organisation(world)
    review = rate(world, nurse_review(world))

    def waits() -> bool:
        return any(
            task.title.startswith("Tulis penilaian diri") for task in tasks_for(world.nurse.user, TODAY)
        )

    assert waits()
    sign(review=review, actor=user(world.section_head), at=WINDOW)
    assert not waits()


def test_the_time_stands_on_both_sides(world: World) -> None:
    organisation(world)
    review = write(world, nurse_review(world), "Semua tepat waktu.")
    said = "Ditulis 5 Oktober 2026 pukul 09.00 WIB"
    assert said in text_of(world, "section_head", "review", review)
    assert said in text_of(world, "nurse", "my_review", review)
    signed = sign(review=rate(world, review), actor=user(world.section_head), at=LATER)
    receive(review=signed, actor=user(world.nurse), at=LATER)
    page = text_of(world, "nurse", "my_review", review)
    assert "Penilaian diri ditulis 5 Oktober 2026 pukul 09.00 WIB" in page
    assert "terakhir 5 Oktober 2026 pukul 09.00" in text_of(world, "nurse", "why", review)


def test_words_added_after_the_page_of_the_signature_are_not_signed_unread(world: World) -> None:
    organisation(world)
    review = rate(world, write(world, nurse_review(world), "Semua tepat waktu."))
    client, url = world.client(world.section_head), reverse("assessment:sign", args=[review.pk])
    answer = client.get(url)
    assert "Semua tepat waktu." in answer.content.decode()
    seen = answer.context["seen"]
    read = fresh(review)
    write(world, review, "Semua terlambat.", at=LATER)
    refused = client.post(url, {"seen": seen}, follow=True)
    assert "baru saja diubah" in refused.content.decode()
    with pytest.raises(Stale):
        sign(review=read, actor=user(world.section_head), at=LATER)
    client.post(url, {"seen": client.get(url).context["seen"]})
    review.refresh_from_db()
    assert review.snapshot is not None and review.snapshot["self"]["results"] == "Semua terlambat."
