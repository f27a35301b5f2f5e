"""Realisations without any evidence or taken over from the target, and feedback given twice.

Texts are compared by their letters and digits only, so that spaces and full stops hide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kinerja.assessment.models import EarlyWarning
from kinerja.plans.models import Period
from kinerja.rules.loader import in_force
from kinerja.rules.supervision import mostly_copied

from .found import NAMED, Found, select

Kind = EarlyWarning.Kind

# A figure that comes from a measure of services is its own evidence.
NO_EVIDENCE = """
SELECT told.unit_id, count(*) FILTER (WHERE told.bare), count(*),
       (array_agg(told.employee_id ORDER BY told.employee_id) FILTER (WHERE told.bare))[1:%(named)s]
FROM (
    SELECT post.unit_id, plan.employee_id,
           bool_and(row.source = '{}'::jsonb) AND %(pieces)s > sum((
               SELECT count(*) FROM progress_evidence piece WHERE piece.realisation_id = row.id)) AS bare
    FROM progress_report report
    JOIN plans_plan plan ON plan.id = report.plan_id
    JOIN people_post post ON post.id = plan.post_id
    JOIN progress_realisation row ON row.report_id = report.id AND row.text <> ''
    WHERE report.period_id = %(period)s AND report.status IN ('submitted', 'accepted')
    GROUP BY post.unit_id, plan.employee_id
) told
GROUP BY told.unit_id HAVING bool_or(told.bare) ORDER BY told.unit_id
"""
PASTED = """
SELECT said.author_id, said.letters, count(DISTINCT said.employee_id), min(said.text),
       (array_agg(DISTINCT said.employee_id))[1:%(named)s]
FROM (
    SELECT row.author_id, plan.employee_id, row.text,
           lower(regexp_replace(row.text, '[^[:alnum:]]+', '', 'g')) AS letters
    FROM progress_feedback row JOIN plans_plan plan ON plan.id = row.plan_id
    WHERE row.period_id = %(period)s AND row.author_id IS NOT NULL
) said
WHERE length(said.letters) >= %(characters)s
GROUP BY said.author_id, said.letters
HAVING count(DISTINCT said.employee_id) >= %(people)s ORDER BY said.author_id, said.letters
"""
# Only what was typed counts; the plan in force is the newest that is set.
COPIED = """
SELECT plan.employee_id,
       count(*) FILTER (WHERE lower(regexp_replace(row.text, '[^[:alnum:]]+', '', 'g'))
                            = lower(regexp_replace(indicator.target, '[^[:alnum:]]+', '', 'g'))),
       count(*)
FROM progress_report report
JOIN plans_plan plan ON plan.id = report.plan_id
JOIN LATERAL (
    SELECT version.id FROM plans_planversion version
    WHERE version.plan_id = plan.id AND version.status = 'set' ORDER BY version.number DESC LIMIT 1
) newest ON true
JOIN plans_result result ON result.version_id = newest.id
JOIN plans_indicator indicator ON indicator.result_id = result.id AND indicator.target <> ''
JOIN progress_realisation row ON row.report_id = report.id AND row.indicator_key = indicator.key
    AND row.text <> '' AND row.source = '{}'::jsonb
WHERE report.period_id = %(period)s AND report.status IN ('submitted', 'accepted')
GROUP BY plan.employee_id ORDER BY plan.employee_id
"""


def no_evidence(period: Period, on: date) -> Iterator[Found]:
    """Units with reports that tell a realisation without the evidence they need; one finding a unit."""
    pieces = in_force("supervision.evidence", on)["pieces"]
    wanted = {"period": period.pk, "pieces": pieces, "named": NAMED}
    for unit, bare, reports, names in select(NO_EVIDENCE, wanted):
        facts = {"missing": bare, "of": reports, "employees": names}
        key = f"{Kind.NO_EVIDENCE}:{period.pk}:{unit}"
        yield Found(key, Kind.NO_EVIDENCE, facts, period.pk, unit_id=unit)


def pasted(period: Period, on: date) -> Iterator[Found]:
    """Authors who gave several people the same long text in one period."""
    law = in_force("supervision.copies", on)
    wanted = {
        "period": period.pk,
        "characters": law["characters"],
        "people": law["people"],
        "named": NAMED,
    }
    texts: dict[int, list[tuple[int, str, list[int]]]] = {}
    for author, _letters, people, text, names in select(PASTED, wanted):
        texts.setdefault(author, []).append((people, text, names))
    for author, found in texts.items():
        people, text, names = max(found, key=lambda item: item[0])
        facts = {"people": people, "texts": len(found), "text": text[:200], "employees": names}
        key = f"{Kind.PASTED}:{period.pk}:{author}"
        yield Found(key, Kind.PASTED, facts, period.pk, author)


def copied_target(period: Period, on: date) -> Iterator[Found]:
    """Reports whose realisations mostly repeat the wording of their targets."""
    for employee, equal, indicators in select(COPIED, {"period": period.pk}):
        if mostly_copied(equal, indicators, on):
            facts = {"equal": equal, "of": indicators}
            key = f"{Kind.COPIED_TARGET}:{period.pk}:{employee}"
            yield Found(key, Kind.COPIED_TARGET, facts, period.pk, employee)
