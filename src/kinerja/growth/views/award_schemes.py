"""Pages of award schemes: the list, one scheme, writing one, ending one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.access import HR, roles
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request

from .. import access_recognition as access
from ..actions import schemes as acts
from ..forms_recognition import EndForm, SchemeForm
from ..models import AwardScheme
from ..queries import recognition as rows
from ..queries.award_evidence import words_of
from .certificates_many import papers_of_scheme

PAGE = 25


def schemes(request: Request) -> HttpResponse:
    """Schemes in force or all; with a decision of a meeting, the ones that fit it are chosen from."""
    over = request.GET.get("lihat") == "semua"
    found = rows.schemes() if over else rows.schemes().filter(rows.in_force(request.on))
    decision = request.GET.get("keputusan", "")
    handed = None
    if decision.isascii() and decision.isdigit():
        handed = rows.handovers_for(request.user, request.on).filter(pk=decision).first()
    if handed is not None:
        found = found.filter(given_to=AwardScheme.For.EMPLOYEE)
    at = reverse("growth:schemes")
    facts = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {"url": at, "title": _("Berlaku sekarang"), "current": not over},
            {"url": f"{at}?lihat=semua", "title": _("Semua"), "current": over},
        ],
        "handed": handed,
        "writes": access.scheme_units(request.user, request.on).exists(),
        "on": request.on,
    }
    return render(request, "growth/recognition/schemes.html", facts)


def scheme(request: Request, scheme_id: int) -> HttpResponse:
    """What it is for and what it asks: open to everybody, so that nobody has to guess."""
    found = get_object_or_404(rows.schemes(), pk=scheme_id)
    ended = found.ends is not None and found.ends < request.on
    facts = {
        "scheme": found,
        "criteria": [words_of(row, found.given_to) for row in found.criteria.all()],
        "jurors": list(found.jurors.select_related("employee")),
        "ended": ended,
        "ends": not ended and bool(access.may_keep(request.user, found.unit, request.on)),
        "proposes": not ended and bool(access.may_propose_under(request.user, found, request.on)),
        "papers": papers_of_scheme(request, found),
    }
    return render(request, "growth/recognition/scheme.html", facts)


def scheme_new(request: Request) -> HttpResponse:
    """HR or a head of unit writes a scheme."""
    units = access.scheme_units(request.user, request.on).order_by("code")
    if not units.exists():
        raise PermissionDenied(access.may_keep(request.user, None, request.on).reason)
    whole = HR in roles(request.user, request.on)
    form = SchemeForm(posted(request), units=units, whole=whole, initial={"starts": request.on})
    made: list[AwardScheme] = []

    def act(values: dict[str, Any]) -> None:
        made.append(acts.make_scheme(**form.facts(), actor=request.user, at=request.at))

    answer = form_page(
        request,
        form,
        act,
        done=_("Skema penghargaan dibuat."),
        back_url=reverse("growth:schemes"),
        question=_("Buat skema penghargaan"),
        text=_("Isi hanya syarat yang dipakai. Skema tidak dapat diubah setelah dibuat, hanya diakhiri."),
        action=_("Buat skema"),
    )
    return redirect("growth:scheme", made[0].pk) if made else answer


def scheme_end(request: Request, scheme_id: int) -> HttpResponse:
    found = get_object_or_404(AwardScheme.objects.select_related("unit"), pk=scheme_id)
    access.may_keep(request.user, found.unit, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.end_scheme(scheme=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        EndForm(posted(request), initial={"ends": request.on}),
        act,
        done=_("Hari terakhir skema disimpan."),
        back_url=reverse("growth:scheme", args=[found.pk]),
        question=_("Akhiri skema %(name)s?") % {"name": found.name},
        text=_("Penghargaan yang sudah diberikan tetap tercatat."),
        action=_("Akhiri skema"),
    )
