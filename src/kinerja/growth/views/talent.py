"""Pages of talent: one's own picture, the nine boxes of a unit, inputs by form and by spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.accounts.access import AUDITOR, HR, roles
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.forms import UploadForm
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import employee_of
from kinerja.people.queries.register import find_employees

from .. import access_talent as access
from ..actions import talent as acts
from ..actions.talent_imports import COLUMNS, import_inputs
from ..forms_talent import InputForm
from ..queries.strengths import offered_to
from ..queries.talent import NAMES, box_of, boxes, components, nine
from .common import refused, template_file

EMPLOYEES = Employee.objects.select_related("user")


def talent(request: Request) -> HttpResponse:
    """One's own picture, or for those who may see it the nine boxes of a unit."""
    me = employee_of(request.user)
    maps = bool(access.may_see_boxes(request.user, request.on))
    mine = me is not None and (request.GET.get("lihat") != "peta" or not maps)
    here = reverse("growth:talent")
    facts: dict[str, Any] = {
        "tabs": [
            {"url": here, "title": _("Talenta saya"), "current": mine},
            {"url": f"{here}?lihat=peta", "title": _("Peta sembilan kotak"), "current": not mine},
        ]
        if maps and me is not None
        else [],
        "keeps": bool(access.may_keep_talent(request.user, request.on)),
        "reads_succession": bool(access.may_read_succession(request.user, request.on)),
    }
    if mine and me is not None:
        facts |= {"view": box_of(me, request.on, received=True), "own": True, "offers": offered_to(me)}
        return render(request, "growth/talent/one.html", facts)
    access.may_see_boxes(request.user, request.on).require()
    return render(request, "growth/talent/map.html", facts | _map(request))


def _map(request: Request) -> dict[str, Any]:
    """The units to choose from, and the nine boxes of the chosen one."""
    units = Unit.objects.order_by("name")
    if not roles(request.user, request.on) & {HR, AUDITOR}:
        units = units.filter(pk__in=access.office_units(request.user, request.on))
    choices = list(units)
    asked = request.GET.get("unit", "")
    unit = next((row for row in choices if str(row.pk) == asked), None)
    if unit is None:
        return {"units": choices, "unit": None}
    people = find_employees(Employee.objects.all(), "", unit.pk, request.on).order_by("name", "nip")
    views = boxes(people, request.on)
    return {
        "units": choices,
        "unit": unit,
        "lines": nine(views, request.on),
        "placed": sum(1 for view in views if view.box is not None),
        "unplaced": [view for view in views if view.box is None],
        "total": len(views),
    }


def talent_of(request: Request, employee_id: int) -> HttpResponse:
    """The picture of one person: box, inputs with days and sources, what is missing."""
    employee = get_object_or_404(EMPLOYEES, pk=employee_id)
    access.may_see_box(request.user, employee, request.on).require()
    own = employee_of(request.user) == employee
    facts = {
        "view": box_of(employee, request.on, received=own),
        "own": own,
        "enters": bool(access.may_keep_talent_of(request.user, employee.pk, request.on)),
    }
    return render(request, "growth/talent/one.html", facts)


def talent_input(request: Request, employee_id: int) -> HttpResponse:
    """One input by form."""
    employee = get_object_or_404(EMPLOYEES, pk=employee_id)
    access.may_keep_talent_of(request.user, employee.pk, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.put_input(employee=employee, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        InputForm(
            posted(request),
            codes=components(request.on),
            initial={"held_on": request.on, "component": request.GET.get("komponen", "")},
        ),
        act,
        done=_("Masukan disimpan."),
        back_url=reverse("growth:talent_of", args=[employee.pk]),
        question=_("Catat masukan talenta %(name)s") % {"name": employee.name},
        text=_("Pegawai melihat nilai ini beserta tanggal dan sumbernya."),
        action=_("Simpan masukan"),
    )


@guarded(access.may_keep_talent)
def talent_import(request: Request) -> HttpResponse:
    """Inputs of many by spreadsheet: all or none."""
    form = UploadForm(posted(request), request.FILES or None)
    facts: dict[str, Any] = {"form": form, "columns": COLUMNS}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            got = import_inputs(content=file.read(), name=file.name, actor=request.user, at=request.at)
            if not got.problems:
                said = ngettext("%(n)d masukan disimpan.", "%(n)d masukan disimpan.", got.written)
                messages.success(request, said % {"n": got.written})
                return redirect(reverse("growth:talent_import"))
            facts |= refused(got.problems)
    codes = [(code, _(NAMES[code]) if code in NAMES else code) for code in components(request.on)]
    return render(request, "growth/talent/import.html", facts | {"codes": codes}, status=status)


@guarded(access.may_keep_talent)
def talent_template(request: Request, kind: str) -> HttpResponse:
    """The empty table as XLSX or CSV."""
    return template_file("templat-talenta", kind, COLUMNS)
