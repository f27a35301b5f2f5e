"""Answering early warnings, and closing them with a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.errors import ActionError, Stale
from kinerja.accounts.models import User
from kinerja.assessment.models import EarlyWarning, WarningReply
from kinerja.audit.actions import record
from kinerja.voice.actions.common import move

from ..access import may_close_warning, may_reply_warning


class NoteMissing(ActionError):
    """A warning closes with what was found, in words."""

    def __init__(self) -> None:
        super().__init__(
            _("Tulis apa yang Anda temukan dan apa yang dilakukan; catatan ini tetap tersimpan.")
        )


class ReplyMissing(ActionError):
    """An empty reply explains nothing."""

    def __init__(self) -> None:
        super().__init__(_("Tulis penjelasan Anda dahulu."))


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


@transaction.atomic
def reply_warning(*, warning: EarlyWarning, text: str, actor: User, at: datetime) -> WarningReply:
    """The person concerned explains; who closes the warning reads it. Several replies stay in order.

    Raises PermissionDenied (about somebody else, or closed), ReplyMissing, Stale.
    """
    row = EarlyWarning.objects.select_for_update().filter(pk=warning.pk).first()
    if row is None:
        raise Stale
    may_reply_warning(actor, row, timezone.localdate(at)).require()
    words = text.strip()
    if not words:
        raise ReplyMissing
    reply = WarningReply.objects.create(warning=row, by=actor, text=words, at=at)
    record(actor=actor, at=at, action="insight.reply_warning", target=row, after={"reply": reply.pk})
    return reply
