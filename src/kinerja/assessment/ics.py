"""Meetings as iCalendar (RFC 5545), in the agency's time zone; the private address of one's own calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core import signing
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kinerja.people.models import Employee

from .models import Meeting

SALT = "kinerja.assessment.calendar"


def calendar_token(employee: Employee) -> str:
    """What stands in the address of this person's calendar; the same every time."""
    return signing.Signer(salt=SALT).sign(str(employee.pk))


def employee_of_token(token: str) -> Employee | None:
    """Whose calendar the address opens: somebody whose account still works, else None."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Employee.objects.filter(pk=pk, user__is_active=True).first()


def as_calendar(rows: Iterable[tuple[Meeting, str]], at: datetime) -> bytes:
    """A calendar of meetings, each with the address of its page. Times are those of the agency."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kinerja//Rapat evaluasi//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Rapat evaluasi kinerja"))
    for meeting, address in rows:
        calendar.add_component(_event(meeting, address, at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, address: str, at: datetime) -> Event:
    zone = get_default_timezone()
    gone = meeting.status == Meeting.Status.CANCELLED
    facts = {"unit": meeting.unit.name, "period": str(meeting.period)}
    title = (
        _("Dibatalkan: rapat evaluasi %(unit)s, %(period)s")
        if gone
        else _("Rapat evaluasi %(unit)s, %(period)s")
    )
    event = Event()
    event.add("uid", f"{meeting.key}@kinerja")
    event.add("dtstamp", at)
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
    event.add("summary", title % facts)
    event.add("location", meeting.place)
    event.add("url", address)
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    if gone:
        event.add("description", _("Alasan: %(reason)s") % {"reason": meeting.minutes})
    return event
