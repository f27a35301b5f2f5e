"""Integritas: what one declared, what waits for HR and auditor, and the facts with their sources."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of

from .. import access_declarations as access
from ..actions import declarations as acts
from ..forms_declarations import DeclareForm, HandleForm
from ..models import Declaration
from ..queries.declarations import declarations as every
from ..queries.declarations import gift_due, integrity_facts, own_declarations
from .common import me as signed_in

PAGE = 25
YEARS = 5


def declarations(request: Request) -> HttpResponse:
    """One's own declarations; HR and auditor see all, what waits first, on a tab of their own."""
    me = employee_of(request.user)
    all_of_them = access.sees_all(request.user, request.on)
    wanted = request.GET.get("lihat", "semua" if all_of_them else "saya")
    shows_all = all_of_them and wanted == "semua"
    rows = every() if shows_all else Declaration.objects.none()
    if not shows_all and me is not None:
        rows = own_declarations(me)
    at = reverse("assessment:declarations")
    facts = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {"url": f"{at}?lihat=semua", "title": _("Semua laporan"), "current": shows_all},
            {"url": f"{at}?lihat=saya", "title": _("Laporan saya"), "current": not shows_all},
        ]
        if all_of_them
        else [],
        "shows_all": shows_all,
        "me": me,
        "on": request.on,
    }
    return render(request, "assessment/declarations/list.html", facts)


def declaration_new(request: Request) -> HttpResponse:
    """Declares a conflict of interest or a gift, with the term of the law beside it."""
    me = signed_in(request)
    due, source = gift_due(request.on, request.on)

    def act(values: dict[str, Any]) -> None:
        acts.declare(employee=me, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        DeclareForm(posted(request), initial={"happened_on": request.on}),
        act,
        done=_(
            "Laporan Anda terkirim. Hanya Anda, analis kepegawaian, dan auditor yang membacanya; hasil "
            "penanganannya kelak dibaca juga oleh penilai langsung Anda."
        ),
        back_url=reverse("assessment:declarations"),
        template="assessment/declarations/new.html",
        due=due,
        source=source,
    )


def declaration(request: Request, declaration_id: int) -> HttpResponse:
    """One declaration; HR and auditor handle it here."""
    rows = Declaration.objects.select_related("employee", "handled_by")
    found = get_object_or_404(rows, pk=declaration_id)
    access.may_read(request.user, found, request.on).require()
    if request.method == "POST":
        access.may_handle(request.user, found, request.on).require()
    handles = found.status == found.Status.DECLARED and access.may_handle(request.user, found, request.on)
    due, source = gift_due(found.happened_on, request.on) if found.kind == found.Kind.GIFT else (None, "")

    def act(values: dict[str, Any]) -> None:
        acts.handle(declaration=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        HandleForm(posted(request)),
        act,
        done=_("Penanganan disimpan."),
        back_url=reverse("assessment:declarations"),
        template="assessment/declarations/detail.html",
        declaration=found,
        handles=bool(handles),
        due=due,
        source=source,
    )


def integrity(request: Request, employee_id: int) -> HttpResponse:
    """Facts about the integrity of one employee in the last five years, each with its source."""
    employee = get_object_or_404(Employee, pk=employee_id)
    access.may_read_facts(request.user, employee, request.on).require()
    since = date(request.on.year - YEARS, 1, 1)
    facts = [
        row | {"day": date.fromisoformat(row["on"])}
        for row in integrity_facts(employee, since, request.on)
        if row["on"]
    ]
    context = {"employee": employee, "facts": facts[::-1], "since": since}
    return render(request, "assessment/declarations/facts.html", context)
