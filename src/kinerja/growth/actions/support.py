"""The way of a support plan: opened, offered, agreed, followed step by step, closed with a result.

What a plan says never goes into the log: auditors and administrators read that, and not plans.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.access_meetings import may_close
from kinerja.assessment.actions.decisions import finish_decision
from kinerja.assessment.models import Decision, Review
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, in_force, unit_tree_ids
from kinerja.rows import lock_row
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import FollowUp

from .. import access_support as access
from ..access_common import appraises
from ..errors import Incomplete
from ..follow_up_notices import tell_plan_ended
from ..models import DevelopmentActivity, SupportPlan, SupportStep, SupportTalk
from ..queries.competence import profile
from ..queries.improvement import answer_until
from ..support_notices import tell_answered, tell_closed, tell_decision_waits, tell_offered
from .promises import NewPromise, put_promise
from .words import plain

RULE = "PermenPANRB 6/2022 Ps 20-21, Lampiran hlm 78-80 (B.1.6)"
K, S = SupportPlan.Kind, SupportPlan.Status
NewStep = tuple[str, str, date]


@transaction.atomic
def open_plan(
    *,
    kind: str,
    employee: Employee,
    guide: Employee,
    goal: str,
    starts: date,
    due: date,
    actor: User,
    at: datetime,
    facts: str = "",
    options: str = "",
    decision: Decision | None = None,
    follow_up: FollowUp | None = None,
    review: Review | None = None,
    competence: str = "",
    adjusts_target: bool = False,
    steps: Iterable[NewStep] = (),
    promises: Iterable[NewPromise] = (),
) -> SupportPlan:
    """A draft of coaching or guidance. `steps`: (text, by, due); `promises`: (text, leader, due).

    Raises PermissionDenied, Incomplete, NotPossible when a source does not fit the employee or already has
    its plan, when another guide is named by who is not the appraiser, or for an improvement path, which
    `improvement.open_path` opens.
    """
    on = localdate(at)
    access.may_open(actor, employee, on, decision).require()
    if kind not in (K.COACHING, K.GUIDANCE):
        raise NotPossible(_("Jalur perbaikan enam bulan dibuka dari hasil evaluasi tahunan pegawai."))
    if guide.pk != getattr(employee_of(actor), "pk", None) and not appraises(actor, employee, on):
        raise NotPossible(_("Pembimbing lain ditunjuk oleh pejabat penilai pegawai itu."))
    _check_sources(employee, decision, follow_up, review, competence, on)
    made = make(
        kind=kind,
        employee=employee,
        guide=guide,
        starts=starts,
        due=due,
        texts={"goal": goal, "facts": facts, "options": options},
        actor=actor,
        at=at,
        decision=decision,
        follow_up=follow_up,
        review=review,
        competence=competence,
        adjusts_target=adjusts_target,
    )
    for text, by, day in steps:
        put_step(made, text, by, day)
    for text, leader, day in promises:
        put_promise(made, text, leader, day, actor, at)
    return made


def make(
    *, starts: date, due: date, texts: dict[str, str], actor: User, at: datetime, **facts: Any
) -> SupportPlan:
    """Writes the draft and its event; for `open_plan` and `open_path`, which have asked access."""
    told = _texts(texts, starts, due)
    if facts["employee"] == facts["guide"]:
        raise Incomplete(_("Pilih pembimbing lain: tidak ada yang mendampingi dirinya sendiri."))
    made = SupportPlan.objects.create(
        **facts, **told, starts=starts, due=due, made_by=actor, made_at=at
    )  # fmt: skip
    after = {"kind": made.kind, "employee": made.employee_id, "guide": made.guide_id, "starts": starts}
    after |= {"due": due, "decision": made.decision_id, "review": made.review_id}
    record(actor=actor, at=at, action="growth.open_support", target=made, after=after, rule=RULE)
    return made


@transaction.atomic
def change_plan(
    *,
    plan: SupportPlan,
    goal: str,
    facts: str,
    options: str,
    adjusts_target: bool,
    starts: date,
    due: date,
    actor: User,
    at: datetime,
) -> SupportPlan:
    """Other words or dates while it is a draft; the clock of an improvement path stays.

    Raises PermissionDenied, Incomplete, NotPossible.
    """
    held = locked(plan, S.DRAFT)
    access.may_lead(actor, held, localdate(at)).require()
    if held.kind == K.IMPROVEMENT and (starts, due) != (held.starts, held.due):
        raise NotPossible(_("Tanggal jalur perbaikan mengikuti peraturan dan tidak dapat diubah."))
    told = _texts({"goal": goal, "facts": facts, "options": options}, starts, due)
    before = {"starts": held.starts, "due": held.due, "adjusts_target": held.adjusts_target}
    after = {"starts": starts, "due": due, "adjusts_target": adjusts_target}
    for name, value in {**told, **after}.items():
        setattr(held, name, value)
    held.save(update_fields=[*told, *after])
    record(actor=actor, at=at, action="growth.change_support", target=held, before=before, after=after)
    return held


@transaction.atomic
def offer(*, plan: SupportPlan, actor: User, at: datetime) -> SupportPlan:
    """Puts it before the employee; an improvement path with the day until which his answer is awaited.

    Raises PermissionDenied, Incomplete without a step, NotPossible, Stale.
    """
    on = localdate(at)
    access.may_lead(actor, plan, on).require()
    if not plan.steps.exists():
        raise Incomplete(_("Tulis paling sedikit satu langkah sebelum menawarkan rencana."))
    waits = {"answer_by": answer_until(plan, on)} if plan.kind == K.IMPROVEMENT else {}
    _move(plan, "offer", "growth.offer_support", actor, at, **waits)
    tell_offered(plan, at)
    return plan


@transaction.atomic
def agree(*, plan: SupportPlan, actor: User, at: datetime) -> SupportPlan:
    """The employee's yes: it runs from now. Raises PermissionDenied, NotPossible, Stale."""
    access.may_answer(actor, plan).require()
    _move(plan, "agree", "growth.agree_support", actor, at, agreed_at=at)
    tell_answered(plan, True, at)
    return plan


@transaction.atomic
def return_plan(*, plan: SupportPlan, why: str, actor: User, at: datetime) -> SupportPlan:
    """Back to the guide with what the employee wishes instead. Raises PermissionDenied, Incomplete,
    NotPossible, Stale."""
    access.may_answer(actor, plan).require()
    wish = plain(why, _("Tulis apa yang Anda inginkan, agar pembimbing dapat menyesuaikannya."))
    _move(plan, "return", "growth.return_support", actor, at, wish=wish)
    tell_answered(plan, False, at)
    return plan


@transaction.atomic
def close_plan(*, plan: SupportPlan, result: str, outcome: str, actor: User, at: datetime) -> SupportPlan:
    """Ends it with reached, partly or missed and words; the meeting's decision it came from is closed too.

    The decision tells the result and not the words: its readers are not those of the plan. When the actor
    may not close the decision, its owner is told to. Who answers for the survey follow-up it came from hears
    the result. Raises PermissionDenied, Incomplete, NotPossible, Stale.
    """
    access.may_lead(actor, plan, localdate(at)).require()
    words = plain(outcome)
    if result not in SupportPlan.Result.values or not words:
        raise Incomplete(_("Pilih hasilnya dan tulis apa yang berubah."))
    _move(plan, "close", "growth.close_support", actor, at, result=result, outcome=words, closed_at=at)
    _close_decision(plan, actor, at)
    tell_closed(plan, at)
    tell_plan_ended(plan, actor, at)
    return plan


@transaction.atomic
def drop_plan(*, plan: SupportPlan, why: str, actor: User, at: datetime) -> SupportPlan:
    """Given up with a reason; the meeting's decision is free for another plan.

    Raises PermissionDenied, Incomplete, NotPossible, Stale.
    """
    access.may_lead(actor, plan, localdate(at)).require()
    words = plain(why, _("Tulis alasan menghentikan rencana."))
    told = plan.status != S.DRAFT
    _move(plan, "drop", "growth.drop_support", actor, at, outcome=words, closed_at=at, decision=None)
    if told:
        tell_closed(plan, at)
        tell_plan_ended(plan, actor, at)
    return plan


@transaction.atomic
def add_step(*, plan: SupportPlan, text: str, by: str, due: date, actor: User, at: datetime) -> SupportStep:
    """One more step of a draft or a running plan. Raises PermissionDenied, Incomplete, NotPossible."""
    held = locked(plan, S.DRAFT, S.RUNNING)
    access.may_plan_steps(actor, held, localdate(at)).require()
    step = put_step(held, text, by, due)
    after = {"step": step.pk, "by": by, "due": due}
    record(actor=actor, at=at, action="growth.add_step", target=held, after=after)
    return step


def put_step(plan: SupportPlan, text: str, by: str, due: date) -> SupportStep:
    """Writes a step; for acts that have asked access. Raises Incomplete."""
    words = plain(text)
    if not words or by not in SupportStep.By.values:
        raise Incomplete(_("Tulis langkahnya dan pilih siapa yang mengerjakan."))
    if not plan.starts <= due <= plan.due:
        raise Incomplete(_("Batas langkah harus di antara tanggal mulai dan selesai rencana."))
    return SupportStep.objects.create(plan=plan, text=words, by=by, due=due)


@transaction.atomic
def remove_step(*, step: SupportStep, actor: User, at: datetime) -> None:
    """Takes a step out of a draft. Raises PermissionDenied, NotPossible."""
    held = locked(step.plan, S.DRAFT)
    access.may_lead(actor, held, localdate(at)).require()
    record(actor=actor, at=at, action="growth.remove_step", target=held, before={"step": step.pk})
    step.delete()


@transaction.atomic
def finish_step(*, step: SupportStep, done_on: date, evidence: str, actor: User, at: datetime) -> SupportStep:
    """Done on a day, with what shows it. Raises PermissionDenied, Incomplete, NotPossible."""
    held = locked(step.plan, S.RUNNING)
    row = SupportStep.objects.select_related("plan__employee").get(pk=step.pk)
    access.may_finish_step(actor, row, localdate(at)).require()
    if row.done_on is not None:
        raise NotPossible(_("Langkah ini sudah dicatat selesai."))
    words = plain(evidence, _("Tulis bukti: tautan, dokumen, atau apa yang terlihat."))
    if not localdate(held.made_at) <= done_on <= localdate(at):
        raise Incomplete(_("Tanggal selesai tidak boleh sebelum rencana dibuat atau sesudah hari ini."))
    row.done_on, row.evidence = done_on, words
    row.save(update_fields=["done_on", "evidence"])
    after = {"step": row.pk, "done_on": done_on, "due": row.due}
    record(actor=actor, at=at, action="growth.finish_step", target=held, after=after)
    return row


@transaction.atomic
def log_talk(
    *, plan: SupportPlan, held_on: date, progress: str, agreed: str, actor: User, at: datetime
) -> SupportTalk:
    """One session, at most one a day. A session of coaching counts toward the employee's hours
    (`hours.kind`: coaching by session); guidance and the improvement path are no kind of hours.

    Raises PermissionDenied, Incomplete, NotPossible.
    """
    held = locked(plan, S.RUNNING)
    access.may_lead(actor, held, localdate(at)).require()
    told, next_up = plain(progress), plain(agreed)
    if not told or not next_up:
        raise Incomplete(_("Tulis kemajuan atau masalahnya dan apa yang disepakati."))
    began = held.agreed_at or held.unanswered_at
    if began is None or not localdate(began) <= held_on <= localdate(at):
        raise Incomplete(_("Tanggal sesi harus sejak rencana berjalan sampai hari ini."))
    if held.talks.filter(held_on=held_on).exists():
        raise NotPossible(_("Sesi pada tanggal itu sudah dicatat."))
    by = actor.employee
    talk = SupportTalk.objects.create(
        plan=held, held_on=held_on, progress=told, agreed=next_up, by=by, at=at
    )  # fmt: skip
    if held.kind == K.COACHING:
        _count_hours(held, held_on, actor)
    record(actor=actor, at=at, action="growth.log_talk", target=held, after={"held_on": held_on})
    return talk


def _count_hours(plan: SupportPlan, held_on: date, actor: User) -> None:
    """Kept in the language of the office; says with whom, not about what."""
    with translation.override("id"):
        title = _("Coaching bersama %(name)s") % {"name": plan.guide.name}
        evidence = _("Sesi rencana pembinaan nomor %(number)d") % {"number": plan.pk}
    DevelopmentActivity.objects.create(
        employee=plan.employee,
        kind="coaching",
        title=title[:200],
        day=held_on,
        amount=1,
        evidence=evidence,
        confirmed_by=actor,
    )


def _close_decision(plan: SupportPlan, actor: User, at: datetime) -> None:
    decision = plan.decision
    if decision is None or decision.status != Decision.Status.OPEN:
        return
    if not may_close(actor, decision, localdate(at)):
        tell_decision_waits(plan, at)
        return
    with translation.override("id"):
        said = _("Rencana pembinaan selesai: %(result)s.") % {"result": _(plan.get_result_display())}
    finish_decision(decision=decision, outcome=said, actor=actor, at=at)


def locked(plan: SupportPlan, *states: str) -> SupportPlan:
    """The row locked and in one of the states. Raises NotPossible."""
    held = lock_row(SupportPlan.objects.select_related("employee__user", "guide"), plan.pk)
    if held.status not in states:
        message = _("Ini tidak dapat dilakukan lagi: keadaannya sekarang “%(state)s”.")
        raise NotPossible(message % {"state": _(held.get_status_display())})
    return held


def _move(
    plan: SupportPlan, event: str, action: str, actor: User, at: datetime, **changes: Any
) -> None:  # fmt: skip
    before = {"status": plan.status}
    if "decision" in changes and plan.decision_id is not None:
        before["decision"] = str(plan.decision_id)
    move("support", plan, event, **changes)
    after = {"status": plan.status} | ({"result": plan.result} if plan.result else {})
    record(actor=actor, at=at, action=action, target=plan, before=before, after=after, rule=RULE)


def _check_sources(
    employee: Employee,
    decision: Decision | None,
    follow_up: FollowUp | None,
    review: Review | None,
    competence: str,
    on: date,
) -> None:
    if decision is not None:
        decision = Decision.objects.select_for_update().get(pk=decision.pk)
        if decision.kind != Decision.Kind.SUPPORT or decision.about_id != employee.pk:
            raise NotPossible(_("Keputusan rapat itu bukan tentang dukungan bagi pegawai ini."))
        if decision.status != Decision.Status.OPEN:
            raise NotPossible(_("Keputusan rapat itu sudah ditutup."))
        if SupportPlan.objects.filter(decision=decision).exists():
            raise NotPossible(_("Keputusan rapat itu sudah mempunyai rencana."))
    if follow_up is not None:
        _check_follow_up(employee, follow_up, on)
    if review is not None and (review.plan.employee_id != employee.pk or review.delivered_at is None):
        raise NotPossible(_("Hasil evaluasi itu bukan milik pegawai ini atau belum ia terima."))
    if competence and competence not in {row.code for row in profile(employee, on).rows}:
        raise NotPossible(_("Kompetensi itu tidak diminta jabatan pegawai ini."))


def _check_follow_up(employee: Employee, follow_up: FollowUp, on: date) -> None:
    """It is open, and of a unit in which he holds a post, or of one above or below that."""
    if follow_up.status != FollowUp.Status.OPEN:
        raise NotPossible(_("Tindak lanjut survei itu sudah ditutup."))
    mine = set(employee.appointments.filter(in_force(on)).values_list("post__unit_id", flat=True))
    if follow_up.unit_id not in unit_tree_ids(mine) and not mine & unit_tree_ids({follow_up.unit_id}):
        raise NotPossible(_("Tindak lanjut survei itu bukan milik unit kerja pegawai ini."))


def _texts(texts: dict[str, str], starts: date, due: date) -> dict[str, str]:
    told = {name: plain(text) for name, text in texts.items()}
    if not told["goal"]:
        raise Incomplete(_("Tulis tujuan: apa yang ingin dicapai dan diukur dengan apa."))
    if due < starts:
        raise Incomplete(_("Tanggal selesai tidak boleh sebelum tanggal mulai."))
    return told
