"""A citizen comes in by a code, chooses a name, sets his digest, leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.rules.loader import in_force

from ..actions.citizens import (
    erase_citizen,
    join,
    known_citizen,
    prove_address,
    send_code,
    set_digest,
)
from ..citizens import (
    Visit,
    asked_address,
    citizen_of,
    going_to,
    open_page,
    proven_address,
    remember_address,
    remember_proven,
    sign_in,
    sign_out,
)
from ..digests import citizen_of_token
from ..errors import ActionError, NotPossible
from ..forms.forum import AddressForm, CodeForm, DigestForm, NicknameForm
from ..models import Citizen
from ..sources import limit

SIGN_IN = "forum.sign_in"


def ask(
    request: Visit,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    next_url: str | Callable[[], str],
    done: str = "",
    **context: Any,
) -> HttpResponse:
    """One public form that leads to one act; a refused act is told in it."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except ActionError as refusal:
            form.add_error(None, str(refusal))
        else:
            if done:
                messages.success(request, done)
            return redirect(next_url if isinstance(next_url, str) else next_url())
    context = {"citizen": citizen_of(request), "back_url": reverse("voice:forum"), **context, "form": form}
    return render(request, "voice/forum/form.html", context, status=422 if form.errors else 200)


@open_page
def enter(request: Visit) -> HttpResponse:
    """Asks for the address and sends the code; the answer is the same for known and unknown addresses."""
    if request.user.is_authenticated:
        messages.info(request, _("Anda masuk sebagai pegawai. Di forum Anda menulis atas nama unit."))
        return redirect("voice:forum")
    going = request.GET.get("ke", "")

    def act(values: dict[str, Any]) -> None:
        law = in_force(SIGN_IN, request.on)
        most = law["codes_an_hour_per_source"]
        if limit(request, what="forum_code", at=request.at, most=most):
            raise NotPossible(_("Terlalu banyak permintaan dari jaringan Anda. Coba lagi satu jam lagi."))
        try:
            send_code(email=values["email"], at=request.at)
        except OSError as unsent:
            raise NotPossible(_("Surel belum dapat dikirim. Coba lagi beberapa menit lagi.")) from unsent
        remember_address(request, values["email"], going)

    return ask(
        request,
        AddressForm(request.POST or None),
        act,
        next_url=reverse("voice:forum_code"),
        heading=_("Masuk ke forum"),
        lead=_("Cukup alamat surel, tanpa kata sandi."),
        action=_("Kirim kode"),
    )


@open_page
def code(request: Visit) -> HttpResponse:
    """The code from the mail; wrong, old and spent codes get one answer."""
    email = asked_address(request)
    if not email or request.user.is_authenticated:
        return redirect("voice:forum_enter")
    law = in_force(SIGN_IN, request.on)

    def act(values: dict[str, Any]) -> None:
        most = law["tries_an_hour_per_source"]
        if limit(request, what="forum_try", at=request.at, most=most) or not prove_address(
            email=email, code=values["code"], at=request.at
        ):
            raise NotPossible(
                _("Kode tidak cocok atau sudah kedaluwarsa. Periksa lagi atau minta kode baru.")
            )
        citizen = known_citizen(email)
        if citizen is None:
            remember_proven(request, email)
        else:
            sign_in(request, citizen)

    said = _("Bila alamat itu dapat menerima surel, kodenya segera tiba dan berlaku %(minutes)d menit.")
    return ask(
        request,
        CodeForm(request.POST or None),
        act,
        next_url=lambda: reverse("voice:forum_join") if proven_address(request) else going_to(request),
        heading=_("Tulis kode dari surel"),
        lead=said % {"minutes": law["minutes"]},
        action=_("Masuk"),
        back_url=reverse("voice:forum_enter"),
        back=_("Minta kode baru"),
    )


@open_page
def choose_name(request: Visit) -> HttpResponse:
    """A new citizen chooses his name, once."""
    email = proven_address(request)
    if not email or request.user.is_authenticated:
        return redirect("voice:forum_enter")

    def act(values: dict[str, Any]) -> None:
        sign_in(request, join(email=email, nickname=values["nickname"], at=request.at))

    return ask(
        request,
        NicknameForm(request.POST or None),
        act,
        next_url=lambda: going_to(request),
        done=_("Selamat datang di forum warga."),
        heading=_("Pilih nama tampilan"),
        lead=_("Dengan nama ini warga lain mengenal Anda."),
        action=_("Pakai nama ini"),
    )


@require_POST
@open_page
def leave(request: Visit) -> HttpResponse:
    """Ends the citizen's session."""
    sign_out(request)
    return redirect("voice:forum")


@open_page
def account(request: Visit) -> HttpResponse:
    """How often news come; the way out."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect("voice:forum_enter")
    return ask(
        request,
        DigestForm(request.POST or None, initial={"digest": citizen.digest}),
        lambda values: set_digest(citizen=citizen, digest=values["digest"]),
        next_url=reverse("voice:forum_account"),
        done=_("Pengaturan tersimpan."),
        heading=_("Akun forum Anda"),
        lead=_("Anda menulis sebagai %(name)s.") % {"name": citizen.nickname},
        action=_("Simpan pengaturan"),
        shows_way_out=True,
    )


@open_page
def erase(request: Visit) -> HttpResponse:
    """The citizen leaves for good; what he wrote stays as "Warga"."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect("voice:forum_enter")

    def act(values: dict[str, Any]) -> None:
        erase_citizen(citizen=citizen, at=request.at)
        sign_out(request)

    return ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        act,
        next_url=reverse("voice:forum"),
        done=_("Akun forum Anda sudah dihapus."),
        heading=_("Tinggalkan forum?"),
        lead=_("Nama dan alamat surel Anda dihapus selamanya. Tulisan Anda tetap ada dengan nama “Warga”."),
        action=_("Hapus akun saya"),
        danger=True,
        back_url=reverse("voice:forum_account"),
    )


@open_page
def unsubscribe(request: Visit, token: str) -> HttpResponse:
    """From the link in a digest, without signing in."""
    try:
        citizen_id = citizen_of_token(token)
    except signing.BadSignature as forged:
        raise Http404 from forged
    citizen = get_object_or_404(Citizen, pk=citizen_id)
    return ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda values: set_digest(citizen=citizen, digest=Citizen.Digest.NONE),
        next_url=reverse("voice:forum"),
        done=_("Ringkasan forum tidak dikirim lagi kepada Anda."),
        heading=_("Berhenti menerima ringkasan?"),
        lead=_("Anda tetap dapat membaca dan menulis di forum."),
        action=_("Berhenti menerima"),
    )
