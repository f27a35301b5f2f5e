"""Who keeps the catalogue, and who may see which side of it."""

from __future__ import annotations

from datetime import date

from kinerja.accounts.access import YES, Verdict, roles
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, led_units, unit_tree_ids

from .common import READ_EVERY_UNIT, Person, may_lead, may_manage_services, units_worked_in


def may_keep_services(user: Person, unit: Unit, on: date) -> Verdict:
    """Services, standards and maklumat of the unit: the manager of services, or who leads the unit."""
    return YES if may_manage_services(user, on) else may_lead(user, unit, on)


def kept_units(user: Person, on: date) -> frozenset[int] | None:
    """Ids of the units whose services the person keeps; None means every unit."""
    if may_manage_services(user, on):
        return None
    me = employee_of(user)
    if me is None:
        return frozenset()
    return frozenset(unit_tree_ids(led_units(me, on).values_list("pk", flat=True)))


def read_units(user: Person, on: date) -> frozenset[int] | None:
    """Ids of the units whose measures the person reads; None means every unit."""
    if roles(user, on) & READ_EVERY_UNIT:
        return None
    return units_worked_in(user, on)
