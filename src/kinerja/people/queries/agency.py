"""The agency itself and its calendar of working days."""

from __future__ import annotations

from collections.abc import Iterable

from kinerja.rules.calendar import Calendar, DayOff, indonesia
from kinerja.rules.errors import RuleError

from ..models import Agency, Holiday

KINDS = {Holiday.Kind.NATIONAL: "nasional", Holiday.Kind.COLLECTIVE: "cuti_bersama"}


def agency() -> Agency:
    """The one agency of this database. Raises Agency.DoesNotExist before it is set up."""
    return Agency.objects.get(pk=1)


def calendar(years: Iterable[int]) -> Calendar:
    """Working days of the agency in `years`: its own table of holidays and its working week (two queries).

    A year that nobody has seeded yet takes the holidays of the law; a year that the law does not know either
    stays unknown, and counting into it raises RuleError.
    """
    wanted = frozenset(years)
    rows = list(Holiday.objects.filter(day__year__in=wanted))
    days = {
        DayOff(row.day, row.name, KINDS.get(Holiday.Kind(row.kind), "instansi"), row.certain)
        for row in rows
        if not row.works
    }
    known = {row.day.year for row in rows}
    for year in wanted - known:
        try:
            days |= indonesia([year]).days_off
        except RuleError:
            continue
        known.add(year)
    return Calendar(frozenset(days), frozenset(known), agency().workweek)
