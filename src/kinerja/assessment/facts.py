"""Everything a judgement rests on, gathered once: as the rater sees it, as signing freezes it.

The answer is plain data (JSON), because the same dict is the review screen, the explanation, the snapshot
and, with the names the forms ask for, the document. Ten queries, however long the plan.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kinerja.plans.models import Period, PlanVersion, Result
from kinerja.progress.models import Evidence, Feedback, Realisation
from kinerja.rules.behaviour import behaviour_values
from kinerja.rules.codes import Reading
from kinerja.rules.explain import as_dicts
from kinerja.rules.labels import label
from kinerja.rules.targets import read_target

from .models import Review
from .proven import proven_in

Data = dict[str, Any]


def version_evaluated(review: Review) -> PlanVersion | None:
    """The version that was in force when the period ended; a change set later in the window counts too,
    because it was agreed before the rating."""
    versions = PlanVersion.objects.filter(plan_id=review.plan_id, status=PlanVersion.Status.SET)
    in_time = versions.filter(set_at__date__lte=review.period.closes).order_by("-number").first()
    return in_time or versions.order_by("number").first()


def gather(review: Review, on: date) -> Data:
    """Results with realisation, evidence, reading and feedback; values with feedback; what is missing.

    An annual review reads the whole year: the last realisation of each indicator and all feedback
    (PermenPANRB 6/2022 Lampiran hlm 100: final realisation).
    """
    version = version_evaluated(review)
    periods = _periods(review.period)
    results = list(_results(version)) if version else []
    told = _realisations(review.plan_id, periods)
    asked = dict(version.behaviours.values_list("code", "expectation")) if version else {}
    data = assemble(review, version, results, told, _feedback(review.plan_id, periods), asked, on)
    return data | proven_in(review)


def assemble(
    review: Review,
    version: PlanVersion | None,
    rows: list[Result],
    told: dict[UUID, Realisation],
    said: dict[str, list[Data]],
    asked: dict[str, str],
    on: date,
) -> Data:
    """The answer of `gather` from rows at hand: results with indicators, realisation by indicator key,
    feedback by result key or value code, special expectations by value code."""
    results = [_result(row, told, said.get(str(row.key), []), on) for row in rows]
    return {
        "version": version.number if version else None,
        "plan_number": version.document_number if version else "",
        "results": results,
        "behaviours": _behaviours(asked, said, on),
        "self": {
            "results": review.self_results,
            "behaviour": review.self_behaviour,
            "at": review.self_at.isoformat() if review.self_at else "",
        },
        "missing": [item["statement"] for item in results if not item["realised"]],
        "below": [
            f"{indicator['statement']}: {indicator['realisation']} (target {indicator['target']})"
            for item in results
            for indicator in item["indicators"]
            if indicator["reading"]["code"] == Reading.BELOW
        ],
    }


def _periods(period: Period) -> list[int]:
    if period.kind != Period.Kind.ANNUAL:
        return [period.pk]
    return list(period.cycle.periods.values_list("pk", flat=True))


def _results(version: PlanVersion) -> Any:
    return version.results.prefetch_related("indicators").order_by("-kind", "order", "id")


def _realisations(plan_id: int, periods: list[int]) -> dict[UUID, Realisation]:
    """The newest realisation of each indicator, with its evidence."""
    rows = (
        Realisation.objects.filter(report__plan_id=plan_id, report__period_id__in=periods)
        .exclude(text="")
        .select_related("report__period")
        .prefetch_related("evidence")
        .order_by("report__period__ends", "report__period__starts")
    )
    return {row.indicator_key: row for row in rows}


def _feedback(plan_id: int, periods: list[int]) -> dict[str, list[Data]]:
    """Feedback by result key or value code. Who wrote it stays out: the forms name the relation only."""
    found: dict[str, list[Data]] = defaultdict(list)
    for row in Feedback.objects.filter(plan_id=plan_id, period_id__in=periods):
        found[str(row.result_key) if row.result_key else row.value_code].append(said_of(row))
    return found


def said_of(row: Feedback) -> Data:
    """One feedback as plain data."""
    return {
        "from": row.get_relation_display(),
        "relation": row.relation,
        "tone": row.tone,
        "tone_label": row.get_tone_display(),
        "text": row.text,
        "at": timezone.localtime(row.given_at).date().isoformat(),
    }


def _result(row: Any, told: dict[UUID, Realisation], said: list[Data], on: date) -> Data:
    indicators = [_indicator(item, told.get(item.key), on) for item in row.indicators.all()]
    return {
        "key": str(row.key),
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "statement": row.statement,
        "assigned_by": row.assigned_by,
        "indicators": indicators,
        "feedback": said,
        "realised": any(item["realisation"] for item in indicators),
    }


def _indicator(item: Any, told: Realisation | None, on: date) -> Data:
    text = told.text if told else ""
    return {
        "key": str(item.key),
        "aspect": item.aspect,
        "perspective": item.perspective,
        "statement": item.statement,
        "target": item.target,
        "direction": item.direction,
        "realisation": text,
        "note": told.note if told else "",
        "source": told.source if told else {},
        "told_in": str(told.report.period) if told else "",
        "evidence": [_evidence(row) for row in told.evidence.all()] if told else [],
        "reading": _reading(item, text, on),
    }


def _reading(item: Any, text: str, on: date) -> Data:
    """What the realisation says beside its target. A narrative indicator has no target to compare with."""
    if not text or not item.target.strip():
        reason = "belum ada realisasi" if not text else "indikator berupa narasi, dinilai dari uraiannya"
        unknown = Reading.UNKNOWN.value
        return {"code": unknown, "label": label("reading", unknown, on), "reason": reason, "steps": []}
    read = read_target(direction=item.direction, target=item.target, actual=text, on=on)
    return {
        "code": read.reading.value,
        "label": label("reading", read.reading, on),
        "reason": read.reason,
        "steps": as_dicts(read.explanation),
    }


def _evidence(row: Evidence) -> Data:
    return {
        "title": row.title,
        "url": row.url,
        "token": "" if row.url else str(row.token),
        "sha256": row.sha256,
        "added": timezone.localtime(row.added_at).date().isoformat(),
    }


def _behaviours(asked: dict[str, str], said: dict[str, list[Data]], on: date) -> list[Data]:
    return [
        {
            "code": value.code,
            "name": value.name,
            "definition": value.definition,
            "guides": list(value.guides),
            "expectation": asked.get(value.code, ""),
            "feedback": said.get(value.code, []),
        }
        for value in behaviour_values(on)
    ]


def feedback_counts(data: Data) -> Data:
    """How much feedback there is, by tone and by who gave it."""
    every = [row for part in (*data["results"], *data["behaviours"]) for row in part["feedback"]]
    by_relation: dict[str, int] = defaultdict(int)
    for row in every:
        by_relation[row["from"]] += 1
    return {
        "all": len(every),
        "positive": sum(row["tone"] == Feedback.Tone.POSITIVE for row in every),
        "improve": sum(row["tone"] == Feedback.Tone.IMPROVE for row in every),
        "by": dict(by_relation),
    }
