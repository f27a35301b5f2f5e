"""What a signature freezes: one plain dict that the documents, the explanation and the verification read.

Its keys are those of `plans.snapshots` for the plan, plus realisation, feedback, ratings and the predicate.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from kinerja.documents import evaluation_form
from kinerja.people.models import Agency
from kinerja.people.queries import agency
from kinerja.rules.explain import as_dicts
from kinerja.rules.labels import label, printed_predicate
from kinerja.rules.loader import in_force
from kinerja.rules.predicate import Finality, PredicateResult

from .calibrated import calibration_in
from .distribution import TeamDistribution
from .facts import Data, gather, version_evaluated
from .models import Review
from .parties import parties
from .queries import OrganisationReading
from .queries.sources import frozen, sources_of

RULES_USED = (
    "predicate.matrix",
    "predicate.final",
    "distribution.pattern",
    "label.rating",
    "label.predicate",
)


def document_form(review: Review) -> str:
    """D.1.3 after an objection changed the result, D.1.2 when the superior evaluated, else D.1.1."""
    if review.version > 1:
        return "D.1.3"
    return "D.1.2" if review.taken_over else "D.1.1"


def period_label(review: Review) -> str:
    """The label that the forms print: the last quarter and the year share "TRIWULAN IV-AKHIR"."""
    period = review.period
    if period.kind == "annual" or (period.kind == "quarterly" and period.number == 4):
        return "TRIWULAN IV-AKHIR"
    return period.label.upper()


def snapshot(
    review: Review,
    *,
    computed: PredicateResult,
    organisation: OrganisationReading,
    distribution: TeamDistribution | None,
    finality: Finality,
    number: str,
    signed_at: datetime,
) -> Data:
    """Everything the document and the explanation need, frozen as of `signed_at`."""
    on = timezone.localdate(signed_at)
    version, gathered = version_evaluated(review), gather(review, on)
    return compose(
        review,
        office=agency(),
        plan=dict(version.snapshot or {}) if version else {},
        people=parties(review),
        gathered=gathered | calibration_in(review) | {"sources": frozen(sources_of(review, on, gathered))},
        judgement=judgement(review, computed, organisation, distribution, finality, on),
        number=number,
        on=on,
    )


def compose(
    review: Review,
    *,
    office: Agency,
    plan: Data,
    people: Data,
    gathered: Data,
    judgement: Data,
    number: str,
    on: date,
) -> Data:
    """The frozen dict from facts at hand; asks no database."""
    period, day = review.period, on.isoformat()
    return {
        "schema": 1,
        "agency": {"name": office.name, "place": office.place, "head_title": office.head_title},
        "sample": office.is_sample,
        "period": {
            "label": period_label(review),
            "name": str(period),
            "kind": period.kind,
            "year": period.cycle.year,
            "starts": period.starts.isoformat(),
            "ends": period.ends.isoformat(),
            "closes": period.closes.isoformat(),
        },
        "plan": plan,
        "form": review.plan.form,
        "approach": review.plan.approach,
        "evaluation_form": evaluation_form(review.plan.form, review.plan.approach),
        "document_form": document_form(review),
        "number": number,
        **people,
        **_with_served(gathered, plan),
        **judgement,
        "signed": {
            "appraiser_at": "" if review.taken_over else day,
            "superior_at": day if review.taken_over else "",
            "employee_at": "",
        },
        "rules": {name: in_force(name, on).start.isoformat() for name in RULES_USED},
        "token": str(review.token),
    }


def _with_served(data: Data, plan: Data) -> Data:
    """What was gathered, with the wording of the superior's result that each result serves."""
    frozen = {str(row.get("key")): row for row in plan.get("results", [])}
    for row in data["results"]:
        row["serves"] = frozen.get(row["key"], {}).get("serves")
        row["control"] = frozen.get(row["key"], {}).get("control", "")
    return data


def judgement(
    review: Review,
    computed: PredicateResult,
    organisation: OrganisationReading,
    distribution: TeamDistribution | None,
    finality: Finality,
    on: date,
) -> Data:
    """Ratings, predicate, organisation, pattern and finality, with the steps that lead to each."""
    return {
        "organisation": {
            "unit": review.organisation_unit.name,
            "predicate": organisation.code,
            "predicate_label": label("organisation_predicate", organisation.code, on),
            "basis": organisation.basis,
            "borrowed": organisation.borrowed,
            "step": organisation.step.as_dict(),
        },
        "distribution": distribution.as_data(on) if distribution else {"pattern": [], "counts": []},
        "result_rating": review.result_rating,
        "result_rating_label": label("rating", review.result_rating, on),
        "result_reason": review.result_reason,
        "behaviour_rating": review.behaviour_rating,
        "behaviour_rating_label": label("rating", review.behaviour_rating, on),
        "behaviour_reason": review.behaviour_reason,
        "missing_reason": review.missing_reason,
        "study_dropout": review.study_dropout,
        "predicate": computed.predicate.value,
        "predicate_label": printed_predicate(computed.predicate, on),
        "predicate_steps": as_dicts(computed.explanation),
        "recommendation": review.recommendation,
        "taken_over": review.taken_over,
        "take_over_note": review.take_over_note,
        "final": finality.final,
        "final_reason": finality.reason,
        "final_steps": as_dicts(finality.explanation),
    }
