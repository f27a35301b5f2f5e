"""The individual development plan of a year: goals, agreement of the superior, results, reflection."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import moment
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of
from kinerja.rows import lock_row
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_hours import may_add_activity, may_agree_plan, may_write_plan
from ..errors import Incomplete
from ..models import DevelopmentGoal, DevelopmentPlan
from ..notices import tell_other
from ..queries.own_plans import way_codes
from .words import plain

RULE = "UU 20/2023 Pasal 49"
Status = DevelopmentPlan.Status


@transaction.atomic
def start_plan(*, employee: Employee, year: int, actor: User, at: datetime) -> DevelopmentPlan:
    """An empty draft of one's own for this year or the next. Raises PermissionDenied, NotPossible."""
    may_add_activity(actor, employee).require()
    on = localdate(at)
    if year not in (on.year, on.year + 1):
        raise NotPossible(_("Rencana dibuat untuk tahun ini atau tahun depan."))
    Employee.objects.select_for_update().get(pk=employee.pk)
    if DevelopmentPlan.objects.filter(employee=employee, year=year).exists():
        raise NotPossible(_("Rencana tahun %(year)d sudah ada. Buka rencana itu.") % {"year": year})
    made = DevelopmentPlan.objects.create(employee=employee, year=year)
    after = {"employee": employee.pk, "year": year}
    record(actor=actor, at=at, action="growth.start_own_plan", target=made, after=after, rule=RULE)
    return made


@transaction.atomic
def put_goal(
    *,
    plan: DevelopmentPlan,
    competence: str,
    aim: str,
    way: str,
    due: date,
    goal: DevelopmentGoal | None = None,
    actor: User,
    at: datetime,
) -> DevelopmentGoal:
    """Adds a goal to a draft, or rewrites `goal`, not one that is reached. `way`: a code of `hours.kind` or
    "course:<id>"; `due` in the year of the plan. Raises PermissionDenied, Incomplete, NotPossible."""
    held = _held(plan, actor, Status.DRAFT)
    words = plain(aim, _("Tulis apa yang ingin dicapai."))
    if way not in way_codes(localdate(at)):
        raise Incomplete(_("Pilih cara mencapainya."))
    if due.year != held.year:
        raise Incomplete(_("Batas harus di tahun rencana, %(year)d.") % {"year": held.year})
    if goal is not None and goal.plan_id != held.pk:
        raise NotPossible(_("Sasaran ini milik rencana lain."))
    row = _unreached(goal) if goal else DevelopmentGoal(plan=held)
    before = {"competence": row.competence, "way": row.way, "due": row.due} if goal else None
    row.competence, row.aim, row.way, row.due = competence, words, way, due
    row.save()
    after = {"goal": row.pk, "competence": competence, "way": way, "due": due}
    record(actor=actor, at=at, action="growth.put_own_goal", target=held, before=before, after=after)
    return row


@transaction.atomic
def drop_goal(*, goal: DevelopmentGoal, actor: User, at: datetime) -> None:
    """Takes a goal out of a draft, not one that is reached. Raises PermissionDenied, NotPossible."""
    held = _held(goal.plan, actor, Status.DRAFT)
    _unreached(goal)
    record(actor=actor, at=at, action="growth.drop_own_goal", target=held, before={"goal": goal.pk})
    goal.delete()


@transaction.atomic
def submit_plan(*, plan: DevelopmentPlan, actor: User, at: datetime) -> DevelopmentPlan:
    """To the superior. Raises PermissionDenied, Incomplete without a goal, NotPossible."""
    held = _held(plan, actor, Status.DRAFT)
    if not held.goals.exists():
        raise Incomplete(_("Tambahkan paling sedikit satu sasaran sebelum mengirim."))
    move("development_plan", held, "submit", returned="")
    record(actor=actor, at=at, action="growth.submit_own_plan", target=held)
    return held


@transaction.atomic
def return_plan(*, plan: DevelopmentPlan, why: str, actor: User, at: datetime) -> DevelopmentPlan:
    """Back to the employee with what should change. Raises PermissionDenied, Incomplete, NotPossible."""
    held = _locked(plan)
    may_agree_plan(actor, held, localdate(at)).require()
    reason = plain(why, _("Tulis apa yang perlu diubah."))
    move("development_plan", held, "return", returned=reason)
    record(actor=actor, at=at, action="growth.return_own_plan", target=held, why=reason)
    with translation.override("id"):
        title = _("Rencana pengembangan %(year)d dikembalikan. Baca yang perlu diubah") % {"year": held.year}
    _tell(held, "returned", title, actor, at)
    return held


@transaction.atomic
def agree_plan(*, plan: DevelopmentPlan, actor: User, at: datetime) -> DevelopmentPlan:
    """The superior stands behind it. Raises PermissionDenied, NotPossible."""
    held = _locked(plan)
    may_agree_plan(actor, held, localdate(at)).require()
    move("development_plan", held, "agree", agreed_by=employee_of(actor), agreed_at=at)
    record(actor=actor, at=at, action="growth.agree_own_plan", target=held, rule=RULE)
    with translation.override("id"):
        title = _("Rencana pengembangan %(year)d disepakati") % {"year": held.year}
    _tell(held, "agreed", title, actor, at)
    return held


@transaction.atomic
def reopen_plan(*, plan: DevelopmentPlan, actor: User, at: datetime) -> DevelopmentPlan:
    """An agreed plan is a draft again, to change a day or an aim; the superior agrees anew.

    Raises PermissionDenied, NotPossible."""
    held = _held(plan, actor, Status.AGREED)
    before = {"status": held.status, "agreed_by": held.agreed_by_id}
    move("development_plan", held, "reopen", agreed_by=None, agreed_at=None)
    after = {"status": held.status}
    record(actor=actor, at=at, action="growth.reopen_own_plan", target=held, before=before, after=after)
    return held


@transaction.atomic
def finish_goal(
    *, goal: DevelopmentGoal, done_on: date, result: str, actor: User, at: datetime
) -> DevelopmentGoal:
    """A goal of an agreed plan is reached. Raises PermissionDenied, Incomplete, NotPossible."""
    held = _held(goal.plan, actor, Status.AGREED)
    row = held.goals.get(pk=goal.pk)
    if row.done_on is not None:
        raise NotPossible(_("Sasaran ini sudah selesai."))
    words = plain(result, _("Tulis hasilnya."))
    if done_on > localdate(at):
        raise Incomplete(_("Tanggal selesai tidak boleh sesudah hari ini."))
    row.done_on, row.result = done_on, words
    row.save(update_fields=["done_on", "result"])
    after = {"goal": row.pk, "done_on": done_on}
    record(actor=actor, at=at, action="growth.finish_own_goal", target=held, after=after)
    return row


@transaction.atomic
def close_plan(*, plan: DevelopmentPlan, reflection: str, actor: User, at: datetime) -> DevelopmentPlan:
    """Ends the year with a reflection; goals left open stay visible as such.

    Raises PermissionDenied, Incomplete, NotPossible."""
    held = _held(plan, actor, Status.AGREED)
    words = plain(reflection, _("Tulis apa yang berubah setahun ini."))
    move("development_plan", held, "close", reflection=words)
    open_goals = held.goals.filter(done_on__isnull=True).count()
    after = {"status": held.status, "open_goals": open_goals}
    record(actor=actor, at=at, action="growth.close_own_plan", target=held, after=after)
    return held


def _unreached(goal: DevelopmentGoal) -> DevelopmentGoal:
    """The goal as it stands, for changing it. Raises NotPossible for one with a result."""
    row = DevelopmentGoal.objects.get(pk=goal.pk)
    if row.done_on is not None:
        raise NotPossible(_("Sasaran ini sudah selesai, jadi tidak berubah lagi."))
    return row


def _tell(plan: DevelopmentPlan, what: str, title: str, actor: User, at: datetime) -> None:
    key, url = f"own_plan:{plan.pk}:{what}:{moment(at)}", reverse("growth:own_plan", args=[plan.pk])
    tell_other(plan.employee, actor=actor, key=key, title=title, url=url, at=at)


def _locked(plan: DevelopmentPlan) -> DevelopmentPlan:
    return lock_row(DevelopmentPlan.objects.select_related("employee"), plan.pk)


def _held(plan: DevelopmentPlan, actor: User, state: Status) -> DevelopmentPlan:
    """The plan locked, the actor's own, and in this state."""
    held = _locked(plan)
    may_write_plan(actor, held).require()
    if held.status != state:
        message = _("Ini tidak dapat dilakukan: rencana sekarang “%(state)s”.")
        raise NotPossible(message % {"state": _(held.get_status_display())})
    return held
