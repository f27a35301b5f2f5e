"""The agency itself and its calendar of working days."""

from __future__ import annotations

from collections.abc import Iterable

from kinerja.rules.calendar import Calendar, DayOff, indonesia
from kinerja.rules.loader import rule

from ..models import Agency, Crest, Holiday

KINDS = {
    Holiday.Kind.NATIONAL.value: "nasional",
    Holiday.Kind.COLLECTIVE.value: "cuti_bersama",
    Holiday.Kind.REGIONAL.value: "instansi",
    Holiday.Kind.AGENCY.value: "instansi",
}


def agency() -> Agency:
    """The one agency of this database. Raises Agency.DoesNotExist before it is set up."""
    return Agency.objects.get(pk=1)


def crest() -> bytes | None:
    """The agency's crest as PNG, or None while it has set none."""
    image = Crest.objects.values_list("image", flat=True).first()
    return None if image is None else bytes(image)


def years_in_law() -> frozenset[int]:
    """Years whose national days off come with the product."""
    return frozenset(value.start.year for value in rule("calendar.holidays").values)


def calendar(years: Iterable[int]) -> Calendar:
    """Working days of the agency in these years, from its own table of days off; two queries.

    A year that the table does not hold yet is taken from the law that comes with the product. A year
    that neither knows is left out: counting into it raises RuleError.
    """
    wanted = frozenset(years)
    week = Agency.objects.values_list("workweek", flat=True).first() or Agency.Week.FIVE.value
    rows = list(Holiday.objects.filter(day__year__in=wanted))
    own = frozenset(row.day.year for row in rows)
    from_law = indonesia((wanted - own) & years_in_law(), week=week)
    days = [DayOff(row.day, row.name, KINDS[row.kind], row.certain) for row in rows if not row.works]
    return Calendar(from_law.days_off | frozenset(days), from_law.years | own, week)
