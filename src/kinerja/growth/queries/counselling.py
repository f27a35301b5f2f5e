"""Reports about behaviour and counsellings, each for whom they concern. Notes are not read here."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from kinerja.people.models import Employee
from kinerja.people.queries import team_of
from kinerja.people.queries.law import in_force

from ..models import BehaviourReport, Counselling, CounsellingNote

R = BehaviourReport.Status


def reports() -> QuerySet[BehaviourReport]:
    """With the people that a page names."""
    return BehaviourReport.objects.select_related("employee__user", "appraiser__user")


def counsellings() -> QuerySet[Counselling]:
    """With the people that a page names."""
    return Counselling.objects.select_related("employee__user", "counsellor__user", "report")


def about(employee: Employee) -> QuerySet[BehaviourReport]:
    """What he was told, newest first."""
    return reports().filter(employee=employee)


def followed_by(appraiser: Employee, team: QuerySet[Employee]) -> QuerySet[BehaviourReport]:
    """What this appraiser told his people, and what goes on about his people of today, newest first."""
    now = Q(employee__in=team.values("pk"), status__in=(R.TOLD, R.REPORTED, R.APPOINTED))
    return reports().filter(Q(appraiser=appraiser) | now)


def reported() -> QuerySet[BehaviourReport]:
    """What HR knows of: the undecided first, oldest first; `present` holds the counselling that counts."""
    counts = Counselling.objects.exclude(status=Counselling.Status.REPLACED)
    found = reports().prefetch_related(Prefetch("counsellings", counts, to_attr="present"))
    return found.filter(reported_at__isnull=False).order_by("decided_at", "reported_at", "pk")


def running_of(report: BehaviourReport) -> Counselling | None:
    """The open counselling of a report."""
    return counsellings().filter(report=report, status=Counselling.Status.OPEN).first()


def undecided(user_employee: Employee | None) -> QuerySet[BehaviourReport]:
    """Reports that wait for HR, without those in which this analyst is involved."""
    rows = reports().filter(status=R.REPORTED).order_by("reported_at", "pk")
    if user_employee is not None:
        rows = rows.exclude(employee=user_employee).exclude(appraiser=user_employee)
    return rows


def counselled(employee: Employee) -> QuerySet[Counselling]:
    """His own, as employee."""
    return counsellings().filter(employee=employee)


def counsels(counsellor: Employee) -> QuerySet[Counselling]:
    """Those in which he is the counsellor, open ones first."""
    found = counsellings().filter(counsellor=counsellor)
    return found.order_by(F("closed_at").desc(nulls_first=True), "-appointed_at")


def to_begin(counsellor: Employee) -> QuerySet[Counselling]:
    """Open ones in which this counsellor has written nothing yet."""
    noted = CounsellingNote.objects.filter(counselling=OuterRef("pk"), by=counsellor)
    return counsels(counsellor).filter(~Exists(noted), status=Counselling.Status.OPEN)


def to_follow(
    appraiser: Employee, on: date, team: QuerySet[Employee] | None = None
) -> QuerySet[BehaviourReport]:  # fmt: skip
    """Told long enough ago to say now whether it got better or has to be reported, about his people of today,
    whoever told them; `team` if at hand."""
    days = int(in_force("counselling.told_days", on)["days"])
    people = team_of(appraiser, on) if team is None else team
    told = reports().filter(status=R.TOLD, told_on__lte=on - timedelta(days=days))
    return told.filter(employee__in=people.values("pk"))
