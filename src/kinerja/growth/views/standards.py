"""HR's pages: technical competences by job family, and what a post asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Post

from ..access import may_keep_standards
from ..actions import standards as acts
from ..forms import StandardForm, TechnicalForm
from ..models import TechnicalCompetence
from ..queries.competence import competences_of, required_levels, required_of


@guarded(may_keep_standards)
def technical(request: Request) -> HttpResponse:
    """The technical competences by job family."""
    return render(request, "growth/technical.html", {"rows": TechnicalCompetence.objects.all()})


@guarded(may_keep_standards)
def technical_new(request: Request) -> HttpResponse:
    return _technical(request, None)


@guarded(may_keep_standards)
def technical_edit(request: Request, competence_id: int) -> HttpResponse:
    return _technical(request, get_object_or_404(TechnicalCompetence, pk=competence_id))


def _technical(request: Request, row: TechnicalCompetence | None) -> HttpResponse:
    form = TechnicalForm(posted(request), row=row)

    def act(_values: dict[str, Any]) -> None:
        acts.put_technical(competence=row, **form.facts(), actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Kompetensi teknis disimpan."),
        back_url=reverse("growth:technical"),
        question=_("Ubah kompetensi teknis") if row else _("Tambah kompetensi teknis"),
        text=row.code if row else "",
        action=_("Simpan kompetensi"),
    )


@guarded(may_keep_standards)
def standard(request: Request, post_id: int) -> HttpResponse:
    """What one post asks for, and the form that overrides it from a day on."""
    post = get_object_or_404(Post.objects.select_related("unit"), pk=post_id)
    asked = competences_of(post, request.on)
    own = required_levels([post], request.on).get(post.pk, {})

    def act(values: dict[str, Any]) -> None:
        acts.require_level(post=post, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        StandardForm(posted(request), asked=asked, initial={"starts": request.on}),
        act,
        done=_("Level jabatan disimpan."),
        back_url=reverse("growth:standard", args=[post.pk]),
        template="growth/standard.html",
        post=post,
        rows=[(item, required_of(post, item.code, own, request.on)) for item in asked],
        coming=post.required_levels.filter(starts__gt=request.on),
    )
