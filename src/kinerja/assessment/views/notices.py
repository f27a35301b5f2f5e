"""Pemberitahuan: the list, opening one, and when mail may come."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinerja.accounts.request import Request

from ..actions.notices import mark_seen, set_rhythm
from ..forms_notices import SettingForm
from ..models import Notice
from ..queries.notices import notices_of, setting_of, unseen

PAGE = 25


@require_safe
def notices(request: Request) -> HttpResponse:
    """Everything this person was told, newest first."""
    page = Paginator(notices_of(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unseen": unseen(request.user), "on": request.on}
    return render(request, "assessment/notices/list.html", context)


@require_POST
def notice_open(request: Request, notice_id: int) -> HttpResponse:
    """Marks one as seen and goes where it leads."""
    notice = get_object_or_404(Notice, pk=notice_id, user=request.user)
    mark_seen(actor=request.user, at=request.at, notice=notice)
    return redirect(notice.url)


@require_POST
def notices_seen(request: Request) -> HttpResponse:
    """Marks all as seen."""
    mark_seen(actor=request.user, at=request.at)
    messages.success(request, _("Semua pemberitahuan ditandai sudah dibaca."))
    return redirect("assessment:notices")


@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: Request) -> HttpResponse:
    """When mail may come, and when not."""
    setting = setting_of(request.user)
    names = ("rhythm", "quiet_from", "quiet_until")
    form = SettingForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(setting, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        set_rhythm(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Pengaturan pemberitahuan tersimpan."))
        return redirect("assessment:notices")
    context = {"form": form, "has_mail": bool(request.user.email)}
    status = 422 if form.is_bound else 200
    return render(request, "assessment/notices/settings.html", context, status=status)
