"""What a changed result freezes: the first document with the new judgement, and the way that led there.

The facts (realisation, feedback, organisation, team) stay those of the first signature: the objection is
about how they were judged.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from kinerja.rules.explain import Step, as_dicts
from kinerja.rules.labels import label, printed_predicate
from kinerja.rules.loader import in_force
from kinerja.rules.predicate import PredicateResult

from .facts import Data
from .models import Objection, Review
from .queries.objections import decider_party
from .snapshots import RULES_USED, document_form

RULE = "PermenPANRB 6/2022 Ps 29, Lampiran hlm 117-119; PP 30/2019 Ps 59"
FINAL = (
    "Keberatan tidak dapat diajukan: hasil ini sudah diputus atasan Pejabat Penilai Kinerja atas keberatan, "
    "sehingga bersifat final."
)


def changed_snapshot(
    first: Review,
    changed: Review,
    objection: Objection,
    *,
    computed: PredicateResult,
    number: str,
    at: datetime,
) -> Data:
    """The frozen dict of the new version `changed`; `objection` already carries decision and decider."""
    on = timezone.localdate(at)
    old = dict(first.snapshot or {})
    decider = decider_party(first, objection.decider, on)
    return {
        **old,
        "document_form": document_form(changed),
        "number": number,
        "superior": decider,
        **_judgement(changed, computed, on),
        "signed": {**old["signed"], "superior_at": on.isoformat(), "employee_at": ""},
        "rules": {name: in_force(name, on).start.isoformat() for name in RULES_USED},
        "token": str(changed.token),
        "review_version": changed.version,
        "objection": told(objection, decider, first, on),
    }


def _judgement(changed: Review, computed: PredicateResult, on: date) -> Data:
    return {
        "result_rating": changed.result_rating,
        "result_rating_label": label("rating", changed.result_rating, on),
        "result_reason": changed.result_reason,
        "behaviour_rating": changed.behaviour_rating,
        "behaviour_rating_label": label("rating", changed.behaviour_rating, on),
        "behaviour_reason": changed.behaviour_reason,
        "predicate": computed.predicate.value,
        "predicate_label": printed_predicate(computed.predicate, on),
        "predicate_steps": as_dicts(computed.explanation),
        "recommendation": changed.recommendation,
        "final": True,
        "final_reason": FINAL,
        "final_steps": [Step("input", {"final": True}, RULE, FINAL).as_dict()],
    }


def told(objection: Objection, decider: Data, first: Review, on: date) -> Data:
    """Keberatan, penjelasan and putusan as form D.1.3 prints them (numbers 6 to 8)."""
    old = first.snapshot or {}
    return {
        "filed_at": _day(objection.filed_at),
        "reasons": objection.reasons,
        "evidence": [{"text": row.text, "sha256": row.sha256} for row in objection.evidence.all()],
        "employee_statement": objection.employee_statement,
        "employee_stated_at": _day(objection.employee_stated_at),
        "appraiser_statement": objection.appraiser_statement,
        "appraiser_stated_at": _day(objection.appraiser_stated_at),
        "decision": objection.decision,
        "decided_at": on.isoformat(),
        "decided_by": decider,
        "due_decision": objection.due_decision.isoformat(),
        "previous": {
            "version": first.version,
            "number": first.document_number,
            "sha256": first.snapshot_sha256,
            "signed": _day(first.signed_at),
            "result_rating_label": old.get("result_rating_label", ""),
            "behaviour_rating_label": old.get("behaviour_rating_label", ""),
            "predicate": first.predicate,
            "predicate_label": old.get("predicate_label", ""),
        },
    }


def _day(at: datetime | None) -> str:
    return timezone.localdate(at).isoformat() if at else ""
