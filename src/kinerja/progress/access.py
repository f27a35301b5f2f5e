"""Who may read a plan's progress, write it, decide on it, and say something about it."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import YES, Verdict, no
from kinerja.accounts.models import User
from kinerja.people.queries import appraiser_for_period, employee_of, visible_to
from kinerja.plans.models import Period, Plan

from .models import Evidence, Feedback, FeedbackRequest, Report

Visitor = User | AnonymousUser


def is_owner(user: Visitor, plan: Plan) -> bool:
    me = employee_of(user)
    return me is not None and me.pk == plan.employee_id


def may_read_progress(user: Visitor, plan: Plan, on: date, period: Period | None = None) -> Verdict:
    """The employee himself, his appraiser, the leaders above, analysts and auditors.

    With `period` also whoever evaluates that period, who may have moved since.
    """
    me = employee_of(user)
    if is_owner(user, plan) or (me and plan.appraiser_id == me.pk):
        return YES
    if visible_to(user, on).filter(pk=plan.employee_id).exists():
        return YES
    if me and period and may_decide_report(user, plan, period):
        return YES
    return no(_("Halaman ini hanya untuk pegawai itu, penilai dan atasannya, dan pengelola kinerja."))


def may_write_progress(user: Visitor, plan: Plan) -> Verdict:
    """Only the employee writes his own report, evidence and daily log."""
    if is_owner(user, plan):
        return YES
    return no(_("Laporan dan log harian hanya dapat diisi oleh pemilik SKP."))


def may_decide_report(user: Visitor, plan: Plan, period: Period) -> Verdict:
    """Whoever evaluates the period (PermenPANRB 6/2022 Lampiran hlm 91 no 14), never the employee."""
    me = employee_of(user)
    if me is not None and me.pk != plan.employee_id:
        line, _post = appraiser_for_period(plan.employee, period.starts, period.ends, period.opens)
        if line is not None and line.employee.pk == me.pk:
            return YES
    return no(_("Hanya pejabat penilai periode ini yang boleh menerima atau mengembalikan laporan."))


def may_see_evidence(user: Visitor, piece: Evidence, on: date) -> Verdict:
    report = piece.realisation.report
    return may_read_progress(user, report.plan, on, report.period)


def may_remove_evidence(user: Visitor, piece: Evidence) -> Verdict:
    report = piece.realisation.report
    if report.status != Report.Status.DRAFT:
        return no(_("Laporan sudah terkirim, sehingga bukti tidak dapat dihapus."))
    return may_write_progress(user, report.plan)


def may_give_feedback(user: Visitor, plan: Plan, on: date) -> Verdict:
    """Any other employee may speak about the values (Ps 18(2), 19(4)); see `may_read_results` for more."""
    me = employee_of(user)
    if me is None:
        return no(_("Umpan balik ditulis oleh pegawai. Akun Anda tidak terhubung dengan data pegawai."))
    if me.pk == plan.employee_id:
        return no(_("Umpan balik untuk diri sendiri tidak dicatat di sini."))
    return YES


def may_read_results(relation: Feedback.Relation) -> Verdict:
    """Leaders, peers and subordinates see the results they speak about; others only what they were asked."""
    if relation != Feedback.Relation.OTHER:
        return YES
    return no(_("Hasil kerja rekan dari unit lain terlihat bila ia meminta umpan balik Anda."))


def may_answer(user: Visitor, request: FeedbackRequest) -> Verdict:
    me = employee_of(user)
    if me is not None and me.pk == request.asked_id:
        return YES
    return no(_("Permintaan umpan balik ini ditujukan kepada orang lain."))
