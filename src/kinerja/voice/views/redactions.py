"""Covering words of a complaint, and lifting a cover again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded

from ..access.common import may_manage_complaints
from ..actions.redactions import cover_words, lift, texts
from ..forms.handling import CoverForm, LiftForm
from ..models import Complaint, Redaction
from ..queries.office import stretches

NAMES = dict(Redaction.Field.choices)


@guarded(may_manage_complaints)
def redactions(request: Request, complaint_id: UUID) -> HttpResponse:
    """The texts with what is covered marked, the history, and a form for more."""
    rows = Complaint.objects.prefetch_related("redactions__by", "redactions__lifted_by")
    complaint = get_object_or_404(rows, pk=complaint_id)
    covers = list(complaint.redactions.all())
    here = reverse("voice:redactions", args=[complaint.pk])

    def act(values: dict[str, Any]) -> None:
        cover_words(complaint=complaint, **values, actor=request.user, at=request.at)

    shown = []
    words: dict[int, str] = {}
    for field, message, text in texts(complaint):
        own = [c for c in covers if c.field == field and c.message_id == (message.pk if message else None)]
        words |= {cover.pk: text[cover.start : cover.end] for cover in own}
        if text:
            shown.append((_(NAMES[field]), stretches(text, own, original=True)))
    return form_page(
        request,
        CoverForm(posted(request)),
        act,
        done=_("Kata itu ditutup untuk semua pembaca lain."),
        back_url=here,
        template="voice/office/redactions.html",
        complaint=complaint,
        texts=shown,
        covers=[(cover, words.get(cover.pk, "")) for cover in covers],
    )


@guarded(may_manage_complaints)
def redaction_lift(request: Request, redaction_id: int) -> HttpResponse:
    """Takes one cover away."""
    cover = get_object_or_404(Redaction.objects.select_related("complaint"), pk=redaction_id, lifted_at=None)

    def act(values: dict[str, Any]) -> None:
        lift(redaction=cover, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        LiftForm(posted(request)),
        act,
        done=_("Bagian itu dapat dibaca lagi."),
        back_url=reverse("voice:redactions", args=[cover.complaint_id]),
        question=_("Buka kembali bagian yang ditutup?"),
        text=_("Unit yang menjawab dan, bila laporan terbuka, umum akan membacanya."),
        action=_("Buka bagian ini"),
        danger=True,
    )
