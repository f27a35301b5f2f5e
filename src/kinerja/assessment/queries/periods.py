"""Which period people mean when they name none."""

from __future__ import annotations

from datetime import date

from kinerja.plans.models import Period
from kinerja.plans.queries import open_period


def period_in_focus(on: date) -> Period | None:
    """The period being evaluated, else the newest whose window has passed without a closing, else the running
    one."""
    rows = Period.objects.select_related("cycle")
    unclosed = rows.filter(opens__lte=on, closing=None).order_by("-opens", "ends")
    return (
        open_period(on) or unclosed.first() or rows.filter(starts__lte=on).order_by("-starts", "ends").first()
    )
