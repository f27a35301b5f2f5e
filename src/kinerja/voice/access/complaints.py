"""Who may read a complaint, and who may know who wrote it (Perpres 76/2013: the reporter is protected)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.queries import employee_of

from ..models import Complaint
from .common import Person, may_lead, may_manage_complaints, units_worked_in


def in_reported_unit(user: Person, complaint: Complaint, on: date) -> bool:
    """Works in the unit the complaint is about, or leads one above it."""
    reported = complaint.reported_unit_id
    if reported is None and complaint.service is not None:
        reported = complaint.service.unit_id
    return reported is not None and reported in units_worked_in(user, on)


def answers_it(user: Person, complaint: Complaint, on: date) -> bool:
    """The officer it was given to, or who leads the unit that answers."""
    if not isinstance(user, User):
        return False
    me = employee_of(user)
    if me is not None and complaint.officer_id == me.pk:
        return True
    return complaint.unit is not None and bool(may_lead(user, complaint.unit, on))


def may_read_complaint(user: Person, complaint: Complaint, on: date) -> Verdict:
    """Complaints officers; auditors; the unit that answers, unless the report is secret and about it."""
    if may_manage_complaints(user, on):
        return YES
    if complaint.secret and in_reported_unit(user, complaint, on):
        return no(_("Laporan ini rahasia: unit yang dilaporkan tidak dapat membukanya."))
    if AUDITOR in roles(user, on) or answers_it(user, complaint, on):
        return YES
    return no(_("Laporan ini hanya untuk pengelola pengaduan dan unit yang menjawabnya."))


def may_see_reporter(user: Person, complaint: Complaint, on: date) -> Verdict:
    """Never the reported unit, never a role over the system alone; of an anonymous report only the
    complaints officers, of another also those who answer it."""
    if in_reported_unit(user, complaint, on):
        return no(_("Unit yang dilaporkan tidak boleh mengetahui identitas pelapor."))
    if may_manage_complaints(user, on):
        return YES
    if complaint.anonymous:
        return no(_("Pelapor memilih anonim: hanya pengelola pengaduan yang dapat melihat identitasnya."))
    if answers_it(user, complaint, on):
        return YES
    return no(_("Identitas pelapor hanya untuk pengelola pengaduan dan unit yang menjawab."))
