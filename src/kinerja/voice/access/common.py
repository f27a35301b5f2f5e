"""Who works where and holds which duty: the questions that every part of the voice asks."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import ADMIN, AUDITOR, COMPLAINTS, HR, PRIVACY, SERVICES, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, led_units, own_post, unit_tree_ids

Person = User | AnonymousUser
# Duties that read the measures of every unit.
READ_EVERY_UNIT = frozenset({SERVICES, COMPLAINTS, HR, AUDITOR, ADMIN})


def units_worked_in(user: Person, on: date) -> frozenset[int]:
    """The unit of one's own post with those below it, and every unit one leads with those below.

    Remembered on the user object for the day.
    """
    if not isinstance(user, User):
        return frozenset()
    cached: dict[date, frozenset[int]] = user.__dict__.setdefault("_units_worked_in", {})
    if on not in cached:
        me = employee_of(user)
        held = own_post(me, on) if me else None
        own = {held.post.unit_id} if held else set()
        led = set(led_units(me, on).values_list("pk", flat=True)) if me else set()
        cached[on] = frozenset(unit_tree_ids(own | led)) if own | led else frozenset()
    return cached[on]


def may_manage_services(user: Person, on: date) -> Verdict:
    """Catalogue, standards, questionnaires and survey periods of the whole agency."""
    if roles(user, on) & {SERVICES, ADMIN}:
        return YES
    return no(_("Hanya pengelola layanan dan survei yang boleh melakukan ini."))


def may_manage_complaints(user: Person, on: date) -> Verdict:
    """Distributing, re-classifying, redacting; moderating the forum."""
    if COMPLAINTS in roles(user, on):
        return YES
    return no(_("Hanya pengelola pengaduan dan forum yang boleh melakukan ini."))


def may_protect_data(user: Person, on: date) -> Verdict:
    """Requests of people about their data, the breach register, what was destroyed."""
    if PRIVACY in roles(user, on):
        return YES
    return no(_("Halaman ini untuk pejabat pelindungan data pribadi."))


def may_lead(user: Person, unit: Unit, on: date) -> Verdict:
    """Leads the unit or one above it."""
    me = employee_of(user) if isinstance(user, User) else None
    led = set(led_units(me, on).values_list("pk", flat=True)) if me else set()
    if led and unit.pk in unit_tree_ids(led):
        return YES
    return no(_("Hanya pimpinan %(unit)s yang boleh melakukan ini.") % {"unit": unit.name})


def may_work_in(user: Person, unit: Unit, on: date) -> Verdict:
    """Works in the unit (or in one above that he leads)."""
    if unit.pk in units_worked_in(user, on):
        return YES
    return no(_("Hanya pegawai %(unit)s yang boleh membuka halaman ini.") % {"unit": unit.name})


def may_read_measures(user: Person, unit: Unit, on: date) -> Verdict:
    """Measures and words of citizens inside the office: who works there, and who reads everything."""
    if roles(user, on) & READ_EVERY_UNIT:
        return YES
    return may_work_in(user, unit, on)
