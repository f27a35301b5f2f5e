"""Citizens, topics and posts for tests; written as the actions write them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.test import Client

from kinerja.people.models import Unit
from kinerja.voice.citizens import CITIZEN
from kinerja.voice.models import Citizen, ForumPost, Topic
from tests.world import NOW, World

SPACE = UUID("00000000-0000-0000-0000-000000000007")
LONG_AGO = NOW - timedelta(days=90)


def key(name: str) -> UUID:
    return uuid5(SPACE, name)


def make_citizen(nickname: str = "rina77", *, joined_at: datetime = LONG_AGO, **facts: object) -> Citizen:
    return Citizen.objects.create(
        nickname=nickname, email=f"{nickname.replace(' ', '')}@surel.test", joined_at=joined_at, **facts
    )


def make_post(topic: Topic, citizen: Citizen, text: str, *, at: datetime = NOW, **facts: object) -> ForumPost:
    return ForumPost.objects.create(
        topic=topic, citizen=citizen, text=text, created_at=at, key=key(f"{topic.pk} {text} {at}"), **facts
    )


def make_topic(
    world: World,
    citizen: Citizen,
    title: str = "Antrean KTP terlalu lama",
    *,
    unit: Unit | None = None,
    at: datetime = NOW - timedelta(days=2),
    text: str = "Dua jam menunggu di loket.",
    **facts: object,
) -> Topic:
    topic = Topic.objects.create(
        unit=unit or world.units["DUKCAPIL-KTP"], title=title, created_at=at, last_post_at=at, **facts
    )
    make_post(topic, citizen, text, at=at)
    return topic


def client_of(citizen: Citizen) -> Client:
    """A browser in which the citizen has signed in."""
    client = Client()
    session = client.session
    session[CITIZEN] = citizen.pk
    session.save()
    client.cookies["kinerja_sesi"] = session.session_key
    return client
