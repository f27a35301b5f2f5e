"""Duties, temporary passwords, and the audit log."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kinerja.audit.objects import object_name
from kinerja.audit.phrases import choices, phrase

from . import queries
from .access import may_administer, may_read_log
from .actions import grant_role, revoke_role, set_active, set_temporary_password
from .forms import GrantForm, ReasonForm
from .models import RoleGrant, User
from .pages import form_page, posted
from .request import Request, guarded

EVENTS_A_PAGE = 50


@guarded(may_administer)
def grants(request: Request) -> HttpResponse:
    """Who holds which duty, and giving one."""

    def act(values: dict[str, Any]) -> None:
        grant_role(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        GrantForm(posted(request), initial={"starts": request.on}),
        act,
        done=_("Peran diberikan."),
        back_url=reverse("accounts:grants"),
        template="accounts/grants.html",
        grants=queries.grants_now(request.on),
    )


@guarded(may_administer)
def revoke(request: Request, grant_id: int) -> HttpResponse:
    """Takes a duty away from today on."""
    grant = get_object_or_404(RoleGrant.objects.select_related("user"), pk=grant_id)

    def act(values: dict[str, Any]) -> None:
        revoke_role(actor=request.user, grant=grant, on=request.on, at=request.at, **values)

    names = {"role": grant.get_role_display(), "name": grant.user.full_name}
    return form_page(
        request,
        ReasonForm(posted(request)),
        act,
        done=_("Peran dicabut."),
        back_url=reverse("accounts:grants"),
        question=_("Cabut peran %(role)s dari %(name)s?") % names,
        text=_("Mulai hari ini peran itu tidak berlaku lagi. Riwayatnya tetap tercatat."),
        action=_("Cabut peran"),
        danger=True,
    )


@never_cache
@guarded(may_administer)
def password(request: Request, user_id: int) -> HttpResponse:
    """Makes a temporary password and shows it once, to be handed over in person."""
    user = get_object_or_404(User, pk=user_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = set_temporary_password(
            actor=request.user, user=user, at=request.at, reason=form.cleaned_data["reason"]
        )
        return render(request, "accounts/password.html", {"account": user, "made": made})
    context = {
        "form": form,
        "question": _("Buat kata sandi sementara untuk %(name)s?") % {"name": user.full_name},
        "text": _("Kata sandi lama tidak berlaku lagi. Serahkan yang baru langsung kepada orangnya."),
        "action": _("Buat kata sandi sementara"),
        "back_url": reverse("accounts:grants"),
    }
    return render(request, "web/confirm.html", context, status=422 if form.errors else 200)


@guarded(may_administer)
def activity(request: Request, user_id: int) -> HttpResponse:
    """Closes an account, or opens it again."""
    user = get_object_or_404(User, pk=user_id)

    def act(values: dict[str, Any]) -> None:
        set_active(actor=request.user, user=user, active=not user.is_active, at=request.at, **values)

    question = _("Tutup akun %(name)s?") if user.is_active else _("Buka kembali akun %(name)s?")
    return form_page(
        request,
        ReasonForm(posted(request)),
        act,
        done=_("Akun ditutup.") if user.is_active else _("Akun dibuka."),
        back_url=reverse("accounts:grants"),
        question=question % {"name": user.full_name},
        action=_("Tutup akun") if user.is_active else _("Buka akun"),
        danger=user.is_active,
    )


@guarded(may_read_log)
def log(request: Request) -> HttpResponse:
    """The audit log, newest first, fifty at a time by key."""
    names = ("jenis", "objek", "q", "tindakan", "hari")
    wanted = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in names}
    day = _day(wanted["hari"])
    found = queries.events(
        object_type=wanted["jenis"],
        object_id=wanted["objek"],
        words=wanted["q"],
        action=wanted["tindakan"],
        day=day,
    )
    before = request.GET.get("sebelum", "")
    if before.isascii() and before.isdigit() and len(before) < 18:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: EVENTS_A_PAGE + 1])
    next_url = ""
    if len(rows) > EVENTS_A_PAGE:
        rows = rows[:EVENTS_A_PAGE]
        kept = {name: value for name, value in wanted.items() if value}
        next_url = "?" + urlencode(kept | {"sebelum": rows[-1].pk})
    shown = [
        {"row": row, "phrase": phrase(row.action), "object": object_name(row.object_type)} for row in rows
    ]
    context = {"rows": shown, "next_url": next_url, "acts": choices(), "day": day, **wanted}
    return render(request, "accounts/log.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
