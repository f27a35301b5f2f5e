"""Minutes of a meeting: drafted at once, corrected with every earlier text kept, approved and then frozen."""

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

    Who was not counted by then is absent without word. Raises PermissionDenied, NotPossible, Stale.
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
def correct_minutes(*, meeting: Meeting, text: str, actor: User, at: datetime) -> Meeting:
    """Another text; the one before stays as a version. Nothing is kept when nothing changed.

    Raises PermissionDenied, Incomplete without or with too long a text, NotPossible once approved.
    """
    may_write(actor, meeting, localdate(at)).require()
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.status != Meeting.Status.DRAFTED:
        raise NotPossible(_("Notula ini tidak sedang dikoreksi. Muat ulang halaman rapat."))
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise Incomplete(_("Notula tidak boleh kosong."))
    if len(words) > LONG:
        raise Incomplete(_("Notula lebih dari 40.000 huruf. Ringkas isinya."))
    if words == held.minutes:
        return held
    MinutesVersion.objects.create(meeting=held, text=held.minutes, by=actor, at=at)
    held.minutes = words
    held.save(update_fields=["minutes"])
    _record("correct_minutes", held, actor, at)
    return held


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
