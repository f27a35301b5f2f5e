"""Decisions of a meeting that nobody sees to: their chair is told, who may change owner and day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.voice.queries.staff import heads

from .models import Decision, Meeting
from .notices import Told
from .reminder_leads import FAR, Lead
from .reminders_cycle import day


def decisions_late(lead: Lead) -> Iterator[Told]:
    """The day has passed: once for each day that was set, on the next working day."""
    words = _("Keputusan rapat %(unit)s lewat batas %(day)s dan belum ditutup")
    past = (lead.on - FAR, lead.on - timedelta(days=1))
    for row, user in _with_chairs(_open().filter(due__range=past), lead):
        title = words % {"unit": row.meeting.unit, "day": day(row.due)}
        yield Told(user, f"decision_late:{row.pk}:{row.due}", title, _page(row.meeting), row.due)


def decisions_without_owner(lead: Lead) -> Iterator[Told]:
    """The owner's account is closed, so nobody is reminded: once for each owner."""
    words = _("Penanggung jawab keputusan rapat %(unit)s tidak lagi mempunyai akun aktif. Pilih orang lain.")
    for row, user in _with_chairs(_open().filter(owner__user__is_active=False), lead):
        title = words % {"unit": row.meeting.unit}
        yield Told(user, f"decision_owner:{row.pk}:{row.owner_id}", title, _page(row.meeting), row.due)


def _open() -> QuerySet[Decision]:
    rows = Decision.objects.filter(status=Decision.Status.OPEN)
    return rows.select_related("meeting__unit", "meeting__chair__user").order_by("pk")


def _with_chairs(rows: QuerySet[Decision], lead: Lead) -> Iterator[tuple[Decision, int]]:
    """With whom to tell: the chair, or who leads the unit now when the chair's account is closed. Two
    queries; a decision with neither is left out."""
    found = list(rows)
    gone = {row.meeting.unit_id for row in found if not _works(row.meeting)}
    leading = heads(gone, lead.on) if gone else {}
    for row in found:
        person = row.meeting.chair if _works(row.meeting) else leading.get(row.meeting.unit_id)
        if person is not None and person.user_id is not None:
            yield row, person.user_id


def _works(meeting: Meeting) -> bool:
    account = meeting.chair.user
    return account is not None and account.is_active


def _page(meeting: Meeting) -> str:
    return reverse("assessment:meeting", args=[meeting.pk])
