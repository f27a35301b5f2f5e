"""The follow-up plan: what is open, what is late, and how each row ended."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.people.models import Appointment, Employee
from kinerja.people.queries import in_force, unit_tree_ids
from kinerja.rules import skm

from ..access.changes import may_tell_any
from ..access.surveys import (
    may_close_follow_up,
    may_run_survey,
    read_everything,
    readable_units,
)
from ..actions.follow_ups import add_follow_up, close_follow_up
from ..forms.surveys import CloseFollowUpForm, FollowUpForm
from ..models import FollowUp, SurveyPeriod
from ..queries.follow_ups import follow_ups
from .surveys import of

PAGE = 50


def follow_up_list(request: Request) -> HttpResponse:
    """Rows of one's units: late ones first, then open ones; closed ones on request."""
    everything = read_everything(request.user, request.on)
    rows = follow_ups(request.on, None if everything else readable_units(request.user, request.on))
    shut = request.GET.get("selesai") == "1"
    if shut:
        rows = rows.exclude(status=FollowUp.Status.OPEN).order_by("-year", "-quarter", "unit__code", "pk")
    else:
        rows = rows.filter(status=FollowUp.Status.OPEN)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    names = {element.code: element.name for element in skm.elements(request.on)}
    facts = {
        "page": page,
        "rows": [
            (row, names.get(row.element, ""), bool(may_close_follow_up(request.user, row, request.on)))
            for row in page
        ],
        "shut": shut,
        "tells": shut and bool(may_tell_any(request.user, request.on)),
    }
    return render(request, "voice/surveys/follow_ups.html", facts)


def follow_up_new(request: Request, period_id: int) -> HttpResponse:
    """A row for a survey, beginning with one of its lowest elements."""
    period = of(request, period_id)
    may_run_survey(request.user, period.unit, request.on).require()
    seated = Appointment.objects.filter(
        in_force(request.on), post__unit_id__in=unit_tree_ids([period.unit_id])
    )
    people = Employee.objects.filter(pk__in=seated.order_by().values("employee_id")).order_by("name")
    form = FollowUpForm(
        posted(request), on=request.on, people=people, initial={"element": request.GET.get("unsur", "")}
    )

    def act(_values: dict[str, Any]) -> None:
        facts = form.facts()
        add_follow_up(unit=period.unit, period=period, **facts, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Tindak lanjut ditambahkan."),
        back_url=_back(period),
        question=_("Tambah tindak lanjut"),
        text=f"{period.name}, {period.unit.name}",
        action=_("Tambah tindak lanjut"),
    )


def _back(period: SurveyPeriod) -> str:
    over = period.status in (SurveyPeriod.Status.CLOSED, SurveyPeriod.Status.PUBLISHED)
    return reverse("voice:survey_results" if over else "voice:survey_period", args=[period.pk])


def follow_up_close(request: Request, follow_up_id: int) -> HttpResponse:
    """Ends a row with what came of it."""
    row = get_object_or_404(FollowUp.objects.select_related("unit", "responsible"), pk=follow_up_id)
    may_close_follow_up(request.user, row, request.on).require()

    def act(values: dict[str, Any]) -> None:
        close_follow_up(follow_up=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        CloseFollowUpForm(posted(request)),
        act,
        done=_("Tindak lanjut ditutup."),
        back_url=reverse("voice:follow_ups"),
        question=_("Tutup tindak lanjut ini?"),
        text=row.programme,
        action=_("Tutup tindak lanjut"),
    )
