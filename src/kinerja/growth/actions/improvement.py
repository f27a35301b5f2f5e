"""The improvement path of six months: opened person by person from a signed annual evaluation.

A checklist with clocks (`rules.improvement`); no step happens by itself and no discipline case follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.models import Review
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.plans.models import Period
from kinerja.rows import lock_row
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from .. import access_support as access
from ..errors import Incomplete
from ..models import PathStep, SupportPlan
from ..queries.improvement import chance_ends, path_of_review
from ..support_notices import tell_started_unanswered
from .promises import NewPromise, put_promise
from .support import NewStep, locked, make, put_step
from .words import plain

RULE = "PP 30/2019 Ps 57-58"
S = SupportPlan.Status


@transaction.atomic
def open_path(
    *,
    review: Review,
    guide: Employee,
    goal: str,
    actor: User,
    at: datetime,
    starts: date | None = None,
    facts: str = "",
    options: str = "",
    adjusts_target: bool = False,
    steps: Iterable[NewStep] = (),
    promises: Iterable[NewPromise] = (),
) -> SupportPlan:
    """A draft of the six months from `starts` (today when not named) with its checklist.

    Raises PermissionDenied, Incomplete, NotPossible when the evaluation is not annual, not received or
    replaced, already has a path, or its predicate opens none.
    """
    on = localdate(at)
    employee = review.plan.employee
    access.may_open_path(actor, employee, on).require()
    held = _annual(review)
    begins = starts or on
    if begins < localdate(held.delivered_at):
        raise Incomplete(_("Enam bulan tidak dapat mulai sebelum hasil evaluasi diterima pegawai."))
    path = path_of_review(held, begins)
    if not path.applies:
        raise NotPossible(_("Predikat hasil evaluasi ini tidak membuka jalur perbaikan."))
    made = make(
        kind=SupportPlan.Kind.IMPROVEMENT,
        employee=employee,
        guide=guide,
        starts=begins,
        due=chance_ends(path),
        texts={"goal": goal, "facts": facts, "options": options},
        actor=actor,
        at=at,
        review=held,
        adjusts_target=adjusts_target,
    )
    PathStep.objects.bulk_create(
        PathStep(plan=made, code=step.code, opens=step.opens, due=step.due) for step in path.steps
    )
    for text, by, day in steps:
        put_step(made, text, by, day)
    for text, leader, day in promises:
        put_promise(made, text, leader, day, actor, at)
    return made


def _annual(review: Review) -> Review:
    """The evaluation, locked, when a path may be opened from it; NotPossible says why not."""
    held = lock_row(Review.objects.select_related("plan__post", "period"), review.pk)
    if held.period.kind != Period.Kind.ANNUAL or held.delivered_at is None:
        raise NotPossible(_("Jalur ini dibuka dari evaluasi tahunan yang sudah diterima pegawai."))
    later = Review.objects.filter(plan=held.plan_id, period=held.period_id, version__gt=held.version)
    if later.exists():
        raise NotPossible(_("Hasil evaluasi ini sudah diganti versi baru. Buka jalur dari versi itu."))
    if (
        SupportPlan.objects.filter(review=held, kind=SupportPlan.Kind.IMPROVEMENT)
        .exclude(status=S.DROPPED)
        .exists()
    ):
        raise NotPossible(_("Jalur perbaikan dari hasil evaluasi ini sudah ada."))
    return held


@transaction.atomic
def start_unanswered(*, plan: SupportPlan, why: str, actor: User, at: datetime) -> SupportPlan:
    """The path runs without the employee's yes, for a reason that he reads: the law does not wait for it.

    Raises PermissionDenied, Incomplete, NotPossible while his answer is awaited or for another kind, Stale.
    """
    on = localdate(at)
    access.may_lead(actor, plan, on).require()
    before = {"status": plan.status}
    if plan.status == S.OFFERED:
        ready = access.may_start_unanswered(actor, plan, on)
        if not ready:
            raise NotPossible(ready.reason)
    words = plain(why, _("Tulis alasan memulai tanpa jawaban, dan bagaimana Anda menanyakannya."))
    move("support", plan, "start_unanswered", unanswered_at=at, unanswered_why=words)
    after = {"status": plan.status, "answer_by": plan.answer_by}
    record(
        actor=actor, at=at, action="growth.start_unanswered", target=plan,
        before=before, after=after, rule="improvement.answer_days",
    )  # fmt: skip
    tell_started_unanswered(plan, at)
    return plan


@transaction.atomic
def do_path_step(*, step: PathStep, on: date, note: str, actor: User, at: datetime) -> PathStep:
    """Notes that a person did this step on the day `on`; never before the law opens it.

    Raises PermissionDenied, Incomplete, NotPossible when done already, or after an improvement.
    """
    held = locked(step.plan, S.RUNNING, S.CLOSED)
    access.may_do_path_step(actor, held, localdate(at)).require()
    row = PathStep.objects.get(pk=step.pk)
    if row.done_on is not None:
        raise NotPossible(_("Langkah ini sudah dicatat."))
    if held.result == SupportPlan.Result.REACHED:
        raise NotPossible(_("Kinerja sudah membaik: langkah sesudahnya tidak berlaku."))
    words = plain(note, _("Tulis apa yang dilakukan dan dasar suratnya."))
    if not row.opens <= on <= localdate(at):
        raise Incomplete(
            _("Langkah ini baru dapat dilakukan sejak %(day)s, dan tidak dicatat sebelum terjadi.")
            % {"day": row.opens.strftime("%d/%m/%Y")}
        )
    row.done_on, row.note, row.by = on, words, actor
    row.save(update_fields=["done_on", "note", "by"])
    after = {"code": row.code, "done_on": on}
    record(actor=actor, at=at, action="growth.do_path_step", target=held, after=after, rule=RULE)
    return row
