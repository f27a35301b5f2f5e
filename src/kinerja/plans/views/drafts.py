"""Starting a plan and writing its draft."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request
from kinerja.people.models import Appointment, Employee
from kinerja.people.queries import employee_of, find_appraiser, own_post

from .. import formdata
from ..access import may_edit, may_open
from ..actions import open_plan, save_draft, take_role
from ..cascade import Choices, Option, OptionGroup, choices, resolve
from ..checks import Finding, check_content, hard
from ..content import IndicatorContent, PlanContent, ResultContent
from ..models import Indicator, Plan, PlanVersion, Result, RoleAssignment
from ..present import PlanView, present
from ..queries import active_plan, current_cycle, left_post
from ..snapshots import build
from ..storage import read_content
from ..template_queries import template_titles
from .common import newest, posted, readable_plan


class StartForm(forms.Form):
    """Approach and days of a new plan; the form only where the post leads a unit."""

    approach = forms.ChoiceField(
        label=gettext_lazy("Pendekatan"),
        choices=Plan.Approach.choices,
        widget=forms.RadioSelect,
        initial=Plan.Approach.QUANTITATIVE,
        help_text=gettext_lazy(
            "Pimpinan yang menentukan. Kuantitatif: indikator dan target terpisah. Kualitatif: satu narasi."
        ),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Bentuk SKP"),
        choices=Plan.Form.choices,
        widget=forms.RadioSelect,
        initial=Plan.Form.STAFF,
        help_text=gettext_lazy("Bentuk pimpinan memuat perspektif, untuk pimpinan unit kerja mandiri."),
    )
    starts = forms.DateField(label=gettext_lazy("Mulai"), widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(label=gettext_lazy("Sampai"), widget=forms.DateInput(attrs={"type": "date"}))


def start(request: Request) -> HttpResponse:
    """`/skp/baru/`: one's own plan, with `?pegawai=` somebody else's for HR."""
    employee = _subject(request)
    if employee is None:
        return render(request, "plans/nobody.html")
    may_open(request.user, employee, request.on).require()
    held = own_post(employee, request.on)
    cycle, existing = current_cycle(request.on), active_plan(employee, request.on)
    moved = bool(existing and held and existing.post_id != held.post_id and left_post(existing, request.on))
    form = _start_form(request, held)
    if request.method == "POST" and cycle and form.is_valid():
        facts = form.cleaned_data
        try:
            plan = open_plan(
                employee=employee,
                cycle=cycle,
                starts=facts["starts"],
                ends=facts["ends"],
                approach=facts["approach"],
                form=facts.get("form", ""),
                actor=request.user,
                at=request.at,
            )
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            return redirect("plans:edit", plan.pk)
    facts = {
        "employee": employee,
        "own": employee == employee_of(request.user),
        "held": held,
        "search": find_appraiser(employee, request.on),
        "cycle": cycle,
        "existing": None if moved else existing,
        "left": existing if moved else None,
        "form": form,
        "study": held is not None and held.kind == Appointment.Kind.STUDY,
    }
    return render(request, "plans/start.html", facts, status=422 if form.errors else 200)


def _subject(request: Request) -> Employee | None:
    asked = request.GET.get("pegawai", "")
    if asked.isdigit():
        return get_object_or_404(Employee, pk=int(asked))
    return employee_of(request.user)


def _start_form(request: Request, held: Appointment | None) -> StartForm:
    year = request.on.year
    begins = max(date(year, 1, 1), held.starts) if held else date(year, 1, 1)
    initial = {"starts": begins.isoformat(), "ends": date(year, 12, 31).isoformat()}
    form = StartForm(posted(request), initial=initial)
    if held is None or held.post.is_leader or not held.post.leads_unit:
        del form.fields["form"]
    return form


@dataclass(frozen=True, slots=True)
class EditIndicator:
    """One indicator on the page, with what was found in it."""

    row: IndicatorContent
    number: int
    findings: list[Finding]

    @property
    def anchor(self) -> str:
        return f"indikator-{self.row.key}"


@dataclass(frozen=True, slots=True)
class EditResult:
    """One result on the page, with its indicators, what was found in it and the template it came from."""

    row: ResultContent
    number: int
    findings: list[Finding]
    indicators: tuple[EditIndicator, ...]
    origin: str = ""

    @property
    def anchor(self) -> str:
        return f"hasil-{self.row.key}"


@dataclass(frozen=True, slots=True)
class EditPage:
    """What the edit page shows: rows with findings, choices, and the page's own name for saving.

    `at` is the anchor of the row that was just added or moved.
    """

    version: PlanVersion
    content: PlanContent
    view: PlanView
    choices: Choices
    rows: tuple[EditResult, ...]
    findings: list[Finding]
    hard: int
    page: str
    revision: int
    at: str

    def as_context(self) -> dict[str, Any]:
        return {
            "edit": self,
            "plan": self.version.plan,
            "version": self.version,
            "content": self.content,
            "view": self.view,
            "choices": self.choices,
            "kinds": Result.Kind.choices,
            "cascades": Result.Cascade.choices,
            "controls": Result.Control.choices,
            "aspects": Indicator.Aspect.choices,
            "perspectives": Indicator.Perspective.choices,
            "directions": Indicator.Direction.choices,
        }


def edit(request: Request, plan_id: int) -> HttpResponse:
    """`/skp/<id>/ubah/`: the whole draft in one form; every button saves first."""
    plan = readable_plan(request, plan_id)
    version = newest(plan)
    verdict = may_edit(request.user, version, request.on)
    if not verdict and version.status != PlanVersion.Status.DRAFT:
        messages.info(request, verdict.reason)
        return redirect("plans:detail", plan.pk)
    verdict.require()
    if request.method != "POST":
        page = _edit_page(request, version, read_content(version))
        return render(request, "plans/edit.html", page.as_context())
    try:
        changed = formdata.apply(formdata.read(request.POST), request.POST.get("op", "save"))
    except ActionError as error:
        messages.error(request, str(error))
        return redirect("plans:edit", plan.pk)
    try:
        _save(request, version, changed.content)
    except ActionError as error:
        if "autosave" in request.POST:
            return HttpResponse(str(error), status=409)
        page = _edit_page(request, version, changed.content)
        return render(request, "plans/edit.html", {**page.as_context(), "problem": str(error)}, status=422)
    if "autosave" in request.POST:
        return HttpResponse(status=204)
    return _after(request, plan, request.POST.get("op", "save"), changed.anchor)


def _save(request: Request, version: PlanVersion, content: PlanContent) -> None:
    seen = request.POST.get("revision", "")
    save_draft(
        version=version,
        content=content,
        actor=request.user,
        at=request.at,
        revision=int(seen) if seen.isdigit() else None,
        page=request.POST.get("page", ""),
        going_on="autosave" in request.POST,
    )


def _after(request: Request, plan: Plan, op: str, anchor: str) -> HttpResponse:
    if op == "submit":
        return redirect("plans:submit", plan.pk)
    if op == "detail":
        return redirect("plans:detail", plan.pk)
    if op.startswith("take-role:"):
        anchor = _take(request, op.partition(":")[2])
    if op == "save":
        messages.success(request, _("Draf tersimpan."))
    target = reverse("plans:edit", args=[plan.pk])
    return redirect(f"{target}?di={anchor}#{anchor}" if anchor else target)


def _take(request: Request, role_id: str) -> str:
    role = get_object_or_404(RoleAssignment, pk=int(role_id) if role_id.isdigit() else 0)
    try:
        take_role(role=role, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
        return "hasil"
    role.refresh_from_db()
    return f"hasil-{role.result_key}"


def _edit_page(request: Request, version: PlanVersion, content: PlanContent) -> EditPage:
    offered = _with_chosen(choices(version.plan, request.on), content)
    found = check_content(version.plan, content)
    return EditPage(
        version=version,
        content=content,
        view=present(version, build(version, content, on=request.on)),
        choices=offered,
        rows=edit_rows(content, found, template_titles(version.plan)),
        findings=found,
        hard=len(hard(found)),
        page=request.POST.get("page") or str(uuid.uuid4()),
        revision=version.revision,
        at=request.GET.get("di", ""),
    )


def edit_rows(
    content: PlanContent, found: list[Finding], origins: Mapping[uuid.UUID, str] | None = None
) -> tuple[EditResult, ...]:
    """The results as the page edits them; `origins` names the template by the key of the result."""
    places: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        places[finding.anchor].append(finding)
    return tuple(
        EditResult(
            result,
            number,
            places[f"hasil-{result.key}"],
            tuple(
                EditIndicator(indicator, order, places[f"indikator-{indicator.key}"])
                for order, indicator in enumerate(result.indicators, 1)
            ),
            (origins or {}).get(result.key, ""),
        )
        for number, result in enumerate(content.results, 1)
    )


def _with_chosen(offered: Choices, content: PlanContent) -> Choices:
    """Adds what is already served but no longer on offer, so that saving does not lose it."""
    missing = content.served() - offered.keys
    nodes = resolve(missing)
    if not nodes:
        return offered
    old = tuple(Option(key, node.statement, node.indicator, node.provisional) for key, node in nodes.items())
    group = OptionGroup(_("Dipilih sebelumnya"), old)
    return Choices((*offered.groups, group), offered.roles, offered.note)
