"""Predikat organisasi: all units that somebody decides about, in one grid and one POST."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kinerja.accounts.access import AUDITOR, HR, roles
from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request
from kinerja.people.models import Unit
from kinerja.plans.models import Period

from .. import actions
from ..forms import OrganisationForm
from ..models import OrganisationPredicate
from ..queries import units_to_decide
from .judging import chosen_period, period_form

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: Request) -> HttpResponse:
    """Sets the predicates of the units on this page; leaders decide, HR records, auditors read."""
    held = roles(request.user, request.on)
    units = Unit.objects.filter(posts__leads_unit=True).distinct().order_by("code")
    if not held & {AUDITOR}:
        units = units_to_decide(request.user, request.on)
    if not held & {HR, AUDITOR} and not units.exists():
        raise PermissionDenied(
            _("Halaman ini untuk pimpinan yang menetapkan predikat unit di bawahnya dan analis kepegawaian.")
        )
    period = chosen_period(request)
    page = Paginator(units, A_PAGE).get_page(request.GET.get("page"))
    rows = _rows(list(page), period, request.POST if request.method == "POST" else None)
    if request.method == "POST" and period is not None:
        if HR not in held and AUDITOR in held:
            raise PermissionDenied(_("Auditor membaca, tetapi tidak mengubah."))
        if _save(request, rows, period):
            here = f"{reverse('assessment:organisation')}?periode={period.pk}&page={page.number}"
            return redirect(here)
    context = {
        "rows": rows,
        "page": page,
        "period": period,
        "periods": period_form(period),
        "writes": AUDITOR not in held or HR in held,
        "unset": sum(row["old"] is None for row in rows),
    }
    wrong = any(row["form"].errors for row in rows if row["form"].is_bound)
    return render(request, "assessment/organisation.html", context, status=422 if wrong else 200)


def _rows(units: list[Unit], period: Period | None, data: Any) -> list[dict[str, Any]]:
    known = {
        row.unit_id: row
        for row in OrganisationPredicate.objects.filter(period=period, unit__in=units).select_related(
            "decided_by"
        )
    }
    made = []
    for unit in units:
        old = known.get(unit.pk)
        initial = {"predicate": old.predicate, "basis": old.basis} if old else {}
        made.append(
            {"unit": unit, "old": old, "form": OrganisationForm(data, initial=initial, prefix=f"u{unit.pk}")}
        )
    return made


def _save(request: Request, rows: list[dict[str, Any]], period: Period) -> bool:
    """Stores every changed row; all of them or, with a message beside the row, none."""
    saved = 0
    with transaction.atomic():
        for row in rows:
            form = row["form"]
            if not form.is_valid() or not form.has_changed():
                continue
            try:
                actions.set_organisation_predicate(
                    unit=row["unit"], period=period, actor=request.user, at=request.at, **form.cleaned_data
                )
            except ActionError as error:
                form.add_error("basis" if form.cleaned_data["predicate"] else "predicate", str(error))
            else:
                saved += 1
        if any(row["form"].errors for row in rows):
            transaction.set_rollback(True)
            return False
    told = ngettext("%(n)s predikat tersimpan.", "%(n)s predikat tersimpan.", saved) % {"n": saved}
    messages.success(request, told if saved else _("Tidak ada yang berubah."))
    return True
