"""Minutes of a meeting: drafted at once, corrected or drawn up anew with every earlier text kept, approved
and then frozen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_meetings import may_chair, may_write
from ..errors import Incomplete
from ..meeting_notices import tell_approved
from ..minutes import minutes_text
from ..models import Attendance, Meeting, MinutesVersion

LONG = 40_000


@transaction.atomic
def draft_minutes(*, meeting: Meeting, actor: User, at: datetime) -> Meeting:
    """Ends the meeting and writes the minutes from agenda, attendance and decisions.

    Who was not counted by then is absent without word, until somebody corrects the attendance. Raises
    PermissionDenied, NotPossible, Stale.
    """
    may_chair(actor, meeting, localdate(at)).require()
    move("meeting", meeting, "draft")
    with translation.override("id"):
        uncounted = Attendance.objects.filter(meeting=meeting, present=None)
        uncounted.update(present=False, reason=_("tanpa keterangan"))
        meeting.minutes = minutes_text(meeting)
    meeting.save(update_fields=["minutes"])
    _record("draft_minutes", meeting, actor, at)
    return meeting


@transaction.atomic
def redraft_minutes(*, meeting: Meeting, actor: User, at: datetime) -> Meeting:
    """The text anew from what the meeting knows now, in place of every correction; the one before stays as a
    version, which the log only counts. Nothing is kept when the text is the same, but the draft is new.

    Raises PermissionDenied, NotPossible unless the minutes are being corrected.
    """
    held = _drafted(meeting, actor, at)
    before = held.minutes
    with translation.override("id"):
        text = minutes_text(held)
    _keep(held, text, actor, at)
    facts = {"before": {"length": len(before)}, "after": {"length": len(text)}}
    record(actor=actor, at=at, action="assessment.redraft_minutes", target=held, **facts)
    return held


@transaction.atomic
def correct_minutes(*, meeting: Meeting, text: str, actor: User, at: datetime) -> Meeting:
    """Another text; the one before stays as a version. Nothing is kept when nothing changed.

    Raises PermissionDenied, Incomplete without or with too long a text, NotPossible once approved.
    """
    held = _drafted(meeting, actor, at)
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise Incomplete(_("Notula tidak boleh kosong."))
    if len(words) > LONG:
        raise Incomplete(_("Notula lebih dari 40.000 huruf. Ringkas isinya."))
    if _keep(held, words, actor, at):
        _record("correct_minutes", held, actor, at)
    return held


def _drafted(meeting: Meeting, actor: User, at: datetime) -> Meeting:
    """The row, locked, while its minutes are corrected. Raises PermissionDenied, NotPossible."""
    may_write(actor, meeting, localdate(at)).require()
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.status != Meeting.Status.DRAFTED:
        raise NotPossible(_("Notula ini tidak sedang dikoreksi. Muat ulang halaman rapat."))
    return held


def _keep(held: Meeting, text: str, actor: User, at: datetime) -> bool:
    """Writes another text and keeps the one before. Whether there was another one."""
    if text == held.minutes:
        return False
    MinutesVersion.objects.create(meeting=held, text=held.minutes, by=actor, at=at)
    held.minutes = text
    held.save(update_fields=["minutes"])
    return True


@transaction.atomic
def approve_minutes(*, meeting: Meeting, actor: User, at: datetime) -> Meeting:
    """The chair's approval; nothing changes afterwards. Raises PermissionDenied, NotPossible, Stale."""
    may_chair(actor, meeting, localdate(at)).require()
    move("meeting", meeting, "approve", approved_at=at)
    _record("approve_minutes", meeting, actor, at)
    tell_approved(meeting, at)
    return meeting


def _record(act: str, meeting: Meeting, actor: User, at: datetime) -> None:
    after = {"status": meeting.status, "length": len(meeting.minutes)}
    record(actor=actor, at=at, action=f"assessment.{act}", target=meeting, after=after)
