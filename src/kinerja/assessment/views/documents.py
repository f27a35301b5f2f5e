"""The PDF of a signed review, and the public page that verifies it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kinerja.accounts.request import Request
from kinerja.documents import evaluation_form, plan_form
from kinerja.plans.models import PlanVersion

from ..access import sees_judgement
from ..files import signed_file
from ..models import Review
from ..queries import every_version, newer_version
from ..snapshots import document_form
from .common import load


@require_safe
def pdf(request: Request, review_id: int, form: str) -> HttpResponse | FileResponse:
    """Form C.1.x or D.1.x of a signed review."""
    found = load(request, review_id)
    if not found.signed_at:
        raise Http404(_("Dokumen ini belum ditandatangani."))
    if not sees_judgement(request.user, found):
        raise PermissionDenied(_("Terima dokumen ini dahulu, lalu Anda dapat membacanya."))
    if form not in {evaluation_form(found.plan.form, found.plan.approach), document_form(found)}:
        raise Http404(_("Bentuk dokumen ini tidak ada untuk penilaian ini."))
    address = request.build_absolute_uri(reverse("assessment:verify", args=[found.token]))
    kept = signed_file(found, form, verify_url=address, at=request.at)
    name = f"{form}-{found.document_number.replace('/', '-')}.pdf"
    answer = FileResponse(kept.file.open("rb"), content_type="application/pdf", filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def masked(name: str) -> str:
    """The first letter of each word: enough to recognise a document in hand, too little to look people up."""
    return " ".join(f"{word[0]}***" for word in name.split())


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest, token: UUID) -> HttpResponse:
    """Whether a document is genuine: type, number, unit, status, days and hashes; names masked.

    One address for evaluation documents and SKP, because a reader of a QR code does not know which it is.
    """
    review = every_version().filter(signed_at__isnull=False, token=token).first()
    if review is not None:
        return render(request, "assessment/verify.html", _of_review(review))
    versions = PlanVersion.objects.select_related("plan")
    version = get_object_or_404(versions, token=token, status=PlanVersion.Status.SET)
    return render(request, "assessment/verify.html", _of_plan(version))


def _of_review(found: Review) -> dict[str, object]:
    frozen = found.snapshot or {}
    return {
        "title": _("Dokumen evaluasi kinerja pegawai"),
        "form": frozen.get("document_form", ""),
        "number": found.document_number,
        "period": frozen.get("period", {}).get("name", ""),
        "status": found.get_status_display(),
        "at": found.signed_at,
        "digest": found.snapshot_sha256,
        "files": list(found.files.order_by("id")),
        "keeps_files": True,
        "newer": newer_version(found),
        **_who(frozen),
    }


def _of_plan(found: PlanVersion) -> dict[str, object]:
    frozen = found.snapshot or {}
    return {
        "title": _("Sasaran Kinerja Pegawai (SKP)"),
        "form": plan_form(found.plan.form, found.plan.approach),
        "number": found.document_number,
        "period": frozen.get("period", {}).get("label", ""),
        "status": found.get_status_display(),
        "at": found.set_at,
        "digest": found.snapshot_sha256,
        "files": [],
        "keeps_files": False,
        **_who(frozen),
    }


def _who(frozen: dict[str, Any]) -> dict[str, object]:
    employee = frozen.get("employee", {})
    return {
        "employee": masked(employee.get("name", "")),
        "unit": employee.get("unit", ""),
        "sample": frozen.get("sample", False),
    }
