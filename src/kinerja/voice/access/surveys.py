"""Who makes a survey, who reads what came of it, and who may judge answers that were held."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kinerja.accounts.access import ADMIN, AUDITOR, COMPLAINTS, HR, SERVICES, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, led_units, unit_tree_ids

from ..models import FollowUp, Questionnaire, ServiceCase, SurveyPeriod
from ..queries.surveys import units_above
from .common import Person, may_manage_services, may_work_in, units_worked_in


def may_run_survey(user: Person, unit: Unit, on: date) -> Verdict:
    """Periods, codes and follow-up of a unit: the manager of surveys, and who leads the unit."""
    if may_manage_services(user, on) or unit.pk in led_here(user, on):
        return YES
    words = _("Hanya pengelola layanan dan survei atau pimpinan %(unit)s yang boleh melakukan ini.")
    return no(words % {"unit": unit.name})


def may_run_any_survey(user: Person, on: date) -> Verdict:
    """At least one unit: opens the form; the act itself asks about the unit."""
    if may_manage_services(user, on) or led_here(user, on):
        return YES
    return no(_("Hanya pengelola layanan dan survei atau pimpinan unit yang boleh melakukan ini."))


def led_here(user: Person, on: date) -> frozenset[int]:
    """The units one leads with those below; remembered on the user for the day."""
    me = employee_of(user)
    if me is None or not isinstance(user, User):
        return frozenset()
    cached: dict[date, frozenset[int]] = user.__dict__.setdefault("_units_led", {})
    if on not in cached:
        led = set(led_units(me, on).values_list("pk", flat=True))
        cached[on] = frozenset(unit_tree_ids(led)) if led else frozenset()
    return cached[on]


def surveyed_by(user: Person, on: date) -> QuerySet[Unit]:
    """The units whose surveys one may run."""
    rows = Unit.objects.order_by("code")
    return rows if may_manage_services(user, on) else rows.filter(pk__in=led_here(user, on))


def may_edit_questionnaire(user: Person, questionnaire: Questionnaire, on: date) -> Verdict:
    """The agency's own belongs to the manager of surveys, a unit's also to its head."""
    if questionnaire.unit is None:
        return may_manage_services(user, on)
    return may_run_survey(user, questionnaire.unit, on)


def read_everything(user: Person, on: date) -> bool:
    """Holds a duty that reads the measures of every unit."""
    return bool(roles(user, on) & {SERVICES, COMPLAINTS, HR, AUDITOR, ADMIN})


def readable_units(user: Person, on: date) -> frozenset[int]:
    """Units whose surveys one may read because one works there, below, or leads from above."""
    worked = units_worked_in(user, on)
    return worked | units_above(worked) if worked else worked


def may_read_survey(user: Person, unit: Unit, on: date) -> Verdict:
    """A survey of a unit covers the units below it: everybody who works there reads it."""
    if read_everything(user, on) or unit.pk in readable_units(user, on):
        return YES
    return no(_("Hanya pegawai %(unit)s yang boleh membuka halaman ini.") % {"unit": unit.name})


def may_see_results(user: Person, period: SurveyPeriod, on: date) -> Verdict:
    """Results are for those who read the survey, once it is over: a figure that moves with every answer
    would tell what the last citizen said."""
    verdict = may_read_survey(user, period.unit, on)
    over = period.status in (SurveyPeriod.Status.CLOSED, SurveyPeriod.Status.PUBLISHED)
    if not verdict or over:
        return verdict
    return no(_("Hasil dapat dibaca setelah survei ditutup, agar jawaban warga tidak dapat ditebak."))


def may_decide_answers(user: Person, period: SurveyPeriod, on: date) -> Verdict:
    """The manager of surveys, unless he works in the surveyed unit or leads it from above.

    The agency as a whole is everybody's: there nobody is left out.
    """
    verdict = may_manage_services(user, on)
    if not verdict or period.unit.parent_id is None:
        return verdict
    own = units_worked_in(user, on)
    if period.unit_id in own or own & unit_tree_ids([period.unit_id]):
        return no(_("Anda bekerja di unit yang disurvei, jadi orang lain yang harus memutuskan."))
    return verdict


def may_hand_out_code(user: Person, case: ServiceCase, on: date) -> Verdict:
    """Who works at the counter of the service."""
    return may_work_in(user, case.service.unit, on)


def may_close_follow_up(user: Person, row: FollowUp, on: date) -> Verdict:
    """Who is responsible for it, and who runs the surveys of the unit."""
    me = employee_of(user)
    if me is not None and row.responsible_id == me.pk:
        return YES
    return may_run_survey(user, row.unit, on)
