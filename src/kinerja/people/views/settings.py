"""Settings of the agency and its days off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kinerja.accounts.access import may_administer
from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded

from ..access import may_manage_people
from ..actions import put_holiday, remove_holiday, seed_holidays, set_agency
from ..forms import AgencyForm, HolidayForm, ReasonForm, YearForm
from ..models import Agency, Holiday


@guarded(may_manage_people)
def settings(request: Request) -> HttpResponse:
    """The agency as it stands on every document."""

    def act(values: dict[str, Any]) -> None:
        set_agency(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        AgencyForm(posted(request), instance=Agency.objects.first()),
        act,
        done=_("Pengaturan disimpan."),
        back_url=reverse("people:settings"),
        template="people/settings.html",
        may_administer=bool(may_administer(request.user, request.on)),
    )


@guarded(may_manage_people)
def holidays(request: Request) -> HttpResponse:
    """Days off of a year; a new or changed day is put in below."""
    year = YearForm({"year": request.GET.get("tahun", request.on.year)})
    shown = year.cleaned_data["year"] if year.is_valid() else request.on.year

    def act(values: dict[str, Any]) -> None:
        put_holiday(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        HolidayForm(posted(request)),
        act,
        done=_("Hari libur disimpan."),
        back_url=f"{reverse('people:holidays')}?tahun={shown}",
        template="people/holidays.html",
        year=shown,
        holidays=Holiday.objects.filter(day__year=shown),
    )


@require_POST
@guarded(may_manage_people)
def holidays_seed(request: Request) -> HttpResponse:
    """Fills a year from the law."""
    form = YearForm(request.POST)
    year = form.cleaned_data["year"] if form.is_valid() else request.on.year
    try:
        added = seed_holidays(years=[year], actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(count)d hari ditambahkan.", "%(count)d hari ditambahkan.", added)
        messages.success(request, words % {"count": added})
    return redirect(f"{reverse('people:holidays')}?tahun={year}")


@guarded(may_manage_people)
def holiday_remove(request: Request, holiday_id: int) -> HttpResponse:
    """Takes a day out of the table."""
    row = get_object_or_404(Holiday, pk=holiday_id)

    def act(values: dict[str, Any]) -> None:
        remove_holiday(holiday=row, reason=values["reason"], actor=request.user, at=request.at)

    return form_page(
        request,
        ReasonForm(posted(request)),
        act,
        done=_("Hari libur dihapus."),
        back_url=f"{reverse('people:holidays')}?tahun={row.day.year}",
        question=_("Hapus %(name)s dari hari libur?") % {"name": row.name},
        action=_("Hapus hari libur"),
        danger=True,
    )
