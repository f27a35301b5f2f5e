"""The calendar of those invited: one meeting, all of one's own by a private address, and a new address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request

from ..actions.calendar_address import renew_calendar_address
from ..ics import calendar_token, employee_of_token, meetings_calendar
from ..queries.meetings import in_calendar
from .common import calendar_file, me
from .meetings import here, load


@login_not_required
@require_safe
def calendar(request: Request, token: str) -> HttpResponse:
    """Somebody's meetings for his calendar programme, which cannot sign in: the address is the key."""
    employee = employee_of_token(token)
    if employee is None:
        raise Http404
    rows = [(row, request.build_absolute_uri(here(row))) for row in in_calendar(employee, request.at)]
    return calendar_file(meetings_calendar(rows, request.at), "rapat-evaluasi.ics")


@require_safe
def meeting_ics(request: Request, meeting_id: int) -> HttpResponse:
    """One meeting to put into a calendar."""
    found = load(request, meeting_id)
    rows = [(found, request.build_absolute_uri(here(found)))]
    return calendar_file(meetings_calendar(rows, request.at), f"rapat-evaluasi-{found.pk}.ics")


@require_safe
def calendar_address(request: Request) -> HttpResponse:
    """The private address of one's own calendar, and how to use it."""
    path = reverse("assessment:calendar", args=[calendar_token(me(request))])
    return render(request, "assessment/meetings/calendar.html", {"address": request.build_absolute_uri(path)})


def calendar_renew(request: Request) -> HttpResponse:
    """Asks, then gives one's own calendars a new address; whoever holds the old one reads nothing more."""
    me(request)

    def act(_values: dict[str, Any]) -> None:
        renew_calendar_address(actor=request.user, at=request.at)

    return form_page(
        request,
        forms.Form(posted(request)),
        act,
        done=_("Alamat kalender Anda sudah diganti. Salin alamat yang baru."),
        back_url=reverse("assessment:calendar_address"),
        question=_("Ganti alamat kalender Anda?"),
        text=_("Gantilah bila orang lain mungkin memegang alamat Anda."),
        effects=[
            _("Alamat lama langsung tidak dapat dibuka, untuk rapat dan untuk mentoring."),
            _("Aplikasi kalender yang memakai alamat lama perlu Anda beri alamat baru."),
        ],
        action=_("Ganti alamat"),
        danger=True,
    )
