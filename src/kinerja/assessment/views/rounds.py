"""Rounds of feedback: made, adjusted and run; and the short form of those who are asked."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Unit
from kinerja.plans.models import Period
from kinerja.plans.queries import open_period
from kinerja.rules.loader import in_force

from ..access_rounds import may_adjust, may_list, may_make_rounds, may_run, may_see, units_run_by
from ..actions.rounds import (
    add_ask,
    cancel_round,
    close_round,
    extend_round,
    make_round,
    open_round,
    remove_ask,
)
from ..actions.tickets import answer, require_running, take_ticket
from ..forms_rounds import AddForm, AnswerForm, CancelRoundForm, ExtendForm, RemoveForm, RoundForm
from ..models import FeedbackAsk, FeedbackRound, Relation
from ..queries.rounds import (
    asks_about,
    asks_for,
    load_of,
    names_near,
    of_list,
    rounds_seen_by,
    subjects_in,
    ticket_of,
    was_asked,
)
from ..queries.rounds import rounds as all_rounds
from .common import attempt, me

PEOPLE_A_PAGE = 25
ROUNDS_A_PAGE = 20
DAYS = 13  # proposed length of a round: two weeks, both days included
WEEK = timedelta(days=7)  # proposed extension


@require_safe
@guarded(may_list)
def rounds(request: Request) -> HttpResponse:
    """Putaran umpan balik: those that this person runs or whose people he appraises, cancelled ones on their
    own tab."""
    cancelled = request.GET.get("lihat") == "dibatalkan"
    rows = of_list(rounds_seen_by(request.user, request.on), cancelled=cancelled)
    here = reverse("assessment:rounds")
    context = {
        "page": Paginator(rows, ROUNDS_A_PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {"url": here, "title": _("Putaran"), "current": not cancelled},
            {"url": f"{here}?lihat=dibatalkan", "title": _("Dibatalkan"), "current": cancelled},
        ],
        "cancelled": cancelled,
        "makes": bool(may_make_rounds(request.user, request.on)),
    }
    return render(request, "assessment/rounds/list.html", context)


@guarded(may_make_rounds)
def round_new(request: Request) -> HttpResponse:
    """A new round, with the proposal of who is asked."""
    ids = units_run_by(request.user, request.on)
    units = Unit.objects.order_by("code") if ids is None else Unit.objects.filter(pk__in=ids).order_by("code")
    period = open_period(request.on)
    form = RoundForm.of(
        units,
        Period.objects.select_related("cycle").order_by("-starts", "ends"),
        posted(request),
        period=period,
        starts=request.on,
        ends=request.on + timedelta(days=DAYS),
        name=_("Umpan balik %(period)s") % {"period": period} if period else "",
    )
    made: list[FeedbackRound] = []

    def act(values: dict[str, Any]) -> None:
        made.append(make_round(**values, actor=request.user, at=request.at))

    answered = form_page(
        request, form, act,
        done=_("Draf putaran dibuat. Periksa siapa yang ditanya, lalu buka putarannya."),
        back_url=reverse("assessment:rounds"),
        template="assessment/rounds/new.html",
        law=in_force("feedback.round", request.on),
    )  # fmt: skip
    return redirect("assessment:round", made[0].pk) if made else answered


def _load(request: Request, round_id: int) -> FeedbackRound:
    found = get_object_or_404(all_rounds(), pk=round_id)
    may_see(request.user, found, request.on).require()
    return found


@require_safe
def round_page(request: Request, round_id: int) -> HttpResponse:
    """One round: about whom, how many are asked from each side, and how many have taken their ticket."""
    found = _load(request, round_id)
    page = Paginator(subjects_in(found), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    asked = asks_about(found, [person.pk for person in page])
    sides = {
        key: [ask.relation for ask in rows] for key, rows in groupby(asked, key=lambda ask: ask.subject_id)
    }
    load = load_of(found)
    context = {
        "round": found,
        "page": page,
        "rows": [
            (person, [(label, sides.get(person.pk, []).count(code)) for code, label in Relation.choices])
            for person in page
        ],
        "relations": Relation.labels,
        "most_asked": load[0] if load else 0,
        "people_asked": len(load),
        "law": in_force("feedback.round", request.on),
        "runs": bool(may_run(request.user, found.unit, request.on)),
        "on": request.on,
    }
    return render(request, "assessment/rounds/round.html", context)


def round_subject(request: Request, round_id: int, employee_id: int) -> HttpResponse:
    """Who is asked about one person, and the appraiser's adjustments while it is a draft."""
    found = _load(request, round_id)
    subject = get_object_or_404(subjects_in(found), pk=employee_id)
    verdict = may_adjust(request.user, subject, request.on)
    if request.method == "POST":
        verdict.require()

    def act(values: dict[str, Any]) -> None:
        add_ask(round=found, subject=subject, actor=request.user, at=request.at, **values)

    asked = asks_about(found, [subject.pk])
    return form_page(
        request,
        AddForm(posted(request)),
        act,
        done=_("Orang itu ditambahkan dengan alasan Anda."),
        back_url=reverse("assessment:round_subject", args=[found.pk, subject.pk]),
        template="assessment/rounds/subject.html",
        round=found,
        subject=subject,
        sides=[(label, [ask for ask in asked if ask.relation == code]) for code, label in Relation.choices],
        verdict=verdict,
        adjusts=bool(verdict) and found.status == FeedbackRound.Status.DRAFT,
        law=in_force("feedback.round", request.on),
    )


def round_remove(request: Request, ask_id: int) -> HttpResponse:
    """Takes one request out, with a reason."""
    ask = get_object_or_404(FeedbackAsk.objects.select_related("round", "subject", "asked"), pk=ask_id)
    may_adjust(request.user, ask.subject, request.on).require()

    def act(values: dict[str, str]) -> None:
        remove_ask(ask=ask, reason=values["reason"], actor=request.user, at=request.at)

    names = {"asked": ask.asked.name, "subject": ask.subject.name}
    return form_page(
        request,
        RemoveForm(posted(request)),
        act,
        done=_("%(name)s tidak jadi ditanya.") % {"name": ask.asked.name},
        back_url=reverse("assessment:round_subject", args=[ask.round_id, ask.subject_id]),
        question=_("Jangan tanya %(asked)s tentang %(subject)s?") % names,
        action=_("Hapus permintaan"),
    )


@require_POST
def round_open(request: Request, round_id: int) -> HttpResponse:
    """Requests go out."""
    found = _load(request, round_id)
    may_run(request.user, found.unit, request.on).require()
    done = _("Putaran dibuka. Permintaan terkirim kepada semua yang ditanya.")
    return attempt(
        request,
        lambda: open_round(round=found, actor=request.user, at=request.at),
        done,
        "assessment:round",
        found.pk,
    )


def round_cancel(request: Request, round_id: int) -> HttpResponse:
    """A draft that is not to be opened."""
    found = _load(request, round_id)
    may_run(request.user, found.unit, request.on).require()

    def act(values: dict[str, str]) -> None:
        cancel_round(round=found, reason=values["reason"], actor=request.user, at=request.at)

    return form_page(
        request,
        CancelRoundForm(posted(request)),
        act,
        done=_("Draf putaran dibatalkan. Tidak ada permintaan yang terkirim."),
        back_url=reverse("assessment:round", args=[found.pk]),
        next_url=reverse("assessment:rounds"),
        question=_("Batalkan draf putaran ini?"),
        text=found.name,
        action=_("Batalkan draf"),
        danger=True,
    )


def round_extend(request: Request, round_id: int) -> HttpResponse:
    """A later last day for a round that runs."""
    found = _load(request, round_id)
    may_run(request.user, found.unit, request.on).require()

    def act(values: dict[str, Any]) -> None:
        extend_round(round=found, ends=values["ends"], actor=request.user, at=request.at)

    return form_page(
        request,
        ExtendForm(posted(request), initial={"ends": found.ends + WEEK}),
        act,
        done=_("Putaran diperpanjang. Yang belum menjawab tetap dapat menjawab."),
        back_url=reverse("assessment:round", args=[found.pk]),
        question=_("Perpanjang putaran"),
        text=_("Yang belum menjawab tetap dapat menjawab. Jawaban yang sudah masuk tidak berubah."),
        action=_("Simpan hari terakhir"),
    )


@require_POST
def round_close(request: Request, round_id: int) -> HttpResponse:
    """Nobody answers any more."""
    found = _load(request, round_id)
    may_run(request.user, found.unit, request.on).require()
    done = _("Putaran ditutup. Penilai kini melihat hasilnya di layar penilaian.")
    return attempt(
        request,
        lambda: close_round(round=found, actor=request.user, at=request.at),
        done,
        "assessment:round",
        found.pk,
    )


@require_safe
def asked(request: Request) -> HttpResponse:
    """Permintaan umpan balik: about whom this person is asked now."""
    rows = list(asks_for(me(request), request.on))
    context = {
        "waiting": [row for row in rows if not row.answered],
        "done": [row for row in rows if row.answered],
        "message": rows[0].round.message if rows else "",
        "law": in_force("feedback.round", request.on),
    }
    return render(request, "assessment/rounds/asked.html", context)


@require_POST
def round_take(request: Request, ask_id: int) -> HttpResponse:
    """Ticks the name off, draws a code and goes on to the form."""
    ask = get_object_or_404(FeedbackAsk, pk=ask_id)
    try:
        code = take_ticket(ask=ask, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
        return redirect("assessment:asked")
    return redirect("assessment:round_answer", code)


@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def round_answer(request: Request, code: str) -> HttpResponse:
    """The short form behind a code. Who sends it is checked and not kept."""
    person, ticket = me(request), ticket_of(code)
    if ticket is None or not was_asked(ticket, person):
        return render(request, "assessment/rounds/gone.html", status=404)
    try:
        require_running(ticket.round, request.at)
    except ActionError as error:
        return render(request, "assessment/rounds/gone.html", {"why": str(error)}, status=410)
    names = names_near(ticket, request.on) if request.method == "POST" else []
    form = AnswerForm(request.on, posted(request), names)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("keep", "change")}
        try:
            answer(code=code, asked=person, values=form.values(), at=request.at, **words)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Terima kasih. Jawaban Anda tersimpan tanpa nama."))
            return redirect("assessment:asked")
    context = {
        "form": form,
        "ticket": ticket,
        "anonymous": ticket.relation != Relation.SUPERIOR,
        "law": in_force("feedback.round", request.on),
    }
    return render(request, "assessment/rounds/answer.html", context, status=422 if form.is_bound else 200)
