"""The SKP as a reader sees it: detail, versions with their difference, documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.request import Request
from kinerja.documents import FORMS, plan_form
from kinerja.documents import render as render_document
from kinerja.rules.behaviour import behaviour_values

from ..access import may_decide, may_edit, may_end, may_revise, may_submit
from ..cascade import resolve
from ..checks import check
from ..difference import Difference, compare
from ..models import Plan, PlanVersion
from ..present import view
from ..queries import open_version, plan_in_force
from ..snapshots import matrix_snapshot, snapshot
from ..storage import read_many
from .common import asked_version, readable_plan


@dataclass(frozen=True, slots=True)
class Document:
    """A form that can be downloaded."""

    code: str
    title: str
    url: str


def documents_of(version: PlanVersion) -> list[Document]:
    """The forms of a version: the SKP, its attachment, the manual of indicators, the matrix."""
    plan = version.plan
    codes = [plan_form(plan.form, plan.approach), "A.1.8", "A.1.3"]
    if plan.matrix.exists():
        codes.append("A.1.5")
    return [
        Document(
            code, FORMS[code].title, f"{reverse('plans:pdf', args=[plan.pk, code])}?versi={version.number}"
        )
        for code in codes
    ]


def detail(request: Request, plan_id: int) -> HttpResponse:
    """`/skp/<id>/`: content, status, checks, and the buttons this person may press."""
    plan = readable_plan(request, plan_id)
    version = asked_version(request, plan)
    user, on = request.user, request.on
    newest_open = open_version(plan)
    in_force = plan_in_force(plan)
    facts = {
        "plan": plan,
        "version": version,
        "view": view(version, on=on),
        "findings": [] if version.status == PlanVersion.Status.SET else check(version),
        "documents": documents_of(version),
        "newer": newest_open if newest_open and newest_open.number > version.number else None,
        "in_force": in_force,
        "steps": _steps(version),
        "may_edit": bool(may_edit(user, version, on)),
        "may_submit": bool(may_submit(user, version, on)),
        "may_decide": bool(may_decide(user, version, on)),
        "may_revise": version == in_force and newest_open is None and bool(may_revise(user, plan, on)),
        "may_end": bool(may_end(user, plan, on)) and plan.ends >= on,
    }
    return render(request, "plans/detail.html", facts)


def _steps(version: PlanVersion) -> list[dict[str, Any]]:
    order = (PlanVersion.Status.DRAFT, PlanVersion.Status.SUBMITTED, PlanVersion.Status.SET)
    titles = (_("Disusun pegawai"), _("Diperiksa penilai"), _("Ditetapkan"))
    moments = (version.submitted_at, version.set_at, version.set_at)
    here = order.index(PlanVersion.Status(version.status))
    steps = []
    for place, title in enumerate(titles):
        state = "done" if place < here or here == 2 else "now" if place == here else "next"
        steps.append({"state": state, "title": title, "at": moments[place] if state == "done" else None})
    return steps


def versions(request: Request, plan_id: int) -> HttpResponse:
    """`/skp/<id>/versi/`: all versions, and what changed between two of them (`?dari=1&ke=2`)."""
    plan = readable_plan(request, plan_id)
    rows = list(plan.versions.select_related("set_by").order_by("-number"))
    by_number = {row.number: row for row in rows}
    new = by_number.get(_number(request, "ke"), rows[0])
    old = by_number.get(_number(request, "dari")) or by_number.get(new.number - 1)
    found = _differences(plan, old, new) if old else []
    facts = {"plan": plan, "versions": rows, "old": old, "new": new, "differences": found}
    return render(request, "plans/versions.html", facts)


def _number(request: Request, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() else 0


def _differences(plan: Plan, old: PlanVersion, new: PlanVersion) -> list[Difference]:
    contents = read_many([old.pk, new.pk])
    before, after = contents[old.pk], contents[new.pk]
    nodes = resolve(before.served() | after.served())
    served = {key: f"{node.statement} {node.indicator}".strip() for key, node in nodes.items()}
    values = {value.code: value.name for value in behaviour_values(plan.starts)}
    return compare(before, after, values, served)


def pdf(request: Request, plan_id: int, form: str) -> HttpResponse:
    """`/skp/<id>/dokumen/<form>/`: an official form as PDF; a draft says that it is one."""
    plan = readable_plan(request, plan_id)
    version = asked_version(request, plan)
    if form not in {document.code for document in documents_of(version)}:
        raise Http404
    data = matrix_snapshot(plan, request.on) if form == "A.1.5" else snapshot(version, on=request.on)
    if version.status == PlanVersion.Status.SET:
        address = reverse("assessment:verify", args=[version.token])
        data = {**data, "verify_url": request.build_absolute_uri(address)}
    else:
        data = {**data, "number": _("Rancangan, belum ditetapkan")}
    response = HttpResponse(render_document(form, data), content_type="application/pdf")
    name = f"{form}-{plan.employee.nip}-{plan.cycle.year}-v{version.number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
