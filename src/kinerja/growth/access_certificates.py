"""Who issues, reads, takes and revokes certificates. Anybody who holds one may verify it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.queries import employee_of, visible_to

from .access_common import is_self
from .access_recognition import concerned, led_tree, manages
from .models import Certificate, Enrolment, Session


def may_open_register(user: User, on: date) -> Verdict:
    """HR and auditor the whole register, a head of unit that of his people."""
    if roles(user, on) & {HR, AUDITOR} or led_tree(user, on):
        return YES
    return no(_("Register piagam untuk analis kepegawaian, auditor, dan kepala unit."))


def may_issue_session(user: User, session: Session, on: date) -> Verdict:
    """HR, and who made the session."""
    if HR in roles(user, on) or session.made_by_id == user.pk:
        return YES
    return no(_("Sertifikat pelatihan diterbitkan penyelenggara atau analis kepegawaian."))


def may_issue_training(user: User, enrolment: Enrolment, on: date) -> Verdict:
    """The same, but nobody for himself."""
    if is_self(user, enrolment.employee_id):
        return no(_("Sertifikat Anda sendiri diterbitkan orang lain."))
    return may_issue_session(user, enrolment.session, on)


def may_take(user: User, certificate: Certificate, on: date) -> Verdict:
    """The holder, who issued it, and who finds it in the register."""
    me = employee_of(user)
    if me is not None and me.pk == certificate.employee_id:
        return YES
    if roles(user, on) & {HR, AUDITOR} or certificate.issued_by_id == user.pk:
        return YES
    award = certificate.proposal
    if award is not None and certificate.employee_id is None and concerned(me, award, on):
        return YES
    if may_open_register(user, on) and _leads_holder(user, certificate, on):
        return YES
    return no(_("Piagam ini hanya diunduh penerimanya, atasannya, dan pengelola penghargaan."))


def may_revoke(user: User, certificate: Certificate, on: date) -> Verdict:
    """HR, and who keeps the scheme; nobody his own."""
    if is_self(user, certificate.employee_id):
        return no(_("Piagam Anda sendiri dicabut orang lain."))
    if certificate.proposal is not None:
        return manages(user, certificate.proposal, on)
    if HR in roles(user, on):
        return YES
    return no(_("Piagam ini hanya dicabut analis kepegawaian."))


def _leads_holder(user: User, certificate: Certificate, on: date) -> bool:
    if certificate.employee_id is not None:
        return visible_to(user, on).filter(pk=certificate.employee_id).exists()
    award = certificate.proposal
    place = None if award is None else award.team.unit_id if award.team else award.unit_id
    return place in led_tree(user, on)
