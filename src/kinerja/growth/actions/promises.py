"""Resources that leaders promise with a plan: kept or withdrawn, each with a note; lateness counts."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.rows import lock_row
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_support import may_lead, may_promise, may_settle, may_withdraw
from ..errors import Incomplete
from ..models import Promise, SupportPlan
from ..support_notices import tell_promise, tell_promise_answered
from .words import plain

NewPromise = tuple[str, Employee, date]
LIVE = (SupportPlan.Status.DRAFT, SupportPlan.Status.OFFERED, SupportPlan.Status.RUNNING)


@transaction.atomic
def add_promise(
    *, plan: SupportPlan, text: str, promised_by: Employee, due: date, actor: User, at: datetime
) -> Promise:
    """Writes a promise down; one in another leader's name counts when he has confirmed it.

    Raises PermissionDenied, Incomplete, NotPossible when the plan is over or the leader cannot promise.
    """
    held = lock_row(SupportPlan.objects.select_related("employee"), plan.pk)
    may_lead(actor, held, localdate(at)).require()
    if held.status not in LIVE:
        raise NotPossible(_("Rencana ini sudah selesai, jadi tidak menerima janji baru."))
    return put_promise(held, text, promised_by, due, actor, at)


def put_promise(
    plan: SupportPlan, text: str, promised_by: Employee, due: date, actor: User, at: datetime
) -> Promise:
    """Writes a promise and its event; for acts that have asked access. Raises Incomplete, NotPossible."""
    words = plain(text, _("Tulis dukungan yang dijanjikan."), most=300)
    if due < localdate(at):
        raise Incomplete(_("Batas janji tidak boleh sebelum hari ini."))
    allowed = may_promise(promised_by, plan, localdate(at))
    if not allowed:
        raise NotPossible(allowed.reason)
    own = promised_by.user_id == actor.pk
    status = Promise.Status.OPEN if own else Promise.Status.WAITING
    made = Promise.objects.create(plan=plan, text=words, promised_by=promised_by, due=due, status=status)
    after = {"plan": plan.pk, "promised_by": promised_by.pk, "due": due, "status": status.value}
    record(actor=actor, at=at, action="growth.add_promise", target=made, after=after)
    if not own:
        tell_promise(made, at)
    return made


@transaction.atomic
def answer_promise(*, promise: Promise, confirmed: bool, actor: User, at: datetime) -> Promise:
    """Who is said to have promised says so, or that it is no promise of his, which counts nowhere.

    Raises PermissionDenied, NotPossible when it waits no longer, Stale.
    """
    may_withdraw(actor, promise).require()
    before = {"status": promise.status}
    move("promise", promise, "confirm" if confirmed else "deny")
    action = "growth.confirm_promise" if confirmed else "growth.deny_promise"
    record(actor=actor, at=at, action=action, target=promise, before=before, after={"status": promise.status})
    tell_promise_answered(promise, confirmed, at)
    return promise


@transaction.atomic
def keep_promise(*, promise: Promise, on: date, note: str, actor: User, at: datetime) -> Promise:
    """Kept on the day `on`. Raises PermissionDenied, Incomplete, NotPossible, Stale."""
    may_settle(actor, promise, localdate(at)).require()
    return _settle(promise, "keep", "growth.keep_promise", on, note, actor, at)


@transaction.atomic
def withdraw_promise(*, promise: Promise, on: date, note: str, actor: User, at: datetime) -> Promise:
    """Taken back on the day `on`, with the reason; counts as broken. Raises as `keep_promise`."""
    may_withdraw(actor, promise).require()
    return _settle(promise, "withdraw", "growth.withdraw_promise", on, note, actor, at)


def _settle(
    promise: Promise, event: str, action: str, on: date, note: str, actor: User, at: datetime
) -> Promise:
    words = plain(note, _("Tulis keterangan: apa yang diberikan, atau mengapa ditarik."))
    if not localdate(promise.plan.made_at) <= on <= localdate(at):
        raise Incomplete(_("Tanggalnya tidak boleh sebelum rencana dibuat atau sesudah hari ini."))
    before = {"status": promise.status}
    move("promise", promise, event, settled_on=on, note=words)
    after = {"status": promise.status, "settled_on": on, "due": promise.due}
    record(actor=actor, at=at, action=action, target=promise, before=before, after=after)
    return promise
