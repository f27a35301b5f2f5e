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
from .notices import tell


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


def tell_owner(decision: Decision, at: datetime) -> None:
    """His decision, by its day; what was decided stands on his own page only."""
    with translation.override("id"):
        title = _("Keputusan rapat evaluasi menjadi tanggung jawab Anda")
    if decision.owner.user_id is not None:
        url = reverse("assessment:decisions")
        tell([decision.owner.user_id], key=owner_key(decision), title=title, url=url, due=decision.due, at=at)


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
