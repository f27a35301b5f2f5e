"""Reports about behaviour and counsellings, each for whom they concern. Notes are not read here."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from kinerja.people.models import Employee
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


def told_by(appraiser: Employee) -> QuerySet[BehaviourReport]:
    """What this appraiser told his people, newest first."""
    return reports().filter(appraiser=appraiser)


def reported() -> QuerySet[BehaviourReport]:
    """What HR knows of: the undecided first, oldest first."""
    return reports().filter(reported_at__isnull=False).order_by("decided_at", "reported_at", "pk")


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
    return counsellings().filter(counsellor=counsellor).order_by("-status", "-appointed_at")


def to_begin(counsellor: Employee) -> QuerySet[Counselling]:
    """Open ones in which this counsellor has written nothing yet."""
    noted = CounsellingNote.objects.filter(counselling=OuterRef("pk"), by=counsellor)
    return counsels(counsellor).filter(~Exists(noted), status=Counselling.Status.OPEN)


def to_follow(appraiser: Employee, on: date) -> QuerySet[BehaviourReport]:
    """Told long enough ago to say now whether it got better or has to be reported."""
    days = int(in_force("counselling.told_days", on)["days"])
    return told_by(appraiser).filter(status=R.TOLD, told_on__lte=on - timedelta(days=days))
