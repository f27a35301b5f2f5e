"""Who calls: a key of a unit's system, found by its digest; and how often it may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from kinerja.people.queries import unit_tree_ids
from kinerja.voice.actions.case_keys import digest
from kinerja.voice.models import CaseKey
from kinerja.voice.sources import limit

from .errors import refuse

KEY_CALLS_AN_HOUR = 20_000
PUBLIC_CALLS_AN_HOUR = 3_600


class ApiRequest(HttpRequest):
    """A request with the clock of the web middleware; `auth` is there behind `Bearer`."""

    at: datetime
    on: date
    auth: Caller


@dataclass(frozen=True, slots=True)
class Caller:
    """A system that acts by its key; the log knows it by the key's name, and no person's."""

    key: CaseKey
    units: frozenset[int]

    @property
    def pk(self) -> None:
        return None

    def get_full_name(self) -> str:
        return f"Kunci {self.key.pk}: {self.key.label} ({self.key.unit.code})"


class Bearer(HttpBearer):
    """`Authorization: Bearer <key>`: a key that is known, not revoked and not expired."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        valid = Q(revoked_at__isnull=True, expires_on__gte=cast(ApiRequest, request).on)
        key = CaseKey.objects.filter(valid, digest=digest(token)).select_related("unit").first()
        return Caller(key, frozenset(unit_tree_ids([key.unit_id]))) if key else None


def not_too_often(request: ApiRequest, what: str, most: int) -> None:
    """Raises a 429 when this source has called `most` times this hour."""
    if limit(request, what=what, at=request.at, most=most):
        raise refuse(429, _("Terlalu banyak permintaan dari alamat ini. Coba lagi satu jam lagi."))
