"""Meetings of mentorings in the calendars of the two; the private address is that of `assessment.ics`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kinerja.assessment.ics import Entry, as_calendar

from .models import MentorMeeting


def meetings_of_pairs(rows: Iterable[tuple[MentorMeeting, str]], at: datetime) -> bytes:
    """A calendar of meetings, each with the address of its pair's page; nothing of the journal."""
    return as_calendar(_("Pertemuan mentoring"), (_entry(*row) for row in rows), at)


def _entry(meeting: MentorMeeting, address: str) -> Entry:
    title = _("Dibatalkan: mentoring %(skill)s") if meeting.cancelled else _("Mentoring %(skill)s")
    return Entry(
        uid=f"mentoring-{meeting.pk}-{meeting.mentorship_id}",
        title=title % {"skill": meeting.mentorship.skill},
        begins=meeting.starts_at,
        ends=meeting.starts_at + timedelta(minutes=meeting.minutes),
        place=meeting.place,
        address=address,
        cancelled=meeting.cancelled,
    )
