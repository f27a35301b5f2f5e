"""Pages of competence: profiles, lists with gaps, assessing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kinerja.accounts.access import AUDITOR, HR, roles
from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, searched
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, employee_of, is_appraiser, team_of
from kinerja.rules.competence import Competence

from .. import access
from ..actions import competence as acts
from ..forms import BeginForm, HeadForm
from ..models import CompetenceAssessment
from ..queries.competence import (
    competences_of,
    drafts_of,
    final_assessments,
    profile,
    profiles,
    required_levels,
    required_of,
)
from .common import tabs_of

PAGE = 25
HISTORY = 20
EMPLOYEES = Employee.objects.select_related("user")
ASSESSMENTS = CompetenceAssessment.objects.select_related("employee", "assessor", "post__unit")


def competence(request: Request) -> HttpResponse:
    """One's own profile; appraisers also see their team, HR and auditor everybody, with gaps."""
    me = employee_of(request.user)
    every = bool(roles(request.user, request.on) & {HR, AUDITOR})
    kinds = {}
    if me is not None:
        kinds["saya"] = _("Profil saya")
    if is_appraiser(request.user, request.on):
        kinds["tim"] = _("Tim saya")
    if every:
        kinds["semua"] = _("Semua pegawai")
    shown = request.GET.get("lihat", "")
    shown = shown if shown in kinds else next(iter(kinds), "")
    facts: dict[str, Any] = {
        "tabs": tabs_of(reverse("growth:competence"), kinds, shown),
        "keeps": bool(access.may_keep_standards(request.user, request.on)),
        "drafts": list(drafts_of(me)) if me is not None else [],
        "on": request.on,
    }
    if shown == "saya" and me is not None:
        facts |= {
            "profile": profile(me, request.on),
            "history": final_assessments().filter(employee=me)[:HISTORY],
        }
        return render(request, "growth/own.html", facts)
    words = searched(request)
    people = Employee.objects.none()
    if shown == "semua":
        people = Employee.objects.filter(name__icontains=words) if words else Employee.objects.all()
    elif shown == "tim" and me is not None:
        people = team_of(me, request.on)
    page = Paginator(people.order_by("name", "nip"), PAGE).get_page(request.GET.get("page"))
    facts |= {"page": page, "profiles": profiles(page, request.on), "words": words, "shown": shown}
    return render(request, "growth/list.html", facts)


def competence_of(request: Request, employee_id: int) -> HttpResponse:
    """The profile of one person with its history."""
    employee = get_object_or_404(EMPLOYEES, pk=employee_id)
    access.may_read_profile(request.user, employee, request.on).require()
    facts = {
        "profile": profile(employee, request.on),
        "history": final_assessments().filter(employee=employee)[:HISTORY],
        "starts": bool(access.may_start(request.user, employee, request.on)),
        "keeps": bool(access.may_keep_standards(request.user, request.on)),
        "employee": employee,
    }
    return render(request, "growth/profile.html", facts)


def assess_new(request: Request, employee_id: int) -> HttpResponse:
    """Begins an assessment; HR may name the appraiser instead of himself."""
    employee = get_object_or_404(EMPLOYEES, pk=employee_id)
    access.may_start(request.user, employee, request.on).require()
    me = employee_of(request.user)
    line = appraiser_of(employee, request.on)
    named = {person.pk for person in (me, line.employee if line else None) if person is not None}
    if HR not in roles(request.user, request.on) and me is not None:
        named = {me.pk}
    made: list[CompetenceAssessment] = []

    def act(values: dict[str, Any]) -> None:
        begun = acts.begin_assessment(employee=employee, **values, actor=request.user, at=request.at)
        made.append(begun)

    initial = {"held_on": request.on, "method": CompetenceAssessment.Method.OBSERVATION}
    people = EMPLOYEES.filter(pk__in=named)
    answer = form_page(
        request,
        BeginForm(posted(request), assessors=people, initial=initial),
        act,
        done=_("Penilaian dimulai. Isinya tersimpan sebagai draf sampai diselesaikan."),
        back_url=reverse("growth:competence_of", args=[employee.pk]),
        question=_("Nilai kompetensi %(name)s") % {"name": employee.name},
        text=_("Hasilnya menjadi bahan pengembangan, bukan bahan predikat kinerja."),
        action=_("Mulai penilaian"),
    )
    if made and employee_of(request.user) == made[0].assessor:
        return redirect("growth:assessment", made[0].pk)
    return answer


@dataclass(frozen=True, slots=True)
class Item:
    """One competence on the form or on the page of a final assessment."""

    competence: Competence
    required: int
    level: int | None
    evidence: str


@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: Request, assessment_id: int) -> HttpResponse:
    """A draft as form for its assessor (saved while typing), else what it says."""
    found = get_object_or_404(ASSESSMENTS, pk=assessment_id)
    access.may_read_assessment(request.user, found, request.on).require()
    writes = bool(access.may_fill(request.user, found)) and found.status == found.Status.DRAFT
    head = {"method": found.method, "held_on": found.held_on}
    form = HeadForm(posted(request), initial=head)
    error = ""
    if request.method == "POST":
        access.may_fill(request.user, found).require()
        if form.is_valid():
            try:
                return _save(request, found, form)
            except ActionError as refusal:
                error = str(refusal)
        if "autosave" in request.POST:
            return HttpResponse(error, status=422, content_type="text/plain; charset=utf-8")
        found.refresh_from_db()
    facts = {
        "assessment": found,
        "items": _items(request, found),
        "form": form,
        "error": error,
        "writes": writes,
        "note": request.POST.get("note", found.note),
    }
    template = "growth/assess.html" if writes else "growth/assessment.html"
    return render(request, template, facts, status=422 if error or form.errors else 200)


def _save(request: Request, found: CompetenceAssessment, form: HeadForm) -> HttpResponse:
    answers = {
        item.code: acts.Answer(*_typed(request, item.code))
        for item in competences_of(found.post, found.held_on)
    }
    said = {"answers": answers, "note": request.POST.get("note", ""), **form.cleaned_data}
    held = acts.save_draft(assessment=found, **said, actor=request.user, at=request.at)
    if "autosave" in request.POST:
        return HttpResponse(status=204)
    if request.POST.get("do") == "finalise":
        acts.finalise(assessment=held, actor=request.user, at=request.at)
        messages.success(request, _("Penilaian selesai. Pegawai dan atasannya dapat membacanya."))
        return redirect("growth:competence_of", found.employee_id)
    messages.success(request, _("Draf tersimpan."))
    return redirect("growth:assessment", found.pk)


def _typed(request: Request, code: str) -> tuple[int | None, str]:
    level = request.POST.get(f"level-{code}", "")
    return (int(level) if level in {"1", "2", "3", "4", "5"} else None), request.POST.get(f"bukti-{code}", "")


def _items(request: Request, found: CompetenceAssessment) -> list[Item]:
    """What was typed just now, else the draft, else the scores."""
    asked = competences_of(found.post, found.held_on)
    if found.status == found.Status.FINAL:
        scores = {row.code: row for row in found.scores.all()}
        return [
            Item(item, row.required, row.achieved, row.evidence)
            for item in asked
            if (row := scores.get(item.code)) is not None
        ]
    own = required_levels([found.post], found.held_on).get(found.post_id, {})
    items = []
    for item in asked:
        told = found.draft.get(item.code, {})
        level, evidence = told.get("level"), told.get("evidence", "")
        if request.method == "POST":
            level, evidence = _typed(request, item.code)
        need = required_of(found.post, item.code, own, found.held_on).level
        items.append(Item(item, need, level, evidence))
    return items
