"""Objections that nobody decided in their term; one finding an objection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from kinerja.assessment.models import EarlyWarning, Objection
from kinerja.assessment.queries.objections import OPEN, standing_in_now

from .found import Found

Kind = EarlyWarning.Kind


def late_objection(on: date) -> Iterator[Found]:
    """Undecided after the last day that both sides were told (PermenPANRB 6/2022 Ps 29). It concerns whoever
    decides it on the day: the one to whom it was addressed, or who holds his post by now."""
    rows = Objection.objects.filter(status__in=OPEN, due_decision__lt=on).order_by("due_decision", "pk")
    late = list(rows.select_related("review__plan", "review__period").defer("review__snapshot"))
    instead = standing_in_now(late, on)
    for row in late:
        facts = {
            "missing": 1,
            "filed": timezone.localdate(row.filed_at).isoformat(),
            "due": row.due_decision.isoformat(),
            "objection": str(row.pk),
        }
        decider = instead.get(row.pk, row.decider_id)
        key = f"{Kind.LATE_OBJECTION}:{row.pk}"
        yield Found(key, Kind.LATE_OBJECTION, facts, row.review.period_id, decider)
