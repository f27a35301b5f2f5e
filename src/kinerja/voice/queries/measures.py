"""What the cases say: how many were done, how many in time, and how long they took.

Done cases only, by the day on which they were done (local time of the agency). Half-open periods: `starts`
belongs to the period, `ends` does not.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.timezone import get_default_timezone

DONE_ON = "(c.done_at AT TIME ZONE %(zone)s)"
KEYS = {
    "service": "c.service_id",
    "unit": "s.unit_id",
    "officer": "c.officer_id",
    "month": f"date_trunc('month', {DONE_ON})::date",
    "quarter": f"date_trunc('quarter', {DONE_ON})::date",
}
STATEMENT = """
SELECT {keys}
    count(*),
    count(*) FILTER (WHERE c.within),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY c.elapsed_minutes)::numeric,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY c.elapsed_minutes)::numeric,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY c.elapsed_days)::numeric,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY c.elapsed_days)::numeric
FROM voice_servicecase c JOIN voice_service s ON s.id = c.service_id
WHERE c.status = 'done' AND c.done_at >= %(first)s AND c.done_at < %(last)s
    AND (%(services)s::bigint[] IS NULL OR c.service_id = ANY(%(services)s))
    AND (%(units)s::bigint[] IS NULL OR s.unit_id = ANY(%(units)s))
{group}
"""
CENTS, TENTHS = Decimal("0.01"), Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Figure:
    """`n` done cases, `within` of them in the promised time: `share` percent (0..100, two decimals).

    Median and 90th percentile in office minutes and in working days, to a tenth; None when n is 0.
    """

    n: int
    within: int
    median_minutes: Decimal | None
    p90_minutes: Decimal | None
    median_days: Decimal | None
    p90_days: Decimal | None

    @property
    def share(self) -> Decimal | None:
        if not self.n:
            return None
        return (Decimal(self.within) * 100 / self.n).quantize(CENTS, ROUND_HALF_UP)


def figures(
    *,
    by: str | tuple[str, ...],
    starts: date,
    ends: date,
    services: Collection[int] | None = None,
    units: Collection[int] | None = None,
) -> dict[Any, Figure]:
    """Figures by "service", "unit", "officer", "month" or "quarter" (their first day), or by several.

    The key is the id or day, a tuple of them when `by` is a tuple. `services` and `units` are ids (units
    exactly as given, not those below); None means all. One query; groups without a case are left out.
    Raises KeyError for another name in `by`.
    """
    names = (by,) if isinstance(by, str) else by
    rows = _rows(names, starts, ends, services, units)
    width = len(names)
    made = {row[:width]: Figure(row[width], row[width + 1], *map(_tenths, row[width + 2 :])) for row in rows}
    return {key[0]: value for key, value in made.items()} if isinstance(by, str) else dict(made)


def figure(
    *,
    starts: date,
    ends: date,
    services: Collection[int] | None = None,
    units: Collection[int] | None = None,
) -> Figure:
    """All these cases together; n is 0 when there are none. One query."""
    return figures(by=(), starts=starts, ends=ends, services=services, units=units)[()]


def midnight(day: date) -> datetime:
    """The moment at which `day` begins in the agency's time zone."""
    return datetime.combine(day, time.min, tzinfo=get_default_timezone())


def _rows(
    names: tuple[str, ...],
    starts: date,
    ends: date,
    services: Collection[int] | None,
    units: Collection[int] | None,
) -> list[tuple[Any, ...]]:
    keys = [KEYS[name] for name in names]
    positions = ", ".join(str(number) for number in range(1, len(keys) + 1))
    statement = STATEMENT.format(
        keys="".join(f"{key}, " for key in keys),
        group=f"GROUP BY {positions} ORDER BY {positions}" if keys else "",
    )
    facts: dict[str, Any] = {
        "zone": settings.TIME_ZONE,
        "first": midnight(starts),
        "last": midnight(ends),
        "services": None if services is None else list(services),
        "units": None if units is None else list(units),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return [tuple(row) for row in cursor.fetchall()]


def _tenths(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(TENTHS, ROUND_HALF_UP)
