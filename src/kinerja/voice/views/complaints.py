"""Reporting: the form, a look over it with what the system found, and the receipt."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kinerja.accounts.request import Request
from kinerja.rules.loader import in_force

from ..actions.complaints import submit
from ..complaint_keys import new_key
from ..elsewhere import elsewhere
from ..errors import ActionError
from ..forms.complaints import ReportForm, SendForm, looks_like_nik
from ..models import Complaint
from ..queries.reporting import alike, live_categories, suggested, units_to_report
from ..queries.services import services
from ..receipts import send_key
from ..sources import limit

TICKET, HOURS_TO_SEND = "voice.complaint.key", 24
CONTACT = ("name", "email", "phone")


@login_not_required
@never_cache
@sensitive_post_parameters()
def complain(request: Request) -> HttpResponse:
    """Write, look over, send: three posts to one address, without script and without a session."""
    if request.method != "POST":
        return _write(request, ReportForm(**_offered(request), initial=_asked_for(request)))
    form = ReportForm(request.POST, **_offered(request))
    if not form.is_valid() or request.POST.get("do") == "edit":
        status = 200 if request.POST.get("do") == "edit" else 422
        return _write(request, form, status=status)
    sends = request.POST.get("do") == "send"
    return _send(request, form) if sends else _look_over(request, form, None)


def _offered(request: Request) -> dict[str, Any]:
    return {"services": services(request.on).order_by("name", "unit__name"), "units": units_to_report()}


def _asked_for(request: Request) -> dict[str, Any]:
    """What a QR code or a link at a service or a unit already says."""
    start: dict[str, Any] = {}
    if code := request.GET.get("layanan", ""):
        start["service"] = services(request.on).filter(code=code).first()
    if code := request.GET.get("unit", ""):
        start["unit"] = units_to_report().filter(code=code).first()
    if (kind := request.GET.get("jenis", "")) in Complaint.Kind.values:
        start["kind"] = kind
    return start


def _write(request: Request, form: ReportForm, *, status: int = 200) -> HttpResponse:
    facts = {"form": form, "contact": any(form[name].value() for name in CONTACT)}
    return render(request, "voice/complaints/write.html", facts, status=status)


def _look_over(request: Request, form: ReportForm, sending: SendForm | None) -> HttpResponse:
    """What was written, the topic it seems to have, who else reported it, and who else may be in charge."""
    values = form.cleaned_data
    text = "\n".join(form.written()[:2])
    topics = suggested(text)
    best = topics[0][0] if topics else None
    unit = values["unit"] or (values["service"].unit if values["service"] else None)
    facts = {
        "form": form,
        "sending": sending or _sending(form, initial={"category": best, "ticket": _ticket()}),
        "values": values,
        "topics": topics,
        "alike": alike(text, at=request.at, unit=unit, service=values["service"], category=best),
        "elsewhere": elsewhere(text),
        "kind": dict(Complaint.Kind.choices)[values["kind"]],
    }
    status = 422 if sending else 200
    return render(request, "voice/complaints/look_over.html", facts, status=status)


def _ticket() -> str:
    """The key that the report will have: made here and signed, so that sending twice makes one report."""
    return signing.dumps(new_key(), salt=TICKET)


def _sending(form: ReportForm, *data: Any, **more: Any) -> SendForm:
    has_nik = looks_like_nik(*form.written())
    return SendForm(*data, categories=live_categories(), has_nik=has_nik, **more)


def _send(request: Request, form: ReportForm) -> HttpResponse:
    sending = _sending(form, request.POST, request.FILES)
    if not sending.is_valid():
        return _look_over(request, form, sending)
    most = in_force("complaint.sources", request.on)["reports"]
    if limit(request, what="complaint", at=request.at, most=most):
        sending.add_error(None, _("Terlalu banyak laporan dari jaringan ini. Coba lagi satu jam lagi."))
        return _look_over(request, form, sending)
    values, chosen = form.cleaned_data, sending.cleaned_data
    try:
        key = signing.loads(chosen["ticket"], salt=TICKET, max_age=HOURS_TO_SEND * 3600)
        complaint, key = submit(
            **values, category=chosen["category"], uploads=chosen["attached"], key=key, at=request.at
        )
    except signing.BadSignature:
        return _look_over(request, form, _stale(form, request))
    except ActionError as refusal:
        sending.add_error(None, str(refusal))
        return _look_over(request, form, sending)
    return _received(request, complaint, key, values["email"])


def _stale(form: ReportForm, request: Request) -> SendForm:
    """The page lay open too long: a new ticket, and everything else as it was."""
    fresh = _sending(form, request.POST | {"ticket": _ticket()})
    fresh.is_valid()
    fresh.add_error(None, _("Halaman ini terlalu lama terbuka. Periksa sekali lagi, lalu kirim."))
    return fresh


def _received(request: Request, complaint: Complaint, key: str, email: str) -> HttpResponseRedirect:
    link = reverse("voice:tracked", args=[complaint.number, key])
    mailed = ""
    if email:
        sent = send_key(email=email, number=complaint.number, key=key, link=request.build_absolute_uri(link))
        mailed = "?surel=1" if sent else "?surel=0"
    return redirect(reverse("voice:received", args=[complaint.number, key]) + mailed)
