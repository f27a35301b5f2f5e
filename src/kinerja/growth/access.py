"""Who reads somebody's competence, who assesses it, who keeps the standards."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import HR, YES, Verdict, no, roles
from kinerja.people.models import Employee
from kinerja.people.queries import visible_to

from .access_common import Person, appraises, is_self
from .models import CompetenceAssessment


def may_read_profile(user: Person, employee: Employee, on: date) -> Verdict:
    """Oneself, the appraiser and leaders above, HR, auditor and administrator."""
    if visible_to(user, on).filter(pk=employee.pk).exists():
        return YES
    return no(_("Profil kompetensi hanya untuk pegawai itu, atasannya, dan pengelola kinerja."))


def may_start(user: Person, employee: Employee, on: date) -> Verdict:
    """The appraiser, or HR who also names the appraiser as assessor; nobody for himself."""
    if is_self(user, employee.pk):
        return no(_("Kompetensi Anda dinilai orang lain. Anda tidak dapat menilai diri sendiri di sini."))
    if HR in roles(user, on) or appraises(user, employee, on):
        return YES
    return no(_("Kompetensi dinilai pejabat penilai pegawai itu atau analis kepegawaian."))


def may_be_assessor(assessor: Employee, employee: Employee, on: date) -> Verdict:
    """Who may be named: the appraiser of the employee or an HR analyst, never the employee himself."""
    if assessor.user is None:
        return no(_("Penilai ini belum mempunyai akun."))
    return may_start(assessor.user, employee, on)


def may_fill(user: Person, assessment: CompetenceAssessment) -> Verdict:
    """Only the assessor writes."""
    if is_self(user, assessment.assessor_id):
        return YES
    return no(_("Penilaian ini hanya dapat diisi oleh penilai yang ditunjuk."))


def may_read_assessment(user: Person, assessment: CompetenceAssessment, on: date) -> Verdict:
    """A draft is the assessor's own and HR's; a final one is open to readers of the profile."""
    if may_fill(user, assessment):
        return YES
    if assessment.status == CompetenceAssessment.Status.FINAL:
        return may_read_profile(user, assessment.employee, on)
    if HR in roles(user, on) and not is_self(user, assessment.employee_id):
        return YES
    return no(_("Penilaian ini masih draf. Anda dapat membacanya setelah diselesaikan."))


def may_keep_standards(user: Person, on: date) -> Verdict:
    """Technical competences and required levels are HR's."""
    if HR in roles(user, on):
        return YES
    return no(_("Standar kompetensi diatur analis kepegawaian."))
