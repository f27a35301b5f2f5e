"""Who makes and runs a round, who adjusts who is asked, who answers. Reasons are for the refused person."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import ADMIN, AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import (
    appraiser_of,
    employee_of,
    is_appraiser,
    led_units,
    team_of,
    unit_tree_ids,
)

from .models import FeedbackAsk, FeedbackRound

Person = User | AnonymousUser


def units_run_by(user: Person, on: date) -> set[int] | None:
    """Ids of the units for which somebody may run a round; None: of all."""
    if HR in roles(user, on):
        return None
    me = employee_of(user)
    return unit_tree_ids(led_units(me, on).values_list("pk", flat=True)) if me else set()


def may_make_rounds(user: Person, on: date) -> Verdict:
    """HR, and whoever leads a unit."""
    units = units_run_by(user, on)
    if units is None or units:
        return YES
    return no(_("Putaran umpan balik dibuat kepala unit atau analis kepegawaian."))


def may_run(user: Person, unit: Unit, on: date) -> Verdict:
    """Making, opening and closing a round of `unit`: HR, its head and the heads above."""
    units = units_run_by(user, on)
    if units is None or unit.pk in units:
        return YES
    return no(_("Putaran unit ini dijalankan kepalanya, pimpinan di atasnya, atau analis kepegawaian."))


def may_list(user: Person, on: date) -> Verdict:
    """The list of rounds: whoever runs one, appraisers, auditors."""
    if AUDITOR in roles(user, on) or is_appraiser(user, on) or may_make_rounds(user, on):
        return YES
    return no(_("Daftar putaran untuk kepala unit, penilai, analis kepegawaian, dan auditor."))


def may_see(user: Person, round: FeedbackRound, on: date) -> Verdict:
    """Who runs it, auditors, and the appraisers of those it is about. Never a single answer."""
    if AUDITOR in roles(user, on) or may_run(user, round.unit, on):
        return YES
    me = employee_of(user)
    if me is not None and round.asks.filter(subject__in=team_of(me, on).values("pk")).exists():
        return YES
    return no(_("Putaran ini hanya dibuka yang menjalankannya dan penilai orang-orang di dalamnya."))


def may_adjust(user: Person, subject: Employee, on: date) -> Verdict:
    """The appraiser of the subject, or HR; never the subject himself."""
    me = employee_of(user)
    if me is not None and me.pk == subject.pk:
        return no(_("Anda tidak dapat memilih siapa yang ditanya tentang diri Anda sendiri."))
    if HR in roles(user, on):
        return YES
    line = appraiser_of(subject, on) if me is not None else None
    if me is not None and line is not None and line.employee.pk == me.pk:
        return YES
    return no(_("Hanya penilai pegawai ini atau analis kepegawaian yang dapat menyesuaikan."))


def may_take(user: Person, ask: FeedbackAsk, on: date) -> Verdict:
    """Only who was asked."""
    me = employee_of(user)
    if me is not None and me.pk == ask.asked_id and me.pk != ask.subject_id:
        return YES
    return no(_("Hanya orang yang diminta yang dapat menjawab, dan tidak tentang dirinya sendiri."))


def may_choose_sources(user: Person, on: date) -> Verdict:
    """Which sources appraisers see: HR and administrators."""
    if roles(user, on) & {HR, ADMIN}:
        return YES
    return no(_("Sumber bahan penilaian diatur analis kepegawaian atau administrator."))
