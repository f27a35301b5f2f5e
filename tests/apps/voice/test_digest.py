"""Digests: who gets one, when, with what, and how to end them."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from kinerja.voice import digests
from kinerja.voice.actions.forum import set_following
from kinerja.voice.digests import digest_round, token_of
from kinerja.voice.models import Citizen, Topic
from tests.apps.voice.make_forum import make_citizen, make_post, make_topic
from tests.world import NOW, World

DAY = timedelta(days=1)


@pytest.fixture
def writer(world: World) -> Citizen:
    return make_citizen("penulis")


@pytest.fixture
def topic(world: World, writer: Citizen) -> Topic:
    return make_topic(world, writer, at=NOW - 30 * DAY)


def follower(topic: Topic, name: str = "pengikut", digest: str = "daily", **facts: object) -> Citizen:
    citizen = make_citizen(name, digest=digest, digested_at=NOW - DAY, **facts)
    set_following(topic=topic, citizen=citizen, follows=True)
    return citizen


def hour(clock: int) -> datetime:
    return NOW.replace(hour=clock)


def test_one_mail_with_what_is_new(topic: Topic, writer: Citizen) -> None:
    citizen = follower(topic)
    make_post(topic, writer, "Kabar", at=NOW - timedelta(hours=1))
    make_post(topic, writer, "Lama", at=NOW - 2 * DAY)
    assert digest_round(NOW) == 1
    (sent,) = mail.outbox
    assert sent.to == [citizen.email] and "1 tulisan baru" in sent.body
    assert f"/forum/topik/{topic.pk}/" in sent.body and token_of(citizen) in sent.body
    assert token_of(citizen) in sent.extra_headers["List-Unsubscribe"]
    assert "Kabar" not in sent.body
    assert digest_round(NOW + timedelta(minutes=15)) == 0


def test_nothing_new_no_mail(topic: Topic, writer: Citizen) -> None:
    citizen = follower(topic)
    make_post(topic, writer, "Rahasia", at=NOW, hidden_at=NOW, hidden_reason="x")
    make_post(topic, citizen, "Tulisan sendiri", at=NOW)
    assert digest_round(NOW) == 0 and mail.outbox == []


def test_hidden_topics_stay_out(topic: Topic, writer: Citizen) -> None:
    follower(topic)
    make_post(topic, writer, "Kabar", at=NOW)
    Topic.objects.update(hidden=True)
    assert digest_round(NOW) == 0


@pytest.mark.parametrize(
    ("digest", "days", "due"),
    [("daily", 1, True), ("weekly", 6, False), ("weekly", 7, True), ("none", 30, False)],
)
def test_each_rhythm(topic: Topic, writer: Citizen, digest: str, days: int, due: bool) -> None:
    citizen = follower(topic, digest=digest)
    Citizen.objects.filter(pk=citizen.pk).update(digested_at=NOW - days * DAY)
    make_post(topic, writer, "Kabar", at=NOW - timedelta(hours=1))
    assert bool(digest_round(NOW)) is due


def test_nobody_is_woken_and_daily_means_a_morning(topic: Topic, writer: Citizen) -> None:
    citizen = follower(topic)
    make_post(topic, writer, "Kabar", at=NOW - timedelta(hours=5))
    assert digest_round(hour(5)) == 0
    Citizen.objects.filter(pk=citizen.pk).update(digested_at=hour(6) - timedelta(minutes=1))
    make_post(topic, writer, "Lagi", at=hour(6))
    assert digest_round(hour(6)) == 1
    make_post(topic, writer, "Siang", at=hour(12))
    assert digest_round(hour(23)) == 0
    assert digest_round(hour(6) + DAY) == 1


def test_who_left_gets_nothing(topic: Topic, writer: Citizen) -> None:
    follower(topic, erased_at=NOW)
    make_post(topic, writer, "Kabar", at=NOW)
    assert digest_round(NOW) == 0


def test_a_round_is_bounded_and_the_next_goes_on(
    topic: Topic, writer: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "BATCH", 2)
    for n in range(3):
        follower(topic, f"pengikut {n}")
    make_post(topic, writer, "Kabar", at=NOW)
    assert [digest_round(NOW), digest_round(NOW), digest_round(NOW)] == [2, 1, 0]
    assert len({sent.to[0] for sent in mail.outbox}) == 3


def test_a_long_list_is_cut(world: World, topic: Topic, writer: Citizen) -> None:
    citizen = follower(topic)
    for n in range(12):
        other = make_topic(world, writer, f"Topik {n}", at=NOW)
        set_following(topic=other, citizen=citizen, follows=True)
    digest_round(NOW)
    assert "dan 2 topik lain." in mail.outbox[0].body


def test_when_the_mail_server_refuses_the_claim_is_undone(
    topic: Topic, writer: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower(topic)
    make_post(topic, writer, "Kabar", at=NOW)

    def refuse(self: EmailBackend, messages: object) -> int:
        raise OSError("tidak tersambung")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(OSError, match="tidak tersambung"):
            digest_round(NOW)
    assert digest_round(NOW) == 1


def test_one_refused_address_stops_nobody_else(
    topic: Topic, writer: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower(topic, "penuh")
    follower(topic, "pengikut")
    make_post(topic, writer, "Kabar", at=NOW)
    send = EmailBackend.send_messages

    def refuse(self: EmailBackend, messages: list[EmailMessage]) -> int:
        if messages[0].to == ["penuh@surel.test"]:
            raise SMTPRecipientsRefused({"penuh@surel.test": (552, b"penuh")})
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert [digest_round(NOW), digest_round(NOW)] == [1, 0]


def test_the_link_ends_the_mails_without_signing_in(topic: Topic) -> None:
    citizen = follower(topic)
    url = reverse("voice:forum_unsubscribe", args=[token_of(citizen)])
    assert "Berhenti menerima ringkasan?" in Client().get(url).content.decode()
    citizen.refresh_from_db()
    assert citizen.digest == "daily"
    Client().post(url)
    citizen.refresh_from_db()
    assert citizen.digest == "none"
    assert Client().get(reverse("voice:forum_unsubscribe", args=[f"{citizen.pk}:palsu"])).status_code == 404
