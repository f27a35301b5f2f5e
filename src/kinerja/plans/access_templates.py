"""Who keeps templates of goals, and to whom somebody may send them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import ADMIN, AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, is_appraiser, led_units, unit_tree_ids
from kinerja.rules.states import allowed_events

from .models import GoalTemplate

Asker = User | AnonymousUser


def reach(user: Asker, on: date) -> set[int] | None:
    """Units for whose people somebody may keep and send templates: None is every unit (HR)."""
    if HR in roles(user, on):
        return None
    me = employee_of(user)
    led = list(led_units(me, on).values_list("pk", flat=True)) if me else []
    return unit_tree_ids(led) if led else set()


def may_read_templates(user: Asker, on: date) -> Verdict:
    """HR, heads of units and other appraisers, auditors and administrators."""
    if roles(user, on) & {HR, AUDITOR, ADMIN} or is_appraiser(user, on) or reach(user, on):
        return YES
    return no(_("Templat sasaran untuk kepala unit, penilai, analis kepegawaian, dan auditor."))


def may_keep_templates(user: Asker, on: date) -> Verdict:
    """HR and heads of units make templates and send them."""
    units = reach(user, on)
    if units is None or units:
        return YES
    return no(_("Templat sasaran ditulis dan dikirim oleh kepala unit atau analis kepegawaian."))


def may_write_for(user: Asker, unit: Unit | None, on: date) -> Verdict:
    """HR for the whole agency and for any unit; a head for his own unit and those below it."""
    units = reach(user, on)
    if units is None or (unit is not None and unit.pk in units):
        return YES
    if unit is None:
        return no(_("Templat untuk seluruh instansi ditulis oleh analis kepegawaian."))
    return no(_("Templat unit ini ditulis oleh kepala unit itu, atasannya, atau analis kepegawaian."))


def may_write_template(user: Asker, template: GoalTemplate, on: date) -> Verdict:
    """As `may_write_for` the unit that the template is for."""
    return may_write_for(user, template.unit, on)


def may_send_template(user: Asker, template: GoalTemplate, on: date) -> Verdict:
    """HR and heads of units, as long as it is in use; whom they reach is `reach`."""
    if "send" not in allowed_events("goal_template", template.state):
        return no(_("Templat ini tidak dipakai lagi. Kirim versi yang terbaru."))
    return may_keep_templates(user, on)
