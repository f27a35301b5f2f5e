"""Certificates: the register, one's own, the file, revocation, and the public page that verifies one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kinerja.accounts.access import HR, roles
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.assessment.views.common import me
from kinerja.people.queries import employee_of

from .. import access_certificates as access
from ..access_recognition import led_tree, manages
from ..actions import certificates as acts
from ..forms_common import WhyForm
from ..forms_recognition import RegisterForm
from ..models import Certificate, Enrolment
from ..queries import recognition as rows
from .recognition import here, load

PAGE = 25


def _found(request: Request, code: str) -> Certificate:
    found = get_object_or_404(rows.certificates(), code=code)
    access.may_take(request.user, found, request.on).require()
    return found


def issue(request: Request, proposal_id: int) -> HttpResponse:
    """Issues the certificate of an award."""
    found = load(request, proposal_id)
    manages(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.issue(proposal=found, actor=request.user, at=request.at)

    return form_page(
        request,
        Form(posted(request)),
        act,
        done=_("Piagam terbit dan penerimanya diberi tahu."),
        back_url=here(found),
        question=_("Terbitkan piagam?"),
        text=str(found),
        effects=[_("Piagam diberi nomor dan tidak dapat diubah, hanya dicabut.")],
        action=_("Terbitkan piagam"),
    )


def issue_training(request: Request, enrolment_id: int) -> HttpResponse:
    """Issues the certificate of one who attended."""
    rows_ = Enrolment.objects.select_related("session__course", "employee")
    found = get_object_or_404(rows_, pk=enrolment_id)
    access.may_issue_training(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.issue_training(enrolment=found, actor=request.user, at=request.at)

    return form_page(
        request,
        Form(posted(request)),
        act,
        done=_("Sertifikat terbit dan penerimanya diberi tahu."),
        back_url=reverse("growth:session", args=[found.session_id]),
        question=_("Terbitkan sertifikat pelatihan?"),
        text=f"{found.employee.name}, {found.session.course}",
        action=_("Terbitkan sertifikat"),
    )


def register(request: Request) -> HttpResponse:
    """Every certificate that was handed out, revoked ones too, with a filter."""
    access.may_open_register(request.user, request.on).require()
    form = RegisterForm(request.GET)
    found = rows.register(request.user, request.on)
    if form.is_valid():
        told = form.cleaned_data
        if words := told["q"].replace("\x00", "").strip():
            found = found.filter(Q(number__icontains=words) | Q(holder__icontains=words))
        if told["jenis"]:
            found = found.filter(kind=told["jenis"])
        if told["keadaan"]:
            found = found.filter(status=told["keadaan"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "form": form, "revocable": _revocable(request, page)}
    return render(request, "growth/recognition/register.html", facts)


def _revocable(request: Request, page: Iterable[Certificate]) -> set[int]:
    """Rows that show the button; the act itself asks `may_revoke`."""
    own, hr = employee_of(request.user), HR in roles(request.user, request.on)
    led = led_tree(request.user, request.on)
    others = [row for row in page if own is None or row.employee_id != own.pk]
    return {row.pk for row in others if hr or (row.proposal and row.proposal.scheme.unit_id in led)}


def mine(request: Request) -> HttpResponse:
    """What I was handed."""
    found = rows.certificates_of(me(request), request.on)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "growth/recognition/mine.html", {"page": page})


@require_safe
def file(request: Request, code: str) -> HttpResponse:
    """The bytes as they were made."""
    found = _found(request, code)
    answer = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    name = f"piagam-{found.number.replace('/', '-')}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def revoke(request: Request, code: str) -> HttpResponse:
    """Takes a certificate back; it stays in the register."""
    found = _found(request, code)
    access.may_revoke(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.revoke(certificate=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Piagam dicabut."),
        back_url=reverse("growth:certificates"),
        question=_("Cabut piagam %(number)s?") % {"number": found.number},
        text=f"{found.holder}, {found.title}",
        effects=[_("Halaman pemeriksaannya langsung menyebut piagam ini dicabut.")],
        action=_("Cabut piagam"),
        danger=True,
    )


def holder_shown(found: Certificate) -> str:
    """The name for everybody: of a person only with his consent, else initials."""
    award = found.proposal
    if found.employee_id is None or (award is not None and award.consent is True):
        return found.holder
    return " ".join(f"{word[0]}." for word in found.holder.split())


@login_not_required
@never_cache
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is genuine and still holds, for whoever has it in hand."""
    found = get_object_or_404(rows.certificates(), code=code)
    facts = {"certificate": found, "holder": holder_shown(found), "sample": found.facts.get("sample", False)}
    return render(request, "growth/recognition/certificate.html", facts)
