"""The report of a period: the list, the grid of all indicators, sending, and the appraiser's decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.request import Request
from kinerja.plans.content import read_key
from kinerja.plans.models import Period, Plan
from kinerja.voice.access.case_bulk import may_link_measures

from ..access import is_owner, may_decide_report, may_read_progress, may_write_progress
from ..actions.daily import take_daily
from ..actions.decisions import accept_report, return_report, submit_report
from ..actions.drafts import copy_last_period, save_action_plan, save_report
from ..errors import ActionError, MissingRealisation
from ..models import Report
from ..present import ReportView, report_status, report_view
from ..queries.plans import pick_period, plan_periods
from ..queries.reports import previous_report, reports_by_period
from .loading import log_mode, own, plan_and_period


def listing(request: Request) -> HttpResponse:
    """Every period of the plan with where its report stands."""
    mine = own(request)
    rows: list[dict[str, object]] = []
    now = None
    if mine.plan is not None:
        periods, reports = plan_periods(mine.plan), reports_by_period(mine.plan)
        now = pick_period(periods, reports, "", request.on)
        rows = [
            {
                "period": period,
                "report": reports.get(period.pk),
                "status": report_status(reports[period.pk]) if period.pk in reports else "",
                "begun": period.starts <= request.on,
                "late": period.report_due < request.on and _is_draft(reports.get(period.pk)),
            }
            for period in periods
        ]
    facts = {"plans": mine.plans, "plan": mine.plan, "rows": rows, "now": now, "on": request.on}
    return render(request, "progress/report_list.html", facts)


def _is_draft(report: Report | None) -> bool:
    return report is None or report.status == Report.Status.DRAFT


def report(request: Request, plan_id: int, period_id: int) -> HttpResponse:
    """The owner of a draft gets the grid; everybody else who may look gets the report to read."""
    plan, period = plan_and_period(plan_id, period_id)
    may_read_progress(request.user, plan, request.on, period).require()
    if request.method == "POST":
        may_write_progress(request.user, plan).require()
        return _save(request, plan, period)
    view = report_view(plan, period, request.on, with_log=is_owner(request.user, plan))
    facts: dict[str, object] = {"view": view, "plan": plan, "period": period, "on": request.on}
    if not (is_owner(request.user, plan) and view.is_open):
        waits = view.report is not None and view.report.status == Report.Status.SUBMITTED
        facts["may_decide"] = waits and bool(may_decide_report(request.user, plan, period))
        facts["is_owner"] = is_owner(request.user, plan)
        facts["may_link"] = bool(may_link_measures(request.user, plan, request.on))
        return render(request, "progress/report_read.html", facts)
    facts |= {
        "log": log_mode(),
        "previous": previous_report(plan, period),
        "early": period.starts > request.on,
    }
    return render(request, "progress/report_grid.html", facts)


def _keys(data: QueryDict, prefix: str) -> dict[UUID, str]:
    """Values of the fields "<prefix><key>"; names that hold no key are no fields of ours."""
    found: dict[UUID, str] = {}
    for name, value in data.items():
        if name.startswith(prefix):
            try:
                found[UUID(name.removeprefix(prefix))] = str(value)
            except ValueError:
                continue
    return found


def _save(request: Request, plan: Plan, period: Period) -> HttpResponse:
    """One POST keeps everything in the grid; the button that was pressed says what comes next."""
    typing = "autosave" in request.POST
    texts, notes = _keys(request.POST, "real-"), _keys(request.POST, "note-")
    # An indicator that a measure feeds has a note and no text of its own.
    rows = {key: (texts.get(key, ""), notes.get(key, "")) for key in texts | notes}
    steps = {key: text.splitlines() for key, text in _keys(request.POST, "steps-").items()}
    try:
        save_report(
            plan=plan,
            period=period,
            rows=rows,
            summary=request.POST.get("summary"),
            actor=request.user,
            at=request.at,
        )
        save_action_plan(plan=plan, period=period, rows=steps, actor=request.user, at=request.at)
        return HttpResponse(status=204) if typing else _then(request, plan, period)
    except ActionError as refusal:
        if typing:
            return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
        messages.error(request, str(refusal))
        return redirect("progress:report", plan.pk, period.pk)


def _then(request: Request, plan: Plan, period: Period) -> HttpResponse:
    """What the pressed button asks for after saving. Raises ActionError."""
    act, _colon, item = request.POST.get("do", "").partition(":")
    key = read_key(item)
    here = reverse("progress:report", args=[plan.pk, period.pk])
    if act == "evidence" and key:
        return redirect("progress:evidence_of", plan.pk, period.pk, key)
    if act == "send":
        return redirect("progress:report_send", plan.pk, period.pk)
    if act == "copy":
        count = copy_last_period(plan=plan, period=period, actor=request.user, at=request.at)
        told = _("%(count)d realisasi disalin. Sesuaikan, lalu kirim.") % {"count": count}
    elif act == "log":
        only = [key] if key else None
        count = take_daily(plan=plan, period=period, only=only, actor=request.user, at=request.at)
        told = _("%(count)d realisasi diisi dari log harian.") % {"count": count}
    else:
        told = _("Draf tersimpan.")
    messages.success(request, told)
    return redirect(f"{here}#i-{key}" if key else here)


def send(request: Request, plan_id: int, period_id: int) -> HttpResponse:
    """Asks once more, saying what is in the report and what is not."""
    plan, period = plan_and_period(plan_id, period_id)
    may_write_progress(request.user, plan).require()
    back = reverse("progress:report", args=[plan.pk, period.pk])
    view = report_view(plan, period, request.on)
    if view.report is None or not view.is_open:
        return redirect(back)
    try:
        if request.method == "POST":
            submit_report(report=view.report, actor=request.user, at=request.at)
            messages.success(
                request, _("Laporan %(period)s terkirim kepada penilai.") % {"period": period.label}
            )
            return redirect(f"{reverse('progress:my_plan')}?skp={plan.pk}&periode={period.pk}")
        if view.missing:
            raise MissingRealisation([result.statement for result in view.missing])
    except ActionError as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    facts = {
        "question": _("Kirim laporan %(period)s?") % {"period": period},
        "text": _("Setelah terkirim, laporan tidak dapat diubah kecuali dikembalikan oleh penilai."),
        "effects": _effects(view),
        "action": _("Kirim laporan"),
        "back_url": back,
    }
    return render(request, "web/confirm.html", facts)


def _effects(view: ReportView) -> list[str]:
    """What the appraiser will find, with the soft questions he is likely to ask."""
    counted = {"filled": view.filled, "total": view.total}
    pieces = sum(len(indicator.evidence) for indicator in view.indicators)
    said = [
        _("%(filled)d dari %(total)d indikator berisi realisasi.") % counted,
        _("%(count)d bukti terlampir.") % {"count": pieces}
        if pieces
        else _("Belum ada bukti yang dilampirkan."),
    ]
    said += [
        _(
            "Indikator %(number)s belum memenuhi target tanpa keterangan. Boleh dikirim, tetapi satu kalimat "
            "sebab menolong penilai."
        )
        % {"number": indicator.number}
        for indicator in view.indicators
        if indicator.asks_note
    ]
    return said


@require_POST
def decide(request: Request, plan_id: int, period_id: int) -> HttpResponse:
    """The appraiser accepts the report or returns it with a reason."""
    plan, period = plan_and_period(plan_id, period_id)
    may_decide_report(request.user, plan, period).require()
    found = get_object_or_404(Report, plan=plan, period=period)
    try:
        if request.POST.get("do") == "accept":
            accept_report(report=found, actor=request.user, at=request.at)
            messages.success(request, _("Laporan disetujui."))
        else:
            reason = request.POST.get("reason", "")
            return_report(report=found, reason=reason, actor=request.user, at=request.at)
            messages.success(request, _("Laporan dikembalikan dengan alasan Anda."))
    except ActionError as refusal:
        messages.error(request, str(refusal))
    return redirect("progress:report", plan.pk, period.pk)
