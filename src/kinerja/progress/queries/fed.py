"""Realisation that comes from measures of services instead of being typed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kinerja.plans.models import Period
from kinerja.voice.queries.feeding import Fed, measured

from ..models import Realisation, Report


def fed_in(period: Period, keys: Collection[UUID], report: Report | None, on: date) -> dict[UUID, Fed]:
    """What the linked indicators among `keys` show in this period.

    As long as the report is a draft it is measured as of `on`; once sent, it is what was frozen with it.
    An entry without text says in its source why there is no figure: then the employee types it himself.
    """
    if report is not None and report.status != Report.Status.DRAFT:
        rows = Realisation.objects.filter(report=report, indicator_key__in=keys).exclude(source={})
        return {row.indicator_key: Fed(row.text, row.source) for row in rows}
    return measured(keys, starts=period.starts, ends=period.ends, on=on)
