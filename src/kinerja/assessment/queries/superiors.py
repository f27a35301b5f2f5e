"""Who stands above a rater on a given day, when his post has changed hands since the review was opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kinerja.people.queries import lines

from ..models import Review


def superiors_on(reviews: Iterable[Review], on: date) -> dict[int, int]:
    """Review id to the employee (id) who may take the review over on the day.

    The superior that the review names; where the same appraiser has another one now (a Plt or Plh, or a
    successor in that post), that one. Reviews without a superior are left out. Rows need `plan`; six queries.
    """
    rows = [row for row in reviews if row.superior_id is not None]
    now = lines(on, {row.plan.employee_id for row in rows}) if rows else {}
    found: dict[int, int] = {}
    for row in rows:
        line = now.get(row.plan.employee_id)
        changed = line and line.appraiser_id == row.appraiser_id and line.superior_id
        found[row.pk] = (changed or row.superior_id) or 0
    return found
