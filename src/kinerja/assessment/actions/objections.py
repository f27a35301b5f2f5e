"""Keberatan: filed by the employee, explained by both sides, decided by the appraiser's superior.

Nothing is decided by a clock: a decision that is late is shown as late, and stays possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of
from kinerja.plans.snapshots import digest
from kinerja.rows import lock_row
from kinerja.rules.predicate import predicate as rule_predicate
from kinerja.voice.actions.common import move as move_row

from ..access_objections import may_decide, may_object, may_state, side_of
from ..clocks import at_signing, decision_clock
from ..errors import Incomplete, NotOpen, Stale
from ..models import Objection, Rating, Review
from ..objection_notices import tell_asked, tell_decided, tell_explained, tell_filed
from ..objection_snapshot import changed_snapshot
from ..queries.objections import decider_for, objections
from .objection_evidence import RULE, add_evidence
from .signing import document_number
from .state import lock, move

UPHELD, CHANGED = Objection.Status.UPHELD.value, Objection.Status.CHANGED.value
Upload = UploadedFile[bytes] | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the decider writes. `outcome` is "upheld" or "changed"; the two ratings count only for a change.

    Ratings are "diatas", "sesuai" or "dibawah"; `recommendation` is printed on the new document.
    """

    outcome: str
    reasons: str
    result_rating: str = ""
    behaviour_rating: str = ""
    recommendation: str = ""


@transaction.atomic
def file_objection(
    *, review: Review, reasons: str, actor: User, at: datetime, evidence: Sequence[tuple[str, Upload]] = ()
) -> Objection:
    """The employee objects with reasons; the seven working days of the decision start.

    `evidence` are words with a file or None. Raises PermissionDenied with the reason where objecting is
    barred (`access_objections.may_object`), Incomplete without reasons, BadFile, Stale.
    """
    on = timezone.localdate(at)
    may_object(actor, review, on).require()
    fresh = lock(review)
    may_object(actor, fresh, on).require()
    words = reasons.replace("\x00", "").strip()
    if not words:
        raise Incomplete(_("Tulis alasan keberatan Anda."))
    decider = decider_for(fresh, on)
    if decider is None:  # the answer of may_object a moment ago
        raise Stale
    due, version = decision_clock(on)
    filed = Objection.objects.create(
        review=fresh,
        decider=decider,
        reasons=words,
        filed_at=at,
        due_decision=due,
        calendar_version=version,
    )
    after = {"review": fresh.pk, "decider": decider.name, "due": due}
    record(actor=actor, at=at, action="assessment.objection_filed", target=filed, after=after, rule=RULE)
    for text, upload in evidence:
        add_evidence(objection=filed, text=text, upload=upload, actor=actor, at=at)
    tell_filed(filed, at)
    return filed


@transaction.atomic
def ask_statements(*, objection: Objection, actor: User, at: datetime) -> Objection:
    """The decider asks both sides for their explanation. Raises PermissionDenied, NotPossible, Stale."""
    fresh = _lock_to_decide(objection, actor, at)
    move_row("objection", fresh, "ask")
    record(actor=actor, at=at, action="assessment.objection_asked", target=fresh, rule=RULE,
           acting_for=_acting_for(actor, fresh.decider))  # fmt: skip
    tell_asked(fresh, at)
    return fresh


@transaction.atomic
def state(*, objection: Objection, text: str, actor: User, at: datetime) -> Objection:
    """One side's explanation: once, after it was asked; both stay side by side for good.

    Raises PermissionDenied, Incomplete without words.
    """
    fresh = _lock(objection)
    may_state(actor, fresh, timezone.localdate(at)).require()
    words = text.replace("\x00", "").strip()
    if not words:
        raise Incomplete(_("Tulis penjelasan Anda."))
    side = side_of(actor, fresh)
    setattr(fresh, f"{side}_statement", words)
    setattr(fresh, f"{side}_stated_at", at)
    fresh.save(update_fields=[f"{side}_statement", f"{side}_stated_at"])
    record(actor=actor, at=at, action="assessment.objection_stated", target=fresh, after={"side": side},
           rule=RULE)  # fmt: skip
    tell_explained(fresh, at)
    return fresh


@transaction.atomic
def decide(*, objection: Objection, decision: Decision, actor: User, at: datetime) -> Objection:
    """Upheld, or changed: then a new version of the review is signed by the decider, final, on form D.1.3.

    The first version stays as it was signed. Raises PermissionDenied, NotOpen before both sides were asked,
    Incomplete without reasons or without another rating, NotPossible and Stale when somebody was faster.
    """
    fresh = _lock_to_decide(objection, actor, at)
    if fresh.status == Objection.Status.FILED:
        raise NotOpen(_("Mintalah penjelasan kedua pihak sebelum memutus."))
    if not decision.reasons.strip():
        raise Incomplete(_("Tulis pertimbangan putusan Anda."))
    who = employee_of(actor)
    if who is None:  # whoever may decide is an employee
        raise Stale
    addressed_to = fresh.decider
    fresh.decider, fresh.decision, fresh.decided_at = who, decision.reasons.strip(), at
    first = lock(fresh.review)
    changed = None
    if decision.outcome == CHANGED:
        changed = _new_version(first, fresh, decision, actor, at)
    elif decision.outcome != UPHELD:
        raise Incomplete(_("Pilih putusan Anda: dikuatkan atau diubah."))
    event = "change" if changed else "uphold"
    move_row(
        "objection",
        fresh,
        event,
        decider=who,
        decision=fresh.decision,
        decided_at=at,
        changed_review=changed,
    )
    after = {"outcome": decision.outcome, "predicate": (changed or first).predicate}
    record(actor=actor, at=at, action="assessment.objection_decided", target=fresh,
           before={"predicate": first.predicate}, after=after, why=fresh.decision, rule=RULE,
           acting_for=_acting_for(actor, addressed_to))  # fmt: skip
    tell_decided(fresh, at)
    return fresh


def _lock(objection: Objection) -> Objection:
    return lock_row(objections(), objection.pk)


def _lock_to_decide(objection: Objection, actor: User, at: datetime) -> Objection:
    """The row locked, for somebody who may decide. Raises PermissionDenied, Stale when it has moved on."""
    on = timezone.localdate(at)
    may_decide(actor, objection, on).require()
    fresh = _lock(objection)
    if fresh.status != objection.status:
        raise Stale(_("Keberatan ini baru saja diputus atau diubah orang lain. Muat ulang halaman."))
    may_decide(actor, fresh, on).require()
    return fresh


def _acting_for(actor: User, decider: Employee) -> str:
    return "" if decider.user_id == actor.pk else decider.name


def _new_version(
    first: Review, objection: Objection, decision: Decision, actor: User, at: datetime
) -> Review:
    """The next version: same plan and period, new ratings, signed now. Raises Incomplete."""
    on = timezone.localdate(at)
    ratings = (decision.result_rating, decision.behaviour_rating)
    if any(value not in Rating.values for value in ratings):
        raise Incomplete(_("Pilih kedua rating yang baru."))
    if ratings == (first.result_rating, first.behaviour_rating):
        raise Incomplete(_("Kedua rating sama dengan sebelumnya. Ubah salah satunya, atau pilih menguatkan."))
    computed = rule_predicate(*ratings, on=on, drop_out=first.study_dropout)
    changed = _draft(first, objection, decision, at)
    number = document_number(changed)
    frozen = changed_snapshot(first, changed, objection, computed=computed, number=number, at=at)
    move(
        changed,
        "sign",
        predicate=computed.predicate.value,
        final=True,
        snapshot=frozen,
        snapshot_sha256=digest(frozen),
        document_number=number,
        signed_at=at,
        **(at_signing(changed, on) | {"due_report": first.due_report}),
    )
    record(actor=actor, at=at, action="assessment.objection_version", target=changed,
           before={"version": first.version, "number": first.document_number, "predicate": first.predicate},
           after={"version": changed.version, "number": number, "predicate": changed.predicate,
                  "sha256": changed.snapshot_sha256},
           why=objection.decision, rule=RULE)  # fmt: skip
    return changed


def _draft(first: Review, objection: Objection, decision: Decision, at: datetime) -> Review:
    """The new row with its ratings, not signed yet; what did not change keeps the appraiser's reason."""

    def reason(part: str) -> str:
        same = getattr(decision, f"{part}_rating") == getattr(first, f"{part}_rating")
        return getattr(first, f"{part}_reason") if same else objection.decision

    return Review.objects.create(
        plan=first.plan,
        period=first.period,
        version=first.version + 1,
        appraiser=first.appraiser,
        superior=objection.decider,
        organisation_unit=first.organisation_unit,
        status=Review.Status.RATED,
        self_results=first.self_results,
        self_behaviour=first.self_behaviour,
        self_at=first.self_at,
        result_rating=decision.result_rating,
        result_reason=reason("result"),
        behaviour_rating=decision.behaviour_rating,
        behaviour_reason=reason("behaviour"),
        missing_reason=first.missing_reason,
        recommendation=decision.recommendation.strip() or first.recommendation,
        study_dropout=first.study_dropout,
        organisation_predicate=first.organisation_predicate,
        rated_at=at,
    )
