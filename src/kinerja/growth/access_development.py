"""Who plans development, who takes part, who approves, who reads what came of it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import appraiser_of, employee_of, led_units, own_post, unit_tree_ids
from kinerja.voice.access.common import may_lead

from .access_common import Person, appraises, is_self
from .models import Enrolment, Need, Session, TrainingEvaluation


def may_keep_courses(user: Person, on: date) -> Verdict:
    """Catalogue, sessions and attendance are HR's."""
    if HR in roles(user, on):
        return YES
    return no(_("Katalog dan sesi pengembangan diatur analis kepegawaian."))


def may_run(user: Person, session: Session, on: date) -> Verdict:
    """HR, and whoever planned the session."""
    if isinstance(user, User) and user.pk == session.made_by_id:
        return YES
    return may_keep_courses(user, on)


def may_correct_attendance(user: Person, enrolment: Enrolment, on: date) -> Verdict:
    """Who runs the session; nobody for himself."""
    if is_self(user, enrolment.employee_id):
        return no(_("Kehadiran Anda sendiri dikoreksi orang lain."))
    return may_run(user, enrolment.session, on)


def units_planned(user: Person, on: date) -> frozenset[int] | None:
    """The units whose needs somebody sees: None for all (HR, auditor), else his tree, possibly empty."""
    if roles(user, on) & {HR, AUDITOR}:
        return None
    me = employee_of(user)
    led = set(led_units(me, on).values_list("pk", flat=True)) if me else set()
    return frozenset(unit_tree_ids(led)) if led else frozenset()


def may_keep_needs(user: Person, unit: Unit, on: date) -> Verdict:
    """HR, and who leads the unit or one above it."""
    if HR in roles(user, on) or may_lead(user, unit, on):
        return YES
    return no(_("Kebutuhan unit ini dicatat pimpinannya atau analis kepegawaian."))


def may_group_needs(user: Person, on: date) -> Verdict:
    """HR, and heads of units; each need of the group is asked about again by `may_keep_needs`."""
    planned = units_planned(user, on)
    if HR in roles(user, on) or planned:
        return YES
    return no(_("Kebutuhan dikelompokkan pimpinan unit atau analis kepegawaian."))


def may_wish(user: Person, employee: Employee | None) -> Verdict:
    """A wish is one's own."""
    if employee is not None and is_self(user, employee.pk):
        return YES
    return no(_("Keinginan belajar ditulis pegawai itu sendiri."))


def may_drop_need(user: Person, need: Need, on: date) -> Verdict:
    """Who keeps the needs of the unit; one's own wish also oneself."""
    if need.source == Need.Source.WISH and is_self(user, need.employee_id):
        return YES
    return may_keep_needs(user, need.unit, on)


def may_enrol(user: Person, employee: Employee, on: date) -> Verdict:
    """Oneself, the appraiser, the head of the unit or above, HR."""
    if is_self(user, employee.pk) or HR in roles(user, on) or may_approve_for(user, employee, on):
        return YES
    held = own_post(employee, on)
    if held is not None and may_lead(user, held.post.unit, on):
        return YES
    return no(_("Pegawai didaftarkan dirinya sendiri, atasannya, atau analis kepegawaian."))


def may_approve_for(user: Person, employee: Employee, on: date) -> Verdict:
    """The appraiser; HR where nobody in the register appraises. Nobody for himself."""
    alone = HR in roles(user, on) and appraiser_of(employee, on) is None
    if not is_self(user, employee.pk) and (alone or appraises(user, employee, on)):
        return YES
    return no(_("Keikutsertaan disetujui pejabat penilai pegawai itu."))


def may_withdraw(user: Person, enrolment: Enrolment, on: date) -> Verdict:
    """The participant, who enrolled him, HR."""
    asked = isinstance(user, User) and user.pk == enrolment.asked_by_id
    if asked or is_self(user, enrolment.employee_id) or HR in roles(user, on):
        return YES
    return no(_("Pendaftaran ini dibatalkan peserta, pendaftarnya, atau analis kepegawaian."))


def may_take_test(user: Person, enrolment: Enrolment) -> Verdict:
    if is_self(user, enrolment.employee_id):
        return YES
    return no(_("Tes ini hanya untuk pesertanya."))


def may_evaluate(user: Person, evaluation: TrainingEvaluation) -> Verdict:
    if is_self(user, evaluation.by_id):
        return YES
    return no(_("Evaluasi ini diisi orang yang diminta."))


def may_read_results(user: Person, session: Session, on: date) -> Verdict:
    """What came of a session: who runs it, and the auditor."""
    if AUDITOR in roles(user, on) or may_run(user, session, on):
        return YES
    return no(_("Hasil evaluasi sesi dibaca penyelenggara dan auditor."))
