"""News of followed topics by mail: one mail a citizen a day or a week, with a link that ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from .actions.citizens import forget_codes
from .mails import site
from .models import Citizen, Following

# In the morning, so that nobody's telephone rings at night. A round is small because rounds come every
# quarter of an hour; a mail is short because nobody reads a long one.
FIRST_HOUR = 6
BATCH, TOPICS = 1_000, 10
SALT = "kinerja.voice.forum.digest"
EVERY = {Citizen.Digest.DAILY: 1, Citizen.Digest.WEEKLY: 7}  # days

NEWS = """
SELECT f.citizen_id, t.id, t.title, count(*)
FROM voice_following f
JOIN voice_citizen c ON c.id = f.citizen_id
JOIN voice_topic t ON t.id = f.topic_id AND NOT t.hidden
JOIN voice_forumpost p ON p.topic_id = t.id AND p.hidden_at IS NULL
    AND p.created_at > coalesce(c.digested_at, c.joined_at) AND p.created_at <= %(at)s
    AND p.citizen_id IS DISTINCT FROM c.id
WHERE f.citizen_id = ANY(%(citizens)s)
GROUP BY f.citizen_id, t.id, t.title
ORDER BY f.citizen_id, max(p.created_at) DESC
"""


@dataclass(frozen=True, slots=True)
class News:
    """A followed topic with its number of new posts."""

    topic_id: int
    title: str
    posts: int


def digest_round(at: datetime) -> int:
    """Sends what is due, at most BATCH citizens a round; returns how many mails went out.

    Each citizen is claimed before his mail is sent, so two workers never write twice. An address that the
    mail server refuses has its turn again next time. When the server itself fails, the claim is undone and
    the error ends the round: the next round tries again. Raises OSError (SMTPException is one).
    """
    due = _due(at)
    news = _news([citizen.pk for citizen in due], at)
    with get_connection() as server:
        return sum(_send(citizen, news.get(citizen.pk, []), at, server) for citizen in due)


@task()
def forum_round() -> int:
    """The worker's round for the forum: codes that nobody needs go, digests that are due leave.

    A task of its own, so that a mail server that is down stops nothing else.
    """
    now = timezone.now()
    forget_codes(at=now)
    return digest_round(now)


def citizen_of_token(token: str) -> int:
    """The citizen whom a link of a digest names. Raises BadSignature for a forged one."""
    return int(signing.Signer(salt=SALT).unsign(token))


def token_of(citizen: Citizen) -> str:
    """Does not expire: the link of an old mail still ends the mails."""
    return signing.Signer(salt=SALT).sign(str(citizen.pk))


def _due(at: datetime) -> list[Citizen]:
    """Citizens whose last digest (at first: whose joining) lies a day or a week before this morning."""
    local = localtime(at)
    if local.hour < FIRST_HOUR:
        return []
    morning = local.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    wanted = Q()
    for digest, days in EVERY.items():
        wanted |= Q(digest=digest, since__lt=morning - timedelta(days=days - 1))
    rows = Citizen.objects.annotate(since=Coalesce("digested_at", "joined_at"))
    follows = Following.objects.filter(citizen=OuterRef("pk"))
    return [*rows.filter(wanted, Exists(follows), erased_at__isnull=True).order_by("pk")[:BATCH]]


def _news(citizens: list[int], at: datetime) -> dict[int, list[News]]:
    found: dict[int, list[News]] = {}
    with connection.cursor() as cursor:
        cursor.execute(NEWS, {"citizens": citizens, "at": at})
        for citizen, topic, title, posts in cursor.fetchall():
            found.setdefault(citizen, []).append(News(topic, title, posts))
    return found


@transaction.atomic
def _send(citizen: Citizen, news: list[News], at: datetime, server: BaseEmailBackend) -> bool:
    """Claims the citizen, then writes to him if there is something to say."""
    last = {"digested_at": citizen.digested_at} if citizen.digested_at else {"digested_at__isnull": True}
    claimed = Citizen.objects.filter(pk=citizen.pk, erased_at__isnull=True, **last)
    if claimed.update(digested_at=at) != 1 or not news:
        return False
    end = site() + reverse("voice:forum_unsubscribe", args=[token_of(citizen)])
    mail = EmailMessage(
        _("Yang baru di topik yang Anda ikuti"),
        _body(citizen, news, end),
        to=[citizen.email],
        headers={"List-Unsubscribe": f"<{end}>"},
        connection=server,
    )
    try:
        mail.send()
    except (SMTPRecipientsRefused, SMTPDataError):
        return False
    return True


def _body(citizen: Citizen, news: list[News], end: str) -> str:
    lines = [_("Halo %(name)s, ini yang baru sejak ringkasan terakhir:") % {"name": citizen.nickname}, ""]
    for item in news[:TOPICS]:
        new = ngettext("%(count)d tulisan baru", "%(count)d tulisan baru", item.posts)
        url = site() + reverse("voice:forum_topic", args=[item.topic_id])
        lines += [f"- {item.title} ({new % {'count': item.posts}})", f"  {url}"]
    if (more := len(news) - TOPICS) > 0:
        others = ngettext("dan %(count)d topik lain.", "dan %(count)d topik lain.", more)
        lines.append(others % {"count": more})
    return "\n".join([*lines, "", _("Berhenti menerima ringkasan ini:"), end, ""])
