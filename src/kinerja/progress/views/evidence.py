"""Evidence of one indicator: the list with its two forms, the download, the removal."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.request import Request
from kinerja.documents.uploads import ENDINGS, served
from kinerja.plans.models import Period, Plan

from ..access import may_remove_evidence, may_see_evidence, may_write_progress
from ..actions.evidence import add_evidence_file, add_evidence_link, remove_evidence
from ..errors import ActionError
from ..models import Evidence
from ..present import report_view
from .loading import plan_and_period

PIECES = Evidence.objects.select_related(
    "realisation__report__plan__employee", "realisation__report__plan__cycle", "realisation__report__period"
)


def pieces(request: Request, plan_id: int, period_id: int, key: UUID) -> HttpResponse:
    """What proves one indicator, and two ways to add to it."""
    plan, period = plan_and_period(plan_id, period_id)
    may_write_progress(request.user, plan).require()
    here = reverse("progress:evidence_of", args=[plan.pk, period.pk, key])
    if request.method == "POST":
        _add(request, plan, period, key)
        return redirect(here)
    view = report_view(plan, period, request.on)
    indicator = next((item for item in view.indicators if item.key == key), None)
    if indicator is None:
        raise Http404
    facts = {
        "view": view,
        "indicator": indicator,
        "back": reverse("progress:report", args=[plan.pk, period.pk]) + f"#i-{key}",
        "limit": settings.UPLOAD_LIMIT_BYTES // 1_048_576,
        "endings": ",".join(ENDINGS),
    }
    return render(request, "progress/evidence.html", facts)


def _add(request: Request, plan: Plan, period: Period, key: UUID) -> None:
    upload = request.FILES.get("file")
    try:
        if upload is not None:
            add_evidence_file(
                plan=plan, period=period, indicator_key=key, upload=upload, actor=request.user, at=request.at
            )
            messages.success(
                request, _("Berkas tersimpan. Hanya penilai dan yang berwenang dapat membukanya.")
            )
            return
        _piece, verdict = add_evidence_link(
            plan=plan,
            period=period,
            indicator_key=key,
            url=request.POST.get("url", ""),
            title=request.POST.get("title", ""),
            actor=request.user,
            at=request.at,
        )
        if verdict.warning:
            messages.warning(request, _("Tautan tersimpan. %(advice)s") % {"advice": verdict.warning})
        else:
            messages.success(request, _("Tautan tersimpan."))
    except ActionError as refusal:
        messages.error(request, str(refusal))


def download(request: Request, token: UUID) -> HttpResponseBase:
    """The file, to those who may read the report; never run by the browser, never from the web root."""
    piece = get_object_or_404(PIECES.exclude(file=""), token=token)
    may_see_evidence(request.user, piece, request.on).require()
    return served(piece.file, title=piece.title, content_type=piece.content_type)


def remove(request: Request, token: UUID) -> HttpResponse:
    """Asks once more, then takes one piece away."""
    piece = get_object_or_404(PIECES, token=token)
    may_remove_evidence(request.user, piece).require()
    report = piece.realisation.report
    args = [report.plan_id, report.period_id, piece.realisation.indicator_key]
    back = reverse("progress:evidence_of", args=args)
    if request.method == "POST":
        try:
            remove_evidence(piece=piece, actor=request.user, at=request.at)
            messages.success(request, _("Bukti dihapus."))
        except ActionError as refusal:
            messages.error(request, str(refusal))
        return redirect(back)
    facts = {
        "question": _("Hapus bukti “%(title)s”?") % {"title": piece.title},
        "text": _(
            "Berkas atau tautan ini hilang dari laporan. Catatan bahwa bukti pernah ada tetap tersimpan."
        ),
        "action": _("Hapus bukti"),
        "back_url": back,
        "danger": True,
    }
    return render(request, "web/confirm.html", facts)
