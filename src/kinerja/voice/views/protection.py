"""For the officer of data protection: requests, breaches, and what was destroyed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded

from ..access.common import may_protect_data
from ..actions.privacy import erase_data, give_copy, record_breach, refuse_request, update_breach
from ..errors import ActionError
from ..forms.privacy import BreachForm, BreachProgressForm, RefuseForm
from ..models import Breach, DataRequest, Destruction
from ..queries.privacy import found_for
from ..retention import KINDS

PER_PAGE = 25
NAMES = {kind.key: kind.name for kind in KINDS}


@guarded(may_protect_data)
def protection(request: Request) -> HttpResponse:
    """What waits, with its clock, and the last nights."""
    waiting = DataRequest.objects.filter(status=DataRequest.Status.OPEN)
    nights = Paginator(Destruction.objects.filter(count__gt=0), PER_PAGE).get_page(request.GET.get("hal"))
    facts = {
        "waiting": waiting[:PER_PAGE],
        "answered": DataRequest.objects.exclude(status=DataRequest.Status.OPEN).order_by("-decided_at")[:10],
        "breaches": Breach.objects.order_by("closed_at", "due_at")[:PER_PAGE],
        "nights": nights,
        "destroyed": [(row, NAMES.get(row.kind, row.kind)) for row in nights],
        "last_run": Destruction.objects.values_list("at", flat=True).first(),
        "at": request.at,
    }
    return render(request, "voice/privacy/protection.html", facts)


@guarded(may_protect_data)
def data_request(request: Request, request_id: int) -> HttpResponse:
    """One request: send the copy, erase, or refuse with a reason."""
    row = get_object_or_404(DataRequest, pk=request_id)
    form = RefuseForm(request.POST if request.POST.get("do") == "refuse" else None)
    back = redirect("voice:protection")
    try:
        if request.method == "POST" and request.POST.get("do") == "answer":
            if row.kind == DataRequest.Kind.EXPORT:
                give_copy(request=row, actor=request.user, at=request.at)
                messages.success(request, _("Salinan data sedang dikirim ke surel pemohon."))
            else:
                messages.success(request, erase_data(request=row, actor=request.user, at=request.at))
            return back
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            refuse_request(request=row, reason=reason, actor=request.user, at=request.at)
            messages.success(request, _("Permintaan ditolak dengan alasan."))
            return back
    except ActionError as refused:
        form.add_error(None, str(refused)) if form.is_bound else messages.error(request, str(refused))
    facts = {"row": row, "found": found_for(row.email), "form": form, "at": request.at}
    return render(request, "voice/privacy/request.html", facts, status=422 if form.errors else 200)


@guarded(may_protect_data)
def breach_new(request: Request) -> HttpResponse:
    """Opens a row of the breach register."""

    def act(values: dict[str, Any]) -> None:
        record_breach(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        BreachForm(posted(request)),
        act,
        done=_("Kejadian dicatat. Jam pemberitahuan berjalan."),
        back_url=reverse("voice:protection"),
        question=_("Catat kegagalan pelindungan data"),
        text=_("Beri tahu subjek data dan lembaga paling lambat 3 x 24 jam sejak diketahui."),
        action=_("Catat kejadian"),
    )


@guarded(may_protect_data)
def breach(request: Request, breach_id: int) -> HttpResponse:
    """What was done since, until it can be closed."""
    row = get_object_or_404(Breach.objects.select_related("recorded_by"), pk=breach_id)

    def act(values: dict[str, Any]) -> None:
        update_breach(breach=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        BreachProgressForm(posted(request), instance=Breach.objects.get(pk=row.pk)),
        act,
        done=_("Catatan diperbarui."),
        back_url=reverse("voice:protection"),
        template="voice/privacy/breach.html",
        row=row,
        at=request.at,
    )
