"""Support plans: the lists by role and the page of one plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kinerja.accounts.request import Request, searched
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, is_appraiser
from kinerja.plans.models import Plan
from kinerja.rules.improvement import ImprovementPath

from .. import access_support as access
from ..access_proof import may_keep_programmes
from ..models import CoachFeedback, PathStep, Promise, SupportPlan, SupportStep
from ..queries.coach_feedback import feedback_to_read
from ..queries.competence import profile
from ..queries.improvement import path_of_review
from ..queries.support import (
    guided,
    of_team,
    own,
    plans,
    record_of,
    rows,
    standing,
    waiting_decisions,
)

PAGE = 25
S = SupportPlan.Status


def load(request: Request, plan_id: int) -> SupportPlan:
    """The plan, if this person may read it. Raises Http404, PermissionDenied."""
    found = get_object_or_404(plans(), pk=plan_id)
    access.may_read(request.user, found, request.on).require()
    return found


def here(plan: SupportPlan) -> str:
    return reverse("growth:support_plan", args=[plan.pk])


def tabs(request: Request, shown: str) -> list[dict[str, Any]]:
    """The parts of support that this person has, with what waits in them."""
    me, user, on = employee_of(request.user), request.user, request.on
    at = reverse("growth:support")
    found: list[tuple[str, str, str, int]] = []
    if me is not None:
        found.append(("saya", _("Rencana saya"), f"{at}?lihat=saya", 0))
        found.append(("dampingi", _("Yang saya dampingi"), f"{at}?lihat=dampingi", 0))
        if is_appraiser(user, on):
            found.append(("tim", _("Tim saya"), f"{at}?lihat=tim", 0))
        mine = reverse("growth:support_promises", args=[me.pk])
        found.append(("janji", _("Janji"), mine, 0))
        if is_appraiser(user, on):
            waits = feedback_to_read(me).count()
            found.append(("balik", _("Umpan balik"), reverse("growth:coach_feedbacks"), waits))
    if access.may_see_all(user, on):
        found.append(("semua", _("Seluruh instansi"), f"{at}?lihat=semua", 0))
    if may_keep_programmes(user, on):
        found.append(("gelombang", _("Gelombang"), reverse("growth:support_waves"), 0))
    return [
        {"key": key, "title": title, "url": url, "count": count, "current": key == shown}
        for key, title, url, count in found
    ]


@require_safe
def support(request: Request) -> HttpResponse:
    """One's own plans, those one guides, those of one's people; HR all of them without their words."""
    me, wanted = employee_of(request.user), request.GET.get("lihat", "saya")
    words = searched(request)
    if wanted == "semua" and access.may_see_all(request.user, request.on):
        found = plans()
        found = found.filter(employee__name__icontains=words) if words else found
    else:
        wanted = wanted if wanted in ("dampingi", "tim") else "saya"
        found = _mine(me, wanted, request.on) if me is not None else SupportPlan.objects.none()
    page = Paginator(rows(found, request.on), PAGE).get_page(request.GET.get("page"))
    waiting = waiting_decisions(me, request.on)[:PAGE] if me and wanted == "dampingi" else []
    facts = {
        "tabs": tabs(request, wanted),
        "page": page,
        "shown": wanted,
        "words": words,
        "waiting": list(waiting),
        "opens": is_appraiser(request.user, request.on),
        "on": request.on,
    }
    return render(request, "growth/support/list.html", facts)


def _mine(me: Employee, wanted: str, on: date) -> QuerySet[SupportPlan]:
    if wanted == "dampingi":
        return guided(me)
    return of_team(me, on) if wanted == "tim" else own(me)


@dataclass(frozen=True, slots=True)
class StepRow:
    row: SupportStep
    late: bool
    may_finish: bool


@dataclass(frozen=True, slots=True)
class PromiseRow:
    row: Promise
    standing: str
    may_settle: bool


@dataclass(frozen=True, slots=True)
class PathRow:
    row: PathStep
    title: str
    source: str
    open: bool
    late: bool


@require_safe
def plan(request: Request, plan_id: int) -> HttpResponse:
    """Everything of one plan, with the acts that this person may do now."""
    found, on = load(request, plan_id), request.on
    leads = bool(access.may_lead(request.user, found, on))
    own_plan = bool(access.may_answer(request.user, found))
    running, mine = found.status == S.RUNNING, SupportStep.By.EMPLOYEE
    promised = list(found.promises.select_related("promised_by"))
    talks = list(found.talks.select_related("by"))
    facts: dict[str, Any] = {
        "plan": found,
        "leads": leads,
        "own": own_plan,
        "plans_steps": found.status in (S.DRAFT, S.RUNNING)
        and bool(access.may_plan_steps(request.user, found, on)),
        "live": found.status in (S.DRAFT, S.OFFERED, S.RUNNING),
        "steps": [
            StepRow(
                row,
                row.done_on is None and row.due < on,
                running and row.done_on is None and (leads or (own_plan and row.by == mine)),
            )
            for row in found.steps.all()
        ],
        "promises": [_promise(request, found, row) for row in promised],
        "record": record_of(promised, on),
        "talks": talks,
        "competence": _competence(found, on),
        "skp": _skp(found, on) if found.adjusts_target and (leads or own_plan) else None,
        "gives_feedback": own_plan and bool(talks) and not CoachFeedback.objects.filter(plan=found).exists(),
        "on": on,
    }
    if found.kind == SupportPlan.Kind.IMPROVEMENT and found.review is not None:
        path = path_of_review(found.review, found.starts)
        starts = access.may_start_unanswered(request.user, found, on)
        facts |= {
            "path": path,
            "path_rows": _path(found, path, on),
            "does_path": bool(access.may_do_path_step(request.user, found, on)),
            "starts": bool(starts),
            "not_yet": starts.reason,
        }
    return render(request, "growth/support/plan.html", facts)


def _promise(request: Request, plan: SupportPlan, row: Promise) -> PromiseRow:
    row.plan = plan
    unsettled = row.status in (Promise.Status.WAITING, Promise.Status.OPEN)
    settles = unsettled and bool(access.may_settle(request.user, row, request.on))
    return PromiseRow(row, standing(row, request.on), settles)


def _path(plan: SupportPlan, path: ImprovementPath, on: date) -> list[PathRow]:
    """The checklist with the titles of the rule; open: its day has come and nobody has noted it yet."""
    told = {step.code: step for step in path.steps}
    live = plan.status in (S.RUNNING, S.CLOSED) and plan.result != SupportPlan.Result.REACHED
    return [
        PathRow(
            row,
            told[row.code].title,
            told[row.code].source,
            live and row.done_on is None and row.opens <= on,
            live and row.done_on is None and row.due is not None and row.due < on,
        )
        for row in plan.path_steps.all()
        if row.code in told
    ]


def _competence(plan: SupportPlan, on: date) -> str:
    if not plan.competence:
        return ""
    names = {row.code: row.name for row in profile(plan.employee, on).rows}
    return names.get(plan.competence, plan.competence)


def _skp(plan: SupportPlan, on: date) -> Plan | None:
    """The employee's SKP of the day, which has to be changed when a target is adjusted."""
    return Plan.objects.filter(employee=plan.employee, starts__lte=on, ends__gte=on).first()
