"""Promises of leaders, and feedback on coaches for their superiors."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.assessment.views.common import me as signed_in
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, employee_of, superior_of

from .. import access_support as access
from ..actions import coach_feedback
from ..actions import promises as acts
from ..forms_support import AnswerForm, FeedbackForm, PromiseForm, SettleForm
from ..models import CoachFeedback, Promise, SupportPlan
from ..queries.coach_feedback import feedback_for, statements
from ..queries.support import late_below, plans, promises_of, record_of_leader, standing, to_confirm
from .support import here, tabs

PAGE = 25
SOME = 20
PROMISES = Promise.objects.select_related("plan__employee__user", "plan__guide", "promised_by")


@require_safe
def promises(request: Request, employee_id: int) -> HttpResponse:
    """ "Janji pimpinan": what this leader promised, how it went, and what is late below him."""
    leader = get_object_or_404(Employee.objects.select_related("user"), pk=employee_id)
    access.may_read_promises(request.user, leader, request.on).require()
    page = Paginator(promises_of(leader), PAGE).get_page(request.GET.get("page"))
    me = employee_of(request.user)
    own = me is not None and me.pk == leader.pk
    facts = {
        "tabs": tabs(request, "janji" if own else ""),
        "leader": leader,
        "own": own,
        "record": record_of_leader(leader, request.on),
        "page": page,
        "waiting": list(to_confirm(leader)[:SOME]) if own else [],
        "rows": [
            {
                "row": row,
                "standing": standing(row, request.on),
                "settles": row.status == Promise.Status.OPEN
                and bool(access.may_settle(request.user, row, request.on)),
            }
            for row in page
        ],
        "below": list(late_below(leader, request.on)[:SOME]),
        "on": request.on,
    }
    return render(request, "growth/support/promises.html", facts)


def _leaders(plan: SupportPlan, request: Request) -> Any:
    """Who may promise here: the guide, the appraiser of the employee and the superior above him, oneself."""
    line = appraiser_of(plan.employee, request.on)
    above = superior_of(line, request.on) if line else None
    near = {plan.guide_id} | {found.employee.pk for found in (line, above) if found}
    if (me := employee_of(request.user)) is not None:
        near.add(me.pk)
    return Employee.objects.filter(Q(pk__in=near)).exclude(pk=plan.employee_id).order_by("name", "pk")


def promise_new(request: Request, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(plans(), pk=plan_id)
    access.may_lead(request.user, plan, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.add_promise(plan=plan, **values, actor=request.user, at=request.at)

    initial = {"promised_by": plan.guide_id, "due": max(plan.due, request.on)}
    return form_page(
        request,
        PromiseForm(posted(request), leaders=_leaders(plan, request), initial=initial),
        act,
        done=_("Janji dicatat."),
        back_url=here(plan),
        question=_("Catat janji dukungan"),
        text=_("Janji pimpinan ikut dihitung: yang terlambat tampak bagi yang berjanji dan atasannya."),
        effects=[_("Janji atas nama orang lain baru berlaku setelah ia mengonfirmasi.")],
        action=_("Catat janji"),
    )


def settle(request: Request, promise_id: int) -> HttpResponse:
    """Kept or withdrawn, with a note; before that, whether it is his promise at all."""
    found = get_object_or_404(PROMISES, pk=promise_id)
    access.may_settle(request.user, found, request.on).require()
    if found.status == Promise.Status.WAITING:
        return _answer(request, found)
    ends = {"keep": acts.keep_promise, "withdraw": acts.withdraw_promise}
    own = bool(access.may_withdraw(request.user, found))
    back = here(found.plan)
    if not access.may_read(request.user, found.plan, request.on):
        back = reverse("growth:support_promises", args=[found.promised_by_id])

    def act(values: dict[str, Any]) -> None:
        end = ends[values["end"]]
        end(promise=found, on=values["on"], note=values["note"], actor=request.user, at=request.at)

    return form_page(
        request,
        SettleForm(posted(request), own=own, initial={"end": "keep", "on": request.on}),
        act,
        done=_("Janji diperbarui."),
        back_url=back,
        question=_("Bagaimana dengan janji ini?"),
        text=found.text,
        action=_("Simpan janji"),
    )


def _answer(request: Request, promise: Promise) -> HttpResponse:
    def act(values: dict[str, Any]) -> None:
        confirmed = values["answer"] == "confirm"
        acts.answer_promise(promise=promise, confirmed=confirmed, actor=request.user, at=request.at)

    said = {
        "text": promise.text,
        "name": promise.plan.employee.name,
        "day": date_format(promise.due, "j F Y"),
    }
    return form_page(
        request,
        AnswerForm(posted(request)),
        act,
        done=_("Jawaban Anda tersimpan."),
        back_url=reverse("growth:support_promises", args=[promise.promised_by_id]),
        question=_("Ini janji Anda?"),
        text=_("%(text)s, untuk %(name)s, batas %(day)s.") % said,
        effects=[_("Yang bukan janji Anda tidak dihitung di mana pun.")],
        action=_("Simpan jawaban"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_new(request: Request, plan_id: int) -> HttpResponse:
    """The nine statements, answered by the employee."""
    plan = get_object_or_404(plans(), pk=plan_id)
    access.may_answer(request.user, plan).require()
    asked, scale = statements(request.on)
    form = FeedbackForm(posted(request), asked=asked, scale=scale)
    titles = {"self": _("Tentang saya"), "leader": _("Tentang pembimbing"), "both": _("Tentang kami berdua")}

    def act(values: dict[str, Any]) -> None:
        note = values.pop("note")
        coach_feedback.give_feedback(plan=plan, answers=values, note=note, actor=request.user, at=request.at)

    groups = [
        (title, [form[item.code] for item in asked if item.about == about]) for about, title in titles.items()
    ]
    return form_page(
        request,
        form,
        act,
        done=_("Terima kasih. Umpan balik dikirim kepada atasan pembimbing."),
        back_url=here(plan),
        template="growth/support/feedback_new.html",
        plan=plan,
        groups=groups,
    )


@require_safe
def feedbacks(request: Request) -> HttpResponse:
    """What was sent to this superior."""
    me = signed_in(request)
    page = Paginator(feedback_for(me), PAGE).get_page(request.GET.get("page"))
    return render(request, "growth/support/feedbacks.html", {"tabs": tabs(request, "balik"), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: Request, feedback_id: int) -> HttpResponse:
    """One of them for its reader; a post ticks it as read."""
    rows = CoachFeedback.objects.select_related("plan__employee", "plan__guide")
    found = get_object_or_404(rows, pk=feedback_id)
    access.may_read_feedback(request.user, found).require()
    if request.method == "POST":
        coach_feedback.read_feedback(feedback=found, actor=request.user, at=request.at)
        return redirect("growth:coach_feedbacks")
    asked, scale = statements(localdate(found.at))
    answered = [(item.text, scale[found.answers[item.code] - 1]) for item in asked]
    return render(request, "growth/support/feedback.html", {"feedback": found, "answered": answered})
