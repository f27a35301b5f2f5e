"""Meetings and their decisions, as lists and pages need them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from kinerja.accounts.access import ADMIN, AUDITOR, HR, roles
from kinerja.accounts.models import User
from kinerja.audit.models import Event
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import calendar, employee_of, led_units, team_of, unit_tree_ids
from kinerja.plans.models import Period
from kinerja.rules.errors import RuleError
from kinerja.voice.queries.staff import heads, officers_of

from ..models import Decision, Meeting

# How long a calendar keeps what is over, and how far ahead a decision is called due soon.
CALENDAR_DAYS = 400
CALENDAR_ROWS = 300
SOON = timedelta(days=7)
# A longer list of names is no choice.
MOST_NAMES = 400
DRAWN_UP = ("assessment.draft_minutes", "assessment.redraft_minutes")
IN_MINUTES = ("assessment.decide", "assessment.change_decision", "assessment.drop_decision")


def meetings() -> QuerySet[Meeting]:
    """With everybody and everything a row names."""
    return Meeting.objects.select_related("unit", "period__cycle", "chair", "made_by")


def meetings_of(user: User, on: date) -> QuerySet[Meeting]:
    """What one may open: invited, chaired, planned, of units one leads; HR, auditor and administrator all."""
    if roles(user, on) & {HR, AUDITOR, ADMIN}:
        return meetings()
    me = employee_of(user)
    if me is None:
        return meetings().filter(made_by=user)
    led = unit_tree_ids(led_units(me, on).values_list("pk", flat=True))
    mine = Q(pk__in=Meeting.objects.filter(attendance__employee=me).order_by().values("pk"))
    return meetings().filter(mine | Q(chair=me) | Q(made_by=user) | Q(unit_id__in=led))


def in_calendar(me: Employee, at: datetime) -> QuerySet[Meeting]:
    """What stands in somebody's own calendar: where he is invited or chairs, cancelled ones too."""
    mine = Q(pk__in=Meeting.objects.filter(attendance__employee=me).order_by().values("pk")) | Q(chair=me)
    since = at - timedelta(days=CALENDAR_DAYS)
    return meetings().filter(mine, starts_at__gte=since).order_by("-starts_at")[:CALENDAR_ROWS]


def units_to_meet(user: User, on: date) -> QuerySet[Unit]:
    """Units whose meeting `user` may plan: those he leads, with those below that have a head of their own."""
    me = employee_of(user)
    if me is None:
        return Unit.objects.none()
    led = unit_tree_ids(led_units(me, on).values_list("pk", flat=True))
    return Unit.objects.filter(pk__in=led, posts__leads_unit=True).distinct().order_by("code")


def proposed_invited(unit: Unit, chair: Employee, on: date) -> list[Employee]:
    """The chair, his team and the heads of the units directly below, by name."""
    below = Unit.objects.filter(parent=unit).values_list("pk", flat=True)
    found = {chair.pk: chair}
    found |= {row.pk: row for row in team_of(chair, on)}
    found |= {row.pk: row for row in heads(list(below), on).values()}
    return sorted(found.values(), key=lambda row: (row.name, row.pk))


def people_to_decide_about(meeting: Meeting, on: date) -> QuerySet[Employee]:
    """Whom a recognition or support may be for, by name: everybody in the unit and who was invited; in a unit
    too large for a list, those invited and those on the agenda."""
    near = {*meeting.attendance.values_list("employee_id", flat=True)}
    near |= {pk for pk in meeting.items.values_list("employee_id", flat=True) if pk}
    staff = list(officers_of(meeting.unit, on).order_by().values_list("pk", flat=True)[: MOST_NAMES + 1])
    chosen = near if len(staff) > MOST_NAMES else near.union(staff)
    return Employee.objects.filter(pk__in=chosen).order_by("name", "pk")


def proposed_day(period: Period) -> date:
    """The first working day after the period's window opens; where nobody knows the year's days off, the
    first weekday."""
    try:
        return calendar([period.opens.year, period.opens.year + 1]).add_working_days(period.opens, 1)
    except RuleError:
        day = period.opens + timedelta(days=1)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def open_decisions(unit: Unit, before: Meeting | None = None) -> QuerySet[Decision]:
    """What earlier meetings of the unit decided and nobody closed, the longest due first."""
    rows = Decision.objects.filter(meeting__unit=unit, status=Decision.Status.OPEN)
    if before is not None:
        rows = rows.exclude(meeting=before)
    return rows.select_related("owner", "about", "meeting__period__cycle").order_by("due", "pk")


def decisions_of(employee: Employee) -> QuerySet[Decision]:
    """ "Keputusan saya": open ones by day, then what was closed, newest first."""
    rows = Decision.objects.filter(owner=employee)
    return rows.select_related("owner", "about", "meeting__unit", "meeting__period__cycle")


def decisions_due(employee: Employee, on: date) -> QuerySet[Decision]:
    """Open decisions of this owner that are overdue or due within a week, for the page of the day."""
    return (
        decisions_of(employee).filter(status=Decision.Status.OPEN, due__lte=on + SOON).order_by("due", "pk")
    )


def handovers() -> QuerySet[Decision]:
    """Open recognitions and support for somebody: what `growth` takes over."""
    rows = Decision.objects.filter(status=Decision.Status.OPEN).exclude(kind=Decision.Kind.TASK)
    return rows.select_related("owner", "about", "meeting__unit", "meeting__period__cycle")


def newer_than_minutes(meeting: Meeting) -> bool:
    """Whether a decision or the attendance changed after the minutes were last drawn up, by the log, where
    alone both stand in their order. Three queries."""
    of_meeting = Q(object_type=Meeting._meta.label_lower, object_id=str(meeting.pk))
    drawn = Event.objects.filter(of_meeting, action__in=DRAWN_UP).order_by("-id")
    last = drawn.values_list("id", flat=True).first()
    if last is None:
        return False
    numbers = [str(pk) for pk in meeting.decisions.values_list("pk", flat=True)]
    decided = Q(object_type=Decision._meta.label_lower, object_id__in=numbers, action__in=IN_MINUTES)
    counted = of_meeting & Q(action="assessment.attendance")
    return Event.objects.filter(decided | counted, id__gt=last).exists()
