"""Kisah dampak: what programmes should move, and what came of them, for employees and for everybody.

The pages for everybody lie under /layanan/: held in memory for a minute (`voice.public_cache`).
"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.growth.access_proof import may_keep_programmes
from kinerja.growth.access_support import may_see_all
from kinerja.growth.actions import proof as acts
from kinerja.growth.models import Programme
from kinerja.growth.queries.support_waves import wave_of
from kinerja.people.queries import agency
from kinerja.voice.open_data import written as cell_text

from .effect_start import begun_with
from .forms_effect import ProgrammeForm, WhyForm, written

if TYPE_CHECKING:
    from .effects import EffectView

PAGE = 20
PROGRAMMES = Programme.objects.select_related(
    "service", "course", "change", "follow_up__unit", "meeting__unit", "made_by__employee"
)


@require_safe
def effects(request: Request) -> HttpResponse:
    """Every programme, newest first; figures stand on the page of each."""
    page = Paginator(_listed(), PAGE).get_page(request.GET.get("page"))
    keeps = bool(may_keep_programmes(request.user, request.on))
    return render(request, "insight/effects/list.html", {"page": page, "keeps": keeps})


@require_safe
def effect(request: Request, programme_id: int) -> HttpResponse:
    """One picture, one paragraph, the figures, and what else it may be."""
    programme = get_object_or_404(PROGRAMMES, pk=programme_id)
    keeps = bool(may_keep_programmes(request.user, request.on))
    return render(request, "insight/effects/one.html", {**_story(programme, request.on), "keeps": keeps})


@require_safe
def effect_file(request: Request, programme_id: int) -> HttpResponse:
    """The figures of the page as CSV."""
    return _file(get_object_or_404(PROGRAMMES, pk=programme_id), request.on)


@guarded(may_keep_programmes)
def effect_new(request: Request) -> HttpResponse:
    """Says which measure a programme should move, best before the figures are known; begun from a course
    (`?pelatihan=`), a published change (`?perubahan=`) or a wave of coaching (`?pembinaan=`)."""
    made: list[Programme] = []

    def act(values: dict[str, Any]) -> None:
        made.append(acts.make_programme(**_values(values), actor=request.user, at=request.at))

    sees_plans = bool(may_see_all(request.user, request.on))
    initial = begun_with(request.GET, request.on, sees_plans=sees_plans)
    form = ProgrammeForm(posted(request), on=request.on, initial=initial)
    answer = _form(request, form, act, back=reverse("insight:effects"), heading=_("Susun kisah dampak"))
    return redirect("insight:effect", made[0].pk) if made else answer


@guarded(may_keep_programmes)
def effect_edit(request: Request, programme_id: int) -> HttpResponse:
    """Changes a programme that is not public."""
    programme = get_object_or_404(PROGRAMMES, pk=programme_id)

    def act(values: dict[str, Any]) -> None:
        acts.change_programme(programme=programme, **_values(values), actor=request.user, at=request.at)

    form = ProgrammeForm(posted(request), on=request.on, initial=written(programme))
    back = reverse("insight:effect", args=[programme.pk])
    return _form(request, form, act, back=back, heading=_("Ubah kisah dampak"))


@guarded(may_keep_programmes)
def effect_publish(request: Request, programme_id: int) -> HttpResponse:
    """Asks once more before everybody reads it."""
    programme = get_object_or_404(PROGRAMMES, pk=programme_id)

    def act(_values: dict[str, Any]) -> None:
        acts.publish_programme(programme=programme, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.Form(posted(request)),
        act,
        done=_("Kisah ini tampil untuk umum."),
        back_url=reverse("insight:effect", args=[programme.pk]),
        question=_("Tampilkan kisah ini untuk umum?"),
        text=programme.title,
        effects=[
            _("Warga membaca angka, cara menghitung, dan keterbatasannya, apa pun hasilnya."),
            _("Selama tampil, ukuran dan masanya tidak dapat diubah."),
        ],
        action=_("Tampilkan kisah"),
    )


@guarded(may_keep_programmes)
def effect_withdraw(request: Request, programme_id: int) -> HttpResponse:
    """Takes it from the public page, with a reason for the log."""
    programme = get_object_or_404(PROGRAMMES, pk=programme_id)

    def act(values: dict[str, Any]) -> None:
        acts.withdraw_programme(programme=programme, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Kisah ini tidak lagi tampil untuk umum."),
        back_url=reverse("insight:effect", args=[programme.pk]),
        question=_("Tarik kisah ini dari halaman umum?"),
        text=_("Pegawai tetap dapat membacanya. Alasan tersimpan di catatan audit."),
        action=_("Tarik kisah"),
    )


@login_not_required
@require_safe
def effects_public(request: Request) -> HttpResponse:
    """Published stories, for everybody."""
    page = Paginator(_listed().filter(published=True), PAGE).get_page(request.GET.get("page"))
    facts = {"shell": {"agency": agency()}, "page": page, "on": request.on}
    return render(request, "insight/effects/public_list.html", facts)


@login_not_required
@require_safe
def effect_public(request: Request, slug: str) -> HttpResponse:
    """One published story, for everybody."""
    programme = get_object_or_404(PROGRAMMES, slug=slug, published=True)
    facts = {"shell": {"agency": agency()}, **_story(programme, request.on)}
    return render(request, "insight/effects/public_one.html", facts)


def _listed() -> Any:
    return Programme.objects.prefetch_related("treated", "compared").order_by("-starts", "-pk")


def _values(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "treated": list(values["treated"]), "compared": list(values["compared"])}


def _form(request: Request, form: ProgrammeForm, act: Any, *, back: str, heading: str) -> HttpResponse:
    return form_page(
        request,
        form,
        act,
        done=_("Kisah dampak disimpan. Angkanya dihitung setiap kali halamannya dibuka."),
        back_url=back,
        template="insight/effects/form.html",
        heading=heading,
    )


def _effect(programme: Programme, on: date) -> EffectView:
    from .effects import effect_of  # numpy and scipy load when a figure is drawn, not with the server

    return effect_of(programme, on)


def _story(programme: Programme, on: date) -> dict[str, Any]:
    """What the page of one programme shows."""
    from . import effect_table
    from . import effect_words as words

    view = _effect(programme, on)
    series = {
        _(words.SIDES[side.name]): [point.values[side.name] for point in view.points] for side in view.sides
    }
    reason = programme.coached_for
    drawn = any(value is not None for values in series.values() for value in values)
    return {
        "programme": programme,
        "on": on,
        "view": view,
        "measure": words.measure_name(programme),
        "verdict": words.verdict(view),
        "finding": words.finding(view),
        "paragraph": words.paragraph(view),
        "slope": words.slope_words(view.slope, programme.measure) if view.slope else "",
        "method": words.method_words(view),
        "caveats": words.caveats(view),
        "hidden_note": words.hidden_note(view),
        "labels": [words.point_label(point, programme) for point in view.points] if drawn else [],
        "series": series,
        "rows": effect_table.table(view),
        "heads": effect_table.heads(view),
        "kind": _(programme.get_kind_display()),
        "units": list(programme.treated.all()),
        "others": list(programme.compared.all()),
        "wave": wave_of(reason, on) if reason is not None else None,
    }


def _file(programme: Programme, on: date) -> HttpResponse:
    from .effect_table import file_rows

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in file_rows(_effect(programme, on)):
        writer.writerow([cell_text(cell) for cell in row])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="dampak-{programme.slug}.csv"'
    return response
