"""What waits for somebody in growth, counted in one query however many kinds there are.

Each kind is a queryset of `growth.queries`; they are counted together by UNION ALL, because Hari ini is the
page that everybody opens first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Count, DateField, F, Min, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.utils.timezone import make_aware

from kinerja.accounts.access import HR, roles
from kinerja.accounts.models import User
from kinerja.growth.models import AllowanceTable, AwardProposal
from kinerja.growth.queries import counselling, honours, mentoring, pulses, recognition, strengths, training
from kinerja.growth.queries.coach_feedback import feedback_to_read
from kinerja.growth.queries.hours import to_confirm
from kinerja.growth.queries.improvement import waiting_for_path
from kinerja.growth.queries.lessons import unread_lessons
from kinerja.growth.queries.own_plans import goals_due, plans_to_agree
from kinerja.growth.queries.pay import tables, to_approve, touched
from kinerja.growth.queries.staff_questions import unanswered
from kinerja.growth.queries.support import (
    late_below,
    offered_to,
    promises_due,
    steps_due,
    waiting_decisions,
)
from kinerja.people.models import Employee
from kinerja.people.queries import is_appraiser, team_of

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Found:
    """`count` rows of a kind wait. `key` and `other` are the keys of the page to open (of the only row, or
    the smallest of many); `due` is the day of the first, None when the kind has none."""

    count: int
    key: int
    other: int
    due: date | None


@dataclass(frozen=True, slots=True)
class _Kind:
    """The rows of a kind, and the expressions of its key, its other key and its day."""

    code: str
    rows: QuerySet[Any]
    due: str | TruncDate = ""
    key: str = "pk"
    other: str = "pk"

    def counted(self) -> QuerySet[Any, Any]:
        """One row: code, count, key, other, day."""
        due = F(self.due) if isinstance(self.due, str) and self.due else self.due or Value(None)
        rows: QuerySet[Any, Any] = self.rows.order_by().values(task_kind=Value(self.code, CharField()))
        counted: QuerySet[Any, Any] = rows.annotate(
            task_count=Count("pk"),
            task_key=Min(self.key),
            task_other=Min(self.other),
            task_due=Min(Cast(due, DateField())),
        )
        return counted.values_list("task_kind", "task_count", "task_key", "task_other", "task_due")


def waiting(user: User, me: Employee | None, on: date) -> dict[str, Found]:
    """Kind to what waits of it, only kinds of which something waits.

    One query for everything, besides those that find the team and the units of whoever has them.
    """
    kinds = list(_of_hr(user, me, on)) if HR in roles(user, on) else []
    if me is not None:
        leads = is_appraiser(user, on)
        team = team_of(me, on) if leads else Employee.objects.none()
        kinds += [*_own(user, me, on), *_shared(me, on), *_decided(user, me, on, team)]
        kinds += _of_team(me, on, team) if leads else []
        if leads or HR in roles(user, on):
            ready = recognition.decisions_waiting(user, on).order_by().values("pk")
            kinds.append(_Kind("award_decide", AwardProposal.objects.filter(pk__in=ready)))
    if me is not None or kinds:
        kinds.append(_sessions_to_end(user, on))
    if not kinds:
        return {}
    first, *rest = (kind.counted() for kind in kinds)
    rows = first.union(*rest, all=True)
    return {code: Found(count, key, other, due) for code, count, key, other, due in rows if count}


def _sessions_to_end(user: User, on: date) -> _Kind:
    """Of who made them, with or without a post: nobody's hours are written before they are held."""
    midnight = make_aware(datetime.combine(on, time.min))
    rows = training.past_end(midnight).filter(made_by=user)
    return _Kind("session_end", rows, due=TruncDate("ends_at"))


def _own(user: User, me: Employee, on: date) -> Iterator[_Kind]:
    yield _Kind("support_offer", offered_to(me))
    yield _Kind("support_step", steps_due(me, on + SOON), due="due", key="plan")
    yield _Kind("promise", promises_due(me, on + SOON), due="due", other="promised_by")
    yield _Kind("award_consent", recognition.consents_waiting(me, on))
    yield _Kind("training_evaluation", training.to_evaluate(me, on), due="closes")
    starts = TruncDate("session__starts_at")
    yield _Kind("training_test", training.open_tests(me), due=starts, key="session")
    yield _Kind("goal", goals_due(me, on + SOON), due="due", key="plan")
    yield _Kind("strength_offer", strengths.offered_to(me))
    yield _Kind("pulse", pulses.open_pulses_for(me, on), due="ends")
    yield _Kind("lesson", unread_lessons(user, on))


def _shared(me: Employee, on: date) -> Iterator[_Kind]:
    """Mentoring and counselling."""
    yield _Kind("mentoring_answer", mentoring.to_answer(me))
    yield _Kind("mentoring_midpoint", mentoring.midpoints_due(me, on), due="midpoint_on")
    yield _Kind("mentoring_view", mentoring.to_close(me, on), due="ends")
    midnight = make_aware(datetime.combine(on + timedelta(days=1), time.min))
    yield _Kind("mentoring_journal", mentoring.unwritten(me, midnight))
    yield _Kind("counselling", counselling.to_begin(me))


def _decided(user: User, me: Employee, on: date, team: QuerySet[Employee]) -> Iterator[_Kind]:
    """What a meeting handed on, and votes."""
    handed = waiting_decisions(me, on, team)
    yield _Kind("support_decision", handed, due="due", key="about")
    yield _Kind("award_decision", recognition.handovers_for(user, on), due="due")
    yield _Kind("award_vote", recognition.votes_waiting(me, on, team))


def _of_team(me: Employee, on: date, team: QuerySet[Employee]) -> Iterator[_Kind]:
    late = late_below(me, on, team).annotate(reader=Value(me.pk))
    yield _Kind("promise_below", late, due="due", key="promised_by", other="reader")
    yield _Kind("coach_feedback", feedback_to_read(me))
    yield _Kind("support_path", waiting_for_path(team, on))
    yield _Kind("training_approve", training.to_approve(me, on, team))
    yield _Kind("own_plan", plans_to_agree(me, on, team))
    yield _Kind("hours", to_confirm(me, on, team))
    yield _Kind("behaviour_follow", counselling.to_follow(me, on, team))


def _of_hr(user: User, me: Employee | None, on: date) -> Iterator[_Kind]:
    yield _Kind("staff_question", unanswered())
    yield _Kind("pulse_reply", pulses.waiting_for_reply(on))
    yield _Kind("behaviour", counselling.undecided(me))
    yield _Kind("pay_run", to_approve(user, me))
    yield _Kind("pay_difference", touched())
    unapproved: QuerySet[AllowanceTable] = tables().filter(approved_at__isnull=True)
    yield _Kind("pay_table", unapproved.exclude(made_by=user))
    yield _Kind("honour", honours.due(on))
