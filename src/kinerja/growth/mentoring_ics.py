"""Meetings of mentorings as iCalendar (RFC 5545), in the agency's time zone.

The private address is made of the same token as that of evaluation meetings (`assessment.ics`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import MentorMeeting


def as_calendar(rows: Iterable[tuple[MentorMeeting, str]], at: datetime) -> bytes:
    """A calendar of meetings, each with the address of its pair's page; nothing of the journal."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kinerja//Mentoring//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Pertemuan mentoring"))
    for meeting, address in rows:
        calendar.add_component(_event(meeting, address, at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(meeting: MentorMeeting, address: str, at: datetime) -> Event:
    begins = meeting.starts_at.astimezone(get_default_timezone())
    title = _("Dibatalkan: mentoring %(skill)s") if meeting.cancelled else _("Mentoring %(skill)s")
    event = Event()
    event.add("uid", f"mentoring-{meeting.pk}-{meeting.mentorship_id}@kinerja")
    event.add("dtstamp", at)
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=meeting.minutes))
    event.add("summary", title % {"skill": meeting.mentorship.skill})
    event.add("location", meeting.place)
    event.add("url", address)
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    return event
