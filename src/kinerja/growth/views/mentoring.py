"""Finding each other: offers, wishes, who fits and why, the proposal; HR's list of pairs; the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kinerja.accounts.access import HR, roles
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, searched
from kinerja.assessment.ics import calendar_token, employee_of_token
from kinerja.assessment.views.common import calendar_file
from kinerja.assessment.views.common import me as signed_in
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of
from kinerja.rules.competence import dictionary

from .. import access_mentoring as access
from ..actions import mentoring as acts
from ..forms_mentoring import OfferForm, ProposeForm, SeekForm
from ..mentoring_ics import meetings_of_pairs
from ..models import MentorOffer, Mentorship, MentorWish
from ..queries import mentoring as rows_of
from .common import tabs_of

PAGE, SKILL = 25, 160
# How long a pair is proposed for: ours, six months as the improvement path.
USUAL = timedelta(days=182)


def mentoring(request: Request) -> HttpResponse:
    """One's own pairs; seeking; offering; for HR every pair with its state."""
    me = employee_of(request.user)
    kinds = {"milik": _("Milik saya"), "cari": _("Cari mentor"), "tawarkan": _("Tawarkan")}
    if HR in roles(request.user, request.on):
        kinds["semua"] = _("Semua pasangan")
    shown = request.GET.get("lihat", "")
    shown = shown if shown in kinds else "milik"
    facts: dict[str, Any] = {
        "tabs": tabs_of(reverse("growth:mentoring"), kinds, shown),
        "shown": shown,
        "me": me,
        "competences": {item.code: item.name for item in dictionary(request.on)},
    }
    number = request.GET.get("page")
    if shown == "semua":
        facts["page"] = Paginator(rows_of.mentorships(), PAGE).get_page(number)
    elif me is not None and shown == "milik":
        facts["page"] = Paginator(rows_of.mentorships_of(me), PAGE).get_page(number)
        address = reverse("growth:mentoring_calendar", args=[calendar_token(me)])
        facts["address"] = request.build_absolute_uri(address)
    elif me is not None and shown == "cari":
        facts["mine"] = list(rows_of.wishes().filter(employee=me)[:PAGE])
        others = rows_of.offers().exclude(employee=me)
        facts["page"] = Paginator(others, PAGE).get_page(number)
    elif me is not None:
        facts["mine"] = list(rows_of.offers().filter(employee=me)[:PAGE])
        others_wish = rows_of.wishes().exclude(employee=me)
        facts["page"] = Paginator(others_wish, PAGE).get_page(number)
    return render(request, "growth/mentoring/list.html", facts)


def mentoring_offer(request: Request) -> HttpResponse:
    signed_in(request)

    def act(values: dict[str, Any]) -> None:
        acts.offer(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        OfferForm(posted(request), on=request.on),
        act,
        done=_("Tawaran terbuka. Anda dihubungi lewat usulan di sini."),
        back_url=reverse("growth:mentoring") + "?lihat=tawarkan",
        question=_("Tawarkan diri sebagai mentor"),
        text=_("Semua pegawai dapat membaca tawaran ini. Anda tetap dapat menolak usulan."),
        action=_("Buka tawaran"),
    )


def mentoring_seek(request: Request) -> HttpResponse:
    asker, skill = signed_in(request), searched(request, "keahlian")[:SKILL]
    held = rows_of.wishes().filter(employee=asker, skill__iexact=skill).first() if skill else None
    if held and request.method != "POST":  # asked for already: on to who fits
        return redirect("growth:mentoring_matches", held.pk)
    made: list[MentorWish] = []

    def act(values: dict[str, Any]) -> None:
        made.append(acts.seek(**values, actor=request.user, at=request.at))

    answer = form_page(
        request,
        SeekForm(posted(request), on=request.on, initial={"skill": skill}),
        act,
        done=_("Permintaan tersimpan. Mentor juga dapat menemukan Anda."),
        back_url=reverse("growth:mentoring") + "?lihat=cari",
        question=_("Cari mentor"),
        text=_("Semua pegawai dapat membaca permintaan ini, agar mentor dapat menawarkan diri."),
        action=_("Cari mentor"),
    )
    return redirect("growth:mentoring_matches", made[0].pk) if made else answer


def mentoring_offer_end(request: Request, offer_id: int) -> HttpResponse:
    found = get_object_or_404(MentorOffer, pk=offer_id, employee=signed_in(request))

    def act(_values: dict[str, Any]) -> None:
        acts.close_offer(offer=found, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.Form(posted(request)),
        act,
        done=_("Tawaran ditutup. Mentoring yang berjalan tetap berjalan."),
        back_url=reverse("growth:mentoring") + "?lihat=tawarkan",
        question=_("Tutup tawaran ini?"),
        text=found.skill,
        action=_("Tutup tawaran"),
    )


def mentoring_wish_end(request: Request, wish_id: int) -> HttpResponse:
    found = get_object_or_404(MentorWish, pk=wish_id, employee=signed_in(request))

    def act(_values: dict[str, Any]) -> None:
        acts.close_wish(wish=found, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.Form(posted(request)),
        act,
        done=_("Permintaan ditutup."),
        back_url=reverse("growth:mentoring") + "?lihat=cari",
        question=_("Tutup permintaan ini?"),
        text=found.skill,
        action=_("Tutup permintaan"),
    )


def _wish(request: Request, wish_id: int) -> MentorWish:
    return get_object_or_404(rows_of.wishes(), pk=wish_id)


def mentoring_matches(request: Request, wish_id: int) -> HttpResponse:
    """Who fits the wish, with the reasons."""
    found = _wish(request, wish_id)
    access.may_keep_wish(request.user, found, request.on).require()
    facts = {
        "wish": found,
        "page": Paginator(rows_of.matches(found, request.on), PAGE).get_page(request.GET.get("page")),
        "own": found.employee == employee_of(request.user),
    }
    return render(request, "growth/mentoring/matches.html", facts)


def mentoring_propose(request: Request, wish_id: int, offer_id: int) -> HttpResponse:
    """The wish's owner, or HR, proposes a mentor who offered himself."""
    wish = _wish(request, wish_id)
    access.may_keep_wish(request.user, wish, request.on).require()
    offer = get_object_or_404(rows_of.offers(), pk=offer_id)
    return _propose(request, wish, offer.employee, offer.reverse)


def mentoring_accompany(request: Request, wish_id: int) -> HttpResponse:
    """Somebody proposes himself to who seeks."""
    return _propose(request, _wish(request, wish_id), signed_in(request), False)


def _propose(request: Request, wish: MentorWish, mentor: Employee, reverse_pair: bool) -> HttpResponse:
    access.may_propose(request.user, mentor, wish.employee, request.on).require()
    judged = access.one_appraises(mentor, wish.employee, request.on)
    initial = {"starts": request.on, "ends": request.on + USUAL, "expected": wish.text}
    made: list[Mentorship] = []

    def act(values: dict[str, Any]) -> None:
        pair = {"mentor": mentor, "mentee": wish.employee, "skill": wish.skill, "wish": wish}
        values = {**pair, **values, "reverse": reverse_pair}
        made.append(acts.propose_mentorship(**values, actor=request.user, at=request.at))

    answer = form_page(
        request,
        ProposeForm(posted(request), judged=judged, initial=initial),
        act,
        done=_("Usulan terkirim. Mentoring berjalan setelah keduanya setuju."),
        back_url=reverse("growth:mentoring"),
        question=_("Usulkan mentoring: %(skill)s") % {"skill": wish.skill},
        text=_("Mentor: %(mentor)s. Mentee: %(mentee)s.")
        % {"mentor": mentor.name, "mentee": wish.employee.name},
        action=_("Kirim usulan"),
    )
    return redirect("growth:mentorship", made[0].pk) if made else answer


@login_not_required
@require_safe
def mentoring_calendar(request: Request, token: str) -> HttpResponse:
    """Somebody's meetings for his calendar programme, which cannot sign in: the address is the key."""
    employee = employee_of_token(token)
    if employee is None:
        raise Http404
    rows = [
        (row, request.build_absolute_uri(reverse("growth:mentorship", args=[row.mentorship_id])))
        for row in rows_of.recent_meetings(employee, request.at)
    ]
    return calendar_file(meetings_of_pairs(rows, request.at), "mentoring.ics")
