"""For everybody: what is processed and why, and how to ask for one's own data."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ..actions.citizens import prove_address, send_code
from ..actions.privacy import ask_about_data
from ..citizens import Visit
from ..errors import ActionError
from ..forms.privacy import AddressForm, AskForm
from ..processing import activities
from ..sources import limit

MOST_AN_HOUR = 20


@login_not_required
def processing(request: Visit) -> HttpResponse:
    """The record of processing."""
    return render(request, "voice/privacy/processing.html", {"activities": activities(request.on)})


@never_cache
@login_not_required
def my_data(request: Visit) -> HttpResponse:
    """An address, then the code that proves it, then the request. The same answer for every address."""
    if request.method != "POST":
        return render(request, "voice/privacy/address.html", {"form": AddressForm()})
    if limit(request, what="my-data", at=request.at, most=MOST_AN_HOUR):
        form = AddressForm(request.POST)
        form.add_error(None, _("Terlalu banyak permintaan dari jaringan ini. Coba lagi satu jam lagi."))
        return render(request, "voice/privacy/address.html", {"form": form}, status=429)
    if "code" in request.POST:
        return _asked(request)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return render(request, "voice/privacy/address.html", {"form": form}, status=422)
    send_code(email=form.cleaned_data["email"], at=request.at)
    asking = AskForm(initial={"email": form.cleaned_data["email"]})
    return render(request, "voice/privacy/ask.html", {"form": asking})


def _asked(request: Visit) -> HttpResponse:
    form = AskForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        if not prove_address(email=facts["email"], code=facts["code"], at=request.at):
            form.add_error("code", _("Kode salah atau sudah tidak berlaku. Minta kode baru bila perlu."))
        else:
            try:
                made = ask_about_data(
                    kind=facts["kind"], email=facts["email"], note=facts["note"], at=request.at
                )
                return render(request, "voice/privacy/asked.html", {"made": made})
            except ActionError as refused:
                form.add_error(None, str(refused))
    return render(request, "voice/privacy/ask.html", {"form": form}, status=422)
