"""Rounds as those see them who run them and who answer. Who has answered is counted, never named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from kinerja.accounts.access import AUDITOR, roles
from kinerja.accounts.models import User
from kinerja.people.models import Appointment, Employee
from kinerja.people.queries import employee_of, in_force, team_of
from kinerja.voice.actions.tokens import digest

from ..access_rounds import units_run_by
from ..models import FeedbackAsk, FeedbackRound, FeedbackTicket


def rounds() -> QuerySet[FeedbackRound]:
    """Newest first, with unit and period; `people`, `asked`, `taken`: subjects, requests, tickets taken."""
    counted = FeedbackRound.objects.select_related("unit", "period__cycle").annotate(
        people=Count("asks__subject", distinct=True),
        asked=Count("asks", distinct=True),
        taken=Count("asks", filter=Q(asks__answered=True), distinct=True),
    )
    return counted.order_by("-starts", "-pk")


def rounds_seen_by(user: User, on: date) -> QuerySet[FeedbackRound]:
    """Those of the units somebody runs and those about people he appraises; all for HR and auditors."""
    units = units_run_by(user, on)
    if units is None or AUDITOR in roles(user, on):
        return rounds()
    me = employee_of(user)
    mine = Q(unit__in=units)
    if me is not None:
        about = FeedbackAsk.objects.filter(subject__in=team_of(me, on).values("pk"))
        mine |= Q(pk__in=about.values("round"))
    return rounds().filter(mine)


def of_list(rows: QuerySet[FeedbackRound], *, cancelled: bool) -> QuerySet[FeedbackRound]:
    """The cancelled ones, or all the others."""
    gone = Q(status=FeedbackRound.Status.CANCELLED)
    return rows.filter(gone if cancelled else ~gone)


def running(on: date) -> Q:
    """Requests (`FeedbackAsk`) of rounds that can be answered on the day."""
    return Q(round__status=FeedbackRound.Status.OPEN, round__starts__lte=on, round__ends__gte=on)


def asks_for(employee: Employee, on: date) -> QuerySet[FeedbackAsk]:
    """What somebody is asked for now, first what is not answered yet."""
    rows = FeedbackAsk.objects.filter(running(on), asked=employee)
    rows = rows.select_related("round__period__cycle", "subject")
    return rows.order_by("answered", "round__ends", "subject__name")


def asks_about(round: FeedbackRound, subjects: Sequence[int]) -> list[FeedbackAsk]:
    """The requests about these people, by person and side. One query."""
    rows = FeedbackAsk.objects.filter(round=round, subject__in=subjects).select_related("asked")
    return list(rows.order_by("subject", "relation", "asked__name"))


def subjects_in(round: FeedbackRound) -> QuerySet[Employee]:
    """The people a round is about, by name."""
    return Employee.objects.filter(pk__in=round.asks.values("subject")).order_by("name")


def load_of(round: FeedbackRound) -> list[int]:
    """How often each of those asked is asked, most first."""
    counts = round.asks.order_by().values("asked").annotate(times=Count("pk"))
    return sorted(counts.values_list("times", flat=True), reverse=True)


def names_near(ticket: FeedbackTicket, on: date) -> list[str]:
    """Everybody an answer could name: who is asked in the round, and who works in the subject's units on the
    day; without the subject, of whom it speaks. One query."""
    held = Appointment.objects.filter(in_force(on))
    units = held.filter(employee=ticket.subject_id).values("post__unit")
    near = Q(pk__in=held.filter(post__unit__in=units).values("employee"))
    asked = Q(pk__in=FeedbackAsk.objects.filter(round=ticket.round_id).order_by().values("asked"))
    people = Employee.objects.filter(near | asked).exclude(name=ticket.subject.name)
    return list(people.values_list("name", flat=True))


def ticket_of(code: str) -> FeedbackTicket | None:
    """The ticket that a code opens, with round and subject; None when it is used or wrong."""
    rows = FeedbackTicket.objects.select_related("round__period__cycle", "subject")
    return rows.filter(digest=digest(code)).first()


def was_asked(ticket: FeedbackTicket, employee: Employee) -> bool:
    """Whether he was asked from this side about this person and has taken his ticket."""
    return FeedbackAsk.objects.filter(
        round=ticket.round_id,
        subject=ticket.subject_id,
        relation=ticket.relation,
        asked=employee,
        answered=True,
    ).exists()
