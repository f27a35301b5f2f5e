"""Who plans, reads, chairs and writes down an evaluation meeting, and who reads names in its agenda."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import ADMIN, AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of
from kinerja.voice.access.common import may_lead

from .models import AgendaItem, Decision, Meeting

# Points about one person: told to the chair and to whoever judges that person, never to the room.
ABOUT_PEOPLE = frozenset({AgendaItem.Kind.RECOGNISE.value, AgendaItem.Kind.SUPPORT.value})


def _id(user: User) -> int | None:
    me = employee_of(user)
    return me.pk if me else None


def may_plan(user: User, unit: Unit, on: date) -> Verdict:
    """The head of the unit, or of one above it."""
    return may_lead(user, unit, on)


def may_chair(user: User, meeting: Meeting, on: date) -> Verdict:
    """Who was named chair, the head of the unit (also a successor), and who leads above it."""
    if _id(user) == meeting.chair_id or may_lead(user, meeting.unit, on):
        return YES
    return no(_("Hanya pemimpin rapat yang boleh melakukan ini."))


def may_write(user: User, meeting: Meeting, on: date) -> Verdict:
    """Who corrects the minutes: the chair, who planned the meeting, and HR."""
    if user.pk == meeting.made_by_id or HR in roles(user, on) or may_chair(user, meeting, on):
        return YES
    return no(_("Notula hanya diperbaiki pemimpin rapat, penyiap rapat, atau analis kepegawaian."))


def may_read(user: User, meeting: Meeting, on: date) -> Verdict:
    """Who was invited, who chairs or writes, auditor and administrator."""
    me = _id(user)
    if me is not None and any(row.employee_id == me for row in meeting.attendance.all()):
        return YES
    if roles(user, on) & {AUDITOR, ADMIN} or may_write(user, meeting, on):
        return YES
    return no(_("Rapat ini hanya untuk peserta yang diundang dan pengelola kinerja."))


def may_close(user: User, decision: Decision, on: date) -> Verdict:
    """Its owner, and who chairs the meeting it came from."""
    if _id(user) == decision.owner_id or may_chair(user, decision.meeting, on):
        return YES
    return no(_("Keputusan ini hanya ditutup penanggung jawabnya atau pemimpin rapat."))


def sees_decision(user: User, decision: Decision, chairs: bool) -> bool:
    """Tasks are for everybody who reads the meeting; what is for a person, for its owner and the chair."""
    return decision.kind == Decision.Kind.TASK or chairs or _id(user) == decision.owner_id
