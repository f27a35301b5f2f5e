"""Who may make, read and lead a project team, and whose contribution somebody may read."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, led_units, unit_tree_ids, visible_to

from .models import Membership, Team

Person = User | AnonymousUser


def leads(user: Person, team: Team) -> bool:
    """Whether he is the lead of the team."""
    me = employee_of(user)
    return me is not None and me.pk == team.lead_id


def may_make(user: Person, unit: Unit, on: date) -> Verdict:
    """The head of the unit (or of one above it), or HR, makes a team and chooses its people."""
    if HR in roles(user, on):
        return YES
    me = employee_of(user)
    if me is not None:
        led = led_units(me, on).values_list("pk", flat=True)
        if unit.pk in unit_tree_ids(led):
            return YES
    return no(_("Tim kerja dibentuk kepala unit induknya atau analis kepegawaian."))


def may_read(user: Person, team: Team, on: date) -> Verdict:
    """The lead, everybody asked to be a member, who manages it, their appraisers, HR and auditor."""
    me = employee_of(user)
    if leads(user, team) or roles(user, on) & {HR, AUDITOR}:
        return YES
    people = set(team.members.values_list("employee_id", flat=True)) | {team.lead_id}
    if me is not None and me.pk in people:
        return YES
    if me is not None and (visible_to(user, on).filter(pk__in=people).exists()):
        return YES
    if may_make(user, team.unit, on):
        return YES
    return no(_("Tim ini hanya dapat dibuka ketua, anggota, atasan mereka, dan pengelola kinerja."))


def may_set_goals(user: Person, team: Team, on: date) -> Verdict:
    """Whoever leads the team or may make it sets the goals and writes what came of them."""
    if leads(user, team) or may_make(user, team.unit, on):
        return YES
    return no(_("Sasaran tim ditulis ketua tim atau kepala unit induknya."))


def may_lead(user: Person, team: Team) -> Verdict:
    """Only the lead says how far each member contributed."""
    return YES if leads(user, team) else no(_("Hanya ketua tim yang menulis kontribusi anggota."))


def may_answer_role(user: Person, member: Membership) -> Verdict:
    """A role is confirmed, declined and told about by the member himself."""
    me = employee_of(user)
    if me is not None and me.pk == member.employee_id:
        return YES
    return no(_("Peran ini hanya dapat dijawab oleh anggota itu sendiri."))


def readable_contributions(user: Person, team: Team, on: date) -> set[int]:
    """Employee ids whose contribution he may read in this team: his own, as lead, HR or auditor everybody's,
    as appraiser or leader those of his people. Members do not read about each other."""
    people = set(team.members.values_list("employee_id", flat=True))
    if leads(user, team) or roles(user, on) & {HR, AUDITOR}:
        return people
    me = employee_of(user)
    if me is None:
        return set()
    seen = visible_to(user, on).filter(pk__in=people)
    return set(seen.values_list("pk", flat=True))
