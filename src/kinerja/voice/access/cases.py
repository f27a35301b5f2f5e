"""Who works at which counter."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import YES, Verdict, no

from ..models import Service
from ..queries.services import services
from .common import Person, may_work_in, units_worked_in


def may_open_counter(user: Person, on: date) -> Verdict:
    """Works in a unit that gives services."""
    if services(on).filter(unit__in=units_worked_in(user, on)).exists():
        return YES
    return no(_("Loket ini untuk pegawai unit yang punya layanan. Unit Anda belum punya layanan."))


def may_serve(user: Person, service: Service, on: date) -> Verdict:
    """Works in the unit of the service (or in one above that he leads)."""
    return may_work_in(user, service.unit, on)
