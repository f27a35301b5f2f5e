"""Who opens, leads, reads and judges a support plan, and why.

- A plan is work between two people, so its words are for those two, for the appraiser of the employee, who
  answers for his guidance (PermenPANRB 6/2022 Ps 20-21), and for the superior of the guide, to whom form
  B.1.8 goes (hlm 83). Leaders further up see no words: they need none to act.
- HR sees that plans exist, with people, state and dates. It reads the words of the improvement path only,
  because the competence test and the placement that may follow are its work (PP 30/2019 Ps 57-58).
- Auditor and administrator read no plan: no rule asks them to judge one.
- A draft is no offer yet: the employee reads it from the offer on, and also when he sent it back.
- Who keeps programmes (`access_proof`) sees waves: for what reason, since when and, from `survey.k_floor`
  people on, how many. Nobody is named and no words are shown.
- Who promised a resource sees the promise and for whom, not the plan.
"""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kinerja.accounts.access import HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.assessment.models import Decision
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, visible_to

from .access_common import appraises
from .models import CoachFeedback, Promise, SupportPlan, SupportStep

K, S = SupportPlan.Kind, SupportPlan.Status


def _id(user: User) -> int | None:
    me = employee_of(user)
    return me.pk if me else None


def may_open(user: User, employee: Employee, on: date, decision: Decision | None = None) -> Verdict:
    """The appraiser for his people, and whom a meeting put in charge of this employee's support."""
    me = _id(user)
    if me == employee.pk:
        return no(_("Rencana dibuka oleh pimpinan Anda. Sampaikan kebutuhan Anda kepadanya."))
    if decision is not None and me is not None and decision.owner_id == me:
        return YES
    if appraises(user, employee, on):
        return YES
    return no(_("Rencana pembinaan dibuka oleh pejabat penilai pegawai itu."))


def may_open_path(user: User, employee: Employee, on: date) -> Verdict:
    """The appraiser; nobody else opens the six months."""
    if _id(user) != employee.pk and appraises(user, employee, on):
        return YES
    return no(_("Jalur perbaikan dibuka oleh pejabat penilai pegawai itu."))


def may_lead(user: User, plan: SupportPlan, on: date) -> Verdict:
    """The guide, and the appraiser of the employee, who goes on when a guide is gone."""
    me = _id(user)
    if me == plan.guide_id or (me != plan.employee_id and appraises(user, plan.employee, on)):
        return YES
    return no(_("Hanya pembimbing atau pejabat penilai pegawai itu yang boleh melakukan ini."))


def may_answer(user: User, plan: SupportPlan) -> Verdict:
    """The employee himself says yes or sends it back."""
    if _id(user) == plan.employee_id:
        return YES
    return no(_("Hanya pegawai yang didampingi yang menjawab tawaran ini."))


def may_start_unanswered(user: User, plan: SupportPlan, on: date) -> Verdict:
    """Who leads an improvement path, when the day has passed until which the answer was awaited."""
    led = may_lead(user, plan, on)
    if not led:
        return led
    if plan.kind != K.IMPROVEMENT or plan.answer_by is None:
        return no(_("Rencana ini baru berjalan setelah pegawai menyetujuinya."))
    if on <= plan.answer_by:
        message = _("Jawaban pegawai masih ditunggu sampai %(day)s. Sesudah itu jalur dapat dimulai.")
        return no(message % {"day": date_format(plan.answer_by, "j F Y")})
    return YES


def may_read(user: User, plan: SupportPlan, on: date) -> Verdict:
    """Who reads the words of a plan; see the head of this file."""
    me = _id(user)
    if me is not None and me == plan.employee_id:
        if plan.status == S.DRAFT and not plan.wish:
            return no(_("Rencana ini masih disusun. Anda membacanya setelah ditawarkan kepada Anda."))
        return YES
    if may_lead(user, plan, on):
        return YES
    if HR in roles(user, on) and plan.kind == K.IMPROVEMENT:
        return YES
    if appraises(user, plan.guide, on):
        return YES
    return no(
        _("Isi rencana hanya untuk pegawai, pembimbing, pejabat penilai pegawai, dan atasan pembimbing.")
    )


def may_see_all(user: User, on: date) -> Verdict:
    """The list of the agency: that plans exist, with state and dates, without their words."""
    if HR in roles(user, on):
        return YES
    return no(_("Daftar seluruh instansi hanya untuk analis kepegawaian."))


def may_plan_steps(user: User, plan: SupportPlan, on: date) -> Verdict:
    """Steps are added by those who lead it; by the employee too, once he agreed."""
    if plan.status == S.RUNNING and may_answer(user, plan):
        return YES
    return may_lead(user, plan, on)


def may_finish_step(user: User, step: SupportStep, on: date) -> Verdict:
    """The employee ticks his own steps; those who lead tick any."""
    if step.by == SupportStep.By.EMPLOYEE and may_answer(user, step.plan):
        return YES
    if may_lead(user, step.plan, on):
        return YES
    return no(_("Langkah ini dicatat selesai oleh yang mengerjakannya atau oleh pembimbing."))


def may_promise(leader: Employee, plan: SupportPlan, on: date) -> Verdict:
    """Whose promise may be written down: the guide's, and of those who lead the employee or see to him."""
    if leader.pk == plan.guide_id:
        return YES
    if leader.user is None or leader.pk == plan.employee_id:
        return no(_("Yang berjanji harus pimpinan yang mempunyai akun, bukan pegawai itu sendiri."))
    if visible_to(leader.user, on).filter(pk=plan.employee_id).exists():
        return YES
    return no(_("Janji dukungan hanya dari pembimbing atau pimpinan pegawai itu."))


def may_settle(user: User, promise: Promise, on: date) -> Verdict:
    """Who promised says that it is kept; the guide may note it too, because he sees it arrive. As long as
    it waits for the word of who promised, only he answers."""
    if promise.status == Promise.Status.WAITING:
        return may_withdraw(user, promise)
    me = _id(user)
    if me is not None and me in {promise.promised_by_id, promise.plan.guide_id}:
        return YES
    return no(_("Janji ini dicatat oleh yang berjanji atau oleh pembimbing."))


def may_withdraw(user: User, promise: Promise) -> Verdict:
    """Only who promised takes it back, or says that it is his."""
    if _id(user) == promise.promised_by_id:
        return YES
    return no(_("Janji hanya dikonfirmasi atau ditarik oleh yang berjanji."))


def may_read_promises(user: User, leader: Employee, on: date) -> Verdict:
    """One's own, those of a leader one appraises, and HR all."""
    if _id(user) == leader.pk or HR in roles(user, on) or appraises(user, leader, on):
        return YES
    return no(_("Janji pimpinan hanya untuk pimpinan itu, atasannya, dan analis kepegawaian."))


def may_do_path_step(user: User, plan: SupportPlan, on: date) -> Verdict:
    """The appraiser and the guide, and HR, whose work the test and the placement are; nobody his own."""
    if _id(user) != plan.employee_id and (HR in roles(user, on) or may_lead(user, plan, on)):
        return YES
    return no(_("Langkah jalur perbaikan dicatat oleh pembimbing, pejabat penilai, atau analis kepegawaian."))


def may_read_feedback(user: User, feedback: CoachFeedback) -> Verdict:
    """Only the superior to whom it went: not the coach, not HR, not the administrator."""
    if _id(user) == feedback.to_id:
        return YES
    return no(_("Umpan balik ini hanya untuk atasan pembimbing."))
