"""Who is told what about a meeting: those invited about time, change, cancellation and minutes; an owner
about his decision. In the language of the office, because a notice is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kinerja.people.models import Employee

from .models import Decision, Meeting
from .notices import moment, tell


def tell_time(meeting: Meeting, at: datetime) -> None:
    """When and about what; once for each time that was set."""
    with translation.override("id"):
        begins = localtime(meeting.starts_at)
        when = f"{format_date(begins, 'l, j F Y')} pukul {begins:%H.%M}"
        title = _("Rapat evaluasi %(unit)s: %(when)s") % {"unit": meeting.unit.name, "when": when}
    _tell(_invited(meeting), time_key(meeting), title, meeting, begins.date(), at)


def tell_cancelled(meeting: Meeting, at: datetime) -> None:
    with translation.override("id"):
        title = _("Rapat evaluasi %(unit)s dibatalkan") % {"unit": meeting.unit.name}
    _tell(_invited(meeting), f"rapat:{meeting.pk}:batal", title, meeting, None, at)


def tell_approved(meeting: Meeting, at: datetime) -> None:
    with translation.override("id"):
        title = _("Notula rapat evaluasi %(unit)s dapat dibaca") % {"unit": meeting.unit.name}
    _tell(_invited(meeting), f"rapat:{meeting.pk}:notula", title, meeting, None, at)


def tell_owner(decision: Decision, at: datetime, *, again: bool = False) -> None:
    """His decision, by its day; what was decided stands on his own page only. `again`: also to somebody who
    heard of it before, because it had been given to another one in between."""
    with translation.override("id"):
        title = _("Keputusan rapat evaluasi menjadi tanggung jawab Anda")
    new = _tell_one(decision.owner, owner_key(decision), title, decision.due, at)
    if again and not new:
        _tell_one(decision.owner, f"{owner_key(decision)}:{moment(at)}", title, decision.due, at)


def tell_released(decision: Decision, old: Employee, at: datetime) -> None:
    """Who owned it until now."""
    with translation.override("id"):
        title = _("Keputusan rapat evaluasi tidak lagi menjadi tanggung jawab Anda")
    _tell_one(old, f"{owner_key(decision)}:lepas:{moment(at)}", title, None, at)


def tell_changed(decision: Decision, at: datetime) -> None:
    """Its owner stays and has another day or other words."""
    with translation.override("id"):
        day = format_date(decision.due, "j F Y")
        title = _("Keputusan rapat evaluasi Anda diubah; batasnya %(day)s") % {"day": day}
    _tell_one(decision.owner, f"{owner_key(decision)}:ubah:{moment(at)}", title, decision.due, at)


def _tell_one(person: Employee, key: str, title: str, due: date | None, at: datetime) -> int:
    users = [person.user_id] if person.user_id is not None else []
    return tell(users, key=key, title=title, url=reverse("assessment:decisions"), due=due, at=at)


def _invited(meeting: Meeting) -> list[int]:
    rows = Employee.objects.filter(pk__in=meeting.attendance.values("employee_id"), user__isnull=False)
    return list(rows.values_list("user_id", flat=True))


def time_key(meeting: Meeting) -> str:
    """Names the notice of a meeting at its time; a reminder on the same day is one too many."""
    return f"rapat:{meeting.pk}:{localtime(meeting.starts_at):%Y%m%dT%H%M}"


def owner_key(decision: Decision) -> str:
    """Names the notice of a decision to its owner."""
    return f"rapat.keputusan:{decision.pk}"


def _tell(
    users: Collection[int], key: str, title: str, meeting: Meeting, due: date | None, at: datetime
) -> None:
    tell(users, key=key, title=title, url=reverse("assessment:meeting", args=[meeting.pk]), due=due, at=at)
