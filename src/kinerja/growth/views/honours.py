"""Satyalancana Karya Satya: the due list, what was proposed, granted or set aside; everybody his own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of

from .. import access_pay as access
from ..actions import honours as acts
from ..forms_common import WhyForm
from ..forms_pay import GrantForm
from ..models import Honour
from ..queries import honours as queries
from .common import KINDS, tabs_of

PAGE = 25
SHOWN = {
    "diusulkan": Honour.Status.PROPOSED.value,
    "diterima": Honour.Status.GRANTED.value,
    "ditunda": Honour.Status.SET_ASIDE.value,
}


def honours(request: Request) -> HttpResponse:
    """HR and the auditor: lists by state. Everybody: his own service and steps."""
    me = employee_of(request.user)
    reads = bool(access.may_read_honours(request.user, request.on))
    shown = request.GET.get("lihat", "")
    if not reads or (shown == "saya" and me is not None):
        shown = "saya"
    elif shown not in SHOWN:
        shown = "jatuh-tempo"
    facts: dict[str, Any] = {
        "shown": shown,
        "tabs": _tabs(shown, me is not None) if reads else [],
        "me": me,
        "keeps": bool(access.may_keep_honours(request.user, request.on)),
    }
    if shown == "saya":
        facts |= _own(request, me)
    elif shown == "jatuh-tempo":
        facts |= {"page": _due(request)}
    else:
        rows = queries.honours(SHOWN[shown])
        facts |= {"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))}
    return render(request, "growth/honours/list.html", facts)


def _due(request: Request) -> Page[Any]:
    """One page of who has served long enough, each with the month since when."""
    page = Paginator(queries.due(request.on), PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.since = date(int(row.appointed[:4]), int(row.appointed[4:]), 1)
    return page


def _tabs(shown: str, mine: bool) -> list[dict[str, Any]]:
    names = {
        "jatuh-tempo": _("Sudah waktunya"),
        "diusulkan": _("Diusulkan"),
        "diterima": _("Diterima"),
        "ditunda": _("Belum memenuhi syarat"),
    }
    names |= {"saya": _("Milik saya")} if mine else {}
    return tabs_of(reverse("growth:honours"), names, shown)


def _own(request: Request, me: Employee | None) -> dict[str, Any]:
    """The steps of one person with their day and state."""
    served = queries.service_of(me, request.on) if me is not None else None
    said = {row.years: row for row in queries.honours().filter(employee=me)} if me is not None else {}
    steps = [(years, day, said.get(years)) for years, day in served.steps] if served else []
    return {"served": served, "steps": steps}


@guarded(access.may_keep_honours)
def propose(request: Request, employee_id: int, years: int) -> HttpResponse:
    """Proposes one step."""
    employee = get_object_or_404(Employee, pk=employee_id)
    access.may_keep_honour(request.user, employee.pk, request.on).require()
    return form_page(
        request,
        forms.Form(posted(request)),
        lambda _values: acts.propose_honour(
            employee=employee, years=years, actor=request.user, at=request.at
        ),
        done=_("Usul dicatat."),
        back_url=reverse("growth:honours"),
        question=_("Usulkan %(name)s?") % {"name": employee.name},
        text=_("Satyalancana Karya Satya %(n)s tahun. Pastikan masa kerjanya tanpa jeda dan tanpa hukuman.")
        % {"n": years},
        action=_("Usulkan pegawai"),
    )


@guarded(access.may_keep_honours)
def aside(request: Request, employee_id: int, years: int) -> HttpResponse:
    """Leaves one step for now, with the reason."""
    employee = get_object_or_404(Employee, pk=employee_id)
    access.may_keep_honour(request.user, employee.pk, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.set_aside(
            employee=employee, years=years, reason=values["why"], actor=request.user, at=request.at
        )

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Dicatat sebagai belum memenuhi syarat."),
        back_url=reverse("growth:honours"),
        question=_("%(name)s belum memenuhi syarat?") % {"name": employee.name},
        text=_("Alasannya dibaca pegawai itu, analis kepegawaian, dan auditor."),
        action=_("Simpan alasan"),
    )


@guarded(access.may_keep_honours)
def grant(request: Request, honour_id: int) -> HttpResponse:
    """Notes the decision."""
    row = get_object_or_404(queries.honours(), pk=honour_id)
    access.may_keep_honour(request.user, row.employee_id, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.grant_honour(honour=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        GrantForm(posted(request), initial={"on": request.on}),
        act,
        done=_("Tanda kehormatan dicatat."),
        back_url=reverse("growth:honours") + "?lihat=diusulkan",
        question=_("Catat tanda kehormatan %(name)s") % {"name": row.employee.name},
        text=_("Satyalancana Karya Satya %(n)s tahun.") % {"n": row.years},
        action=_("Catat keputusan"),
    )


@require_POST
@guarded(access.may_keep_honours)
def export(request: Request, kind: str) -> HttpResponse:
    """The due list as a file."""
    if kind not in KINDS:
        raise Http404
    return acts.export_due(kind=kind, actor=request.user, at=request.at).response()
