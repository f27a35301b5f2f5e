"""Reports, hiding and showing, pauses, closing: who, why, and what readers see of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.voice.access.forum import may_flag
from kinerja.voice.actions.forum import answer_topic
from kinerja.voice.actions.moderation import (
    flag_post,
    hide_post,
    pause_author,
    resume_author,
    set_closed,
    set_pinned,
    show_post,
)
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import Citizen, Flag, ForumPost, Moderation, Topic
from kinerja.voice.queries.forum import reports_of, waiting
from tests.apps.voice.make_forum import client_of, key, make_citizen, make_post, make_topic
from tests.world import NOW, World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def author(world: World) -> Citizen:
    return make_citizen()


@pytest.fixture
def topic(world: World, author: Citizen) -> Topic:
    return make_topic(world, author)


@pytest.fixture
def post(topic: Topic, author: Citizen) -> ForumPost:
    return make_post(topic, author, "Kalian semua malas")


def report(post: ForumPost, *names: str) -> None:
    for name in names:
        flag_post(post=post, citizen=make_citizen(name), reason="abuse", at=NOW)


def test_three_citizens_hide_a_post_two_do_not(post: ForumPost) -> None:
    report(post, "satu", "dua")
    post.refresh_from_db()
    assert post.hidden_at is None and post.awaits_moderator
    report(post, "tiga")
    post.refresh_from_db()
    assert post.hidden_at == NOW and "menunggu moderator" in post.hidden_reason
    assert reports_of([post]) == {post.pk: [("Menghina atau mengancam", 3)]}
    assert list(waiting()) == [post]


def test_one_report_each_and_not_about_oneself(post: ForumPost, author: Citizen) -> None:
    other = make_citizen("lain")
    flag_post(post=post, citizen=other, reason="spam", at=NOW)
    with pytest.raises(NotPossible, match="sudah melaporkan"):
        flag_post(post=post, citizen=other, reason="abuse", at=NOW)
    assert Flag.objects.count() == 1
    assert not may_flag(author, post, NOW) and not may_flag(None, post, NOW)
    assert may_flag(other, post, NOW)


def test_citizens_never_hide_the_office(world: World, topic: Topic) -> None:
    said = answer_topic(
        topic=topic,
        unit=topic.unit,
        text="Jawaban",
        official=True,
        key=key("j"),
        actor=world.counter_head.user,
        at=NOW,
    )
    report(said, "satu", "dua", "tiga", "empat", "lima")
    said.refresh_from_db()
    assert said.hidden_at is None and said.awaits_moderator


def test_the_moderator_decides_and_reports_learn_it(world: World, post: ForumPost) -> None:
    officer = world.complaints_officer.user
    report(post, "satu", "dua", "tiga")
    show_post(post=post, reason="Kritik biasa", actor=officer, at=NOW + MINUTE)
    post.refresh_from_db()
    assert (post.hidden_at, post.hidden_reason, post.awaits_moderator) == (None, "", False)
    assert set(Flag.objects.values_list("upheld", flat=True)) == {False}
    report(post, "empat", "lima")
    post.refresh_from_db()
    assert post.hidden_at is None
    hide_post(post=post, reason="Menghina", actor=officer, at=NOW + 2 * MINUTE)
    assert Flag.objects.filter(upheld=True).count() == 2
    acts = list(post.moderations.values_list("act", "by"))
    assert acts == [("hide", officer.pk), ("show", officer.pk), ("hide", None)]
    assert Event.objects.filter(action="voice.post_hidden").count() == 2


def test_decisions_need_a_reason_and_happen_once(world: World, post: ForumPost) -> None:
    facts = {"post": post, "actor": world.complaints_officer.user, "at": NOW}
    with pytest.raises(NotPossible, match="alasan"):
        hide_post(reason="  ", **facts)
    hide_post(reason="Menghina", **facts)
    with pytest.raises(Stale):
        hide_post(reason="Menghina", **facts)
    show_post(reason="Keliru", **facts)
    with pytest.raises(Stale):
        show_post(reason="Keliru", **facts)


def test_the_log_keeps_no_word_and_no_name_of_a_citizen(world: World, post: ForumPost) -> None:
    report(post, "satu", "dua", "tiga")
    officer = world.complaints_officer.user
    hide_post(post=post, reason="Menghina", actor=officer, at=NOW)
    pause_author(post=post, days=7, reason="Berulang", actor=officer, at=NOW)
    written = "".join(f"{e.before}{e.after}{e.why}{e.actor_name}" for e in Event.objects.all())
    for secret in ("rina77", "surel.test", "malas", "satu"):
        assert secret not in written


def test_hiding_the_opening_post_hides_the_title(world: World, topic: Topic) -> None:
    officer = world.complaints_officer.user
    opening = topic.posts.get()
    hide_post(post=opening, reason="Menghina", actor=officer, at=NOW)
    page = Client().get(reverse("voice:forum_topic", args=[topic.pk])).content.decode()
    assert topic.title not in page and "Dua jam" not in page and "Disembunyikan: Menghina" in page
    assert topic.title not in Client().get(reverse("voice:forum")).content.decode()
    show_post(post=opening, reason="Keliru", actor=officer, at=NOW)
    assert topic.title in Client().get(reverse("voice:forum")).content.decode()


def test_readers_see_the_reason_the_author_also_his_words(
    world: World, topic: Topic, post: ForumPost, author: Citizen
) -> None:
    hide_post(post=post, reason="Menghina petugas", actor=world.complaints_officer.user, at=NOW)
    url = reverse("voice:forum_topic", args=[topic.pk])
    public = Client().get(url).content.decode()
    assert "Disembunyikan: Menghina petugas" in public and "malas" not in public
    assert "Mira Lubis" not in public and "Riwayat moderasi" in public
    other = client_of(make_citizen("lain")).get(url).content.decode()
    assert "malas" not in other
    own = client_of(author).get(url).content.decode()
    assert "malas" in own and "Menghina petugas" in own
    staff = world.client(world.counter_head).get(url).content.decode()
    assert "malas" not in staff
    assert "malas" in world.client(world.complaints_officer).get(url).content.decode()


def test_a_pause_and_its_end(world: World, post: ForumPost, author: Citizen) -> None:
    officer = world.complaints_officer.user
    facts = {"post": post, "actor": officer, "at": NOW}
    with pytest.raises(NotPossible, match="lama jeda"):
        pause_author(days=365, reason="Lama", **facts)
    with pytest.raises(NotPossible, match="tidak sedang dijeda"):
        resume_author(reason="x", **facts)
    pause_author(days=7, reason="Berulang", **facts)
    author.refresh_from_db()
    assert author.blocked_until == NOW + timedelta(days=7)
    client = client_of(author)
    here = reverse("voice:forum_topic", args=[post.topic_id])
    assert "menjeda akun Anda" in client.get(here).content.decode()
    assert client.post(here, {"text": "Tetap", "key": key("t")}).status_code == 403
    resume_author(reason="Sudah minta maaf", **facts | {"post": ForumPost.objects.get(pk=post.pk)})
    assert client.post(here, {"text": "Maaf", "key": key("m")}).status_code == 302
    assert list(Moderation.objects.values_list("act", flat=True)) == ["resume", "pause"]
    assert "Berulang" not in Client().get(here).content.decode()


def test_closing_pinning_and_their_history(world: World, topic: Topic) -> None:
    head = world.counter_head.user
    with pytest.raises(NotPossible):
        set_closed(topic=topic, closed=True, reason="", actor=head, at=NOW)
    set_closed(topic=topic, closed=True, reason="Sudah selesai", actor=head, at=NOW)
    with pytest.raises(Stale):
        set_closed(topic=topic, closed=True, reason="Lagi", actor=head, at=NOW)
    set_pinned(topic=topic, pinned=True, actor=head, at=NOW)
    page = Client().get(reverse("voice:forum_topic", args=[topic.pk])).content.decode()
    assert "Sudah selesai" in page and "Ditutup" in page and "Disematkan" in page
    set_closed(topic=topic, closed=False, reason="Ada kabar", actor=head, at=NOW + MINUTE)
    assert list(topic.moderations.values_list("act", flat=True)) == ["open", "pin", "close"]


def test_the_queue_shows_what_waits_and_decides(world: World, post: ForumPost) -> None:
    officer = world.client(world.complaints_officer)
    report(post, "satu")
    assert "Kalian semua malas" in officer.get(reverse("voice:forum_moderation")).content.decode()
    url = reverse("voice:forum_moderate", args=[post.pk])
    assert officer.post(url, {"do": "hide", "reason": ""}).status_code == 422
    officer.post(url, {"do": "hide", "reason": "Menghina"})
    post.refresh_from_db()
    assert post.hidden_reason == "Menghina" and not waiting().exists()
    pause = reverse("voice:forum_pause", args=[post.pk])
    officer.post(pause, {"days": "1", "reason": "Berulang"})
    assert "Akhiri jeda" in officer.get(pause).content.decode()
    officer.post(pause, {"reason": "Cukup"})
    assert Citizen.objects.get(nickname="rina77").blocked_until is None


def test_the_queue_takes_the_same_queries_for_many(world: World, topic: Topic, author: Citizen) -> None:
    officer, counts = world.client(world.complaints_officer), []
    for total in (3, 15):
        for n in range(topic.posts.count() - 1, total):
            made = make_post(topic, author, f"Tulisan {n}", awaits_moderator=True)
            Flag.objects.create(post=made, citizen=make_citizen(f"pelapor {n}"), reason="spam", at=NOW)
        with CaptureQueriesContext(connection) as caught:
            officer.get(reverse("voice:forum_moderation"))
        counts.append(len(caught))
    assert counts[0] == counts[1]
