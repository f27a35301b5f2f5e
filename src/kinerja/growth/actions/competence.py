"""The way of a competence assessment: begun, written as draft, final for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import own_post
from kinerja.rows import lock_row
from kinerja.rules.competence import HIGHEST, LOWEST, dictionary
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access import may_be_assessor, may_fill, may_start
from ..errors import Incomplete
from ..models import CompetenceAssessment, CompetenceScore
from ..queries.competence import competences_of, required_levels, required_of
from .words import plain

RULE = "PermenPANRB 38/2017; Peraturan BKN 26/2019"
Status = CompetenceAssessment.Status


class Answer(NamedTuple):
    """What the assessor says of one competence: level 1..5 or None, and the evidence."""

    level: int | None
    evidence: str


@transaction.atomic
def begin_assessment(
    *, employee: Employee, assessor: Employee, method: str, held_on: date, actor: User, at: datetime
) -> CompetenceAssessment:
    """An empty draft for the post that the employee holds.

    Raises PermissionDenied, Incomplete for a day to come, NotPossible without a post or when this assessor
    still has a draft about him.
    """
    on = localdate(at)
    may_start(actor, employee, on).require()
    named = may_be_assessor(assessor, employee, on)
    if not named:
        raise NotPossible(named.reason)
    _check(method, held_on, on)
    Employee.objects.select_for_update().get(pk=employee.pk)
    held = own_post(employee, on)
    if held is None:
        raise NotPossible(_("Pegawai ini tidak menduduki jabatan, jadi tidak ada level yang disyaratkan."))
    if CompetenceAssessment.objects.filter(
        employee=employee, assessor=assessor, status=Status.DRAFT
    ).exists():
        raise NotPossible(_("Masih ada draf penilaian untuk pegawai ini. Lanjutkan draf itu."))
    made = CompetenceAssessment.objects.create(
        employee=employee, post=held.post, assessor=assessor, method=method, held_on=held_on
    )
    after = {"employee": employee.pk, "assessor": assessor.pk, "method": method, "held_on": held_on}
    record(actor=actor, at=at, action="growth.begin_competence", target=made, after=after, rule=RULE)
    _tell_assessor(made, actor, at)
    return made


@transaction.atomic
def save_draft(
    *,
    assessment: CompetenceAssessment,
    answers: Mapping[str, Answer],
    note: str,
    method: str,
    held_on: date,
    actor: User,
    at: datetime,
) -> CompetenceAssessment:
    """Keeps what was typed, also half of it. Raises PermissionDenied, Incomplete, NotPossible when it is
    final."""
    held = _draft(assessment, actor)
    _check(method, held_on, localdate(at))
    known = {item.code for item in competences_of(held.post, held.held_on)}
    held.draft = {
        code: {"level": _level(answer.level), "evidence": plain(answer.evidence)}
        for code, answer in answers.items()
        if code in known
    }
    held.note, held.method, held.held_on = plain(note), method, held_on
    held.save(update_fields=["draft", "note", "method", "held_on"])
    return held


@transaction.atomic
def finalise(*, assessment: CompetenceAssessment, actor: User, at: datetime) -> CompetenceAssessment:
    """Turns the draft into scores with the levels that the post asks for now; nothing changes after that.

    Every one of the nine needs a level and evidence, a technical one both or neither. Raises
    PermissionDenied, Incomplete naming what is missing, NotPossible, Stale.
    """
    held = _draft(assessment, actor)
    asked = competences_of(held.post, held.held_on)
    nine = {item.code for item in dictionary(held.held_on)}
    missing, scores = [], []
    own = required_levels([held.post], held.held_on).get(held.post_id, {})
    for item in asked:
        told = held.draft.get(item.code, {})
        level, evidence = told.get("level"), told.get("evidence", "")
        if level and evidence:
            need = required_of(held.post, item.code, own, held.held_on).level
            facts = {"code": item.code, "required": need, "achieved": level, "evidence": evidence}
            scores.append(CompetenceScore(assessment=held, **facts))
        elif item.code in nine or level or evidence:
            missing.append(item.name)
    if missing:
        raise Incomplete(_("Pilih level dan tulis bukti untuk: %(names)s.") % {"names": ", ".join(missing)})
    move("competence", held, "finalise", finalised_at=at, draft={})
    CompetenceScore.objects.bulk_create(scores)
    after = {row.code: {"required": row.required, "achieved": row.achieved} for row in scores}
    record(
        actor=actor,
        at=at,
        action="growth.finalise_competence",
        target=held,
        before={"status": Status.DRAFT.value},
        after={"status": held.status, "levels": after},
        rule=RULE,
    )
    return held


def _tell_assessor(made: CompetenceAssessment, actor: User, at: datetime) -> None:
    """Who was named by somebody else hears of it, in the language of the office."""
    user = made.assessor.user_id
    if user is None or user == actor.pk:
        return
    with translation.override("id"):
        title = _("Anda ditunjuk menilai kompetensi %(name)s") % {"name": made.employee.name}
    url = reverse("growth:assessment", args=[made.pk])
    tell([user], key=f"competence:{made.pk}", title=title, url=url, due=None, at=at)


def _draft(assessment: CompetenceAssessment, actor: User) -> CompetenceAssessment:
    """The row locked and still a draft of this assessor."""
    held = lock_row(CompetenceAssessment.objects.select_related("post", "employee"), assessment.pk)
    may_fill(actor, held).require()
    if held.status != Status.DRAFT:
        raise NotPossible(_("Penilaian ini sudah selesai dan tidak dapat diubah."))
    return held


def _check(method: str, held_on: date, on: date) -> None:
    if method not in CompetenceAssessment.Method.values:
        raise Incomplete(_("Pilih cara penilaian."))
    if held_on > on:
        raise Incomplete(_("Tanggal penilaian tidak boleh sesudah hari ini."))


def _level(level: int | None) -> int | None:
    return level if level is not None and LOWEST <= level <= HIGHEST else None
