"""Keberatan: the lists, filing, one objection as everybody in it sees it, its steps and the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.accounts.access import AUDITOR, HR, roles
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.documents.uploads import served
from kinerja.people.queries import employee_of

from ..access import sees_judgement
from ..access_objections import (
    APPRAISER,
    EMPLOYEE,
    may_add_evidence,
    may_decide,
    may_object,
    may_read_objection,
    may_state,
    side_of,
)
from ..actions.objection_evidence import add_evidence
from ..actions.objections import ask_statements, file_objection, state
from ..actions.objections import decide as decide_objection
from ..clocks import days_of
from ..explain import quadrant
from ..forms_objections import DecisionForm, EvidenceForm, ObjectForm, StatementForm
from ..models import Objection, ObjectionEvidence
from ..objection_story import story
from ..queries.objections import OPEN, concerning, objection_due, objections, waiting_for
from .common import load

PAGE = 25
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _load(request: Request, objection_id: UUID) -> Objection:
    found = get_object_or_404(objections(), pk=objection_id)
    may_read_objection(request.user, found, request.on).require()
    return found


@require_safe
def overview(request: Request) -> HttpResponse:
    """What waits for the reader, and all in which he has a part; HR and auditor see every objection."""
    me = employee_of(request.user)
    manages = bool(roles(request.user, request.on) & {HR, AUDITOR})
    mine = waiting_for(me, request.on) if me else Objection.objects.none()
    waits = mine.count()
    every = request.GET.get("tampil") == "semua" or not waits
    rows = mine
    if every:
        stands_in = mine.values_list("pk", flat=True)
        own = concerning(me, stands_in) if me else Objection.objects.none()
        rows = objections().order_by("-filed_at", "pk") if manages else own
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "open": OPEN,
        "on": request.on,
        "me": me,
        "manages": manages,
        "days_to_object": days_of("objection", request.on),
        "days_to_decide": days_of("objection_decision", request.on),
        "tabs": [
            {"url": "?", "title": _("Menunggu Anda"), "current": not every, "count": waits},
            {"url": "?tampil=semua", "title": _("Semua"), "current": every},
        ],
    }
    return render(request, "assessment/objections/list.html", context)


@get_or_post
def objection_new(request: Request, review_id: int) -> HttpResponse:
    """The employee files: reasons, and evidence with or without a file."""
    review = load(request, review_id)
    may_object(request.user, review, request.on).require()
    filed: list[Objection] = []

    def act(values: dict[str, Any]) -> None:
        evidence = [(values["text"], values["file"])] if values["text"] else []
        facts = {"reasons": values["reasons"], "evidence": evidence}
        filed.append(file_objection(review=review, actor=request.user, at=request.at, **facts))

    answer = form_page(
        request,
        ObjectForm(posted(request), request.FILES or None),
        act,
        done=_("Keberatan Anda terkirim kepada atasan pejabat penilai."),
        back_url=reverse("assessment:my_review", args=[review.pk]),
        template="assessment/objections/file.html",
        review=review,
        due=objection_due(review),
        days_to_decide=days_of("objection_decision", request.on),
        on=request.on,
    )
    return redirect("assessment:objection", filed[0].pk) if filed else answer


@require_safe
def objection(request: Request, objection_id: UUID) -> HttpResponse:
    """The whole way on one page, with what the reader can do today."""
    found = _load(request, objection_id)
    user, on = request.user, request.on
    decides = bool(may_decide(user, found, on)) and found.status in OPEN
    context = {
        **_sides(request, found),
        "story": story(found),
        "late": found.status in OPEN and on > found.due_decision,
        "asks": decides and found.status == Objection.Status.FILED,
        "decides": decides and found.status == Objection.Status.ASKED,
        "states": bool(may_state(user, found, on)),
        "adds": bool(may_add_evidence(user, found, on)),
        "changed": found.changed_review,
        "sees_changed": found.changed_review is not None and sees_judgement(user, found.changed_review),
    }
    return render(request, "assessment/objections/detail.html", context)


def _sides(request: Request, found: Objection) -> dict[str, Any]:
    """What the pages of an objection show of it, whatever can be done."""
    pieces = found.evidence.all()
    employee = found.review.plan.employee
    return {
        "objection": found,
        "review": found.review,
        "side": side_of(request.user, found),
        "sides": {"employee": EMPLOYEE, "appraiser": APPRAISER},
        "evidence": [(piece, piece.by_id == employee.user_id) for piece in pieces],
        "on": request.on,
    }


@get_or_post
def objection_ask(request: Request, objection_id: UUID) -> HttpResponse:
    """The decider asks both sides."""
    found = _load(request, objection_id)
    may_decide(request.user, found, request.on).require()
    back = reverse("assessment:objection", args=[found.pk])
    return form_page(
        request,
        forms.Form(posted(request)),
        lambda _values: ask_statements(objection=found, actor=request.user, at=request.at),
        done=_("Penjelasan diminta dari kedua pihak."),
        back_url=back,
        question=_("Minta penjelasan kedua pihak?"),
        text=_("Keberatan diperiksa dengan mendengar pegawai dan pejabat penilainya."),
        effects=[
            _("Masing-masing menulis penjelasan satu kali; keduanya tetap berdampingan."),
            _("Batas putusan tidak berubah karena menunggu penjelasan."),
        ],
        action=_("Minta penjelasan"),
    )


@get_or_post
def objection_state(request: Request, objection_id: UUID) -> HttpResponse:
    """One side explains, once."""
    found = _load(request, objection_id)
    may_state(request.user, found, request.on).require()
    return form_page(
        request,
        StatementForm(posted(request)),
        lambda values: state(objection=found, actor=request.user, at=request.at, **values),
        done=_("Penjelasan Anda tersimpan."),
        back_url=reverse("assessment:objection", args=[found.pk]),
        template="assessment/objections/state.html",
        **_sides(request, found),
    )


@get_or_post
def objection_evidence(request: Request, objection_id: UUID) -> HttpResponse:
    """Either side adds evidence until it is decided."""
    found = _load(request, objection_id)
    may_add_evidence(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        facts = {"text": values["text"], "upload": values["file"]}
        add_evidence(objection=found, actor=request.user, at=request.at, **facts)

    return form_page(
        request,
        EvidenceForm(posted(request), request.FILES or None),
        act,
        done=_("Bukti tersimpan."),
        back_url=reverse("assessment:objection", args=[found.pk]),
        template="assessment/objections/evidence.html",
        **_sides(request, found),
    )


@require_safe
def objection_file(request: Request, token: UUID) -> FileResponse:
    """The file of one piece of evidence, for whoever may read the objection."""
    piece = get_object_or_404(ObjectionEvidence.objects.exclude(file=""), token=token)
    _load(request, piece.objection_id)
    return served(piece.file, title=_("Bukti keberatan"), content_type=piece.content_type)


@get_or_post
def objection_decide(request: Request, objection_id: UUID) -> HttpResponse:
    """Upheld or changed, with reasons; what each does stands beside it."""
    found = _load(request, objection_id)
    may_decide(request.user, found, request.on).require()
    if found.status != Objection.Status.ASKED:
        return redirect("assessment:objection", found.pk)
    form = DecisionForm.of(found.review, posted(request))
    rows = quadrant(found.review.result_rating, found.review.behaviour_rating, request.on)
    return form_page(
        request,
        form,
        lambda _values: decide_objection(
            objection=found, decision=form.decision(), actor=request.user, at=request.at
        ),
        done=_("Keberatan diputus. Kedua pihak dapat membaca putusan Anda."),
        back_url=reverse("assessment:objection", args=[found.pk]),
        template="assessment/objections/decide.html",
        quadrant=rows,
        columns=[cell["behaviour"] for cell in rows[0]["cells"]],
        **_sides(request, found),
    )
