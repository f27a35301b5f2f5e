"""Meetings of a mentoring: in the calendar, then the journal of form B.1.7, which counts as a session."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.rows import lock_row
from kinerja.rules.states import allowed_events, step
from kinerja.voice.errors import NotPossible

from .. import access_mentoring as access
from .. import mentoring_notices as notices
from ..errors import Incomplete
from ..models import DevelopmentActivity, MentorMeeting, Mentorship
from .mentoring import RULE, own_employee
from .words import plain

S = Mentorship.Status
KIND = "mentoring"
SHORTEST, LONGEST = 10, 480


@transaction.atomic
def plan_meeting(
    *,
    mentorship: Mentorship,
    starts_at: datetime,
    place: str,
    actor: User,
    at: datetime,
    minutes: int = 60,
) -> MentorMeeting:
    """A meeting of `minutes` (10..480) in both calendars.

    Raises PermissionDenied, Incomplete, NotPossible.
    """
    held = _running(mentorship, actor)
    where = plain(place, _("Tulis tempat, atau tautan bila daring."))[:200]
    if not SHORTEST <= minutes <= LONGEST:
        raise Incomplete(_("Lama pertemuan 10 sampai 480 menit."))
    if not held.starts <= localdate(starts_at) <= held.ends:
        raise Incomplete(_("Pertemuan harus di dalam jangka waktu mentoring."))
    made = MentorMeeting.objects.create(mentorship=held, starts_at=starts_at, minutes=minutes, place=where)
    after = {"mentorship": held.pk, "starts_at": starts_at, "minutes": minutes}
    _record("plan_mentor_meeting", made, actor, at, after)
    notices.tell_meeting(made, own_employee(actor), at)
    return made


@transaction.atomic
def cancel_meeting(*, meeting: MentorMeeting, actor: User, at: datetime) -> MentorMeeting:
    """Takes a meeting without journal out of both calendars. Raises PermissionDenied, NotPossible."""
    held = _held(meeting, actor)
    step("mentor_meeting", held.state, "cancel", NotPossible(_("Jurnal pertemuan ini sudah ditulis.")))
    held.cancelled = True
    held.save(update_fields=["cancelled"])
    _record("cancel_mentor_meeting", held, actor, at, {"cancelled": True})
    notices.tell_cancelled(held, own_employee(actor), at)
    return held


@transaction.atomic
def write_journal(
    *,
    meeting: MentorMeeting,
    material: str,
    action: str,
    action_due: date | None,
    actor: User,
    at: datetime,
) -> MentorMeeting:
    """Material, plan of action and its day after the meeting; written again it is corrected.

    The first writing counts one session for the mentee: confirmed when the mentor writes it, else waiting
    for the mentee's superior. Raises PermissionDenied, Incomplete, NotPossible before the meeting.
    """
    held = _held(meeting, actor)
    step("mentor_meeting", held.state, "write", NotPossible(_("Pertemuan ini dibatalkan.")))
    if held.starts_at > at:
        raise NotPossible(_("Pertemuan ini belum berlangsung."))
    words = {"material": plain(material, _("Tulis materi pertemuan.")), "action": plain(action)}
    if words["action"] and action_due is None:
        raise Incomplete(_("Isi target waktu rencana aksi."))
    if action_due is not None and action_due < localdate(held.starts_at):
        raise Incomplete(_("Target waktu tidak boleh sebelum pertemuan."))
    writer, first = own_employee(actor), held.written_at is None
    held.material, held.action = words["material"], words["action"]
    held.action_due = action_due if held.action else None
    held.written_by, held.written_at = writer, at
    held.save(update_fields=["material", "action", "action_due", "written_by", "written_at"])
    _record("write_mentor_journal", held, actor, at, {"mentorship": held.mentorship_id})
    if first:
        pair = held.mentorship
        with translation.override("id"):
            title = _("Mentoring: %(skill)s") % {"skill": pair.skill}
            proof = _("Jurnal mentoring bersama %(name)s") % {"name": pair.mentor.name}
        DevelopmentActivity.objects.create(
            employee=pair.mentee,
            kind=KIND,
            title=title[:200],
            day=localdate(held.starts_at),
            amount=1,
            evidence=proof[:300],
            confirmed_by=actor if writer.pk == pair.mentor_id else None,
        )
    return held


@transaction.atomic
def finish_action(*, meeting: MentorMeeting, done_on: date, actor: User, at: datetime) -> MentorMeeting:
    """The plan of action of a journal is done. Raises PermissionDenied, Incomplete, NotPossible."""
    held = _held(meeting, actor)
    nothing = NotPossible(_("Tidak ada rencana aksi yang terbuka pada pertemuan ini."))
    step("mentor_meeting", held.state, "finish", nothing)
    if not held.action:
        raise nothing
    if not localdate(held.starts_at) <= done_on <= localdate(at):
        raise Incomplete(_("Pilih hari sejak pertemuan sampai hari ini."))
    held.action_done = done_on
    held.save(update_fields=["action_done"])
    _record("finish_mentor_action", held, actor, at, {"done_on": done_on})
    return held


def _running(mentorship: Mentorship, actor: User) -> Mentorship:
    held = lock_row(Mentorship.objects.select_related("mentor", "mentee"), mentorship.pk)
    access.is_part(actor, held).require()
    if held.status != S.RUNNING:
        raise NotPossible(_("Mentoring ini tidak sedang berjalan."))
    return held


def _held(meeting: MentorMeeting, actor: User) -> MentorMeeting:
    """The meeting, locked, of a running pair and not cancelled."""
    pair = _running(meeting.mentorship, actor)
    held = MentorMeeting.objects.select_for_update().get(pk=meeting.pk)
    if not allowed_events("mentor_meeting", held.state):
        raise NotPossible(_("Pertemuan ini dibatalkan."))
    held.mentorship = pair
    return held


def _record(act: str, meeting: MentorMeeting, actor: User, at: datetime, after: dict[str, object]) -> None:
    record(actor=actor, at=at, action=f"growth.{act}", target=meeting, after=after, rule=RULE)
