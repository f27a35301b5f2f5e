"""Keys by which another system of a unit hands in cases. The key is shown once; only its digest is kept."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit

from ..errors import NotPossible, Stale
from ..models import CaseKey

LONGEST = timedelta(days=366)
PREFIX = "kin_"
BYTES = 32


def digest(key: str) -> str:
    """What is kept of a key. Keys are random, so that a plain SHA-256 cannot be searched."""
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def make_key(*, unit: Unit, label: str, expires_on: date, actor: User, at: datetime) -> tuple[CaseKey, str]:
    """A new key and its secret, which nobody can see again. Raises NotPossible for a wrong last day."""
    today = localdate(at)
    if not today <= expires_on <= today + LONGEST:
        raise NotPossible(_("Kunci berlaku paling lama satu tahun sejak hari ini."))
    secret = PREFIX + secrets.token_urlsafe(BYTES)
    key = CaseKey.objects.create(
        unit=unit, label=label, digest=digest(secret), expires_on=expires_on, made_by=actor, made_at=at
    )
    after = {"unit": unit.code, "label": label, "expires_on": expires_on}
    record(actor=actor, at=at, action="voice.make_case_key", target=key, after=after)
    return key, secret


@transaction.atomic
def revoke_key(*, key: CaseKey, actor: User, at: datetime) -> None:
    """The key stops working at once. Raises Stale when it is revoked already."""
    if CaseKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=at) != 1:
        raise Stale
    record(actor=actor, at=at, action="voice.revoke_case_key", target=key, before={"label": key.label})
