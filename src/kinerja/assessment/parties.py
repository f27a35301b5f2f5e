"""Name, NIP, rank, post and unit of the three parties as they stood: people move, documents do not."""

from __future__ import annotations

from typing import Any

from kinerja.people.models import Employee
from kinerja.people.queries import Line, appraiser_for_period, own_post, superior_of
from kinerja.plans.snapshots import party

from .models import Review

Data = dict[str, Any]


def parties(review: Review) -> Data:
    """Employee, appraiser and superior (None when there is none in the register)."""
    period = review.period
    line, _ = appraiser_for_period(review.plan.employee, period.starts, period.ends, period.opens)
    above = superior_of(line, period.opens) if line else None
    return {
        "employee": party(review.plan.employee, review.plan.post, ""),
        "appraiser": _rater(review.appraiser, line, review),
        "superior": _rater(review.superior, above, review) if review.superior else None,
    }


def _rater(employee: Employee, line: Line | None, review: Review) -> Data:
    """From the post that makes him the rater; when the line has changed since, from his own post then."""
    if line is not None and line.employee.pk == employee.pk:
        return party(employee, line.post, line.acting)
    own = own_post(employee, review.period.opens)
    return party(employee, own.post if own else None, "")
