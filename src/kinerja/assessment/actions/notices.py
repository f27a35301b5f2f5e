"""What a reader does with notices: opens them and says when he wants mail. His own affair, so not logged."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from kinerja.accounts.models import User

from ..models import Notice, NoticeSetting


@transaction.atomic
def mark_seen(*, actor: User, at: datetime, notice: Notice | None = None) -> int:
    """Marks one of his notices, or all, as seen; returns how many were new. Others' are out of reach."""
    rows = Notice.objects.filter(user=actor, seen_at__isnull=True)
    if notice is not None:
        rows = rows.filter(pk=notice.pk)
    return rows.update(seen_at=at)


@transaction.atomic
def set_rhythm(*, actor: User, rhythm: str, quiet_from: time, quiet_until: time) -> NoticeSetting:
    """Keeps when he wants mail. Equal hours mean no quiet hours."""
    values = {"rhythm": rhythm, "quiet_from": quiet_from, "quiet_until": quiet_until}
    setting, _made = NoticeSetting.objects.update_or_create(user=actor, defaults=values)
    return setting
