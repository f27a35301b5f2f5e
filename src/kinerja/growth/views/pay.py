"""HR's pages of incentives: the agency's tables and the attendance cuts of a month."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of
from kinerja.rules.labels import labels

from .. import access_pay as access
from ..actions import pay as acts
from ..actions.pay_files import COLUMNS, import_cuts
from ..errors import Incomplete
from ..forms_pay import CutForm, CutsForm, MonthForm, TableForm
from ..models import AttendanceCut
from ..queries.pay import CLASSES, approved_in, cuts_of, table_in_force
from ..queries.pay import tables as table_rows
from .common import refused, template_file

PAGE = 25


@guarded(access.may_read_pay)
def tables(request: Request) -> HttpResponse:
    """Every table, the one in force named."""
    facts = {
        "page": Paginator(table_rows(), PAGE).get_page(request.GET.get("page")),
        "now": table_in_force(request.on),
        "keeps": bool(access.may_keep_pay(request.user, request.on)),
    }
    return render(request, "growth/pay/tables.html", facts)


@guarded(access.may_keep_pay)
def table_new(request: Request) -> HttpResponse:
    """A new table from the agency's regulation."""
    form = TableForm(posted(request), on=request.on)

    def act(_values: dict[str, Any]) -> None:
        acts.make_table(**form.facts(), actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Tabel disimpan. Tabel ini belum berlaku sampai disetujui orang lain."),
        back_url=reverse("growth:allowance_tables"),
        template="growth/pay/table_new.html",
    )


@guarded(access.may_read_pay)
def table(request: Request, table_id: int) -> HttpResponse:
    """One table with its figures."""
    row = get_object_or_404(table_rows(), pk=table_id)
    names = labels("predicate", request.on)
    facts = {
        "row": row,
        "percents": [(names[code], row.percent[code]) for code in names if code in row.percent],
        "bases": [(CLASSES[code], Decimal(row.bases[code])) for code in CLASSES if code in row.bases],
        "approves": row.approved_at is None and bool(access.may_approve_table(request.user, row, request.on)),
    }
    return render(request, "growth/pay/table.html", facts)


def table_approve(request: Request, table_id: int) -> HttpResponse:
    """The second person lets it hold."""
    row = get_object_or_404(table_rows(), pk=table_id)
    access.may_approve_table(request.user, row, request.on).require()
    return form_page(
        request,
        forms.Form(posted(request)),
        lambda _values: acts.approve_table(table=row, actor=request.user, at=request.at),
        done=_("Tabel disetujui."),
        back_url=reverse("growth:allowance_table", args=[row.pk]),
        question=_("Setujui tabel ini?"),
        text=f"{row.title}: {row.basis}",
        action=_("Setujui tabel"),
    )


def _month(request: Request) -> tuple[int, int]:
    """The month that the address names, else the month of today."""
    form = MonthForm(request.GET)
    if form.is_valid():
        return form.cleaned_data["year"], form.cleaned_data["month"]
    return request.on.year, request.on.month


@guarded(access.may_read_pay)
def cuts(request: Request) -> HttpResponse:
    """The cuts of a month."""
    year, month = _month(request)
    facts = {
        "page": Paginator(cuts_of(year, month), PAGE).get_page(request.GET.get("page")),
        "form": MonthForm(initial={"year": year, "month": month}),
        "paid": approved_in(year, month).first(),
        "me": employee_of(request.user),
        "keeps": bool(access.may_keep_pay(request.user, request.on)),
    }
    return render(request, "growth/pay/cuts.html", facts)


@guarded(access.may_keep_pay)
def cut_new(request: Request) -> HttpResponse:
    """One cut, typed; afterwards the month that it cuts."""
    here = reverse("growth:attendance_cuts")
    month: list[str] = []

    def act(values: dict[str, Any]) -> None:
        nip = values.pop("nip").replace(" ", "")
        employee = Employee.objects.filter(nip=nip).first()
        if employee is None:
            raise Incomplete(_("Tidak ada pegawai dengan NIP ini."))
        acts.add_cut(employee=employee, **values, actor=request.user, at=request.at)
        month.append(f"{here}?year={values['year']}&month={values['month']}")

    answer = form_page(
        request,
        CutForm(posted(request), initial={"year": request.on.year, "month": request.on.month}),
        act,
        done=_("Potongan disimpan."),
        back_url=here,
        question=_("Catat potongan kehadiran"),
        text=_("Hanya memotong bagian disiplin, sesuai bobot tabel instansi."),
        action=_("Simpan potongan"),
    )
    return redirect(month[0]) if month else answer


@guarded(access.may_keep_pay)
def cut_drop(request: Request, cut_id: int) -> HttpResponse:
    """Takes a wrong cut away."""
    row = get_object_or_404(AttendanceCut.objects.select_related("employee"), pk=cut_id)
    access.may_keep_cut(request.user, row.employee_id, request.on).require()
    month = f"?year={row.year}&month={row.month}"
    return form_page(
        request,
        forms.Form(posted(request)),
        lambda _values: acts.drop_cut(cut=row, actor=request.user, at=request.at),
        done=_("Potongan dihapus."),
        back_url=reverse("growth:attendance_cuts") + month,
        question=_("Hapus potongan %(name)s?") % {"name": row.employee.name},
        text=row.reason,
        action=_("Hapus potongan"),
        danger=True,
    )


@guarded(access.may_keep_pay)
def cuts_import(request: Request) -> HttpResponse:
    """All cuts of a month by spreadsheet: they replace the month's earlier ones."""
    first = {"year": request.on.year, "month": request.on.month}
    form = CutsForm(posted(request), request.FILES or None, initial=first)
    facts: dict[str, Any] = {"form": form, "columns": COLUMNS}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        file, month = told["file"], {"year": told["year"], "month": told["month"]}
        try:
            got = import_cuts(content=file.read(), name=file.name, **month, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            if not got.problems:
                said = ngettext("%(n)d potongan disimpan.", "%(n)d potongan disimpan.", got.written)
                messages.success(request, said % {"n": got.written})
                here = reverse("growth:attendance_cuts")
                return redirect(f"{here}?year={month['year']}&month={month['month']}")
            facts |= refused(got.problems)
    status = 422 if request.method == "POST" else 200
    return render(request, "growth/pay/cuts_import.html", facts, status=status)


@guarded(access.may_keep_pay)
def cuts_template(request: Request, kind: str) -> HttpResponse:
    """The empty table as XLSX or CSV."""
    return template_file("templat-potongan", kind, COLUMNS)
