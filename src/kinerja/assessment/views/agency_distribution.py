"""Distribusi: signed predicates by unit beside their pattern, as a page and as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kinerja.accounts.access import may_read_all
from kinerja.accounts.request import Request
from kinerja.people.queries import employee_of, led_units, unit_tree_ids
from kinerja.plans.models import Period
from kinerja.rules.codes import Predicate
from kinerja.rules.labels import label

from ..queries.agency_distribution import SORTS, UnitRow, by_unit, told
from ..spread_bar import bar
from .judging import chosen_period, period_form

A_PAGE = 50
BEST_FIRST = [code.value for code in reversed(Predicate)]
# A cell that starts so is run as a formula by spreadsheet programs.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def distribution(request: Request) -> HttpResponse:
    """By unit: HR, auditor and administrator see all, heads their own tree; `?format=csv` is the file."""
    units = _scope(request)
    period = chosen_period(request)
    sort, down = request.GET.get("urut", ""), request.GET.get("arah") == "turun"
    sort = sort if sort in SORTS else "kode"
    rows = list(by_unit(period, units, sort, down)) if period else []
    if request.GET.get("format") == "csv" and period:
        return _file(told(rows, request.on), period, request)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = [{"row": row, "bar": bar(row.counts), "numbers": _numbers(row)} for row in told(page, request.on)]
    context = {
        "rows": shown,
        "page": page,
        "heads": _heads(request, sort, down),
        "period": period,
        "periods": period_form(period),
        "download": urlencode({"periode": str(period.pk), "format": "csv"}) if period else "",
        "signed": sum(row["signed"] for row in rows),
        "unsigned": sum(row["unsigned"] for row in rows),
        "on": request.on,
    }
    return render(request, "assessment/calibration/distribution.html", context)


def _scope(request: Request) -> set[int] | None:
    """Unit ids that this person may compare, None for all. Raises PermissionDenied."""
    if may_read_all(request.user, request.on):
        return None
    own = employee_of(request.user)
    led = list(led_units(own, request.on).values_list("pk", flat=True)) if own else []
    if not led:
        raise PermissionDenied(
            _("Sebaran predikat menurut unit untuk pimpinan unit, analis kepegawaian, auditor, dan admin.")
        )
    return unit_tree_ids(led)


def _heads(request: Request, sort: str, down: bool) -> list[dict[str, Any]]:
    """The heads of the columns, each with the address that sorts by it."""
    names = {
        "unit": _("Unit"), "orang": _("Pegawai"),
        **{code.lower(): label("predicate", code, request.on) for code in BEST_FIRST},
        "ditandatangani": _("Ditandatangani"), "belum": _("Belum"),
    }  # fmt: skip
    kept = {"periode": request.GET["periode"]} if "periode" in request.GET else {}
    return [
        {
            "title": title,
            "url": "?" + urlencode(kept | {"urut": key, "arah": "naik" if key == sort and down else
                                           "turun" if key == sort else "naik"}),
            "now": ("descending" if down else "ascending") if key == sort else "",
            "number": key != "unit",
        }
        for key, title in names.items()
    ]  # fmt: skip


def _numbers(row: UnitRow) -> list[dict[str, Any]]:
    return [{"code": code, "count": row.counts[code]} for code in BEST_FIRST]


def _file(rows: Iterable[UnitRow], period: Period, request: Request) -> HttpResponse:
    """The same rows as a CSV that spreadsheet programs open safely."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="distribusi-{period.cycle.year}-{period.pk}.csv"'
    writer = csv.writer(response, delimiter=";", lineterminator="\r\n")
    named = [label("predicate", code, request.on) for code in BEST_FIRST]
    first = (_("Kode"), _("Unit"), _("Predikat organisasi"), _("Pegawai"))
    last = (_("Ditandatangani"), _("Belum"), _("Pola"), _("Bila pola harus dipenuhi"))
    writer.writerow([*first, *named, *last])
    for row in rows:
        writer.writerow([_safe(cell) for cell in _cells(row, request.on)])
    return response


def _cells(row: UnitRow, on: date) -> list[object]:
    organisation = label("organisation_predicate", row.organisation, on) if row.organisation else ""
    numbers = [row.counts[code] for code in BEST_FIRST]
    needed = " ".join(row.spread.needed) if row.spread else ""
    first = (row.code, row.name, organisation, row.people)
    return [*first, *numbers, row.signed, row.unsigned, _pattern(row), needed]


def _pattern(row: UnitRow) -> str:
    if row.spread is None or row.spread.complies is None:
        return _("Tidak disimpulkan")
    return _("Sesuai pola") if row.spread.complies else _("Belum sesuai pola")


def _safe(cell: object) -> object:
    """Text that a spreadsheet would run is told as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell
