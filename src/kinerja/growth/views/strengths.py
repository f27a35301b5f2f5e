"""Strengths and the assignments that fit them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, is_appraiser, own_post, visible_to
from kinerja.rules.competence import dictionary

from .. import access_talent as access
from ..actions import talent as acts
from ..forms_common import WhyForm
from ..forms_talent import EndForm, OfferForm
from ..models import StrengthAssignment
from ..queries.competence import competences_of
from ..queries.strengths import (
    assignments as assignment_rows,
)
from ..queries.strengths import (
    offered_among,
    praise_of,
    service_units,
    strength_of,
    strong_in,
)

PAGE = 25
FIRST = "komunikasi"


def may_look(user: User, on: date) -> Verdict:
    """Those who may offer to anybody, and the auditor."""
    if roles(user, on) & {HR, AUDITOR} or is_appraiser(user, on):
        return YES
    return no(_("Daftar kekuatan untuk pejabat penilai, kepala perangkat, dan analis kepegawaian."))


@guarded(may_look)
def strengths(request: Request) -> HttpResponse:
    """Who is above what his post asks for in a competence, among those whom the reader may see."""
    known = dictionary(request.on)
    asked = request.GET.get("kompetensi", FIRST)
    item = next((one for one in known if one.code == asked), known[0])
    me = employee_of(request.user)
    people = visible_to(request.user, request.on)
    if me is not None:
        people = people.exclude(pk=me.pk)
    page = Paginator(strong_in(item.code, people, request.on), PAGE).get_page(request.GET.get("page"))
    ids = [row.assessment.employee_id for row in page]
    facts = {
        "page": page,
        "item": item,
        "known": known,
        "busy": offered_among(ids, item.code),
        "units": service_units(request.on),
        "offers": me is not None and roles(request.user, request.on) != {AUDITOR},
    }
    return render(request, "growth/talent/strengths.html", facts)


def assignment_offer(request: Request, employee_id: int) -> HttpResponse:
    """Offers a task that fits a strength, with what is known about it on the page."""
    employee = get_object_or_404(Employee.objects.select_related("user"), pk=employee_id)
    access.may_offer(request.user, employee, request.on).require()
    held = own_post(employee, request.on)
    asked = competences_of(held.post, request.on) if held else list(dictionary(request.on))
    code = request.GET.get("kompetensi", FIRST)
    score = strength_of(employee, code, request.on)
    evidence = [score.evidence] if score else []
    evidence += [row.allegation for row in praise_of(employee, request.on)]

    def act(values: dict[str, Any]) -> None:
        acts.offer_assignment(employee=employee, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        OfferForm(
            posted(request),
            asked=asked,
            units=service_units(request.on),
            initial={"competence": code, "starts": request.on, "reason": "\n".join(evidence)},
        ),
        act,
        done=_("Tawaran dikirim. Penugasan berjalan setelah pegawai menerimanya."),
        back_url=reverse("growth:strengths"),
        next_url=reverse("growth:assignments"),
        question=_("Tawarkan penugasan kepada %(name)s") % {"name": employee.name},
        text=_("Sesuai kekuatannya. Ia boleh menolak, tanpa akibat pada penilaian."),
        action=_("Kirim tawaran"),
    )


def assignments(request: Request) -> HttpResponse:
    """What was offered to me and by me; HR and the auditor see all."""
    rows = assignment_rows()
    me = employee_of(request.user)
    every = bool(roles(request.user, request.on) & {HR, AUDITOR})
    if not every:
        rows = rows.filter(Q(employee=me) | Q(offered_by=me)) if me else rows.none()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "me": me, "looks": bool(may_look(request.user, request.on))}
    return render(request, "growth/talent/assignments.html", facts)


def _assignment(assignment_id: int) -> StrengthAssignment:
    return get_object_or_404(assignment_rows(), pk=assignment_id)


def assignment(request: Request, assignment_id: int) -> HttpResponse:
    """One assignment with what may be done now."""
    row = _assignment(assignment_id)
    access.may_read_assignment(request.user, row, request.on).require()
    offered, running = row.status == row.Status.OFFERED, row.status == row.Status.RUNNING
    names = {item.code: item.name for item in dictionary(request.on)}
    facts = {
        "row": row,
        "strength": names.get(row.competence, row.competence),
        "answers": offered and bool(access.may_answer_offer(request.user, row)),
        "ends": running and bool(access.may_end_assignment(request.user, row, request.on)),
    }
    return render(request, "growth/talent/assignment.html", facts)


def accept(request: Request, assignment_id: int) -> HttpResponse:
    """The employee takes it."""
    row = _assignment(assignment_id)
    access.may_answer_offer(request.user, row).require()
    return form_page(
        request,
        forms.Form(posted(request)),
        lambda _values: acts.accept_assignment(assignment=row, actor=request.user, at=request.at),
        done=_("Anda menerima penugasan ini."),
        back_url=reverse("growth:assignment", args=[row.pk]),
        question=_("Terima penugasan ini?"),
        text=row.task,
        action=_("Terima penugasan"),
    )


def decline(request: Request, assignment_id: int) -> HttpResponse:
    """The employee does not take it."""
    row = _assignment(assignment_id)
    access.may_answer_offer(request.user, row).require()

    def act(values: dict[str, Any]) -> None:
        acts.decline_assignment(assignment=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Jawaban Anda dikirim."),
        back_url=reverse("growth:assignment", args=[row.pk]),
        question=_("Tidak menerima penugasan ini?"),
        text=_("Menolak tidak memengaruhi penilaian kinerja Anda."),
        action=_("Kirim jawaban"),
    )


def end(request: Request, assignment_id: int) -> HttpResponse:
    """Ends a running one with what came of it."""
    row = _assignment(assignment_id)
    access.may_end_assignment(request.user, row, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.end_assignment(assignment=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        EndForm(posted(request), initial={"ends": request.on}),
        act,
        done=_("Penugasan selesai dan hasilnya tercatat."),
        back_url=reverse("growth:assignment", args=[row.pk]),
        question=_("Akhiri penugasan %(name)s") % {"name": row.employee.name},
        text=row.task,
        action=_("Akhiri penugasan"),
    )
