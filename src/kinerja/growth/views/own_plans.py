"""Pages of the individual development plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.assessment.views.common import attempt
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, is_appraiser, team_of

from .. import access_hours as access
from ..access_common import is_self
from ..actions import own_plans as acts
from ..forms_common import WhyForm
from ..forms_hours import FinishForm, GoalForm, ReflectionForm
from ..models import DevelopmentGoal, DevelopmentPlan
from ..queries.own_plans import (
    competence_choices,
    plans,
    plans_of,
    plans_to_agree,
    proposals,
    usual_due,
    way_names,
    ways,
)
from .common import tabs_of

PAGE = 25
SHOWN = 15
Status = DevelopmentPlan.Status


def own_plans(request: Request) -> HttpResponse:
    """One's own plans by year; appraisers also see their team's."""
    me = employee_of(request.user)
    kinds = {"saya": _("Rencana saya")} if me is not None else {}
    if is_appraiser(request.user, request.on):
        kinds["tim"] = _("Tim saya")
    shown = request.GET.get("lihat", "")
    shown = shown if shown in kinds else next(iter(kinds), "")
    tabs = tabs_of(reverse("growth:own_plans"), kinds, shown)
    facts: dict[str, Any] = {"tabs": tabs, "year": request.on.year}
    if shown == "tim" and me is not None:
        team = team_of(me, request.on).order_by("name", "nip")
        page = Paginator(team, PAGE).get_page(request.GET.get("page"))
        facts |= {
            "page": page,
            "rows": plans_of(page, request.on.year),
            "waiting": plans_to_agree(me, request.on)[:SHOWN],
        }
        return render(request, "growth/own_plans/team.html", facts)
    mine = list(plans().filter(employee=me).order_by("-year")) if me is not None else []
    years = {row.year for row in mine}
    facts |= {
        "plans": mine,
        "free": [year for year in (request.on.year, request.on.year + 1) if year not in years],
    }
    return render(request, "growth/own_plans/own.html", facts)


@require_POST
def own_plan_start(request: Request) -> HttpResponse:
    me = get_object_or_404(Employee, user=request.user)
    year = request.POST.get("year", "")
    try:
        asked = int(year) if year.isdecimal() and len(year) == 4 else request.on.year
        made = acts.start_plan(employee=me, year=asked, actor=request.user, at=request.at)
    except ActionError as refused:
        messages.error(request, str(refused))
        return redirect("growth:own_plans")
    return redirect("growth:own_plan", made.pk)


def own_plan(request: Request, plan_id: int) -> HttpResponse:
    """One plan with what may be done next."""
    plan = get_object_or_404(plans(), pk=plan_id)
    access.may_read_hours(request.user, plan.employee, request.on).require()
    own = is_self(request.user, plan.employee_id)
    drafts = own and plan.status == Status.DRAFT
    known = dict(competence_choices(plan.employee, request.on))
    names = way_names(request.on)
    facts = {
        "plan": plan,
        "own": own,
        "drafts": drafts,
        "agrees": plan.status == Status.SUBMITTED
        and bool(access.may_agree_plan(request.user, plan, request.on)),
        "goals": [
            (row, known.get(row.competence, row.competence), names.get(row.way, row.way))
            for row in plan.goals.all()
        ],
        "proposals": [(row, names.get(row.way, row.way)) for row in proposals(plan, request.on)]
        if drafts
        else [],
        "on": request.on,
    }
    return render(request, "growth/own_plans/plan.html", facts)


def own_goal_new(request: Request, plan_id: int) -> HttpResponse:
    return _goal(request, _own(request, plan_id), None)


def own_goal_edit(request: Request, goal_id: int) -> HttpResponse:
    goal = get_object_or_404(DevelopmentGoal, pk=goal_id)
    return _goal(request, _own(request, goal.plan_id), goal)


@require_POST
def own_goal_adopt(request: Request, plan_id: int) -> HttpResponse:
    """Takes a proposal over as it stands; it may be rewritten afterwards."""
    plan = _own(request, plan_id)
    chosen = next((row for row in proposals(plan, request.on) if row.key == request.POST.get("key")), None)
    if chosen is None:
        raise Http404
    return attempt(
        request,
        lambda: acts.put_goal(
            plan=plan,
            competence=chosen.competence,
            aim=chosen.aim,
            way=chosen.way,
            due=usual_due(plan, request.on),
            actor=request.user,
            at=request.at,
        ),
        _("Usulan menjadi sasaran Anda. Ubah kata-kata dan batasnya bila perlu."),
        "growth:own_plan",
        plan.pk,
    )


@require_POST
def own_goal_drop(request: Request, goal_id: int) -> HttpResponse:
    goal = get_object_or_404(DevelopmentGoal.objects.select_related("plan"), pk=goal_id)
    plan = _own(request, goal.plan_id)
    return attempt(
        request,
        lambda: acts.drop_goal(goal=goal, actor=request.user, at=request.at),
        _("Sasaran dihapus dari draf."),
        "growth:own_plan",
        plan.pk,
    )


@require_POST
def own_plan_submit(request: Request, plan_id: int) -> HttpResponse:
    plan = _own(request, plan_id)
    return attempt(
        request,
        lambda: acts.submit_plan(plan=plan, actor=request.user, at=request.at),
        _("Rencana terkirim kepada penilai Anda."),
        "growth:own_plan",
        plan.pk,
    )


@require_POST
def own_plan_agree(request: Request, plan_id: int) -> HttpResponse:
    plan = _theirs(request, plan_id)
    return attempt(
        request,
        lambda: acts.agree_plan(plan=plan, actor=request.user, at=request.at),
        _("Rencana disepakati."),
        "growth:own_plan",
        plan.pk,
    )


def own_plan_return(request: Request, plan_id: int) -> HttpResponse:
    plan = _theirs(request, plan_id)

    def act(values: dict[str, Any]) -> None:
        acts.return_plan(plan=plan, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Rencana kembali kepada pegawai dengan catatan Anda."),
        back_url=_page(plan),
        question=_("Kembalikan rencana %(name)s?") % {"name": plan.employee.name},
        text=_("Tulis apa yang perlu diubah. Pegawai membacanya di atas rencananya."),
        action=_("Kembalikan rencana"),
    )


def own_goal_finish(request: Request, goal_id: int) -> HttpResponse:
    goal = get_object_or_404(DevelopmentGoal.objects.select_related("plan"), pk=goal_id)
    plan = _own(request, goal.plan_id)

    def act(values: dict[str, Any]) -> None:
        acts.finish_goal(goal=goal, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        FinishForm(posted(request), initial={"done_on": request.on}),
        act,
        done=_("Sasaran selesai."),
        back_url=_page(plan),
        question=_("Selesaikan sasaran"),
        text=goal.aim,
        action=_("Simpan hasil"),
    )


def own_plan_reopen(request: Request, plan_id: int) -> HttpResponse:
    """Asks before an agreed plan becomes a draft again."""
    plan = _own(request, plan_id)

    def act(_values: dict[str, Any]) -> None:
        acts.reopen_plan(plan=plan, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.Form(posted(request)),
        act,
        done=_("Ubah sasaran atau batasnya, lalu kirim lagi kepada penilai Anda."),
        back_url=_page(plan),
        question=_("Ubah rencana yang sudah disepakati?"),
        text=_("Rencana kembali menjadi draf sampai penilai menyepakatinya lagi. Yang selesai tetap."),
        action=_("Ubah rencana"),
    )


def own_plan_close(request: Request, plan_id: int) -> HttpResponse:
    plan = _own(request, plan_id)

    def act(values: dict[str, Any]) -> None:
        acts.close_plan(plan=plan, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        ReflectionForm(posted(request)),
        act,
        done=_("Rencana ditutup."),
        back_url=_page(plan),
        question=_("Tutup rencana %(year)s") % {"year": plan.year},
        text=_("Sasaran yang belum selesai tetap terlihat, dan dapat menjadi bahan rencana berikutnya."),
        action=_("Tutup rencana"),
    )


def _goal(request: Request, plan: DevelopmentPlan, goal: DevelopmentGoal | None) -> HttpResponse:
    due: date = goal.due if goal else usual_due(plan, request.on)
    told = {"competence": goal.competence, "aim": goal.aim, "way": goal.way} if goal else {}
    form = GoalForm(
        posted(request),
        competences=competence_choices(plan.employee, request.on),
        ways=ways(request.on),
        initial={"due": due, **told},
    )

    def act(values: dict[str, Any]) -> None:
        acts.put_goal(plan=plan, goal=goal, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Sasaran disimpan."),
        back_url=_page(plan),
        question=_("Ubah sasaran") if goal else _("Tambah sasaran"),
        text=_("Satu sasaran, satu kemampuan. Tulis seperti Anda akan menceritakannya setelah berhasil."),
        action=_("Simpan sasaran"),
    )


def _own(request: Request, plan_id: int) -> DevelopmentPlan:
    plan = get_object_or_404(DevelopmentPlan.objects.select_related("employee"), pk=plan_id)
    access.may_write_plan(request.user, plan).require()
    return plan


def _theirs(request: Request, plan_id: int) -> DevelopmentPlan:
    plan = get_object_or_404(DevelopmentPlan.objects.select_related("employee"), pk=plan_id)
    access.may_agree_plan(request.user, plan, request.on).require()
    return plan


def _page(plan: DevelopmentPlan) -> str:
    return reverse("growth:own_plan", args=[plan.pk])
