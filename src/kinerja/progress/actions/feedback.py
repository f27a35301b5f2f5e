"""Feedback beside results and values. What was said stays said: a correction is a new entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import event, record, record_all
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of
from kinerja.plans.models import Period, Plan
from kinerja.rules.behaviour import behaviour_values
from kinerja.rules.states import step

from ..errors import NotGiven, Stale, UnknownItem
from ..models import Feedback, FeedbackRequest
from ..queries.content import content
from ..queries.feedback import relation_of
from ..words import plain

RULE = "PermenPANRB 6/2022 Ps 17-19"
OPEN_REQUESTS = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """Feedback on one result (`result_key`) or one value (`value_code`, two letters), never on both."""

    text: str
    tone: str
    result_key: UUID | None = None
    value_code: str = ""


def give_feedback(
    *,
    plan: Plan,
    period: Period,
    text: str,
    tone: str,
    actor: User,
    at: datetime,
    result_key: UUID | None = None,
    value_code: str = "",
    scheduled: bool = False,
) -> Feedback:
    """One entry; see `give_many`."""
    entry = Entry(text, tone, result_key, value_code)
    return give_many(plan=plan, period=period, entries=[entry], scheduled=scheduled, actor=actor, at=at)[0]


@transaction.atomic
def give_many(
    *,
    plan: Plan,
    period: Period,
    entries: Sequence[Entry],
    actor: User,
    at: datetime,
    scheduled: bool = False,
) -> list[Feedback]:
    """Gives feedback on several results and values at once; `scheduled` counts for a leader only.

    The relation to the employee is read from the reporting line of the day. Raises NotGiven, UnknownItem.
    """
    author = _author(plan, actor)
    relation = relation_of(author, plan.employee, localdate(at))
    if not entries:
        raise NotGiven(_("Tulis umpan balik untuk paling sedikit satu hasil kerja atau nilai."))
    if period.cycle_id != plan.cycle_id:
        raise UnknownItem
    _require_items(plan, entries, at)
    rows = Feedback.objects.bulk_create(
        Feedback(
            plan=plan,
            period=period,
            result_key=entry.result_key,
            value_code=entry.value_code,
            author=author,
            relation=relation,
            tone=_tone(entry.tone),
            text=_said(entry.text),
            scheduled=scheduled and relation == Feedback.Relation.SUPERIOR,
            given_at=at,
        )
        for entry in entries
    )
    record_all(
        event(actor=actor, at=at, action="progress.give_feedback", target=row, after=_facts(row), rule=RULE)
        for row in rows
    )
    return rows


def _facts(row: Feedback) -> dict[str, object]:
    item = row.result_key or row.value_code
    return {"plan": row.plan_id, "item": item, "relation": row.relation, "scheduled": row.scheduled}


def _author(plan: Plan, actor: User) -> Employee:
    author = employee_of(actor)
    if author is None:
        raise NotGiven(_("Umpan balik ditulis oleh pegawai. Akun Anda tidak terhubung dengan data pegawai."))
    if author.pk == plan.employee_id:
        raise NotGiven(_("Umpan balik untuk diri sendiri tidak dicatat. Tulis di keterangan realisasi."))
    return author


def _require_items(plan: Plan, entries: Sequence[Entry], at: datetime) -> None:
    promised = content(plan)
    results = promised.result_keys if promised else frozenset()
    values = {value.code for value in behaviour_values(localdate(at))}
    for entry in entries:
        on_result, on_value = entry.result_key in results, entry.value_code in values
        if on_result == on_value or (entry.result_key and entry.value_code):
            raise UnknownItem


def _tone(tone: str) -> str:
    if tone not in Feedback.Tone.values:
        raise NotGiven(_("Pilih nada umpan balik: Positif atau Perlu ditingkatkan."))
    return tone


def _said(text: str) -> str:
    said = plain(text)
    if not said:
        raise NotGiven(_("Tulis umpan baliknya; satu kalimat dengan contoh sudah menolong."))
    return said


@transaction.atomic
def ask_feedback(
    *,
    plan: Plan,
    period: Period,
    asked: Employee,
    message: str,
    actor: User,
    at: datetime,
    result_key: UUID | None = None,
    value_code: str = "",
) -> FeedbackRequest:
    """The employee asks a named colleague about one result or value. Raises NotGiven, UnknownItem."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # the bounds below hold for two at once
    if asked.pk == plan.employee_id:
        raise NotGiven(_("Pilih rekan lain; umpan balik tidak dapat diminta kepada diri sendiri."))
    if period.cycle_id != plan.cycle_id:
        raise UnknownItem
    _require_items(plan, [Entry("", "", result_key, value_code)], at)
    waiting = plan.feedback_requests.filter(status=FeedbackRequest.Status.OPEN)
    if waiting.filter(asked=asked, period=period, result_key=result_key, value_code=value_code).exists():
        raise NotGiven(_("Permintaan ini sudah terkirim dan masih menunggu jawaban."))
    if waiting.count() >= OPEN_REQUESTS:
        raise NotGiven(_("Sudah 30 permintaan menunggu jawaban. Tunggu sebagian terjawab dahulu."))
    request = FeedbackRequest.objects.create(
        plan=plan,
        period=period,
        asked=asked,
        result_key=result_key,
        value_code=value_code,
        message=plain(message),
        asked_at=at,
    )
    facts = {"asked": asked.nip, "item": result_key or value_code}
    record(actor=actor, at=at, action="progress.ask_feedback", target=request, after=facts, rule=RULE)
    return request


@transaction.atomic
def answer_feedback(*, request: FeedbackRequest, text: str, tone: str, actor: User, at: datetime) -> Feedback:
    """The asked colleague answers: the request is closed and the feedback stands. Raises NotGiven, Stale."""
    _close(request, "answer", at)
    return give_feedback(
        plan=request.plan,
        period=request.period,
        text=text,
        tone=tone,
        actor=actor,
        at=at,
        result_key=request.result_key,
        value_code=request.value_code,
    )


@transaction.atomic
def decline_feedback(*, request: FeedbackRequest, actor: User, at: datetime) -> None:
    """The asked colleague cannot say anything about it. Raises Stale."""
    _close(request, "decline", at)
    record(actor=actor, at=at, action="progress.decline_feedback", target=request, rule=RULE)


def _close(request: FeedbackRequest, event: str, at: datetime) -> None:
    status = step("feedback_request", request.status, event, Stale())
    still_open = FeedbackRequest.objects.filter(pk=request.pk, status=request.status)
    if still_open.update(status=status, answered_at=at) != 1:
        raise Stale
