"""The office's side of "Anda bicara, kami perbaiki": drafts, their figures, and telling everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Unit

from ..access.changes import may_tell_any, may_tell_change
from ..access.services import kept_units
from ..actions.changes import draft_change, publish_change
from ..change_measures import MEASURES, measured, quarter_of, told
from ..forms.changes import ChangeForm, written
from ..models import Change, Service
from ..queries.changes import of_office

PAGE = 25


@guarded(may_tell_any)
def changes(request: Request) -> HttpResponse:
    """Drafts first, then what is published; and the units for which one may add one."""
    kept = kept_units(request.user, request.on)
    units = Unit.objects.filter(pk__in=Service.objects.order_by().values("unit_id"))
    units = units if kept is None else Unit.objects.filter(pk__in=kept)
    page = Paginator(of_office(kept), PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "units": units.order_by("name")}
    return render(request, "voice/public/office.html", facts)


def change_new(request: Request) -> HttpResponse:
    """A draft for the unit in the address (`?unit=`)."""
    wanted = request.GET.get("unit", "")
    if not wanted.isdigit() or len(wanted) > 18:
        raise Http404
    unit = get_object_or_404(Unit, pk=int(wanted))
    may_tell_change(request.user, unit, request.on).require()
    return _form(request, ChangeForm(posted(request), unit=unit, on=request.on), unit, None)


def change_edit(request: Request, change_id: int) -> HttpResponse:
    """Rewrites a draft."""
    row = _draft(request, change_id)
    form = ChangeForm(posted(request), unit=row.unit, on=request.on, initial=written(row))
    return _form(request, form, row.unit, row)


def _form(request: Request, form: ChangeForm, unit: Unit, change: Change | None) -> HttpResponse:
    def act(_values: dict[str, Any]) -> None:
        draft_change(unit=unit, change=change, **form.facts(), actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Draf perubahan disimpan."),
        back_url=reverse("voice:changes"),
        question=_("Ubah draf perubahan") if change else _("Catat perubahan"),
        text=unit.name,
        action=_("Simpan draf"),
    )


def change_publish(request: Request, change_id: int) -> HttpResponse:
    """Asks once more, with the figures as they would be frozen."""
    row = _draft(request, change_id)

    def act(_values: dict[str, Any]) -> None:
        publish_change(change=row, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.Form(posted(request)),
        act,
        done=_("Perubahan diterbitkan. Warga melihatnya dalam satu menit."),
        back_url=reverse("voice:changes"),
        question=_("Terbitkan perubahan ini?"),
        text=row.title,
        effects=_effects(row, request),
        action=_("Terbitkan perubahan"),
    )


def _effects(row: Change, request: Request) -> list[str]:
    """What everybody will read of the figures."""
    said = [_("Perubahan yang sudah terbit tidak dapat diubah lagi.")]
    if not row.measure:
        return [*said, _("Tanpa angka sebelum dan sesudah.")]
    for name, figure in ((_("Sebelum"), row.before), (_("Sesudah"), row.after)):
        one = measured(row.measure, row.unit, row.service, quarter_of(figure), request.on)
        shown = told(one.frozen()) if one.value is not None else None
        words = f"{shown.words} ({shown.label}, n={shown.n})" if shown else _("belum cukup data")
        said.append(f"{name}: {_(MEASURES[row.measure])} {words}")
    return said


def _draft(request: Request, change_id: int) -> Change:
    """A draft that this person may handle; 404 when there is none."""
    rows = Change.objects.filter(published_at__isnull=True).select_related("unit", "service")
    row = get_object_or_404(rows, pk=change_id)
    may_tell_change(request.user, row.unit, request.on).require()
    return row
