"""Who works in a unit and who leads it, for many units at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import QuerySet

from kinerja.people.models import Appointment, Employee, Unit
from kinerja.people.queries import in_force, unit_tree_ids


def officers_of(unit: Unit, on: date) -> QuerySet[Employee]:
    """Employees who hold a post in the unit or below it on the day, by name."""
    held = Appointment.objects.filter(in_force(on), post__unit_id__in=unit_tree_ids([unit.pk])).exclude(
        kind=Appointment.Kind.STUDY
    )
    return Employee.objects.filter(pk__in=held.values("employee_id"))


def heads(units: Collection[int], on: date) -> dict[int, Employee]:
    """Unit id to whoever leads it on the day; an acting head stands before the definitive one. One query."""
    rows = Appointment.objects.filter(in_force(on), post__leads_unit=True, post__unit_id__in=units)
    rows = rows.exclude(kind=Appointment.Kind.STUDY).select_related("employee", "post")
    found: dict[int, Employee] = {}
    for row in sorted(rows, key=lambda row: (row.kind != Appointment.Kind.DEFINITIVE, row.starts, row.pk)):
        found[row.post.unit_id] = row.employee  # the last one wins: acting, then the newest
    return found


def head_of(unit: Unit, on: date) -> Employee | None:
    """Who leads this unit on the day."""
    return heads([unit.pk], on).get(unit.pk)


def heads_and_above(units: Collection[int], on: date) -> tuple[dict[int, Employee], dict[int, Employee]]:
    """For each unit who leads it (or the nearest unit above that has a head), and who leads the next one up.

    Two queries; the tree of units is small enough to be read whole.
    """
    above = dict(Unit.objects.order_by().values_list("pk", "parent_id"))
    chains = {unit: _chain(unit, above) for unit in units}
    leading = heads({link for chain in chains.values() for link in chain}, on)
    first: dict[int, Employee] = {}
    second: dict[int, Employee] = {}
    for unit, chain in chains.items():
        led = [leading[link] for link in chain if link in leading]
        if led:
            first[unit] = led[0]
        higher = [person for person in led[1:] if person.pk != led[0].pk]
        if higher:
            second[unit] = higher[0]
    return first, second


def _chain(unit: int, above: Mapping[int, int | None]) -> list[int]:
    """The unit and the units over it, nearest first; a ring in the tree ends the walk."""
    chain: list[int] = []
    here: int | None = unit
    while here is not None and here not in chain:
        chain.append(here)
        here = above.get(here)
    return chain
