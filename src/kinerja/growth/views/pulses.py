"""Pages of the pulse survey: made and run by HR, answered without a name, replied to for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.assessment.views.common import attempt
from kinerja.people.queries import employee_of
from kinerja.rules.loader import in_force
from kinerja.voice.covering import cover_numbers

from .. import access_socialisation as access
from ..actions import pulses as acts
from ..forms_common import WhyForm
from ..forms_socialisation import PulseAnswerForm, PulseForm, ReplyForm
from ..models import Pulse, PulseAnswer
from ..queries.pulses import lines_of, open_pulses_for, replies, result, waiting_for_reply
from .socialisation_tabs import tabs

PAGE = 20
SHOWN = 10
Status = Pulse.Status


def pulses(request: Request) -> HttpResponse:
    """Pulses to answer, those that are closed, and what was changed because of them."""
    me = employee_of(request.user)
    keeps = bool(access.may_socialise(request.user, request.on))
    rows = Pulse.objects.all() if keeps else Pulse.objects.filter(status=Status.CLOSED)
    facts = {
        "tabs": tabs(request, "suara"),
        "mine": list(open_pulses_for(me, request.on)) if me else [],
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "replies": replies()[:SHOWN],
        "late": list(waiting_for_reply(request.on)[:SHOWN]) if keeps else [],
        "keeps": keeps,
    }
    return render(request, "growth/socialisation/pulses.html", facts)


@guarded(access.may_socialise)
def pulse_new(request: Request) -> HttpResponse:
    law = in_force("pulse.limits", request.on)
    form = PulseForm(
        posted(request), initial={"starts": request.on, "statements": "\n".join(law["statements"])}
    )

    def act(_values: dict[str, Any]) -> None:
        acts.make_pulse(**form.facts(), actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Survei disiapkan. Periksa, lalu buka."),
        back_url=reverse("growth:pulses"),
        question=_("Siapkan survei singkat"),
        text=_("Satu menit mengisi: beberapa pernyataan dan satu baris bebas. Tanpa nama."),
        action=_("Simpan survei"),
    )


def pulse(request: Request, pulse_id: int) -> HttpResponse:
    """One pulse: how it stands while it runs, what came out once it is closed."""
    found = get_object_or_404(Pulse, pk=pulse_id)
    details = bool(access.may_see_pulse_details(request.user, request.on))
    if found.status != Status.CLOSED:
        access.may_see_pulse_details(request.user, request.on).require()
    answered = found.replies.exists()
    # Lines are read by HR before everybody reads them: a name may have to go first.
    lines = lines_of(found) if details or answered else PulseAnswer.objects.none()
    if not details:
        lines = lines.filter(hidden="")
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    facts = {
        "pulse": found,
        "result": result(found) if found.status == Status.CLOSED else None,
        "details": details,
        "keeps": bool(access.may_socialise(request.user, request.on)),
        "page": page,
        "lines": [(row, cover_numbers(row.text)) for row in page],
        "replies": replies().filter(pulse=found),
    }
    return render(request, "growth/socialisation/pulse.html", facts)


def pulse_answer(request: Request, pulse_id: int) -> HttpResponse:
    """The form of one turn."""
    found = get_object_or_404(Pulse, pk=pulse_id)
    access.may_answer_pulse(request.user, found).require()
    form = PulseAnswerForm(posted(request), pulse=found, on=request.on)

    def act(_values: dict[str, Any]) -> None:
        acts.answer_pulse(pulse=found, **form.facts(), actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Terima kasih. Jawaban Anda tersimpan tanpa nama."),
        back_url=reverse("growth:pulses"),
        template="growth/socialisation/answer.html",
        pulse=found,
        law=in_force("pulse.limits", request.on),
    )


@guarded(access.may_socialise)
@require_POST
def pulse_open(request: Request, pulse_id: int) -> HttpResponse:
    found = get_object_or_404(Pulse, pk=pulse_id)
    return attempt(
        request,
        lambda: acts.open_pulse(pulse=found, actor=request.user, at=request.at),
        _("Survei dibuka untuk semua pegawai."),
        "growth:pulse",
        found.pk,
    )


@guarded(access.may_socialise)
@require_POST
def pulse_close(request: Request, pulse_id: int) -> HttpResponse:
    found = get_object_or_404(Pulse, pk=pulse_id)
    return attempt(
        request,
        lambda: acts.close_pulse(pulse=found, actor=request.user, at=request.at),
        _("Survei ditutup. Baca hasilnya, lalu jawab."),
        "growth:pulse",
        found.pk,
    )


@guarded(access.may_socialise)
def pulse_reply(request: Request, pulse_id: int) -> HttpResponse:
    found = get_object_or_404(Pulse, pk=pulse_id)

    def act(values: dict[str, Any]) -> None:
        acts.reply_to_pulse(pulse=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        ReplyForm(posted(request)),
        act,
        done=_("Jawaban tampil untuk semua pegawai."),
        back_url=_page(found),
        question=_("Jawab “%(title)s”") % {"title": found.title},
        text=_("Anda bicara, kami ubah sistemnya: sebut satu hal yang didengar dan satu hal yang berubah."),
        action=_("Terbitkan jawaban"),
    )


@guarded(access.may_socialise)
def pulse_hide(request: Request, answer_id: UUID) -> HttpResponse:
    row = get_object_or_404(PulseAnswer.objects.select_related("pulse"), pk=answer_id)

    def act(values: dict[str, Any]) -> None:
        acts.hide_line(answer=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Tulisan disembunyikan. Jawaban pada pernyataan tetap dihitung."),
        back_url=_page(row.pulse),
        question=_("Sembunyikan tulisan ini?"),
        text=_("Hanya bila menyebut orang. Alasannya tercatat; jangan ulangi namanya di sana."),
        action=_("Sembunyikan tulisan"),
        danger=True,
    )


def _page(found: Pulse) -> str:
    return reverse("growth:pulse", args=[found.pk])
