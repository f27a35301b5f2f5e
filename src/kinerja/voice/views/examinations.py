"""Examinations: the lists, one examination as everybody in it sees it, its steps, examiners and evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.documents.uploads import served
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of

from ..access.common import may_manage_complaints
from ..access.examinations import (
    Part,
    may_add_evidence,
    may_read_examination,
    may_take,
    parts,
    steps_now,
)
from ..actions.examination_evidence import add_evidence
from ..actions.examinations import change_examiner, name_appeal_examiner, open_examination
from ..errors import ActionError
from ..forms.examinations import EvidenceForm, ExaminerForm, OpenForm
from ..models import Complaint, Examination, ExaminationEvidence
from ..queries.examination_story import report_of, story
from ..queries.examinations import all_for_officer, examinations, examined_by
from ..queries.examiners import candidates, candidates_for, proposals, search
from ..queries.names import mentions
from .examination_steps import NAMING, PAGES

PAGE = 25


def _load(request: Request, examination_id: UUID) -> Examination:
    found = get_object_or_404(examinations(), pk=examination_id)
    may_read_examination(request.user, found, request.on).require()
    return found


def overview(request: Request) -> HttpResponse:
    """What one examines; the officer for complaints sees every examination that is not about himself."""
    me = employee_of(request.user)
    manages = bool(may_manage_complaints(request.user, request.on))
    every = manages and request.GET.get("tampil") != "saya"
    rows = Examination.objects.none()
    if every:
        rows = all_for_officer(me, request.on)
    elif me is not None:
        rows = examined_by(me)
    newest = rows.order_by(F("final_at").desc(nulls_first=True), "-opened_at", "pk")
    context = {
        "page": Paginator(newest, PAGE).get_page(request.GET.get("page")),
        "manages": manages,
        "every": every,
        "on": request.on,
        "tabs": [
            {"url": "?tampil=semua", "title": _("Semua"), "current": every},
            {"url": "?tampil=saya", "title": _("Yang saya periksa"), "current": not every},
        ],
    }
    return render(request, "voice/examinations/list.html", context)


@guarded(may_manage_complaints)
def open_new(request: Request, complaint_id: UUID) -> HttpResponse:
    """First who is named, then what is examined and by whom."""
    complaint = get_object_or_404(Complaint, pk=complaint_id)
    employee = _chosen(request.GET.get("pegawai", ""))
    words = request.GET.get("cari", "")
    here = reverse("voice:examination_open", args=[complaint.pk])
    context: dict[str, Any] = {
        "complaint": complaint,
        "employee": employee,
        "words": words,
        "here": here,
        "taken": {row.employee_id for row in complaint.examinations.all()},
    }
    if employee is None:
        named = mentions(f"{complaint.title} {complaint.text}", request.on)
        context |= {"named": named, "found": search(words, request.on)}
        return render(request, "voice/examinations/open.html", context)
    people = [*proposals(employee, request.on), *search(words, request.on)]
    choice = candidates(people, complaint=complaint, employee=employee, on=request.on)
    opened: list[Examination] = []

    def act(values: dict[str, Any]) -> None:
        given = {"complaint": complaint, "employee": employee, **values}
        opened.append(open_examination(**given, actor=request.user, at=request.at))

    form = OpenForm(posted(request), people=choice.able)
    answer = form_page(
        request,
        form,
        act,
        done=_("Pemeriksaan dibuka. Berikutnya: beri tahu pegawai."),
        back_url=reverse("voice:examinations"),
        template="voice/examinations/open.html",
        choice=choice,
        **context,
    )
    return redirect("voice:examination", opened[0].pk) if opened else answer


def _chosen(text: str) -> Employee | None:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        return None
    return Employee.objects.select_related("user").filter(pk=int(text)).first()


def detail(request: Request, examination_id: UUID) -> HttpResponse:
    """The whole way on one page, as a parcel is followed, with what the reader can do today."""
    found = _load(request, examination_id)
    held = parts(request.user, found, request.on)
    steps = steps_now(held, found, request.on)
    context = {
        "examination": found,
        "is_employee": Part.EMPLOYEE in held,
        "is_officer": Part.OFFICER in held,
        "story": story(found, request.on),
        "report": report_of(found.complaint, for_employee=Part.EMPLOYEE in held),
        "evidence": found.evidence.all(),
        "may_add_evidence": bool(may_add_evidence(request.user, found, request.on)),
        "steps": [(name, PAGES[name]) for name in steps if name in PAGES],
        "naming": next((NAMING[name] for name in steps if name in NAMING), None),
        "on": request.on,
    }
    return render(request, "voice/examinations/detail.html", context)


def step(request: Request, examination_id: UUID, step: str) -> HttpResponse:
    """One step on its own page; the form posts to the same address."""
    found = _load(request, examination_id)
    page = PAGES.get(step)
    if page is None:
        raise Http404
    may_take(request.user, found, step, request.on).require()

    def act(values: dict[str, Any]) -> None:
        page.act(examination=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        page.form(posted(request)),
        act,
        done=_(page.done),
        back_url=reverse("voice:examination", args=[found.pk]),
        question=_(page.question),
        text=_(page.text),
        action=_(page.action),
        danger=page.danger,
    )


def examiner(request: Request, examination_id: UUID) -> HttpResponse:
    """Another examiner, or the one who decides the appeal."""
    found = _load(request, examination_id)
    appealed = found.status == Examination.Status.APPEALED
    may_take(request.user, found, "appeal_examiner" if appealed else "examiner", request.on).require()
    words = request.GET.get("cari", "")
    choice = candidates_for(found, words, request.on)
    name = name_appeal_examiner if appealed else change_examiner

    def act(values: dict[str, Any]) -> None:
        name(examination=found, examiner=values["examiner"], actor=request.user, at=request.at)

    return form_page(
        request,
        ExaminerForm(posted(request), people=choice.able),
        act,
        done=_("Pemeriksa ditunjuk."),
        back_url=reverse("voice:examination", args=[found.pk]),
        template="voice/examinations/examiner.html",
        examination=found,
        appealed=appealed,
        choice=choice,
        words=words,
    )


def evidence(request: Request, examination_id: UUID) -> HttpResponse:
    """Adds one piece of evidence."""
    found = _load(request, examination_id)
    may_add_evidence(request.user, found, request.on).require()
    mine = Part.EMPLOYEE in parts(request.user, found, request.on)
    form = EvidenceForm(posted(request), request.FILES if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                add_evidence(
                    examination=found,
                    text=form.cleaned_data["text"],
                    upload=form.cleaned_data["file"],
                    from_employee=mine,
                    actor=request.user,
                    at=request.at,
                )
            except ActionError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Bukti tersimpan."))
                return redirect("voice:examination", found.pk)
    context = {"examination": found, "form": form}
    return render(request, "voice/examinations/evidence.html", context, status=status)


def download(request: Request, token: UUID) -> HttpResponseBase:
    """The file of one piece, to those who may read the examination."""
    piece = get_object_or_404(ExaminationEvidence.objects.exclude(file=""), token=token)
    _load(request, piece.examination_id)
    return served(piece.file, title=f"bukti-{piece.pk}", content_type=piece.content_type)
