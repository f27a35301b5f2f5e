"""Notices by mail: how many wait and where to read them, never what they say or about whom.

At once, but never in the quiet hours of the reader and never on a day off: it waits until they end. As a
daily digest: everything up to the end of the quiet hours, in one mail on the first round after it.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.accounts.models import User
from kinerja.people.queries import calendar
from kinerja.voice.mails import site

from .models import NoticeSetting

# A round comes every quarter of an hour: 5,000 people each time reach a big city in an hour. Each hundred is
# claimed before its mails leave, so that two workers never write twice.
PEOPLE, AT_ONCE = 5_000, 100
# Older notices were read, or there was no mail when they were new.
FORGET = timedelta(days=7)

CLAIM = """
WITH office AS (SELECT %(on)s::date AS today, %(time)s::time AS now),
wanted AS (
    SELECT u.id AS user_id, coalesce(s.rhythm, %(rhythm)s) AS rhythm,
           coalesce(s.quiet_from, %(from)s::time) AS quiet_from,
           coalesce(s.quiet_until, %(until)s::time) AS quiet_until
    FROM accounts_user u LEFT JOIN assessment_noticesetting s ON s.user_id = u.id
    WHERE u.is_active AND u.email <> ''
), due AS (
    SELECT n.id, n.user_id
    FROM assessment_notice n JOIN wanted w USING (user_id) CROSS JOIN office o
    WHERE n.mailed_at IS NULL AND n.seen_at IS NULL AND n.at > %(since)s AND n.at <= %(at)s
      AND w.rhythm <> 'never'
      AND NOT CASE WHEN w.quiet_from <= w.quiet_until
                   THEN o.now >= w.quiet_from AND o.now < w.quiet_until
                   ELSE o.now >= w.quiet_from OR o.now < w.quiet_until END
      AND (w.rhythm = 'at_once'
           OR (o.now >= w.quiet_until
               AND n.at < (o.today + w.quiet_until) AT TIME ZONE %(zone)s))
), people AS (SELECT DISTINCT user_id FROM due ORDER BY user_id LIMIT %(limit)s),
held AS (
    SELECT n.id FROM assessment_notice n
    WHERE n.id IN (SELECT d.id FROM due d JOIN people USING (user_id)) AND n.mailed_at IS NULL
    FOR UPDATE SKIP LOCKED
)
UPDATE assessment_notice n SET mailed_at = %(at)s FROM held WHERE n.id = held.id RETURNING n.user_id
"""


def mail_round(at: datetime) -> int:
    """Sends what is wanted now; returns how many mails went out.

    An address that the mail server refuses is not tried again for the same notices. When the server itself
    fails, the hundred in hand is given back and the error ends the round. Raises OSError.
    """
    on = localtime(at).date()
    if not calendar([on.year]).is_working_day(on):
        return 0
    sent = 0
    for _portion in range(PEOPLE // AT_ONCE):
        mailed, people = _mail_some(at)
        sent += mailed
        if people < AT_ONCE:
            break
    return sent


@transaction.atomic
def _mail_some(at: datetime) -> tuple[int, int]:
    """How many mails went out, and for how many people."""
    counts = _claim(at)
    if not counts:
        return 0, 0
    addresses = User.objects.filter(pk__in=counts).values_list("pk", "email")
    with get_connection() as server:
        return sum(_send(email, counts[pk], server) for pk, email in addresses), len(counts)


def _claim(at: datetime) -> Counter[int]:
    """User id to how many of his notices are mailed now."""
    local = localtime(at)
    usual = NoticeSetting()
    facts: dict[str, Any] = {
        "at": at,
        "on": local.date(),
        "time": local.time(),
        "zone": str(local.tzinfo),
        "since": at - FORGET,
        "rhythm": str(usual.rhythm),
        "from": usual.quiet_from,
        "until": usual.quiet_until,
        "limit": AT_ONCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, facts)
        return Counter(user for (user,) in cursor.fetchall())


def _send(email: str, count: int, server: BaseEmailBackend) -> bool:
    subject = ngettext(
        "%(count)d hal menunggu Anda di Kinerja", "%(count)d hal menunggu Anda di Kinerja", count
    ) % {"count": count}
    lines = [
        _("Bacalah di halaman pemberitahuan Anda:"),
        site() + reverse("assessment:notices"),
        "",
        _("Kapan surel ini dikirim, Anda atur sendiri:"),
        site() + reverse("assessment:notice_settings"),
    ]
    mail = EmailMessage(subject, "\n".join([*lines, ""]), to=[email], connection=server)
    try:
        return bool(mail.send())
    except (SMTPRecipientsRefused, SMTPDataError):
        return False
