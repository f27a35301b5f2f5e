"""The crest that the agency's certificates bear."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.documents.crests import LARGEST, SMALLEST, WIDEST

from ..access import may_manage_people
from ..actions import remove_crest, set_crest
from ..forms import CrestForm
from ..models import Crest


@guarded(may_manage_people)
def crest(request: Request) -> HttpResponse:
    """The crest in use, and the form that puts another in its place."""
    held = Crest.objects.select_related("by").first()

    def act(values: dict[str, Any]) -> None:
        set_crest(upload=values["file"], actor=request.user, at=request.at)

    return form_page(
        request,
        CrestForm(posted(request), request.FILES or None),
        act,
        done=_("Lambang dipasang. Piagam dan sertifikat berikutnya memakainya; yang sudah terbit tetap."),
        back_url=reverse("people:crest"),
        template="people/crest.html",
        crest=held,
        picture=f"data:image/png;base64,{b64encode(held.image).decode()}" if held else "",
        limit=LARGEST // 1024,
        smallest=number_format(SMALLEST, force_grouping=True),
        widest=number_format(WIDEST, force_grouping=True),
    )


@guarded(may_manage_people)
def crest_remove(request: Request) -> HttpResponse:
    """Back to the shield of the product."""

    def act(values: dict[str, Any]) -> None:
        remove_crest(actor=request.user, at=request.at)

    return form_page(
        request,
        forms.Form(posted(request)),
        act,
        done=_("Lambang dihapus. Piagam berikutnya memakai perisai Kinerja."),
        back_url=reverse("people:crest"),
        question=_("Hapus lambang instansi?"),
        text=_("Piagam berikutnya memakai perisai Kinerja. Yang sudah terbit tetap."),
        action=_("Hapus lambang"),
        danger=True,
    )
