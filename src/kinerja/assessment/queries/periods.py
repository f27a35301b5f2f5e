"""Which period people mean when they name none."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from kinerja.plans.models import Period
from kinerja.plans.queries import open_period

from ..models import Review


def period_in_focus(on: date) -> Period | None:
    """The period being evaluated, else the newest whose window has passed without a closing or with somebody
    still unsigned, else the running one."""
    rows = Period.objects.select_related("cycle")
    return (
        open_period(on) or _unfinished(on) or rows.filter(starts__lte=on).order_by("-starts", "ends").first()
    )


def _unfinished(on: date) -> Period | None:
    unsigned = Review.objects.filter(period=OuterRef("pk"), signed_at=None)
    opened = Period.objects.filter(opens__lte=on).order_by("-opens", "ends").select_related("cycle")
    newest = opened.annotate(closed=Q(closing__isnull=False), waits=Exists(unsigned)).first()
    if newest is None or newest.waits or not newest.closed:
        return newest
    return opened.filter(closing=None).first()
