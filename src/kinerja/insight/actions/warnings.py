"""Closing early warnings with a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.errors import ActionError
from kinerja.accounts.models import User
from kinerja.assessment.models import EarlyWarning
from kinerja.audit.actions import record
from kinerja.voice.actions.common import move

from ..access import may_close_warning


class NoteMissing(ActionError):
    """A warning closes with what was found, in words."""

    def __init__(self) -> None:
        super().__init__(
            _("Tulis apa yang Anda temukan dan apa yang dilakukan; catatan ini tetap tersimpan.")
        )


@transaction.atomic
def close_warnings(*, warnings: Sequence[EarlyWarning], note: str, actor: User, at: datetime) -> int:
    """Closes all of `warnings` with one note, or none of them; returns how many.

    Raises PermissionDenied (not the actor's duty, or about himself), NoteMissing, NotPossible when one is
    closed already, Stale when somebody else was quicker.
    """
    words = note.strip()
    if not words:
        raise NoteMissing
    on = timezone.localdate(at)
    for warning in warnings:
        may_close_warning(actor, warning, on).require()
        move("warning", warning, "close", note=words, closed_by=actor, closed_at=at)
        record(
            actor=actor,
            at=at,
            action="insight.close_warning",
            target=warning,
            before={"status": EarlyWarning.Status.OPEN.value},
            after={"status": warning.status, "kind": warning.kind},
            why=words,
        )
    return len(warnings)
