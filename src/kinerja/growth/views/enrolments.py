"""Enrolling oneself or others, approvals, attendance by hand, the tests."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.assessment.views.common import attempt, me
from kinerja.people.queries import employee_of

from .. import access_development as access
from ..actions import enrolments as acts
from ..actions.attendance import correct_attendance
from ..actions.sessions import check_in
from ..development_tabs import tabs
from ..forms_common import WhyForm
from ..forms_development import EnrolForm
from ..models import Enrolment, Need, Session, TestResult
from ..queries import training as queries

PAGE = 20
ENROLMENTS = Enrolment.objects.select_related("employee__user", "session__course")


@require_POST
def enrol_me(request: Request, session_id: int) -> HttpResponse:
    """Asks for a seat for oneself."""
    found = get_object_or_404(Session.objects.select_related("course"), pk=session_id)
    own = me(request)
    need = None
    if found.course.competence:
        open_needs = own.needs.filter(status__in=(Need.Status.OPEN, Need.Status.PLANNED))
        need = open_needs.filter(competence=found.course.competence).first()
    try:
        made = acts.enrol(session=found, employee=own, need=need, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said(made))
    return redirect("growth:session", found.pk)


def said(enrolment: Enrolment) -> str:
    """What happened, for the person enrolled."""
    if enrolment.status == Enrolment.Status.APPROVED:
        return _("Anda terdaftar. Sampai jumpa di sesi ini.")
    if enrolment.status == Enrolment.Status.WAITING:
        return _("Kursi sudah penuh. Anda masuk daftar tunggu dan diberi tahu bila ada kursi.")
    return _("Permintaan terkirim kepada atasan Anda.")


def enrol_other(request: Request, session_id: int) -> HttpResponse:
    """Enrols somebody of one's team or unit, by NIP; whom one may not enrol is told after the post."""
    found = get_object_or_404(Session.objects.select_related("course"), pk=session_id)

    def act(values: dict[str, Any]) -> None:
        person = values["nip"]
        acts.enrol(session=found, employee=person, actor=request.user, at=request.at)

    return form_page(
        request,
        EnrolForm(posted(request)),
        act,
        done=_("Pegawai didaftarkan. Daftar peserta menunjukkan apakah atasannya masih perlu menyetujui."),
        back_url=reverse("growth:session", args=[found.pk]),
        question=_("Daftarkan pegawai: %(course)s") % {"course": found.course.title},
        text=_("Anda dapat mendaftarkan anggota tim dan unit yang Anda pimpin."),
        action=_("Daftarkan pegawai"),
    )


def approvals(request: Request) -> HttpResponse:
    """Requests of one's team that wait for one."""
    own = employee_of(request.user)
    rows = queries.to_approve(own, request.on) if own else Enrolment.objects.none()
    facts = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "tabs": tabs(request, "approvals"),
    }
    return render(request, "growth/development/approvals.html", facts)


@require_POST
def enrolment_approve(request: Request, enrolment_id: int) -> HttpResponse:
    """Gives the seat or a place in the queue."""
    found = get_object_or_404(ENROLMENTS, pk=enrolment_id)
    access.may_approve_for(request.user, found.employee, request.on).require()
    return attempt(
        request,
        lambda: acts.approve_enrolment(enrolment=found, actor=request.user, at=request.at),
        _("Disetujui. Pegawai diberi tahu."),
        "growth:approvals",
    )


def enrolment_refuse(request: Request, enrolment_id: int) -> HttpResponse:
    """Refuses with a reason."""
    found = get_object_or_404(ENROLMENTS, pk=enrolment_id)
    access.may_approve_for(request.user, found.employee, request.on).require()
    return form_page(
        request,
        WhyForm(posted(request)),
        lambda values: acts.refuse_enrolment(enrolment=found, **values, actor=request.user, at=request.at),
        done=_("Tidak disetujui. Pegawai membaca alasan Anda."),
        back_url=reverse("growth:approvals"),
        question=_("Tidak menyetujui %(name)s?") % {"name": found.employee.name},
        text=_("Alasan Anda dibaca pegawai."),
        action=_("Tolak pendaftaran"),
        danger=True,
    )


def enrolment_withdraw(request: Request, enrolment_id: int) -> HttpResponse:
    """Gives the seat back."""
    found = get_object_or_404(ENROLMENTS, pk=enrolment_id)
    access.may_withdraw(request.user, found, request.on).require()
    if request.method == "POST":
        return attempt(
            request,
            lambda: acts.withdraw_enrolment(enrolment=found, actor=request.user, at=request.at),
            _("Pendaftaran dibatalkan. Kursi diberikan kepada daftar tunggu."),
            "growth:session",
            found.session_id,
        )
    facts = {
        "question": _("Batalkan pendaftaran %(name)s?") % {"name": found.employee.name},
        "text": _(
            "Kursinya diberikan kepada daftar tunggu. Sebelum sesi dimulai, pendaftaran dapat diulang, di "
            "belakang semua yang sudah mendaftar."
        ),
        "action": _("Batalkan pendaftaran"),
        "back_url": reverse("growth:session", args=[found.session_id]),
        "danger": True,
    }
    return render(request, "web/confirm.html", facts)


def enrolment_attend(request: Request, enrolment_id: int) -> HttpResponse:
    """Ticks somebody present by hand, with the reason."""
    found = get_object_or_404(ENROLMENTS, pk=enrolment_id)
    access.may_run(request.user, found.session, request.on).require()

    def act(values: dict[str, Any]) -> None:
        facts = {"session": found.session, "employee": found.employee, **values}
        check_in(**facts, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Kehadiran tercatat."),
        back_url=reverse("growth:session", args=[found.session_id]),
        question=_("Catat %(name)s hadir?") % {"name": found.employee.name},
        text=why_by_hand(found),
        action=_("Catat hadir"),
    )


def why_by_hand(enrolment: Enrolment) -> str:
    """When somebody is ticked by hand, and what follows if his superior has not answered."""
    if enrolment.status == Enrolment.Status.REQUESTED:
        return _(
            "Atasannya belum menjawab permintaan ini. Catat hadir bila ia benar ada di ruangan dan masih ada "
            "kursi. Keterangan ini tetap terlihat, dan atasannya diberi tahu."
        )
    return _("Untuk peserta yang tidak dapat memindai kode QR.")


def enrolment_correct(request: Request, enrolment_id: int, state: str) -> HttpResponse:
    """Corrects the list of a held session: `state` is what he was, "hadir" or "tidak-hadir"."""
    if state not in ("hadir", "tidak-hadir"):
        raise Http404
    found = get_object_or_404(ENROLMENTS, pk=enrolment_id)
    access.may_correct_attendance(request.user, found, request.on).require()
    present = state == "hadir"
    name = {"name": found.employee.name}
    if present:
        question = _("Koreksi: %(name)s hadir?") % name
        text = _("Alasan Anda tercatat dan terlihat di daftar peserta.")
        effects = [
            _("JP sesi ini masuk ke jam pengembangannya."),
            _("Evaluasi dan tes sesudah pelatihan dibuka untuknya."),
        ]
    else:
        question = _("Koreksi: %(name)s tidak hadir?") % name
        text = _("Alasan Anda dibaca peserta dan tercatat.")
        effects = [
            _("JP yang tercatat dari sesi ini dihapus."),
            _("Evaluasi yang belum diisi ditutup, dan kebutuhan yang terpenuhi karenanya terbuka lagi."),
        ]
    return form_page(
        request,
        WhyForm(posted(request)),
        lambda told: correct_attendance(
            enrolment=found, present=present, reason=told["why"], actor=request.user, at=request.at
        ),
        done=_("Kehadiran dikoreksi dan peserta diberi tahu."),
        back_url=reverse("growth:session", args=[found.session_id]),
        question=question,
        text=text,
        effects=effects,
        action=_("Koreksi kehadiran"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def test(request: Request, enrolment_id: int, moment: str) -> HttpResponse:
    """The test before or after; the page knows questions and options, never the right ones."""
    if moment not in TestResult.Moment.values:
        raise Http404
    found = get_object_or_404(ENROLMENTS, pk=enrolment_id)
    access.may_take_test(request.user, found).require()
    questions = list(found.session.course.questions.values("id", "text", "options"))
    given = {
        question["id"]: int(answer)
        for question in questions
        if (answer := request.POST.get(f"soal-{question['id']}", "")) in {"0", "1", "2", "3", "4", "5"}
    }
    refused = ""
    if request.method == "POST":
        try:
            made = acts.take_test(
                enrolment=found, moment=moment, answers=given, actor=request.user, at=request.at
            )
        except ActionError as error:
            refused = str(error)
        else:
            score = f"{made.score:.2f}".replace(".", ",")
            messages.success(request, _("Tes terkirim. Nilai Anda %(score)s.") % {"score": score})
            return redirect("growth:session", found.session_id)
    elif found.tests.filter(moment=moment).exists() or not acts.is_test_open(found.session, found, moment):
        messages.info(request, _("Tes ini sedang tidak dibuka atau sudah Anda kerjakan."))
        return redirect("growth:session", found.session_id)
    facts = {
        "enrolment": found,
        "questions": [question | {"given": given.get(question["id"])} for question in questions],
        "refused": refused,
        "is_before": moment == TestResult.Moment.BEFORE,
    }
    return render(request, "growth/development/test.html", facts, status=422 if refused else 200)
