"""Meetings as iCalendar (RFC 5545), in the agency's time zone; the private address of one's own calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kinerja.people.models import Employee

from .models import Meeting

SALT = "kinerja.assessment.calendar"


def calendar_token(employee: Employee) -> str:
    """What stands in the address of this person's calendar; the same until he renews it."""
    number = employee.user.calendar_number if employee.user else 0
    return signing.Signer(salt=SALT).sign(f"{employee.pk}.{number}" if number else str(employee.pk))


def employee_of_token(token: str) -> Employee | None:
    """Whose calendar the address opens: somebody whose account still works and who has not renewed it since,
    else None."""
    try:
        pk, _dot, number = signing.Signer(salt=SALT).unsign(token).partition(".")
        wanted = {"pk": int(pk), "user__calendar_number": int(number or 0)}
    except (signing.BadSignature, ValueError):
        return None
    return Employee.objects.filter(**wanted, user__is_active=True).first()


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting in somebody's calendar. `uid` stays the same for good; `words` are its description."""

    uid: str
    title: str
    begins: datetime
    ends: datetime
    place: str
    address: str
    cancelled: bool = False
    words: str = ""


def as_calendar(name: str, entries: Iterable[Entry], at: datetime) -> bytes:
    """The calendar called `name`, as written at `at`. Times are those of the agency."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kinerja//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: Entry, at: datetime) -> Event:
    zone = get_default_timezone()
    event = Event()
    event.add("uid", f"{entry.uid}@kinerja")
    event.add("dtstamp", at)
    event.add("dtstart", entry.begins.astimezone(zone))
    event.add("dtend", entry.ends.astimezone(zone))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("url", entry.address)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.words:
        event.add("description", entry.words)
    return event


def meetings_calendar(rows: Iterable[tuple[Meeting, str]], at: datetime) -> bytes:
    """A calendar of evaluation meetings, each with the address of its page."""
    return as_calendar(_("Rapat evaluasi kinerja"), (_entry(*row) for row in rows), at)


def _entry(meeting: Meeting, address: str) -> Entry:
    gone = meeting.status == Meeting.Status.CANCELLED
    title = (
        _("Dibatalkan: rapat evaluasi %(unit)s, %(period)s")
        if gone
        else _("Rapat evaluasi %(unit)s, %(period)s")
    )
    return Entry(
        uid=str(meeting.key),
        title=title % {"unit": meeting.unit.name, "period": str(meeting.period)},
        begins=meeting.starts_at,
        ends=meeting.ends_at,
        place=meeting.place,
        address=address,
        cancelled=gone,
        words=_("Alasan: %(reason)s") % {"reason": meeting.minutes} if gone else "",
    )
