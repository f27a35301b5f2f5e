"""Pages of the monthly computation: one's own incentives, the runs, one line with its why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded, searched
from kinerja.people.queries import employee_of

from .. import access_pay as access
from ..access_common import is_self
from ..actions import pay as acts
from ..actions.pay_files import export_run
from ..forms_common import WhyForm
from ..forms_pay import MonthForm
from ..models import AllowanceLine, AllowanceRun
from ..queries.pay import lines_of, own_lines, runs, table_in_force, tables, totals, unreceived, with_totals
from .common import KINDS

PAGE = 25


def allowances(request: Request) -> HttpResponse:
    """One's own approved lines; HR and the auditor also the runs."""
    me = employee_of(request.user)
    reads = bool(access.may_read_pay(request.user, request.on))
    mine = not reads or (me is not None and request.GET.get("lihat") == "saya")
    here = reverse("growth:allowances")
    facts: dict[str, Any] = {
        "tabs": [
            {"url": here, "title": _("Perhitungan bulanan"), "current": not mine},
            {"url": f"{here}?lihat=saya", "title": _("Insentif saya"), "current": mine},
        ]
        if reads and me is not None
        else [],
        "keeps": bool(access.may_keep_pay(request.user, request.on)),
    }
    if mine:
        rows = own_lines(me) if me is not None else AllowanceLine.objects.none()
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        held_back = unreceived(me) if me is not None else {}
        facts |= {"page": page, "lines": [(line, held_back.get(line.evaluation)) for line in page]}
        return render(request, "growth/pay/own.html", facts)
    rows_of_runs = with_totals(runs())
    facts |= {
        "page": Paginator(rows_of_runs, PAGE).get_page(request.GET.get("page")),
        "table": table_in_force(request.on),
        "waiting": tables().filter(approved_at__isnull=True).order_by("-pk").first(),
    }
    return render(request, "growth/pay/runs.html", facts)


@guarded(access.may_keep_pay)
def run_new(request: Request) -> HttpResponse:
    """Computes a month."""
    made: list[AllowanceRun] = []

    def act(values: dict[str, Any]) -> None:
        made.append(acts.make_run(**values, actor=request.user, at=request.at))

    answer = form_page(
        request,
        MonthForm(posted(request), initial={"year": request.on.year, "month": request.on.month}),
        act,
        done=_("Insentif dihitung. Periksa baris yang bermasalah, lalu minta orang lain menyetujuinya."),
        back_url=reverse("growth:allowances"),
        question=_("Hitung insentif sebulan"),
        text=_("Untuk semua pegawai yang menduduki jabatan pada hari terakhir bulan itu."),
        action=_("Hitung insentif"),
    )
    return redirect("growth:allowance_run", made[0].pk) if made else answer


@guarded(access.may_read_pay)
def run(request: Request, run_id: int) -> HttpResponse:
    """The lines of one month."""
    row = get_object_or_404(runs(), pk=run_id)
    words = searched(request)
    only = request.GET.get("lihat") == "masalah"
    draft = row.status == AllowanceRun.Status.DRAFT
    here = reverse("growth:allowance_run", args=[row.pk])
    sums = totals(row)
    facts = {
        "run": row,
        "totals": sums,
        "words": words,
        "only": only,
        "page": Paginator(lines_of(row, words=words, problems=only), PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {"url": here, "title": _("Semua"), "current": not only, "count": sums.lines},
            {
                "url": f"{here}?lihat=masalah",
                "title": _("Bermasalah"),
                "current": only,
                "count": sums.problems,
            },
        ],
        "approves": draft and bool(access.may_approve_run(request.user, row, request.on)),
        "waits": draft and row.made_by_id == request.user.pk,
        "barred": draft and bool(row.follows_id) and _keeps_another(request, row),
        "cancels": draft and bool(access.may_keep_pay(request.user, request.on)),
        "exports": row.status == AllowanceRun.Status.APPROVED
        and bool(access.may_keep_pay(request.user, request.on)),
    }
    return render(request, "growth/pay/run.html", facts)


def _keeps_another(request: Request, row: AllowanceRun) -> bool:
    """Whether an analyst reads the draft of another with a line about himself in it."""
    keeps = bool(access.may_keep_pay(request.user, request.on)) and row.made_by_id != request.user.pk
    return keeps and not access.may_approve_run(request.user, row, request.on)


def run_approve(request: Request, run_id: int) -> HttpResponse:
    """The second person approves."""
    row = get_object_or_404(runs(), pk=run_id)
    access.may_approve_run(request.user, row, request.on).require()
    text = " ".join([*_unpaid(row), _("Setelah disetujui, isinya tidak dapat diubah.")])
    return form_page(
        request,
        forms.Form(posted(request)),
        lambda _values: acts.approve_run(run=row, actor=request.user, at=request.at),
        done=_("Perhitungan disetujui. Pegawai dapat melihat barisnya sendiri."),
        back_url=reverse("growth:allowance_run", args=[row.pk]),
        question=_("Setujui perhitungan ini?"),
        text=text,
        action=_("Setujui perhitungan"),
    )


def _unpaid(row: AllowanceRun) -> list[str]:
    """How many lines pay nothing, for who approves."""
    sums = totals(row)
    if row.follows_id or not sums.problems:
        return []
    n, total = (number_format(count, force_grouping=True) for count in (sums.problems, sums.lines))
    said = _("%(n)s dari %(total)s pegawai belum dapat dihitung dan tidak dibayar dari perhitungan ini.")
    return [said % {"n": n, "total": total}]


@guarded(access.may_keep_pay)
def run_cancel(request: Request, run_id: int) -> HttpResponse:
    """Lets go of a draft."""
    row = get_object_or_404(runs(), pk=run_id)

    def act(values: dict[str, Any]) -> None:
        acts.cancel_run(run=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Perhitungan dibatalkan. Bulan ini dapat dihitung lagi."),
        back_url=reverse("growth:allowance_run", args=[row.pk]),
        question=_("Batalkan perhitungan ini?"),
        action=_("Batalkan perhitungan"),
        danger=True,
    )


@require_POST
@guarded(access.may_keep_pay)
def run_export(request: Request, run_id: int, kind: str) -> HttpResponse:
    """The approved run for payroll."""
    if kind not in KINDS:
        raise Http404
    row = get_object_or_404(runs(), pk=run_id)
    try:
        return export_run(run=row, kind=kind, actor=request.user, at=request.at).response()
    except ActionError as error:
        messages.error(request, str(error))
        return redirect("growth:allowance_run", row.pk)


def line(request: Request, line_id: int) -> HttpResponse:
    """One line with its explanation."""
    rows = AllowanceLine.objects.select_related("run__table", "employee")
    row = get_object_or_404(rows, pk=line_id)
    access.may_read_line(request.user, row, request.on).require()
    held_back = unreceived(row.employee) if is_self(request.user, row.employee_id) else {}
    facts = {
        "line": row,
        "reads": bool(access.may_read_pay(request.user, request.on)),
        "waits": held_back.get(row.evaluation),
    }
    return render(request, "growth/pay/line.html", facts)
