"""Writing in the forum: topics, posts of citizens, answers of the office, edits with their history.

What citizens do stands in their rows (posts, versions, reports); what the office does also in the audit log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.rows import lock_row
from kinerja.rules.forum import Allowance, allowance, has_link
from kinerja.rules.states import step

from ..errors import NotPossible
from ..models import Citizen, Following, ForumPost, PostVersion, Service, Topic
from ..queries.names import mentions
from .moderation import NAMES_EMPLOYEE, hold, is_opening, refuse_names

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@transaction.atomic
def open_topic(
    *, citizen: Citizen, unit: Unit, service: Service | None, title: str, text: str, key: UUID, at: datetime
) -> Topic:
    """A new topic with its opening post; the same `key` again gives the same topic.

    Raises NotPossible over the limits of rule `forum.limits`, or when the service is not of the unit.
    """
    if (written := _written(key, citizen)) is not None:
        return written.topic
    if service is not None and service.unit_id != unit.pk:
        raise NotPossible(_("Layanan itu bukan layanan unit ini. Pilih lagi."))
    heading, words = _checked(" ".join(title.split())), _checked(text)
    allowed = _room(citizen, at)
    earlier = ForumPost.objects.filter(topic=OuterRef("topic"), pk__lt=OuterRef("pk"))
    opened = ForumPost.objects.filter(~Exists(earlier), citizen=citizen, created_at__gt=at - DAY)
    refusal = _("Anda sudah membuka %(most)d topik dalam 24 jam. Anda dapat membuka topik lagi %(when)s.")
    _within(opened.values_list("created_at", flat=True), allowed.topics_a_day, DAY, refusal)
    _refuse_links(f"{heading}\n{words}", allowed)
    topic = Topic.objects.create(unit=unit, service=service, title=heading, created_at=at, last_post_at=at)
    post = ForumPost.objects.create(topic=topic, citizen=citizen, text=words, created_at=at, key=key)
    _settle(post, citizen, f"{heading}\n{words}", at)
    topic.refresh_from_db()
    return topic


@transaction.atomic
def write_post(*, topic: Topic, citizen: Citizen, text: str, key: UUID, at: datetime) -> ForumPost:
    """A citizen's contribution; the same `key` again gives the same post.

    One that names an employee is hidden until a moderator has looked. Raises NotPossible over the limits of
    rule `forum.limits`, with the time when he may write again, and when the topic is closed or hidden.
    """
    if (written := _written(key, citizen)) is not None:
        return written
    words = _checked(text)
    allowed = _room(citizen, at)
    _refuse_links(words, allowed)
    _locked_open(topic)
    post = ForumPost.objects.create(topic=topic, citizen=citizen, text=words, created_at=at, key=key)
    _settle(post, citizen, words, at)
    return post


@transaction.atomic
def answer_topic(
    *, topic: Topic, unit: Unit, text: str, official: bool, key: UUID, actor: User, at: datetime
) -> ForumPost:
    """A post of the office under the name of `unit`. Raises NotPossible when it names an employee."""
    known = ForumPost.objects.filter(key=key, by=actor).first()
    if known is not None:
        return known
    words = _checked(text)
    refuse_names(words, at)
    _locked_open(topic)
    post = ForumPost.objects.create(
        topic=topic, by=actor, unit=unit, text=words, official=official, created_at=at, key=key
    )
    Topic.objects.filter(pk=topic.pk).update(last_post_at=at)
    after = {"official": official, "unit": unit.pk, "text": words}
    record(actor=actor, at=at, action="voice.topic_answered", target=post, after=after, rule="forum.limits")
    return post


@transaction.atomic
def edit_post(*, post: ForumPost, text: str, at: datetime, actor: User | None = None) -> ForumPost:
    """New words; the old ones stay readable as a version, except those that were hidden.

    `actor` is the officer of a post of the office, None when a citizen edits his own. Raises NotPossible.
    """
    held = lock_row(ForumPost.objects.select_related("citizen", "topic"), post.pk)
    step("forum_post", held.state, "edit", NotPossible(_("Tulisan ini disembunyikan oleh moderator.")))
    words = _checked(text)
    if words == held.text:
        return held
    if held.citizen is not None:
        _refuse_links(words, allowance(at - held.citizen.joined_at, on=localdate(at)))
    else:
        refuse_names(words, at)
    PostVersion.objects.create(post=held, text=held.text, at=at, withheld=held.hidden_at is not None)
    ForumPost.objects.filter(pk=held.pk).update(text=words, edited_at=at)
    if held.citizen is not None:
        said = f"{held.topic.title}\n{words}" if is_opening(held) else words
        if held.hidden_at is None and mentions(said, localdate(at)):
            hold(post=held, reason=NAMES_EMPLOYEE, at=at)
    else:
        before, after = {"text": held.text}, {"text": words}
        record(actor=actor, at=at, action="voice.answer_edited", target=held, before=before, after=after)
    held.refresh_from_db()
    return held


def set_following(*, topic: Topic, citizen: Citizen, follows: bool) -> None:
    """News of the topic come with the citizen's digest, or no longer."""
    if follows:
        Following.objects.get_or_create(topic=topic, citizen=citizen)
    else:
        Following.objects.filter(topic=topic, citizen=citizen).delete()


def _written(key: UUID, citizen: Citizen) -> ForumPost | None:
    """The post that this form has made already, when it is sent twice."""
    return ForumPost.objects.select_related("topic").filter(key=key, citizen=citizen).first()


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise NotPossible(_("Tulisan masih kosong."))
    return words


def _locked_open(topic: Topic) -> None:
    held = Topic.objects.select_for_update().get(pk=topic.pk)
    closed = NotPossible(_("Topik ini baru saja ditutup, sehingga tulisan Anda tidak terkirim."))
    step("topic", held.state, "write", closed)
    if held.hidden:
        raise closed


def _room(citizen: Citizen, at: datetime) -> Allowance:
    """What he may still write. His row is locked, so that two windows count each other's posts."""
    held = Citizen.objects.select_for_update().get(pk=citizen.pk)
    allowed = allowance(at - held.joined_at, on=localdate(at))
    recent = ForumPost.objects.filter(citizen=held, created_at__gt=at - HOUR)
    refusal = _("Akun Anda dapat menulis %(most)d kali dalam satu jam. Anda dapat menulis lagi %(when)s.")
    _within(recent.values_list("created_at", flat=True), allowed.posts_an_hour, HOUR, refusal)
    return allowed


def _within(moments: Iterable[datetime], most: int, span: timedelta, refusal: str) -> None:
    """Raises NotPossible, saying when again, unless fewer than `most` moments lie in the last `span`."""
    latest = sorted(moments, reverse=True)[:most]
    if len(latest) == most:
        again = date_format(localtime(latest[-1] + span), "j F Y, H.i")
        raise NotPossible(refusal % {"most": most, "when": _("pada %(time)s") % {"time": again}})


def _refuse_links(text: str, allowed: Allowance) -> None:
    if not allowed.links and has_link(text):
        raise NotPossible(
            _("Akun yang baru dibuat belum dapat menulis tautan. Tulis isinya dengan kata-kata.")
        )


def _settle(post: ForumPost, citizen: Citizen, said: str, at: datetime) -> None:
    """A new post of a citizen is followed by its author, and held when it names an employee."""
    set_following(topic=post.topic, citizen=citizen, follows=True)
    if mentions(said, localdate(at)):
        hold(post=post, reason=NAMES_EMPLOYEE, at=at)
    else:
        Topic.objects.filter(pk=post.topic_id).update(last_post_at=at)
