"""Mengapa predikat ini? The chain from evidence to predicate, each link with rule, value and source.

A signed review is explained from its snapshot, so that the answer stays the one that was signed; an open one
from what is there now. Page, JSON and command line read the same chapters.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kinerja.rules.codes import Rating
from kinerja.rules.explain import Explanation
from kinerja.rules.labels import label, labels
from kinerja.rules.loader import in_force
from kinerja.rules.predicate import predicate as rule_predicate

from .. import calibrated
from ..distribution import team_distribution
from ..facts import Data, gather
from ..models import Review, SourceChoice
from ..queries import organisation_predicate
from ..queries.source_choices import sources_shown
from ..queries.sources import frozen, sources_of
from .chapter import Chapter
from .judgement import (
    HEAD_NOTE,
    calibration,
    document,
    matrix,
    objection,
    organisation,
    pattern,
    predicate_chapter,
    rating,
)
from .material import citizens, evidence, feedback, own_words, realisation, weighed_sources

__all__ = ["HEAD_NOTE", "Chapter", "as_json", "chapters", "explain", "facts_of", "quadrant"]

JUDGEMENT = (
    *("result_rating", "result_reason", "behaviour_rating", "behaviour_reason"),
    *("missing_reason", "predicate"),
)


def facts_of(review: Review, on: date, judged: bool = True) -> Data:
    """The snapshot of a signed review, or the same facts as they are on the day `on`.

    With `judged` False ratings, reasons and predicate are left out (see `access.sees_judgement`).
    """
    facts = _facts(review, on)
    if not judged:
        facts.pop("sources", None)
        hidden = dict.fromkeys(JUDGEMENT, "")
        facts = {**facts, **hidden, "predicate_steps": [], "distribution": {"pattern": [], "counts": []}}
        facts.pop("calibration", None)
    return facts


def _facts(review: Review, on: date) -> Data:
    if review.snapshot is not None:
        return dict(review.snapshot)
    organisation = organisation_predicate(review.organisation_unit, review.period, on)
    spread = team_distribution(review, organisation.code, on)
    judged: Data = {"predicate": "", "predicate_steps": []}
    if review.result_rating and review.behaviour_rating:
        computed = rule_predicate(
            review.result_rating, review.behaviour_rating, on=on, drop_out=review.study_dropout
        )
        steps = [step.as_dict() for step in computed.explanation]
        judged = {"predicate": computed.predicate.value, "predicate_steps": steps}
    gathered = gather(review, on)
    return {
        **gathered,
        "sources": frozen(sources_of(review, on, gathered)),
        **calibrated.calibration_in(review),
        **judged,
        "organisation": {
            "unit": review.organisation_unit.name,
            "predicate": organisation.code,
            "basis": organisation.basis,
            "borrowed": organisation.borrowed,
            "step": organisation.step.as_dict(),
        },
        "distribution": spread.as_data(on) if spread else {"pattern": [], "counts": []},
        "result_rating": review.result_rating,
        "result_reason": review.result_reason,
        "behaviour_rating": review.behaviour_rating,
        "behaviour_reason": review.behaviour_reason,
        "missing_reason": review.missing_reason,
        "study_dropout": review.study_dropout,
    }


def chapters(review: Review, on: date, *, judged: bool = True) -> tuple[Chapter, ...]:
    """The whole chain, in the order in which a predicate comes about; `judged` as for `facts_of`."""
    facts = facts_of(review, on, judged)
    law = _law_day(review, on)
    return (
        evidence(facts),
        realisation(facts),
        feedback(facts),
        *citizens(facts),
        *own_words(facts, SourceChoice.Source.SELF in sources_shown(review, on)),
        *weighed_sources(facts, law),
        organisation(facts, law),
        pattern(facts, law),
        rating(facts, "result", "Rating hasil kerja", "target", review, law),
        rating(facts, "behaviour", "Rating perilaku kerja", "heart-handshake", review, law),
        *calibration(facts, law),
        matrix(facts, law),
        predicate_chapter(facts, law),
        *objection(facts, review, judged),
        document(review, on, law),
    )


def explain(review: Review, on: date) -> Explanation:
    """The chain as steps of `rules.explain`, one a chapter."""
    return tuple(chapter.step for chapter in chapters(review, on))


def as_json(review: Review, on: date, *, judged: bool = True) -> Data:
    """The facts of the page, for programs; `judged` as for `facts_of`."""
    return {
        "review": review.pk,
        "period": str(review.period),
        "status": review.status,
        "predicate": review.predicate if judged else "",
        "result_rating": review.result_rating if judged else "",
        "behaviour_rating": review.behaviour_rating if judged else "",
        "document_number": review.document_number,
        "snapshot_sha256": review.snapshot_sha256,
        "final": review.final,
        "law_on": _law_day(review, on).isoformat(),
        "steps": [chapter.as_dict() for chapter in chapters(review, on, judged=judged)],
    }


def quadrant(result: str, behaviour: str, on: date) -> list[Data]:
    """The 3 x 3 table of the law for drawing: results from best to worst, behaviour from worst to
    best."""
    law, names = in_force("predicate.matrix", on), labels("predicate", on)
    return [
        {
            "code": row.value,
            "label": label("rating", row, on),
            "cells": [
                {
                    "code": law[row][column],
                    "label": names[law[row][column]],
                    "column": column.value,
                    "behaviour": label("rating", column, on),
                    "here": row == result and column == behaviour,
                }
                for column in Rating
            ],
        }
        for row in reversed(Rating)
    ]


def _law_day(review: Review, on: date) -> date:
    """The day whose law applies: that of the signature, before it today."""
    return timezone.localdate(review.signed_at) if review.signed_at else on
