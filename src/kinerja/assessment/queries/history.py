"""Earlier evaluations of the same person: context beside a judgement, never added up."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..models import Review
from .reviews import current

A_FEW = 4


class Past(NamedTuple):
    """One signed evaluation of an earlier period; codes of the law, reasons as they were written."""

    review_id: int
    period: str
    ends: date
    result_rating: str
    result_reason: str
    behaviour_rating: str
    behaviour_reason: str
    predicate: str
    post: str


def earlier(review: Review, limit: int = A_FEW) -> list[Past]:
    """The employee's last signed reviews of periods before this one, newest first; one query.

    No rule adds them up: the law gives no formula (PermenPANRB 6/2022 Ps 24-25).
    """
    rows = current().filter(
        plan__employee_id=review.plan.employee_id,
        period__starts__lt=review.period.starts,
        signed_at__isnull=False,
    )
    rows = rows.select_related("period__cycle", "plan__post").defer("snapshot")
    return [
        Past(
            row.pk, str(row.period), row.period.ends, row.result_rating, row.result_reason,
            row.behaviour_rating, row.behaviour_reason, row.predicate, row.plan.post.title,
        )
        for row in rows.order_by("-period__starts", "-period__ends")[:limit]
    ]  # fmt: skip
