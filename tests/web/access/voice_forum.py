"""Who may open which page of the forum: reading is for everybody, writing for who has signed in to it."""

from __future__ import annotations

from typing import Any

from kinerja.voice.digests import token_of
from kinerja.voice.models import Citizen, ForumPost, Topic
from tests.apps.voice.make_forum import make_citizen, make_topic
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def topic_row(world: World) -> Topic:
    return make_topic(world, make_citizen())


def topic(world: World) -> dict[str, Any]:
    return {"topic_id": topic_row(world).pk}


def post(world: World) -> dict[str, Any]:
    return {"post_id": ForumPost.objects.get(topic=topic_row(world)).pk}


def link(world: World) -> dict[str, Any]:
    citizen: Citizen = make_citizen()
    return {"token": token_of(citizen)}


# The topic is about the counter's unit: nobody in this table leads it, the complaints officer moderates.
EVERYBODY = answers(200, anonymous=200)
TO_SIGN_IN = answers(302)
MODERATOR = only(200, "complaints")

ROWS = [
    Row("voice:forum", nothing, "get", EVERYBODY),
    Row("voice:forum_topic", topic, "get", EVERYBODY),
    Row("voice:forum_topic", topic, "post", answers(403, anonymous=403, complaints=422, counter=422)),
    Row("voice:forum_post", post, "get", TO_SIGN_IN),
    Row("voice:forum_new", nothing, "get", TO_SIGN_IN),
    Row("voice:forum_enter", nothing, "get", answers(302, anonymous=200)),
    Row("voice:forum_code", nothing, "get", TO_SIGN_IN),
    Row("voice:forum_join", nothing, "get", TO_SIGN_IN),
    Row("voice:forum_leave", nothing, "post", TO_SIGN_IN),
    Row("voice:forum_leave", nothing, "get", answers(405, anonymous=405)),
    Row("voice:forum_account", nothing, "get", TO_SIGN_IN),
    Row("voice:forum_erase", nothing, "get", TO_SIGN_IN),
    Row("voice:forum_unsubscribe", link, "get", EVERYBODY),
    Row("voice:forum_follow", topic, "post", TO_SIGN_IN),
    Row("voice:forum_edit", post, "get", answers(403, anonymous=403)),
    Row("voice:forum_flag", post, "get", answers(403)),
    Row("voice:forum_steer", topic, "get", MODERATOR),
    Row("voice:forum_pin", topic, "post", only(302, "complaints")),
    Row("voice:forum_close", topic, "get", MODERATOR),
    Row("voice:forum_aspiration", topic, "get", MODERATOR),
    Row("voice:forum_follow_up", topic, "get", MODERATOR),
    Row("voice:forum_moderation", nothing, "get", MODERATOR),
    Row("voice:forum_moderate", post, "get", MODERATOR),
    Row("voice:forum_pause", post, "get", MODERATOR),
]
