"""Who writes lessons and pulses, whom a lesson is for, who sees who was not reached."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, is_appraiser, led_units, unit_tree_ids
from kinerja.voice.access.cases import may_open_counter

from .access_common import Person
from .models import Lesson, Pulse


def may_socialise(user: Person, on: date) -> Verdict:
    """Lessons, answers to questions and pulses are HR's."""
    if HR in roles(user, on):
        return YES
    return no(_("Sosialisasi diatur analis kepegawaian."))


def audiences(user: Person, on: date) -> set[str]:
    """For whom the lessons are that concern this person."""
    found = {Lesson.For.ALL.value}
    if is_appraiser(user, on):
        found.add(Lesson.For.APPRAISERS.value)
    if may_open_counter(user, on):
        found.add(Lesson.For.COUNTERS.value)
    return found


def may_read_lesson(user: Person, lesson: Lesson, on: date) -> Verdict:
    """Everybody reads what is published; drafts are HR's."""
    if lesson.published or may_socialise(user, on):
        return YES
    return no(_("Pelajaran ini belum terbit."))


def may_see_reach(user: Person, on: date) -> Verdict:
    """Numbers by unit: HR, auditor, and whoever leads a unit (his own)."""
    if roles(user, on) & {HR, AUDITOR}:
        return YES
    me = employee_of(user)
    if me is not None and led_units(me, on).exists():
        return YES
    return no(_("Jangkauan sosialisasi dibaca kepala unit, analis kepegawaian, dan auditor."))


def may_name_unreached(user: Person, unit: Unit, on: date) -> Verdict:
    """Names: HR, and the head of the unit or of one above it."""
    if HR in roles(user, on):
        return YES
    me = employee_of(user)
    if me is not None and unit.pk in unit_tree_ids(led_units(me, on).values_list("pk", flat=True)):
        return YES
    return no(_("Nama yang belum terjangkau hanya untuk kepala unitnya dan analis kepegawaian."))


def may_answer_pulse(user: Person, pulse: Pulse) -> Verdict:
    """Whoever has a turn left."""
    me = employee_of(user)
    if me is not None and pulse.turns.filter(employee=me).exists():
        return YES
    return no(_("Anda sudah menjawab, atau survei ini tidak ditujukan kepada Anda. Satu orang satu jawaban."))


def may_see_pulse_details(user: Person, on: date) -> Verdict:
    """Results by office, and lines before the agency has answered: HR and auditor."""
    if roles(user, on) & {HR, AUDITOR}:
        return YES
    return no(_("Rincian survei singkat untuk analis kepegawaian dan auditor."))
