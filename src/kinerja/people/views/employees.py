"""The list of employees, one employee, and personal facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.access import may_administer
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded

from ..access import anyone, may_manage_people, may_see_employee
from ..actions import create_employee, update_employee
from ..forms import EmployeeForm
from ..models import Employee, Unit
from ..queries import find_appraiser, own_post, superior_of, visible_to
from ..queries.register import employee_rows, find_employees
from .common import page_of


@guarded(anyone)
def employees(request: Request) -> HttpResponse:
    """Whom one may see, found by name, NIP, post or unit."""
    words = request.GET.get("q", "").strip()
    unit = Unit.objects.filter(pk=_number(request.GET.get("unit", ""))).first()
    found = find_employees(visible_to(request.user, request.on), words, unit.pk if unit else None, request.on)
    page, shown = page_of(request, found)
    context = {
        "page": page,
        "rows": employee_rows(shown, request.on),
        "words": words,
        "unit": unit,
        "may_manage": bool(may_manage_people(request.user, request.on)),
    }
    return render(request, "people/employees.html", context)


@guarded(anyone)
def employee(request: Request, employee_id: int) -> HttpResponse:
    """Posts through time, and who appraises on a chosen day, with the reasons."""
    person = get_object_or_404(Employee.objects.select_related("user"), pk=employee_id)
    may_see_employee(request.user, person, request.on).require()
    day = _day(request.GET.get("hari", ""), request.on)
    search = find_appraiser(person, day)
    context = {
        "person": person,
        "appointments": person.appointments.select_related("post__unit"),
        "day": day,
        "own": own_post(person, day),
        "search": search,
        "superior": superior_of(search.line, day) if search.line else None,
        "may_manage": bool(may_manage_people(request.user, request.on)),
        "may_administer": bool(may_administer(request.user, request.on)),
    }
    return render(request, "people/employee.html", context)


@guarded(may_manage_people)
def employee_new(request: Request) -> HttpResponse:
    """Adds somebody; the post follows on his page."""

    def act(values: dict[str, Any]) -> None:
        create_employee(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        EmployeeForm(posted(request)),
        act,
        done=_("Pegawai ditambahkan. Sekarang angkat dia ke jabatannya."),
        back_url=reverse("people:employees"),
        question=_("Tambah pegawai"),
        action=_("Tambah pegawai"),
    )


@guarded(may_manage_people)
def employee_edit(request: Request, employee_id: int) -> HttpResponse:
    """Changes personal facts; the account follows."""
    person = get_object_or_404(Employee.objects.select_related("user"), pk=employee_id)
    now = {"nip": person.nip, "name": person.name, "kind": person.kind, "rank": person.rank}
    now["email"] = person.user.email if person.user else ""

    def act(values: dict[str, Any]) -> None:
        update_employee(employee=person, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        EmployeeForm(posted(request), initial=now),
        act,
        done=_("Data pegawai disimpan."),
        back_url=reverse("people:employee", args=[person.pk]),
        question=_("Ubah data %(name)s") % {"name": person.name},
        action=_("Simpan data"),
    )


def _number(text: str) -> int:
    """The id in an address; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _day(text: str, default: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return default
