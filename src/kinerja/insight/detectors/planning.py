"""Plans not set by their day, no scheduled feedback, a window that closes on unsigned reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kinerja.assessment.models import EarlyWarning
from kinerja.people.queries import calendar
from kinerja.plans.models import Cycle, Period
from kinerja.rules.loader import in_force

from .found import NAMED, Found, select

Kind = EarlyWarning.Kind

# Who took up his post after the day is not late by it.
NO_PLAN = """
SELECT place.unit_id, count(*) FILTER (WHERE place.late), count(*),
       (array_agg(place.employee_id ORDER BY place.employee_id) FILTER (WHERE place.late))[1:%(named)s]
FROM (
    SELECT post.unit_id, held.employee_id, NOT EXISTS (
        SELECT 1 FROM plans_plan plan JOIN plans_planversion version ON version.plan_id = plan.id
        WHERE plan.employee_id = held.employee_id AND plan.cycle_id = %(cycle)s AND version.status = 'set'
    ) AS late
    FROM people_appointment held JOIN people_post post ON post.id = held.post_id
    WHERE held.kind IN ('definitif', 'tugas_belajar') AND held.starts <= %(due)s
      AND (held.ends IS NULL OR held.ends >= %(on)s)
) place
GROUP BY place.unit_id HAVING bool_or(place.late) ORDER BY place.unit_id
"""
NO_FEEDBACK = """
SELECT owed.appraiser_id, count(*) FILTER (WHERE owed.missing), count(*),
       (array_agg(owed.employee_id ORDER BY owed.employee_id) FILTER (WHERE owed.missing))[1:%(named)s]
FROM (
    SELECT plan.appraiser_id, plan.employee_id, %(times)s > (
        SELECT count(*) FROM progress_feedback said
        WHERE said.plan_id = plan.id AND said.period_id = %(period)s AND said.scheduled
              AND said.relation = 'pimpinan'
    ) AS missing
    FROM plans_plan plan
    WHERE plan.cycle_id = %(cycle)s AND plan.starts <= %(starts)s AND plan.ends >= %(ends)s
      AND plan.appraiser_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM plans_planversion version
                  WHERE version.plan_id = plan.id AND version.status = 'set')
) owed
GROUP BY owed.appraiser_id HAVING bool_or(owed.missing) ORDER BY owed.appraiser_id
"""
WINDOW = """
SELECT CASE WHEN review.taken_over THEN coalesce(review.superior_id, review.appraiser_id)
            ELSE review.appraiser_id END AS evaluator,
       count(*) FILTER (WHERE review.status IN ('open', 'rated')), count(*),
       (array_agg(plan.employee_id ORDER BY plan.employee_id)
           FILTER (WHERE review.status IN ('open', 'rated')))[1:%(named)s]
FROM assessment_review review JOIN plans_plan plan ON plan.id = review.plan_id
WHERE review.period_id = %(period)s AND review.version = 1
GROUP BY evaluator HAVING bool_or(review.status IN ('open', 'rated')) ORDER BY evaluator
"""


def no_plan(cycle: Cycle, on: date) -> Iterator[Found]:
    """Units with people who have no plan set after the day by which plans are set; one finding a unit."""
    if on <= cycle.plan_due:
        return
    facts = {"cycle": cycle.pk, "due": cycle.plan_due, "on": on, "named": NAMED}
    for unit, missing, people, names in select(NO_PLAN, facts):
        said = {"missing": missing, "of": people, "due": cycle.plan_due.isoformat(), "employees": names}
        yield Found(f"{Kind.NO_PLAN}:{cycle.pk}:{unit}", Kind.NO_PLAN, said, unit_id=unit)


def no_feedback(period: Period, on: date) -> Iterator[Found]:
    """Appraisers who gave some of their people no scheduled feedback in a period that is over."""
    if period.kind == Period.Kind.ANNUAL or on <= period.ends:
        return
    facts = {
        "cycle": period.cycle_id,
        "period": period.pk,
        "starts": period.starts,
        "ends": period.ends,
        "times": in_force("supervision.feedback", on)["times"],
        "named": NAMED,
    }
    for appraiser, missing, people, names in select(NO_FEEDBACK, facts):
        said = {"missing": missing, "of": people, "employees": names}
        yield _of(Kind.NO_FEEDBACK, period, appraiser, said)


def window(period: Period, on: date) -> Iterator[Found]:
    """Raters with unsigned reviews when the window closes within the working days of the law."""
    days = in_force("supervision.window", on)["working_days"]
    if on > period.closes:
        return
    left = calendar({on.year, period.closes.year}).working_days_between(on, period.closes)
    if left > days:
        return
    for rater, unsigned, reviews, names in select(WINDOW, {"period": period.pk, "named": NAMED}):
        said = {
            "missing": unsigned,
            "of": reviews,
            "closes": period.closes.isoformat(),
            "left": left,
            "employees": names,
        }
        yield _of(Kind.WINDOW, period, rater, said)


def _of(kind: str, period: Period, employee: int, facts: dict[str, object]) -> Found:
    return Found(f"{kind}:{period.pk}:{employee}", kind, facts, period.pk, employee)
