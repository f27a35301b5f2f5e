"""SKP saya: the plan, its progress and the feedback beside each result, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.request import Request
from kinerja.plans.models import Period, Plan, PlanVersion
from kinerja.plans.queries import open_version

from ..models import Report
from ..present import ReportView, report_status, report_view
from ..queries.plans import pick_period, plan_periods
from ..queries.reports import reports_by_period
from .loading import log_mode, own


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do now: what, why, and the button for it."""

    title: str
    text: str
    button: str = ""
    url: str = ""


def my_plan(request: Request) -> HttpResponse:
    mine = own(request)
    facts: dict[str, object] = {"plans": mine.plans, "plan": mine.plan, "on": request.on}
    if mine.plan is None:
        return render(request, "progress/my_plan.html", facts)
    periods, reports = plan_periods(mine.plan), reports_by_period(mine.plan)
    period = pick_period(periods, reports, request.GET.get("periode", ""), request.on)
    if period is None:
        return render(request, "progress/my_plan.html", facts)
    view = report_view(mine.plan, period, request.on)
    pending = open_version(mine.plan)
    facts |= {
        "view": view,
        "pending": pending,
        "period": period,
        "tabs": _tabs(mine.plan, periods, reports, period),
        "next": _next(view, pending, request),
        "stages": _stages(view, request),
        "log": log_mode(),
    }
    return render(request, "progress/my_plan.html", facts)


def _tabs(
    plan: Plan, periods: list[Period], reports: dict[int, Report], chosen: Period
) -> list[dict[str, object]]:
    return [
        {
            "url": f"?skp={plan.pk}&periode={period.pk}",
            "title": period.label,
            "current": period.pk == chosen.pk,
            "status": report_status(reports[period.pk]) if period.pk in reports else "",
        }
        for period in periods
    ]


def _next(view: ReportView, pending: PlanVersion | None, request: Request) -> Next:
    """What the employee should do now, in the order in which the law lets it be done."""
    if view.version is None or view.version.status != PlanVersion.Status.SET:
        return _before_set(view, pending)
    report_url = reverse("progress:report", args=[view.plan.pk, view.period.pk])
    counted = {"filled": view.filled, "total": view.total, "period": view.period.label}
    if view.period.starts > request.on:
        return Next(_("%(period)s belum dimulai") % counted, _("Realisasi diisi sejak hari pertamanya."))
    if view.is_returned and view.report:
        return Next(
            _("Laporan %(period)s perlu perbaikan") % counted,
            view.report.return_reason,
            _("Perbaiki laporan"),
            report_url,
        )
    if view.is_open:
        told = _("%(filled)d dari %(total)d indikator sudah berisi realisasi.") % counted
        button = _("Lanjutkan laporan") if view.filled else _("Isi realisasi")
        return Next(_("Laporan %(period)s belum dikirim") % counted, told, button, report_url)
    if view.report and view.report.status == Report.Status.SUBMITTED:
        return Next(_("Laporan %(period)s sudah terkirim") % counted, _("Penilai Anda sedang membacanya."))
    return Next(_("Laporan %(period)s disetujui") % counted, _("Laporan ini menjadi dasar penilaian."))


def _before_set(view: ReportView, pending: PlanVersion | None) -> Next:
    if pending is not None and pending.status == PlanVersion.Status.SUBMITTED:
        return Next(
            _("SKP Anda menunggu penetapan"),
            _("Realisasi sudah boleh dicatat; laporan dapat dikirim setelah SKP ditetapkan."),
        )
    why = pending.return_reason if pending else ""
    return Next(
        _("SKP Anda perlu perbaikan") if why else _("SKP Anda masih draf"),
        why or _("Lengkapi, lalu ajukan kepada penilai."),
        _("Perbaiki SKP") if why else _("Lanjutkan SKP"),
        reverse("plans:edit", args=[view.plan.pk]),
    )


def _stages(view: ReportView, request: Request) -> list[dict[str, str]]:
    """Plan, report, scheduled feedback, review: what is done, and the first that is not as what is now."""
    is_set = view.version is not None and view.version.status == PlanVersion.Status.SET
    filled = _("%(filled)d dari %(total)d terisi") % {"filled": view.filled, "total": view.total}
    given = view.scheduled
    stages = [
        (is_set, _("SKP ditetapkan"), _on(view.version.set_at if view.version else None)),
        (not view.is_open, _("Laporan realisasi"), filled if view.is_open else report_status(view.report)),
        (
            given is not None,
            _("Umpan balik terjadwal"),
            _("Dari %(name)s") % {"name": given.author} if given else _("Kewajiban pimpinan tiap periode"),
        ),
        (False, _("Penilaian"), _("Dibuka %(day)s") % {"day": _on(view.period.opens)}),
    ]
    now = next(number for number, stage in enumerate(stages) if not stage[0])
    begun = view.period.starts <= request.on
    return [
        {"state": _state(done, number == now and begun), "title": title, "note": note}
        for number, (done, title, note) in enumerate(stages)
    ]


def _state(done: bool, now: bool) -> str:
    if done:
        return "done"
    return "now" if now else "next"


def _on(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        value = localdate(value)
    return str(date_format(value, "j F Y")) if value else ""
