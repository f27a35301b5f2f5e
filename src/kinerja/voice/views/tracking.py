"""Coming back to a report with its number and key. Every address here says nothing to whoever lacks them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kinerja.accounts.request import Request
from kinerja.documents.uploads import served
from kinerja.rules.loader import in_force

from ..actions import complaints as actions
from ..complaint_keys import grouped
from ..errors import ActionError
from ..forms.complaints import MessageForm, RateForm, TrackForm, WithdrawForm
from ..models import Complaint
from ..qr import qr
from ..queries.complaints import by_key, timeline
from ..sources import limit
from ..tracking import choices, countdown, stages

# What a post may do, and the form for it.
FORMS: dict[str, type[forms.Form]] = {
    "complete": MessageForm,
    "reply": MessageForm,
    "reopen": MessageForm,
    "confirm": RateForm,
    "withdraw": WithdrawForm,
}


def _act(what: str, complaint: Complaint, values: dict[str, Any], request: Request) -> None:
    at = request.at
    if what == "complete":
        actions.complete(complaint=complaint, text=values["text"], uploads=values["attached"], at=at)
    elif what == "reply":
        actions.reply(complaint=complaint, text=values["text"], uploads=values["attached"], at=at)
    elif what == "reopen":
        actions.reopen(complaint=complaint, reason=values["text"], uploads=values["attached"], at=at)
    elif what == "confirm":
        actions.rate_and_close(complaint=complaint, rating=values["rating"], at=at)
    else:
        actions.withdraw(complaint=complaint, reason=values["text"], at=at)


def _said(what: str) -> str:
    return {
        "complete": _("Kelengkapan terkirim. Laporan Anda diperiksa lagi."),
        "reply": _("Pesan terkirim."),
        "reopen": _("Laporan dibuka kembali. Unit mendapat alasan Anda."),
        "confirm": _("Terima kasih. Laporan ini selesai."),
        "withdraw": _("Laporan dicabut."),
    }.get(what, "")


def _too_many(request: Request) -> bool:
    """Counts a wrong number or key. The key itself has 80 bits; this only keeps the noise down."""
    most = in_force("complaint.sources", request.on)["wrong_keys"]
    return limit(request, what="complaint key", at=request.at, most=most)


@login_not_required
@never_cache
def track(request: Request) -> HttpResponse:
    """Number and key on a form. A wrong key and an unknown number get the same answer."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            number, key = form.cleaned_data["number"].strip().upper(), form.cleaned_data["key"]
            if by_key(number, key):
                return redirect("voice:tracked", number, grouped(key))
            status = _refuse(request, form)
    return render(request, "voice/complaints/track.html", {"form": form}, status=status)


def _refuse(request: Request, form: TrackForm) -> int:
    if _too_many(request):
        form.add_error(None, _("Terlalu banyak percobaan. Coba lagi satu jam lagi."))
        return 429
    form.add_error(
        None,
        _(
            "Nomor dan kunci ini tidak cocok dengan laporan mana pun. Periksa lagi hurufnya; tanpa kunci, "
            "laporan tidak dapat dibuka."
        ),
    )
    return 422


def _opened(request: Request, number: str, key: str) -> Complaint:
    """The report of this link. Raises Http404 alike for a wrong number and a wrong key."""
    found = by_key(number, key)
    if found is None:
        _too_many(request)
        raise Http404(_("Tautan laporan ini tidak lengkap atau salah. Masukkan nomor dan kunci Anda."))
    return found


def _ids(what: str) -> str:
    """Several forms stand on one page; each has ids of its own."""
    return f"{what}_%s"


def _empty(what: str) -> forms.Form:
    return FORMS[what](auto_id=_ids(what))


@login_not_required
@never_cache
def tracked(request: Request, number: str, key: str) -> HttpResponse:
    """The whole way of one report, and what its reporter may do now."""
    complaint = _opened(request, number, key)
    what = request.POST.get("do", "") if request.method == "POST" else ""
    form = None
    if what in FORMS:
        form = FORMS[what](request.POST, request.FILES, auto_id=_ids(what))
        if form.is_valid():
            try:
                _act(what, complaint, form.cleaned_data, request)
                return redirect(reverse("voice:tracked", args=[number, key]) + f"?selesai={what}")
            except ActionError as refusal:
                form.add_error(None, str(refusal))
                complaint = _opened(request, number, key)
    facts = {
        "complaint": complaint,
        "key": key,
        "stages": stages(complaint, public=False),
        "countdown": countdown(complaint, request.on),
        "choices": choices(complaint, request.on),
        "story": timeline(complaint, public=False),
        "files": complaint.files.all(),
        "extensions": complaint.extensions.all(),
        "forms": {name: form if name == what else _empty(name) for name in FORMS},
        "wrong": form,
        "said": _said(request.GET.get("selesai", "")),
    }
    return render(request, "voice/complaints/tracked.html", facts, status=422 if form else 200)


@login_not_required
@never_cache
def received(request: Request, number: str, key: str) -> HttpResponse:
    """The receipt: number, key, link and QR code."""
    complaint = _opened(request, number, key)
    link = request.build_absolute_uri(reverse("voice:tracked", args=[number, key]))
    facts = {
        "complaint": complaint,
        "key": key,
        "link": link,
        "qr": qr(link),
        "mailed": request.GET.get("surel", ""),
    }
    return render(request, "voice/complaints/received.html", facts)


@login_not_required
def reporter_file(request: Request, number: str, key: str, token: UUID) -> HttpResponseBase:
    """An attachment, to the reporter."""
    piece = get_object_or_404(_opened(request, number, key).files, token=token)
    return served(piece.file, title=piece.name, content_type=piece.content_type)
