"""Who tells, reports, decides and counsels; who reads what of it.

PermenPANRB 6/2022 Lampiran hlm 85-88: the employee is told first, the counsellor is independent, what is
said stays between the two.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Appointment, Employee
from kinerja.people.queries import employee_of, in_force, own_post, posts_below
from kinerja.people.queries.in_force import HOLDING_KINDS, posts_up_from

from .access_common import Person, appraises, is_self
from .models import BehaviourReport, Counselling

R = BehaviourReport.Status
GOING_ON = (R.TOLD, R.REPORTED, R.APPOINTED)


def may_tell(user: Person, employee: Employee, on: date) -> Verdict:
    """The appraiser of the day."""
    if appraises(user, employee, on):
        return YES
    return no(_("Masalah perilaku disampaikan dan dilaporkan pejabat penilai pegawai itu."))


def may_report(user: Person, report: BehaviourReport, on: date) -> Verdict:
    """Whoever appraises him on the day, also when another told him: a matter does not end with a move."""
    if appraises(user, report.employee, on):
        return YES
    return no(_("Hanya pejabat penilai pegawai itu sekarang yang dapat melaporkan."))


def may_see_change(user: Person, report: BehaviourReport, on: date) -> Verdict:
    """That it got better says who told him, or who appraises him now."""
    if is_self(user, report.appraiser_id):
        return YES
    return may_tell(user, report.employee, on)


def may_read_report(user: Person, report: BehaviourReport, on: date) -> Verdict:
    """The employee himself, who told him, who appraises him while it goes on, and HR once it was reported."""
    me = employee_of(user)
    if me is not None and me.pk in (report.employee_id, report.appraiser_id):
        return YES
    if report.status in GOING_ON and appraises(user, report.employee, on):
        return YES
    if HR in roles(user, on) and report.reported_at is not None:
        return YES
    return no(_("Laporan ini hanya untuk pegawai itu, pejabat penilainya, dan pengelola kepegawaian."))


def may_decide(user: Person, report: BehaviourReport, on: date) -> Verdict:
    """HR, but nobody about himself, about his own report or about his own people."""
    me = employee_of(user)
    involved = me is not None and me.pk in (report.employee_id, report.appraiser_id)
    if involved or appraises(user, report.employee, on):
        return no(_("Anda terlibat dalam laporan ini. Minta analis kepegawaian lain memutuskannya."))
    return may_oversee(user, on)


def may_replace(user: Person, counselling: Counselling, report: BehaviourReport, on: date) -> Verdict:
    """HR as in the decision on its report, but not the counsellor himself."""
    if is_self(user, counselling.counsellor_id):
        return no(_("Anda terlibat dalam konseling ini. Minta analis kepegawaian lain menggantinya."))
    return may_decide(user, report, on)


def may_oversee(user: Person, on: date) -> Verdict:
    """HR sees reports, and of a counselling that it exists, whether it goes on and how it ended."""
    if HR in roles(user, on):
        return YES
    return no(_("Laporan perilaku ditindaklanjuti analis kepegawaian."))


def may_counsel(counsellor: Employee, report: BehaviourReport, decider: User, on: date) -> Verdict:
    """Independent: not the employee, nobody above or below him, not who reported, not who appoints."""
    if counsellor.user is None or not counsellor.user.is_active:
        return no(_("Konselor ini belum mempunyai akun, jadi tidak dapat menulis catatan."))
    if counsellor.pk == report.employee_id:
        return no(_("Pegawai tidak dapat menjadi konselor bagi dirinya sendiri."))
    if counsellor.user_id == decider.pk:
        return no(_("Anda yang memutuskan, jadi konselornya orang lain."))
    if counsellor.pk == report.appraiser_id or counsellor.pk in reporting_line(report.employee, on):
        return no(_("Konselor harus independen: orang ini berada di garis pimpinan pegawai itu."))
    return YES


def reporting_line(employee: Employee, on: date) -> set[int]:
    """Employee ids of all who hold a post above his, and of all below his posts."""
    held = own_post(employee, on)
    mine = list(employee.appointments.filter(in_force(on)).values_list("post_id", flat=True))
    above = set(posts_up_from([held.post_id])) - {held.post_id} if held else set()
    posts = above | (posts_below(mine) if mine else set())
    rows = Appointment.objects.filter(in_force(on), post_id__in=posts, kind__in=HOLDING_KINDS)
    return set(rows.values_list("employee_id", flat=True)) - {employee.pk}


def may_read_notes(user: Person, counselling: Counselling) -> Verdict:
    """The employee and the named counsellor; no duty whatever opens them."""
    me = employee_of(user)
    if me is not None and me.pk in (counselling.employee_id, counselling.counsellor_id):
        return YES
    return no(_("Konseling ini rahasia: hanya pegawai itu dan konselornya yang dapat membukanya."))


def may_close(user: Person, counselling: Counselling) -> Verdict:
    """The counsellor."""
    if is_self(user, counselling.counsellor_id):
        return YES
    return no(_("Konseling ditutup oleh konselornya."))
