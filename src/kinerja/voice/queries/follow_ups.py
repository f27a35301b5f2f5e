"""Follow-up rows: those still open, those that are late, and those a survey brings along."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from ..models import FollowUp, SurveyPeriod
from .quarters import after

OPEN = FollowUp.Status.OPEN


def late(on: date) -> Q:
    """Open rows whose quarter is over."""
    quarter = (on.month + 2) // 3
    return Q(status=OPEN) & (Q(year__lt=on.year) | Q(year=on.year, quarter__lt=quarter))


def due_day(year: int, quarter: int) -> date:
    """The last day of the quarter (1 to 4) for which something was promised."""
    return after(date(year, quarter * 3 - 2, 1)) - timedelta(days=1)


def follow_ups(on: date, units: Collection[int] | None = None) -> QuerySet[FollowUp]:
    """Rows of the units (None: of all): late ones first, then open ones by quarter, then closed ones.

    Each row carries `rank`: 0 late, 1 open, 2 closed.
    """
    rank = Case(
        When(late(on), then=Value(0)),
        When(status=OPEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = FollowUp.objects.select_related("unit", "responsible", "period").annotate(rank=rank)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    return rows.order_by("rank", "year", "quarter", "unit__code", "pk")


def of_period(period: SurveyPeriod, on: date) -> QuerySet[FollowUp]:
    """The plan of this survey (BAB IV)."""
    return follow_ups(on).filter(period=period)


def carried(period: SurveyPeriod, previous: SurveyPeriod | None, on: date) -> QuerySet[FollowUp]:
    """What earlier surveys of the unit left: the whole plan of the last one with its outcomes, and what is
    still open from those before."""
    earlier = Q(period__ends__lt=period.starts, status=OPEN)
    last = Q(period=previous) if previous else Q(pk__in=())
    return follow_ups(on, [period.unit_id]).filter(earlier | last)
