"""Who gets a seat. Every function expects the session's row locked by the caller."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kinerja.assessment.notices import moment, tell
from kinerja.rows import lock_row
from kinerja.voice.actions.common import move

from ..models import Enrolment, Session
from ..queries.training import SEATED

Status = Enrolment.Status


def lock(session: Session | int) -> Session:
    """The session's row, held until the transaction ends: seats are counted by one at a time."""
    pk = session if isinstance(session, int) else session.pk
    return lock_row(Session.objects.select_related("course"), pk)


def free_seats(session: Session) -> int:
    """Seats that nobody has; never below zero."""
    return max(session.seats - session.enrolments.filter(status__in=SEATED).count(), 0)


def seat(session: Session, enrolment: Enrolment) -> None:
    """Approves with a seat, or queues when all are taken. Raises NotPossible, Stale."""
    event = "approve" if free_seats(session) else "queue"
    if event == "queue" and enrolment.status == Status.WAITING:
        return
    move("enrolment", enrolment, event)


def queue_end(session: Session, at: datetime) -> datetime:
    """A moment of asking behind everybody who asked: `at`, unless somebody asked then or later."""
    last = session.enrolments.aggregate(last=Max("asked_at"))["last"]
    return at if last is None else max(at, last + timedelta(microseconds=1))


def turn(enrolment: Enrolment) -> str:
    """Names the enrolment and this asking of it: who asked again is told again what became of it."""
    return f"{enrolment.pk}:{moment(enrolment.asked_at)}"


def fill_from_queue(session: Session, at: datetime) -> list[Enrolment]:
    """Gives free seats to those who wait, the first who asked first; they are told."""
    if session.status != Session.Status.PLANNED:
        return []
    waiting = session.enrolments.filter(status=Status.WAITING).select_related("employee")
    moved = list(waiting.order_by("asked_at", "pk")[: free_seats(session)])
    for row in moved:
        move("enrolment", row, "approve")
        with translation.override("id"):
            title = _("Anda mendapat kursi: %(course)s") % {"course": session.course.title}
        inform(session, [row], f"kursi:{turn(row)}", title, at)
    return moved


def inform(session: Session, rows: list[Enrolment], key: str, title: str, at: datetime) -> None:
    """Tells the participants of `rows`, with the page of the session."""
    users = [row.employee.user_id for row in rows if row.employee.user_id is not None]
    url = reverse("growth:session", args=[session.pk])
    tell(users, key=f"growth.session:{session.pk}:{key}", title=title, url=url, due=None, at=at)
