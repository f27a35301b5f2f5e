"""Who is told what about a support plan. No title says what a plan is about: a notice goes to the mailbox."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kinerja.assessment.notices import moment, tell
from kinerja.people.models import Employee

from .models import CoachFeedback, Promise, SupportPlan


def tell_offered(plan: SupportPlan, at: datetime) -> None:
    """The employee: somebody waits for his yes."""
    with translation.override("id"):
        title = _("Rencana pembinaan dari %(name)s menunggu persetujuan Anda") % {"name": plan.guide.name}
    _tell_about(plan, plan.employee, f"tawaran:{moment(at)}", title, None, at)


def tell_answered(plan: SupportPlan, agreed: bool, at: datetime) -> None:
    """The guide: yes, or sent back with a wish."""
    with translation.override("id"):
        said = _("%(name)s menyetujui rencana pembinaan") if agreed else _(
            "%(name)s mengembalikan rencana pembinaan dengan keinginan"
        )  # fmt: skip
        title = said % {"name": plan.employee.name}
    _tell_about(plan, plan.guide, f"jawaban:{moment(at)}", title, None, at)


def tell_started_unanswered(plan: SupportPlan, at: datetime) -> None:
    """The employee: the path runs without his yes, and the page says why."""
    with translation.override("id"):
        title = _("Rencana pembinaan Anda bersama %(name)s dimulai tanpa jawaban Anda")
    _tell_about(plan, plan.employee, "tanpa_jawaban", title % {"name": plan.guide.name}, None, at)


def tell_closed(plan: SupportPlan, at: datetime) -> None:
    with translation.override("id"):
        title = _("Rencana pembinaan Anda bersama %(name)s selesai") % {"name": plan.guide.name}
    _tell_about(plan, plan.employee, "selesai", title, None, at)


def tell_decision_waits(plan: SupportPlan, at: datetime) -> None:
    """The owner of the meeting's decision, when who closed the plan may not close the decision."""
    if plan.decision is None or plan.decision.owner.user_id is None:
        return
    with translation.override("id"):
        title = _("Rencana pembinaan dari keputusan rapat sudah selesai; tutup keputusan itu")
    url, key = reverse("assessment:decisions"), f"pembinaan:{plan.pk}:keputusan"
    tell([plan.decision.owner.user_id], key=key, title=title, url=url, due=plan.decision.due, at=at)


def tell_promise(promise: Promise, at: datetime) -> None:
    """Who is said to have promised: it waits for his word."""
    with translation.override("id"):
        title = _("Janji dukungan atas nama Anda menunggu konfirmasi Anda")
    if promise.promised_by.user_id is not None:
        url, key = reverse("growth:support_settle", args=[promise.pk]), f"pembinaan.janji:{promise.pk}"
        tell([promise.promised_by.user_id], key=key, title=title, url=url, due=promise.due, at=at)


def tell_promise_answered(promise: Promise, confirmed: bool, at: datetime) -> None:
    """The guide: it counts from now, or never."""
    with translation.override("id"):
        said = _("%(name)s mengonfirmasi janji dukungan") if confirmed else _(
            "%(name)s tidak mengakui janji dukungan atas namanya"
        )  # fmt: skip
        title = said % {"name": promise.promised_by.name}
    _tell_about(promise.plan, promise.plan.guide, f"janji.{promise.pk}", title, None, at)


def tell_feedback(feedback: CoachFeedback, at: datetime) -> None:
    """The superior of the coach, by whom it was is on the page only."""
    with translation.override("id"):
        title = _("Umpan balik atas bimbingan menunggu Anda baca")
    if feedback.to.user_id is not None:
        url, key = reverse("growth:coach_feedback", args=[feedback.pk]), f"pembinaan.balik:{feedback.pk}"
        tell([feedback.to.user_id], key=key, title=title, url=url, due=None, at=at)


def _tell_about(
    plan: SupportPlan, person: Employee, stage: str, title: str, due: date | None, at: datetime
) -> None:
    if person.user_id is not None:
        url = reverse("growth:support_plan", args=[plan.pk])
        tell([person.user_id], key=f"pembinaan:{plan.pk}:{stage}", title=title, url=url, due=due, at=at)
