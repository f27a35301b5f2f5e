"""Who is told what about a mentoring, in the language of the office, because a notice is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kinerja.assessment.notices import tell
from kinerja.people.models import Employee

from .models import MentorMeeting, Mentorship


def tell_proposed(mentorship: Mentorship, proposer: Employee, at: datetime) -> None:
    """To whoever has not said yes."""
    with translation.override("id"):
        title = _("%(name)s mengusulkan mentoring dengan Anda") % {"name": proposer.name}
    two = (mentorship.mentor, mentorship.mentee)
    _tell([person for person in two if person.pk != proposer.pk], "usul", mentorship, title, None, at)


def tell_running(mentorship: Mentorship, at: datetime) -> None:
    """It runs; and the day on which to look at it half-way."""
    with translation.override("id"):
        title = _("Mentoring Anda dimulai. Rencanakan pertemuan pertama")
        middle = _("Periksa mentoring Anda di tengah masa")
    two = (mentorship.mentor, mentorship.mentee)
    _tell(two, "mulai", mentorship, title, None, at)
    _tell(two, "tengah", mentorship, middle, mentorship.midpoint_on, at)


def tell_declined(mentorship: Mentorship, by: str, at: datetime) -> None:
    with translation.override("id"):
        title = _("Mentoring Anda tidak dilanjutkan")
    _tell([_other(mentorship, by)], "batal", mentorship, title, None, at)


def tell_view(mentorship: Mentorship, by: str, at: datetime) -> None:
    """The first view is there; the other one is asked for his."""
    with translation.override("id"):
        title = _("Tulis pandangan Anda untuk menutup mentoring")
    _tell([_other(mentorship, by)], "pandangan", mentorship, title, mentorship.ends, at)


def tell_closed(mentorship: Mentorship, at: datetime) -> None:
    with translation.override("id"):
        title = _("Mentoring selesai. Kedua pandangan dapat dibaca")
    _tell((mentorship.mentor, mentorship.mentee), "selesai", mentorship, title, None, at)


def tell_meeting(meeting: MentorMeeting, planner: Employee, at: datetime) -> None:
    with translation.override("id"):
        begins = localtime(meeting.starts_at)
        when = f"{format_date(begins, 'l, j F Y')} pukul {begins:%H.%M}"
        title = _("Pertemuan mentoring: %(when)s") % {"when": when}
    _tell(_others(meeting, planner), f"temu.{meeting.pk}", meeting.mentorship, title, begins.date(), at)


def tell_cancelled(meeting: MentorMeeting, by: Employee, at: datetime) -> None:
    with translation.override("id"):
        title = _("Pertemuan mentoring dibatalkan")
    _tell(_others(meeting, by), f"temu.{meeting.pk}.batal", meeting.mentorship, title, None, at)


def _other(mentorship: Mentorship, role: str) -> Employee:
    return mentorship.mentee if role == "mentor" else mentorship.mentor


def _others(meeting: MentorMeeting, person: Employee) -> list[Employee]:
    two = (meeting.mentorship.mentor, meeting.mentorship.mentee)
    return [other for other in two if other.pk != person.pk]


def _tell(
    people: Iterable[Employee],
    stage: str,
    mentorship: Mentorship,
    title: str,
    due: date | None,
    at: datetime,
) -> None:
    users = [person.user_id for person in people if person.user_id is not None]
    url = reverse("growth:mentorship", args=[mentorship.pk])
    tell(users, key=f"mentoring.{stage}:{mentorship.pk}", title=title, url=url, due=due, at=at)
