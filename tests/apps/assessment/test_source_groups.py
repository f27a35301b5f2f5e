"""Choices of sources by group of posts: which one wins, whom it is about, and that every reader agrees."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.actions import sign
from kinerja.assessment.actions.source_choices import choose_source
from kinerja.assessment.errors import Incomplete
from kinerja.assessment.explain import as_json
from kinerja.assessment.models import FeedbackRound, Notice, SourceChoice
from kinerja.assessment.queries.source_choices import reach_of, sources_on, sources_shown
from kinerja.assessment.queries.sources import sources_of
from kinerja.assessment.queries.voices import subjects_of
from kinerja.assessment.reminding import reminder_round
from kinerja.audit.models import Event
from kinerja.insight.queries import tasks_for
from tests.apps.assessment.office import WINDOW, fresh, nurse_review, organisation, rate, user
from tests.apps.assessment.round_office import colleagues, draft
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


def choose(world: World, shown: bool, *, source: str = "round", **facts: Any) -> SourceChoice:
    given: dict[str, Any] = {"level": "", "job_family": "", "starts": TODAY, "reason": "SK 7/2026"}
    given |= {"actor": user(world.hr), "at": WINDOW} | facts
    return choose_source(source=source, on=shown, **given)


def is_on(world: World, post: str, on: date = TODAY, source: str = "round") -> bool:
    return source in sources_on(world.posts[post], on)


def test_the_most_specific_group_wins_then_the_newest_date(world: World) -> None:
    choose(world, False, job_family="Perawat")
    choose(world, True, starts=TODAY + timedelta(days=1))
    choose(world, True, level="jf", starts=TODAY + timedelta(days=2))
    later = TODAY + timedelta(days=9)
    assert not is_on(world, "PERAWAT", later) and not is_on(world, "PERAWAT2", later)
    assert is_on(world, "BIDAN", later) and is_on(world, "KASI-YAN", later)
    choose(world, True, job_family="Perawat Mahir")
    assert is_on(world, "PERAWAT2") and not is_on(world, "PERAWAT"), "more words are more specific"
    choose(world, True, job_family="Perawat", level="jf", starts=TODAY + timedelta(days=3))
    assert not is_on(world, "PERAWAT", TODAY + timedelta(days=2)), "what held before stays"
    assert is_on(world, "PERAWAT", TODAY + timedelta(days=3)), "a family within a level goes first"
    choose(world, False, job_family="Perawat", level="jf", starts=TODAY + timedelta(days=5))
    assert is_on(world, "PERAWAT", TODAY + timedelta(days=4))
    assert not is_on(world, "PERAWAT", TODAY + timedelta(days=5))


def test_a_family_in_another_level_is_another_group(world: World) -> None:
    """Heads of puskesmas are "Kepala" as heads of offices are."""
    choose(world, False, job_family="Kepala", level="pengawas")
    assert not is_on(world, "KA-PKM1") and is_on(world, "KADINKES") and is_on(world, "PERAWAT")


def test_a_family_is_one_group_however_it_is_spelled(world: World) -> None:
    choose(world, False, job_family="Perawat")
    again = choose(world, True, job_family="  perawat ")
    assert SourceChoice.objects.get() == again and is_on(world, "PERAWAT")
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceChoice.objects.create(source="round", job_family="PERAWAT", on=False, starts=TODAY, reason="x")


def test_a_group_without_posts_and_other_people_are_refused(world: World) -> None:
    for group in ({"job_family": "Pera"}, {"job_family": "Perawat", "level": "pengawas"}):
        with pytest.raises(Incomplete, match="Belum ada jabatan yang namanya diawali"):
            choose(world, False, **group)
    with pytest.raises(Incomplete, match="paling cepat hari ini"):
        choose(world, False, job_family="Perawat", starts=TODAY - timedelta(days=1))
    for who in ("nurse", "section_head", "office_head", "auditor"):
        with pytest.raises(PermissionDenied):
            choose(world, False, job_family="Perawat", actor=user(world.people[who]))
    assert not SourceChoice.objects.exists() and is_on(world, "PERAWAT")


def test_whom_a_choice_is_about_is_counted_and_logged(world: World) -> None:
    group = SourceChoice(source="round", job_family="Perawat", on=False, starts=TODAY)
    found = reach_of(group)
    assert (found.posts, found.people, found.apart) == (2, 3, 0)
    choose(world, True, job_family="Perawat Mahir")
    found = reach_of(group)
    assert (found.posts, found.people, found.apart) == (2, 3, 1)
    choose(world, False, job_family="Perawat")
    after = Event.objects.filter(action="assessment.choose_source").latest("pk").after
    assert after and (after["job_family"], after["posts"], after["people"]) == ("Perawat", 2, 3)


def test_every_reader_agrees(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    title = f"Tulis penilaian diri {world.q3}"
    assert title in [task.title for task in tasks_for(user(world.nurse), TODAY)]
    choose(world, False, source="self", job_family="Perawat")
    assert title not in [task.title for task in tasks_for(user(world.nurse), TODAY)]
    reminder_round(WINDOW)
    assert not Notice.objects.filter(key__startswith="self:", user=user(world.nurse)).exists()
    assert "self" not in {row.source for row in sources_of(review, TODAY)}
    page = world.client(world.section_head).get(reverse("assessment:review", args=[review.pk]))
    assert "self" not in page.context["shown"]
    kept = sign(review=rate(world, review), actor=user(world.section_head), at=WINDOW)
    assert kept.snapshot and "self" not in {row["source"] for row in kept.snapshot["sources"]}
    told = as_json(kept, TODAY)
    choose(world, True, source="self", job_family="Perawat", level="jf")
    assert "self" in sources_on(world.posts["PERAWAT"], TODAY)
    assert "self" not in sources_shown(fresh(review), TODAY), "a signed review keeps what was shown"
    assert as_json(fresh(review), TODAY) == told


def test_others_are_still_asked_for_their_own_words(world: World) -> None:
    nurse_review(world)
    choose(world, False, source="self", job_family="Bidan")
    assert f"Tulis penilaian diri {world.q3}" in [task.title for task in tasks_for(user(world.nurse), TODAY)]
    reminder_round(WINDOW)
    assert Notice.objects.filter(key__startswith="self:", user=user(world.nurse)).exists()


def test_a_round_asks_nobody_about_people_for_whom_it_is_no_source(world: World) -> None:
    colleagues(world, 2)
    subjects = {ask.subject_id for ask in draft(world).asks.all()}
    assert world.nurse.pk in subjects and world.pppk.pk in subjects
    last = date(2026, 10, 12)
    choose(world, False, job_family="Perawat", starts=last)
    less = {ask.subject_id for ask in draft(world, ends=last).asks.all()}
    assert world.nurse.pk not in less and world.pppk.pk in less, "off when the answers could be read"
    assert {ask.asked_id for ask in draft(world, ends=last).asks.all()} & {world.nurse.pk}, "but he is asked"
    assert world.nurse.pk in {row.subject_id for row in draft(world, ends=TODAY).asks.all()}
    choose(world, False)
    before = FeedbackRound.objects.count()
    with pytest.raises(Incomplete, match="umpan balik banyak pihak dipakai"):
        draft(world, unit="KOMINFO")
    assert FeedbackRound.objects.count() == before


def test_the_page_says_whom_it_is_about_before_anything_is_kept(world: World) -> None:
    client, where = world.client(world.hr), reverse("assessment:sources")
    sent = {"source": "round", "level": "", "job_family": "perawat", "on": "0", "starts": "2026-10-05",
            "reason": "SK 7/2026"}  # fmt: skip
    asked = client.post(where, sent).content.decode()
    assert "rumpun perawat" in asked and "Jumlah jabatan: 2. Pegawai yang mendudukinya: 3." in asked
    assert "5 Oktober 2026" in asked and "lebih khusus" not in asked
    assert not SourceChoice.objects.exists() and not Event.objects.filter(action__endswith="_source").exists()
    seen = seen_in(asked)
    colleagues(world, 1)
    again = client.post(where, sent | {"seen": seen}).content.decode()
    assert "Pegawai yang mendudukinya: 4." in again and not SourceChoice.objects.exists()
    page = client.post(where, sent | {"seen": seen_in(again)}, follow=True).content.decode()
    assert "Pilihan sumber disimpan." in page and page.count("rumpun perawat") == 2, "in force and history"
    assert "Khusus rumpun jabatan" in page and not SourceChoice.objects.get().on
    wrong = client.post(where, sent | {"job_family": "Perwat"})
    assert wrong.status_code == 422 and "Periksa ejaannya" in wrong.content.decode()


def test_who_keeps_a_more_specific_choice_is_said(world: World) -> None:
    choose(world, True, job_family="Perawat")
    sent = {"source": "round", "level": "jf", "on": "0", "starts": "2026-10-05", "reason": "SK 8/2026"}
    asked = world.client(world.hr).post(reverse("assessment:sources"), sent).content.decode()
    assert "Yang tetap mengikuti pilihan untuk kelompok yang lebih khusus: 3 pegawai." in asked


def test_many_choices_cost_as_many_queries_as_one(world: World) -> None:
    review, client, where = nurse_review(world), world.client(world.hr), reverse("assessment:sources")
    choose(world, False, job_family="Perawat")
    readers(world, review)  # what the objects at hand keep is read once
    few = [page(client, where), readers(world, review)]
    for number, family in enumerate(("Bidan", "Apoteker", "Guru", "Auditor", "Kepala", "Perawat Mahir")):
        choose(world, number % 2 == 0, job_family=family)
        choose(world, True, job_family=family, level="jf", starts=TODAY + timedelta(days=1), source="self")
    assert [page(client, where), readers(world, review)] == few


def page(client: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as ran:
        assert client.get(where).status_code == 200
    return len(ran)


def readers(world: World, review: Any) -> list[int]:
    """What the sources of a review, tasks, reminders' list and a round's subjects cost."""
    counts = []
    for read in (
        lambda: sources_of(review, TODAY),
        lambda: tasks_for(user(world.nurse), TODAY),
        lambda: subjects_of(world.units["DINKES"], TODAY, shown_on=TODAY),
        lambda: reach_of(SourceChoice(source="round", on=True, starts=TODAY)),
    ):
        with CaptureQueriesContext(connection) as ran:
            read()
        counts.append(len(ran))
    return counts


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    return found[1]
