"""Who may do what with a complaint inside the office. Reading it is `access.complaints`."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import YES, Verdict, no

from ..models import Complaint
from .common import Person, may_lead, units_worked_in
from .complaints import answers_it, may_read_complaint


def may_see_unit_queue(user: Person, on: date) -> Verdict:
    """The queue of what waits for oneself and for the units one leads; everybody with a post may have one."""
    if units_worked_in(user, on):
        return YES
    return no(_("Antrean ini untuk pegawai yang bekerja di sebuah unit."))


def may_handle(user: Person, complaint: Complaint, on: date) -> Verdict:
    """Takes up, asks, answers, extends, returns: the assigned officer and who leads the unit or one above."""
    readable = may_read_complaint(user, complaint, on)
    if not readable:
        return readable
    if complaint.unit is None:
        return no(_("Laporan ini belum diteruskan ke unit mana pun."))
    if answers_it(user, complaint, on):
        return YES
    return no(_("Laporan ini ditangani petugas yang ditunjuk dan pimpinan unitnya."))


def may_assign(user: Person, complaint: Complaint, on: date) -> Verdict:
    """Names the officer: who leads the unit that has to answer, or one above."""
    may = may_handle(user, complaint, on)
    return may_lead(user, complaint.unit, on) if may and complaint.unit else may
