"""Courses, sessions and enrolments as lists show them, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from kinerja.people.models import Employee
from kinerja.people.queries import team_of

from ..models import Certificate, Course, Enrolment, Session, TestQuestion, TestResult, TrainingEvaluation

S, E = Session.Status, Enrolment.Status
SEATED = (E.APPROVED, E.ATTENDED, E.ABSENT)


class Waiting(NamedTuple):
    """How many evaluations (`left`) of one session wait for one user until `closes`; `one` is one's key."""

    user: int
    session: int
    course: str
    closes: date
    left: int
    one: int


def courses(*, retired: bool = False) -> QuerySet[Course]:
    """The catalogue, with `coming`: sessions that are open for enrolment."""
    rows = Course.objects.annotate(coming=Count("sessions", filter=Q(sessions__status=S.PLANNED)))
    return rows.order_by("title", "pk") if retired else rows.filter(retired=False).order_by("title", "pk")


def sessions() -> QuerySet[Session]:
    """With the course and `taken`: how many seats are taken."""
    taken = Count("enrolments", filter=Q(enrolments__status__in=SEATED))
    return Session.objects.select_related("course").annotate(taken=taken)


def coming() -> QuerySet[Session]:
    """Planned and running ones, the nearest first."""
    rows = sessions().filter(status__in=(S.PLANNED, S.RUNNING))
    return rows.order_by("starts_at", "pk")


def past_end(at: datetime) -> QuerySet[Session]:
    """Sessions that ended by the clock before `at` and that nobody held or cancelled."""
    return Session.objects.filter(status__in=(S.PLANNED, S.RUNNING), ends_at__lt=at)


def enrolments_of(employee: Employee) -> QuerySet[Enrolment]:
    """One's own, newest session first."""
    rows = Enrolment.objects.filter(employee=employee).select_related("session__course")
    return rows.order_by("-session__starts_at", "-pk")


def to_approve(employee: Employee, on: date, team: QuerySet[Employee] | None = None) -> QuerySet[Enrolment]:
    """Requests of one's team that wait for one, the nearest session first; `team` if at hand."""
    people = team_of(employee, on) if team is None else team
    rows = Enrolment.objects.filter(
        status=E.REQUESTED, session__status__in=(S.PLANNED, S.RUNNING), employee__in=people.values("pk")
    )
    return rows.select_related("employee", "session__course").order_by("session__starts_at", "asked_at", "pk")


def to_evaluate(employee: Employee, on: date) -> QuerySet[TrainingEvaluation]:
    """Evaluations that are open for one and not answered, the oldest first."""
    rows = open_evaluations(on).filter(by=employee)
    return rows.select_related("enrolment__employee", "enrolment__session__course").order_by("opens", "pk")


def open_evaluations(on: date) -> QuerySet[TrainingEvaluation]:
    """Those of everybody that may be answered on the day and were not."""
    rows = TrainingEvaluation.objects.filter(opens__lte=on, answered_at=None)
    return rows.filter(Q(closes=None) | Q(closes__gte=on))


def behaviour_to_tell(on: date) -> list[Waiting]:
    """Open evaluations of behaviour that close one day, of evaluators who can sign in. One query."""
    rows = open_evaluations(on).filter(
        level=TrainingEvaluation.Level.BEHAVIOUR, closes__isnull=False, by__user__is_active=True
    )
    title = "enrolment__session__course__title"
    facts = rows.order_by("by__user", "enrolment__session").values_list(
        "by__user", "enrolment__session", title, "closes"
    )
    return [Waiting(*row) for row in facts.annotate(left=Count("pk"), one=Min("pk"))]


def open_tests(employee: Employee) -> QuerySet[Enrolment]:
    """One's enrolments with a test that may be taken now."""
    asked = TestQuestion.objects.filter(course=OuterRef("session__course"))
    before = Q(status=E.APPROVED, session__status=S.PLANNED)
    after = Q(status=E.ATTENDED, session__status__in=(S.RUNNING, S.HELD))
    done = TestResult.objects.filter(enrolment=OuterRef("pk"))
    rows = enrolments_of(employee).filter(Exists(asked))
    return rows.filter(
        (before & ~Exists(done.filter(moment=TestResult.Moment.BEFORE)))
        | (after & ~Exists(done.filter(moment=TestResult.Moment.AFTER)))
    ).order_by("session__starts_at", "pk")


def participants(session: Session) -> QuerySet[Enrolment]:
    """Everybody enrolled, in the order of asking."""
    return session.enrolments.select_related("employee").order_by("asked_at", "pk")


def certificates_of(enrolments: Iterable[Enrolment]) -> dict[int, Certificate]:
    """The valid certificate of each of these, by the enrolment's id. One query."""
    ids = [row.pk for row in enrolments]
    valid = Certificate.objects.filter(kind=Certificate.Kind.TRAINING, status=Certificate.Status.VALID)
    return {row.facts["enrolment"]: row for row in valid.filter(facts__enrolment__in=ids)}


def change(enrolment: Enrolment) -> tuple[TestResult | None, TestResult | None]:
    """The test before and the test after, None while it was not taken. One query."""
    found = {row.moment: row for row in enrolment.tests.all()}
    return found.get(TestResult.Moment.BEFORE), found.get(TestResult.Moment.AFTER)
