"""Who pairs with whom, who of a pair does what, and who reads it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import HR, YES, Verdict, no, roles
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, lines

from .access_common import Person, is_self
from .models import Mentorship, MentorWish


def is_part(user: Person, mentorship: Mentorship) -> Verdict:
    """Mentor or mentee: they alone write and read journal and views."""
    me = employee_of(user)
    if me is not None and me.pk in (mentorship.mentor_id, mentorship.mentee_id):
        return YES
    return no(_("Jurnal mentoring hanya untuk mentor dan mentee."))


def may_see(user: Person, mentorship: Mentorship, on: date) -> Verdict:
    """The two; HR sees who, about what, since when and the state."""
    if HR in roles(user, on):
        return YES
    return is_part(user, mentorship)


def may_keep_wish(user: Person, wish: MentorWish, on: date) -> Verdict:
    """Whose wish it is sees who fits; HR helps."""
    if is_self(user, wish.employee_id) or HR in roles(user, on):
        return YES
    return no(_("Calon mentor hanya dilihat yang mencari dan analis kepegawaian."))


def may_propose(user: Person, mentor: Employee, mentee: Employee, on: date) -> Verdict:
    """One of the two, or HR who brings them together; both agree afterwards."""
    me = employee_of(user)
    if me is None:
        return no(_("Akun Anda belum terhubung dengan data pegawai."))
    if me.pk in (mentor.pk, mentee.pk) or HR in roles(user, on):
        return YES
    return no(_("Mentoring diusulkan mentor, mentee, atau analis kepegawaian."))


def one_appraises(mentor: Employee, mentee: Employee, on: date) -> bool:
    """Whether one of the two appraises the other on the day."""
    rows = lines(on, [mentor.pk, mentee.pk])
    above = {pk: row.appraiser_id for pk, row in rows.items()}
    return above.get(mentee.pk) == mentor.pk or above.get(mentor.pk) == mentee.pk
