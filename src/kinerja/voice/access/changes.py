"""Who tells citizens what changed."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import Verdict, no
from kinerja.people.models import Unit

from .common import Person
from .services import kept_units, may_keep_services


def may_tell_change(user: Person, unit: Unit, on: date) -> Verdict:
    """A change of the unit: the manager of services and surveys, or who leads the unit."""
    return may_keep_services(user, unit, on)


def may_tell_any(user: Person, on: date) -> Verdict:
    """At least one unit: opens the office's list."""
    units = kept_units(user, on)
    if units is None or units:
        return Verdict(True)
    return no(_("Perubahan dicatat oleh pengelola layanan dan survei atau pimpinan unit."))
