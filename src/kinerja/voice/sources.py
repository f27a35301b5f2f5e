"""How often one source sends: counted without keeping who it is.

A source is a network address digested with the secret of the day (`SourceSalt`). The secret is forgotten
with the day, so that nobody, ourselves included, can say later which address a count belonged to. Many
people share one address (the Wi-Fi of a waiting room, a mobile network), so limits must be generous.
Source: UU 27/2022 Pasal 16 (minimisation); the method is ours.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, datetime, time
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from .models import SourceCount, SourceSalt

HOME_PREFIX = 64  # an IPv6 household has a whole /64; one phone in it changes its address all the time
SALT_BYTES = 32

# A lost count is no harm, an fsync for each is: `synchronous_commit` is off for this one statement.
COUNT = """
INSERT INTO voice_sourcecount AS c (digest, hour, count)
SELECT %(digest)s, %(hour)s, 1 FROM set_config('synchronous_commit',
    CASE WHEN %(alone)s THEN 'off' ELSE current_setting('synchronous_commit') END, true)
ON CONFLICT (digest, hour) DO UPDATE SET count = c.count + 1 RETURNING count
"""


def hits(request: HttpRequest, *, what: str, at: datetime) -> int:
    """Counts one more `what` (a short name, "survey") from this request's source; returns how many this hour.

    Call it before and outside the transaction of the act itself: the count stays also when the act is
    refused, and shares no transaction with it.
    """
    return tally(digest(request, what=what, at=at), at=at)


def tally(name: str, *, at: datetime) -> int:
    """Counts one more of `name` (at most 64 characters, nothing of a person); returns how many this hour."""
    # Inside somebody's transaction the setting would weaken that transaction: there it stays as it is.
    with connection.cursor() as cursor:
        alone = not connection.in_atomic_block
        cursor.execute(COUNT, {"digest": name, "hour": _hour(at), "alone": alone})
        (count,) = cursor.fetchone()
    return int(count)


def limit(request: HttpRequest, *, what: str, at: datetime, most: int) -> bool:
    """Counts this request; True when its source has now sent MORE than `most` this hour: refuse it."""
    return hits(request, what=what, at=at) > most


def digest(request: HttpRequest, *, what: str, at: datetime) -> str:
    """The source's name for one day and one purpose: 64 hex digits, meaningless tomorrow."""
    message = f"{what}\n{_network(get_adapter().get_client_ip(request))}".encode()
    return hmac.new(_salt(timezone.localdate(at)), message, hashlib.sha256).hexdigest()


def forget(before: date) -> int:
    """Deletes the secrets and counts of the days before this one; returns how many counts went."""
    SourceSalt.objects.filter(day__lt=before).delete()
    midnight = timezone.make_aware(datetime.combine(before, time.min))
    return SourceCount.objects.filter(hour__lt=midnight).delete()[0]


@lru_cache(maxsize=1)
def _salt(day: date) -> bytes:
    """The secret of `day`, the same in every process; who makes it forgets the days before."""
    fresh = secrets.token_bytes(SALT_BYTES)
    row, made = SourceSalt.objects.get_or_create(day=day, defaults={"salt": fresh})
    if made:
        forget(before=day)
    return bytes(row.salt)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _network(address: str) -> str:
    """The address as one household: an IPv6 address by its /64, an IPv4 address as it is."""
    known = ip_address(address)
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network((known, HOME_PREFIX), strict=False))
    return str(known.ipv4_mapped if isinstance(known, IPv6Address) else known)
