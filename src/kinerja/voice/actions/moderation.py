"""Reporting, hiding, showing, pausing, closing: each with its reason and its history.

Users can make a citizen's post wait for the moderator, never a post of the office.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.queries.law import in_force
from kinerja.rules.states import step

from ..errors import NotPossible, Stale
from ..models import Citizen, Flag, ForumPost, Moderation, Topic
from ..queries.names import mentions

RULE = "forum.moderation"
NAMES_EMPLOYEE = gettext_noop("Menyebut nama pegawai; menunggu moderator.")
REPORTED = gettext_noop("Dilaporkan beberapa warga; menunggu moderator.")


@transaction.atomic
def hold(*, post: ForumPost, reason: str, at: datetime) -> ForumPost:
    """Hides a post by itself until a moderator has decided. `reason`: NAMES_EMPLOYEE or REPORTED.

    Raises Stale when it is covered already.
    """
    step("forum_post", post.state, "hold", Stale())
    return _cover(post, reason, None, at, awaits=True)


@transaction.atomic
def flag_post(*, post: ForumPost, citizen: Citizen, reason: str, at: datetime) -> Flag:
    """A citizen asks the moderator to look; enough distinct citizens (rule `forum.moderation`) hide it.

    Raises NotPossible when he has reported it before, or nobody reads it any more.
    """
    held = ForumPost.objects.select_for_update().get(pk=post.pk)
    step("forum_post", held.state, "flag", NotPossible(_("Tulisan ini sudah disembunyikan.")))
    try:
        with transaction.atomic():
            flag = Flag.objects.create(post=held, citizen=citizen, reason=Flag.Reason(reason), at=at)
    except IntegrityError as twice:
        raise NotPossible(_("Anda sudah melaporkan tulisan ini. Moderator akan melihatnya.")) from twice
    ForumPost.objects.filter(pk=held.pk).update(awaits_moderator=True)
    most = in_force(RULE, localdate(at))["hide_after_flags"]
    open_flags = Flag.objects.filter(post=held, upheld__isnull=True).count()
    if held.citizen_id and not held.hidden_at and open_flags >= most:
        hold(post=held, reason=REPORTED, at=at)
    return flag


@transaction.atomic
def hide_post(*, post: ForumPost, reason: str, actor: User, at: datetime) -> ForumPost:
    """The moderator hides a post, or confirms that it stays hidden; its reports were right.

    Raises NotPossible without a reason, Stale when another moderator was faster.
    """
    why = _required(reason, _("Tulis alasannya: pembaca dan penulisnya melihat alasan itu."))
    held = _held(post, "hide")
    Flag.objects.filter(post=held, upheld__isnull=True).update(upheld=True)
    return _cover(held, why, actor, at, awaits=False)


@transaction.atomic
def show_post(*, post: ForumPost, reason: str, actor: User, at: datetime) -> ForumPost:
    """The moderator lets everybody read a post (again); its reports were wrong.

    Raises NotPossible without a reason, Stale when another moderator was faster.
    """
    why = _required(reason, _("Tulis mengapa tulisan ini boleh dibaca umum."))
    held = _held(post, "show")
    Flag.objects.filter(post=held, upheld__isnull=True).update(upheld=False)
    before = {"hidden": held.hidden_at is not None}
    changes = {"hidden_at": None, "hidden_reason": "", "awaits_moderator": False}
    ForumPost.objects.filter(pk=held.pk).update(**changes)
    if is_opening(held):
        Topic.objects.filter(pk=held.topic_id).update(hidden=False)
    Moderation.objects.create(
        topic_id=held.topic_id, post=held, act=Moderation.Act.SHOW, reason=why, by=actor, at=at
    )
    _log("post_shown", held, before, {"hidden": False}, why, actor, at)
    held.refresh_from_db()
    return held


@transaction.atomic
def pause_author(*, post: ForumPost, days: int, reason: str, actor: User, at: datetime) -> Citizen:
    """The author of a post may only read for some days (rule `forum.moderation`).

    Raises NotPossible without a reason, for other spans, and for posts of the office.
    """
    why = _required(reason, _("Tulis alasan jeda: penulisnya melihat alasan itu."))
    if post.citizen is None:
        raise NotPossible(_("Tulisan ini milik instansi. Hanya warga yang dapat dijeda."))
    if days not in in_force(RULE, localdate(at))["pause_days"]:
        raise NotPossible(_("Pilih lama jeda yang tersedia."))
    until = at + timedelta(days=days)
    return _pause(post, post.citizen, until, why, actor, at)


@transaction.atomic
def resume_author(*, post: ForumPost, reason: str, actor: User, at: datetime) -> Citizen:
    """Ends a pause early. Raises NotPossible without a reason or when nobody is paused."""
    why = _required(reason, _("Tulis mengapa jeda diakhiri."))
    author = post.citizen
    if author is None or author.blocked_until is None or author.blocked_until <= at:
        raise NotPossible(_("Penulis ini tidak sedang dijeda."))
    return _pause(post, author, None, why, actor, at)


@transaction.atomic
def set_closed(*, topic: Topic, closed: bool, reason: str, actor: User, at: datetime) -> Topic:
    """Ends or reopens the conversation. Raises NotPossible without a reason, Stale."""
    why = _required(reason, _("Tulis alasannya: pembaca topik melihat alasan itu."))
    act = Moderation.Act.CLOSE if closed else Moderation.Act.OPEN
    step("topic", topic.state, act.value, Stale())
    return _steer(topic, {"closed": closed}, act, why, actor, at)


@transaction.atomic
def set_pinned(*, topic: Topic, pinned: bool, actor: User, at: datetime) -> Topic:
    """Keeps the topic on top of its list, or no longer. Raises Stale."""
    act = Moderation.Act.PIN if pinned else Moderation.Act.UNPIN
    return _steer(topic, {"pinned": pinned}, act, "", actor, at)


@transaction.atomic
def conclude(*, topic: Topic, text: str, actor: User, at: datetime) -> Topic:
    """What the office takes from the conversation, on top of the topic. An empty text takes it away.

    Raises NotPossible when it names an employee.
    """
    words = text.strip()
    refuse_names(words, at)
    Topic.objects.filter(pk=topic.pk).update(conclusion=words)
    Moderation.objects.create(topic=topic, act=Moderation.Act.CONCLUDE, by=actor, at=at)
    before, after = {"conclusion": topic.conclusion}, {"conclusion": words}
    _log("topic_concluded", topic, before, after, "", actor, at)
    topic.refresh_from_db()
    return topic


def refuse_names(text: str, at: datetime) -> None:
    """The office itself names nobody in public. Raises NotPossible."""
    if mentions(text, localdate(at)):
        raise NotPossible(_("Tulisan resmi tidak menyebut nama pegawai. Sebut unit atau jabatannya saja."))


def is_opening(post: ForumPost) -> bool:
    """Whether the topic began with this post."""
    first = ForumPost.objects.filter(topic_id=post.topic_id).order_by("created_at", "pk")
    return first.values_list("pk", flat=True).first() == post.pk


def _required(reason: str, otherwise: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise NotPossible(otherwise)
    return words


def _held(post: ForumPost, event: str) -> ForumPost:
    """The post, locked, in a state that allows `event`. Raises Stale."""
    held = ForumPost.objects.select_for_update().get(pk=post.pk)
    step("forum_post", held.state, event, Stale())
    return held


def _cover(post: ForumPost, reason: str, actor: User | None, at: datetime, *, awaits: bool) -> ForumPost:
    before = {"hidden": post.hidden_at is not None}
    changes = {"hidden_at": post.hidden_at or at, "hidden_reason": reason, "awaits_moderator": awaits}
    ForumPost.objects.filter(pk=post.pk).update(**changes)
    if is_opening(post):
        Topic.objects.filter(pk=post.topic_id).update(hidden=True)
    Moderation.objects.create(
        topic_id=post.topic_id, post=post, act=Moderation.Act.HIDE, reason=reason, by=actor, at=at
    )
    _log("post_hidden", post, before, {"hidden": True}, reason, actor, at)
    post.refresh_from_db()
    return post


def _pause(
    post: ForumPost, author: Citizen, until: datetime | None, why: str, actor: User, at: datetime
) -> Citizen:
    act = Moderation.Act.PAUSE if until else Moderation.Act.RESUME
    Citizen.objects.filter(pk=author.pk).update(blocked_until=until)
    Moderation.objects.create(topic_id=post.topic_id, post=post, act=act, reason=why, by=actor, at=at)
    before, after = {"blocked_until": author.blocked_until}, {"blocked_until": until}
    _log("citizen_paused" if until else "citizen_resumed", author, before, after, why, actor, at)
    author.refresh_from_db()
    return author


def _steer(
    topic: Topic, change: dict[str, bool], act: Moderation.Act, why: str, actor: User, at: datetime
) -> Topic:
    old = {name: not value for name, value in change.items()}
    if Topic.objects.filter(pk=topic.pk, **old).update(**change) != 1:
        raise Stale
    Moderation.objects.create(topic=topic, act=act, reason=why, by=actor, at=at)
    _log(f"topic_{act.value}", topic, old, change, why, actor, at)
    topic.refresh_from_db()
    return topic


def _log(
    action: str,
    target: ForumPost | Topic | Citizen,
    before: Mapping[str, object],
    after: Mapping[str, object],
    why: str,
    actor: User | None,
    at: datetime,
) -> None:
    record(
        actor=actor,
        at=at,
        action=f"voice.{action}",
        target=target,
        before=before,
        after=after,
        why=why,
        rule=RULE,
    )
