"""What the worker does for complaints by itself: closes what was answered long ago, sends what was
joined to a withdrawn report its own way, reminds, escalates.

Each reminder is sent once for each due day; that it was sent stands in a step for officers whose note is
that day, so nothing is forgotten by a restart and an extension starts anew. The auto-close is the reporter's
silence after an answer (SP4N-LAPOR!), never an answer by a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.audit.actions import event, record_all
from kinerja.people.models import Employee
from kinerja.people.queries.law import in_force
from kinerja.rules.calendar import Calendar

from . import mails
from .actions.splitting import split_orphans
from .clocks import calendar_around
from .models import Complaint, ComplaintStep
from .queries.staff import heads_and_above

BATCH = 500
S = Complaint.Status
IN_UNIT = (S.FORWARDED, S.IN_PROGRESS)


# Who is told, for many reports at once: report id to user id.
Finder = Callable[[list[Complaint], date], dict[UUID, int]]


@dataclass(frozen=True, slots=True)
class Round:
    """How much one round did."""

    closed: int
    reminded: int
    escalated: int


def complaint_round(at: datetime) -> Round:
    """One round: at most 500 reports of each sort; the next round takes the rest. Officers are left in peace
    on days off."""
    on = localdate(at)
    law = in_force("complaint.reminders", on)
    days = calendar_around(on - timedelta(days=60), on)
    soon = days.add_working_days(on, law["days_before"])
    late = _before(on, law["days_to_unit_above"], days)
    open_ = Complaint.objects.filter(status__in=IN_UNIT)
    closed = close_answered(at)
    split_orphans(at)
    if not days.is_working_day(on):
        return Round(closed, 0, 0)
    reminded = _tell(open_.filter(act_due__gt=on, act_due__lte=soon), "remind_before", at, _responsible)
    reminded += _tell(open_.filter(act_due=on), "remind_due", at, _responsible)
    escalated = _tell(open_.filter(act_due__lt=on), "escalate_head", at, _head)
    escalated += _tell(open_.filter(act_due__lte=late), "escalate_above", at, _above)
    return Round(closed, reminded, escalated)


@transaction.atomic
def close_answered(at: datetime) -> int:
    """Closes answered reports whose day for a reaction has passed (law `deadline.complaint_auto_close`,
    frozen in `close_due` when the answer was given)."""
    on = localdate(at)
    rows = Complaint.objects.filter(status=S.ANSWERED, close_due__lt=on).select_for_update(skip_locked=True)
    held = list(rows.order_by("close_due", "pk")[:BATCH])
    if not held:
        return 0
    Complaint.objects.filter(pk__in=[row.pk for row in held]).update(status=S.CLOSED, closed_at=at)
    note = _("Ditutup sendiri karena pelapor tidak menanggapi jawaban sampai %(day)s.")
    ComplaintStep.objects.bulk_create(
        ComplaintStep(
            complaint=row,
            event="close",
            status=S.CLOSED,
            unit_id=row.unit_id,
            note=note % {"day": date_format(row.close_due or on, "j F Y")},
            at=at,
        )
        for row in held
    )
    record_all(
        event(
            actor=None,
            at=at,
            action="voice.auto_close_complaint",
            target=row,
            before={"status": S.ANSWERED.value},
            after={"status": S.CLOSED.value},
            rule="deadline.complaint_auto_close",
        )
        for row in held
    )
    mails.tell_reporters.enqueue(complaints=[str(row.pk) for row in held], what="close")
    return len(held)


@transaction.atomic
def _tell(rows: QuerySet[Complaint], what: str, at: datetime, whom: Finder) -> int:
    """One mail and one step for officers for each report of `rows` that has none yet for its due day.

    A report whose unit has nobody to tell gets its step too: the desk sees it, the round does not stall.
    """
    due = Cast(OuterRef("act_due"), CharField())
    told = ComplaintStep.objects.filter(complaint=OuterRef("pk"), event=what, note=due)
    waiting = rows.exclude(Exists(told)).order_by("act_due", "pk")
    held = list(waiting.select_for_update(skip_locked=True)[:BATCH])
    if not held:
        return 0
    ComplaintStep.objects.bulk_create(
        ComplaintStep(
            complaint=row,
            event=what,
            status=row.status,
            unit_id=row.unit_id,
            note=str(row.act_due),
            for_office=True,
            at=at,
        )
        for row in held
    )
    people = whom(held, localdate(at))
    pairs = [(people[row.pk], str(row.pk)) for row in held if row.pk in people]
    if pairs:
        mails.tell_officers.enqueue(pairs=pairs, what=what)
    return len(held)


def _responsible(rows: list[Complaint], on: date) -> dict[UUID, int]:
    """The officer; without one whoever leads the unit."""
    officers = Employee.objects.filter(pk__in={row.officer_id for row in rows}, user__isnull=False)
    users = dict(officers.values_list("pk", "user_id"))
    named = {row.pk: users[row.officer_id] for row in rows if row.officer_id in users}
    return _head([row for row in rows if row.pk not in named], on) | named


def _head(rows: list[Complaint], on: date) -> dict[UUID, int]:
    return _users(rows, heads_and_above({row.unit_id for row in rows if row.unit_id}, on)[0])


def _above(rows: list[Complaint], on: date) -> dict[UUID, int]:
    return _users(rows, heads_and_above({row.unit_id for row in rows if row.unit_id}, on)[1])


def _users(rows: list[Complaint], people: dict[int, Employee]) -> dict[UUID, int]:
    found = ((row.pk, people.get(row.unit_id or 0)) for row in rows)
    return {pk: person.user_id for pk, person in found if person and person.user_id}


def _before(on: date, working_days: int, days: Calendar) -> date:
    """The last day from which more than `working_days` full working days lie before `on`."""
    day, yesterday = on, on - timedelta(days=1)
    while days.working_days_between(day, yesterday) < working_days:
        day -= timedelta(days=1)
    return day
