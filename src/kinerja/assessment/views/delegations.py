"""Pelimpahan: an appraiser lets one of his team prepare reviews for some days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request
from kinerja.people.queries import team_of

from ..access_delegations import may_delegate, may_end
from ..actions.delegations import delegate, end_delegation
from ..forms_notices import DelegationForm
from ..models import Delegation
from ..queries.delegations import delegations_of
from .common import me

PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: Request) -> HttpResponse:
    """What I gave and took; appraisers give here."""
    employee = me(request)
    may = may_delegate(request.user, request.on)
    form = None
    if may or request.method == "POST":
        may.require()
        form = DelegationForm(
            request.POST if request.method == "POST" else None, initial={"starts": request.on}
        )
        field: Any = form.fields["taker"]
        field.queryset = team_of(employee, request.on).order_by("name")
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            delegate(**form.cleaned_data, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Pelimpahan tersimpan. Tanda tangan tetap pada Anda."))
            return redirect("assessment:delegations")
    rows = delegations_of(employee)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "form": form,
        "me": employee,
        "on": request.on,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "assessment/notices/delegations.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_end(request: Request, delegation_id: int) -> HttpResponse:
    """Ends one early, after asking."""
    rows = Delegation.objects.select_related("giver", "taker")
    found = get_object_or_404(rows, pk=delegation_id)
    may_end(request.user, found, request.on).require()
    if request.method == "POST":
        try:
            end_delegation(delegation=found, actor=request.user, at=request.at)
        except ActionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Pelimpahan diakhiri. Draf yang sudah ditulis tetap ada."))
        return redirect("assessment:delegations")
    facts = {
        "question": _("Akhiri pelimpahan kepada %s?") % found.taker.name,
        "text": _("Penilaian kembali hanya dapat diisi Pejabat Penilai. Draf yang sudah ditulis tetap ada."),
        "action": _("Akhiri pelimpahan"),
        "back_url": reverse("assessment:delegations"),
    }
    return render(request, "web/confirm.html", facts)
