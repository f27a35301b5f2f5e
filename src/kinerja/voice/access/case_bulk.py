"""Who may bring cases in: by a file, by the key of another system; and who ties a measure to an SKP."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, led_units, unit_tree_ids
from kinerja.plans.models import Plan

from ..models import CaseImport, CaseKey
from .common import Person, may_lead, may_manage_services


def units_to_import(user: Person, on: date) -> frozenset[int] | None:
    """Units whose cases somebody may bring in: what he leads with everything below; None: of all units."""
    if may_manage_services(user, on):
        return None
    me = employee_of(user) if isinstance(user, User) else None
    led = set(led_units(me, on).values_list("pk", flat=True)) if me else set()
    return frozenset(unit_tree_ids(led)) if led else frozenset()


def may_import_cases(user: Person, on: date) -> Verdict:
    """The manager of services, and whoever leads a unit."""
    units = units_to_import(user, on)
    if units is None or units:
        return YES
    return no(_("Hanya pengelola layanan dan pimpinan unit yang boleh memasukkan berkas layanan."))


def may_read_import(user: Person, run: CaseImport, on: date) -> Verdict:
    """Whoever brought the file in, and the manager of services."""
    if run.by_id == user.pk or may_manage_services(user, on):
        return YES
    return no(_("Impor ini milik orang lain. Hanya pengunggah dan pengelola layanan yang boleh membukanya."))


def may_make_key(user: Person, unit: Unit, on: date) -> Verdict:
    """The manager of services, and whoever leads the unit."""
    return may_manage_services(user, on) or may_lead(user, unit, on)


def may_revoke_key(user: Person, key: CaseKey, on: date) -> Verdict:
    """Whoever may make such a key may also revoke it."""
    return may_make_key(user, key.unit, on)


def may_link_measures(user: Person, plan: Plan, on: date) -> Verdict:
    """The appraiser of the plan or an analyst of HR, never its owner: nobody picks his own yardstick."""
    me = employee_of(user) if isinstance(user, User) else None
    owns = me is not None and me.pk == plan.employee_id
    appraises = me is not None and me.pk == plan.appraiser_id
    if not owns and (appraises or HR in roles(user, on)):
        return YES
    return no(_("Hanya pejabat penilai dan analis kepegawaian yang boleh menautkan ukuran ke SKP ini."))
