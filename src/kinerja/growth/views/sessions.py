"""Pages of sessions: what is coming, one session, planning, attendance by QR."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.assessment.views.common import me
from kinerja.people.queries import employee_of, is_appraiser
from kinerja.voice.qr import qr

from .. import access_development as access
from ..actions import sessions as acts
from ..actions.enrolments import is_test_open
from ..actions.seats import free_seats
from ..development_tabs import tabs
from ..forms_common import WhyForm
from ..forms_development import SessionForm
from ..models import Course, Enrolment, Session, TestResult
from ..queries import training as queries
from .certificates_many import papers_of_session

PAGE = 15
MINE = 10
S = Session.Status


def development(request: Request) -> HttpResponse:
    """What one still has to do, one's own sessions, and those that are coming."""
    own = employee_of(request.user)
    facts: dict[str, Any] = {
        "page": Paginator(queries.coming(), PAGE).get_page(request.GET.get("page")),
        "tabs": tabs(request, "development"),
        "keeps": bool(access.may_keep_courses(request.user, request.on)),
    }
    if own is not None:
        facts |= {
            "tests": list(queries.open_tests(own)[:MINE]),
            "evaluations": list(queries.to_evaluate(own, request.on)[:MINE]),
            "mine": list(queries.enrolments_of(own)[:MINE]),
        }
    return render(request, "growth/development/sessions.html", facts)


def session(request: Request, session_id: int) -> HttpResponse:
    """One session: facts, one's own place in it, materials; who runs it sees the list."""
    found = _load(session_id)
    own = employee_of(request.user)
    runs = bool(access.may_run(request.user, found, request.on))
    enrolment = own.enrolments.filter(session=found).first() if own else None
    facts: dict[str, Any] = {
        "session": found,
        "free": free_seats(found),
        "mine": enrolment,
        "runs": runs,
        "results": bool(access.may_read_results(request.user, found, request.on)),
        "may_enrol": own is not None and _not_in(enrolment) and _open(found, request),
        "enrols_others": _open(found, request) and (runs or is_appraiser(request.user, request.on)),
        "materials": found.course.materials.all(),
    }
    if enrolment is not None:
        before, after = queries.change(enrolment)
        tests = found.course.questions.exists()
        facts |= {
            "before": before,
            "after": after,
            "change": after.score - before.score if before and after else None,
            "test_now": _test_now(found, enrolment, before, after) if tests else "",
            "evaluation": enrolment.evaluations.filter(
                by=own, answered_at=None, opens__lte=request.on
            ).first(),
        }
    if runs:
        rows = queries.participants(found)
        facts["page"] = page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        issued = queries.certificates_of(page) if found.status == Session.Status.HELD else {}
        facts["people"] = [(row, issued.get(row.pk)) for row in page]
        facts["papers"] = papers_of_session(request, found)
    return render(request, "growth/development/session.html", facts)


@guarded(access.may_keep_courses)
def session_new(request: Request, course_id: int) -> HttpResponse:
    """Opens enrolment for one run of a course."""
    course = get_object_or_404(Course, pk=course_id)
    form = SessionForm(posted(request))
    made: list[Session] = []

    def act(_values: dict[str, Any]) -> None:
        made.append(acts.plan_session(course=course, **form.facts(), actor=request.user, at=request.at))

    answer = form_page(
        request,
        form,
        act,
        done=_("Sesi dibuka. Pegawai dapat mendaftar sekarang."),
        back_url=reverse("growth:course", args=[course.pk]),
        question=_("Buka sesi: %(course)s") % {"course": course.title},
        action=_("Buka sesi"),
    )
    return redirect(_here(made[0])) if made else answer


def session_edit(request: Request, session_id: int) -> HttpResponse:
    """Another time, place or number of seats."""
    found = _run(request, session_id)
    form = SessionForm(posted(request), session=found)

    def act(_values: dict[str, Any]) -> None:
        acts.change_session(session=found, **form.facts(), actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Sesi tersimpan. Peserta diberi tahu bila waktu atau tempat berubah."),
        back_url=_here(found),
        question=_("Ubah sesi"),
        text=_("Kursi tambahan langsung diberikan kepada daftar tunggu."),
        action=_("Simpan sesi"),
    )


def session_cancel(request: Request, session_id: int) -> HttpResponse:
    """Cancels with a reason."""
    found = _run(request, session_id)
    return form_page(
        request,
        WhyForm(posted(request)),
        lambda values: acts.cancel_session(session=found, **values, actor=request.user, at=request.at),
        done=_("Sesi dibatalkan dan peserta diberi tahu."),
        back_url=_here(found),
        question=_("Batalkan sesi ini?"),
        text=_("Semua pendaftaran dibatalkan. Alasan Anda dibaca peserta."),
        action=_("Batalkan sesi"),
        danger=True,
    )


def session_begin(request: Request, session_id: int) -> HttpResponse:
    """Begins; the test before closes, attendance opens."""
    found = _run(request, session_id)
    return _confirm(
        request,
        lambda: acts.begin_session(session=found, actor=request.user, at=request.at),
        done=_("Sesi dimulai. Tampilkan kode QR agar peserta mencatat kehadiran."),
        back_url=_here(found),
        next_url=reverse("growth:session_attendance", args=[found.pk]),
        question=_("Mulai sesi ini?"),
        effects=[_("Tes sebelum pelatihan ditutup."), _("Peserta dapat mencatat kehadiran lewat kode QR.")],
        action=_("Mulai sesi"),
    )


def session_hold(request: Request, session_id: int) -> HttpResponse:
    """Ends a session: absent, hours, evaluations."""
    found = _run(request, session_id)
    absent = found.enrolments.filter(status=Enrolment.Status.APPROVED).count()
    return _confirm(
        request,
        lambda: acts.hold_session(session=found, actor=request.user, at=request.at),
        done=_("Sesi selesai. JP tercatat dan evaluasi dibuka."),
        back_url=_here(found),
        question=_("Selesaikan sesi ini?"),
        effects=[
            _("Peserta yang belum tercatat hadir menjadi tidak hadir: %(n)d orang.") % {"n": absent},
            _("JP peserta yang hadir masuk ke jam pengembangan."),
            _("Evaluasi peserta dibuka sekarang, evaluasi perilaku beberapa bulan lagi."),
        ],
        action=_("Selesaikan sesi"),
    )


def session_attendance(request: Request, session_id: int) -> HttpResponse:
    """The QR for the room, and how many are there."""
    found = _run(request, session_id)
    address = request.build_absolute_uri(reverse("growth:attend", args=[found.attend_key]))
    counts = {
        "present": found.enrolments.filter(status="attended").count(),
        "expected": found.enrolments.filter(status__in=("approved", "attended")).count(),
    }
    facts = {"session": found, "address": address, "qr": qr(address), **counts}
    return render(request, "growth/development/attendance.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def attend(request: Request, key: str) -> HttpResponse:
    """Where the QR leads: "Saya hadir" for who has a seat, the reason for others."""
    found = get_object_or_404(queries.sessions(), attend_key=key)
    own = me(request)
    refused = ""
    if request.method == "POST":
        try:
            acts.check_in(session=found, employee=own, actor=request.user, at=request.at)
        except ActionError as error:
            refused = str(error)
        else:
            messages.success(request, _("Kehadiran Anda tercatat."))
            return redirect("growth:session", found.pk)
    enrolment = own.enrolments.filter(session=found).first()
    facts = {"session": found, "mine": enrolment, "refused": refused}
    return render(request, "growth/development/attend.html", facts, status=422 if refused else 200)


def _confirm(request: Request, act: Any, *, done: str, back_url: str, **facts: Any) -> HttpResponse:
    """A question without fields; the post does `act`."""
    next_url = facts.pop("next_url", back_url)
    if request.method == "POST":
        try:
            act()
        except ActionError as error:
            messages.error(request, str(error))
            return redirect(back_url)
        messages.success(request, done)
        return redirect(next_url)
    return render(request, "web/confirm.html", {"back_url": back_url, **facts})


def _test_now(found: Session, enrolment: Any, before: Any, after: Any) -> str:
    for moment, taken in ((TestResult.Moment.BEFORE, before), (TestResult.Moment.AFTER, after)):
        if taken is None and is_test_open(found, enrolment, moment):
            return moment.value
    return ""


def _load(session_id: int) -> Session:
    return get_object_or_404(queries.sessions(), pk=session_id)


def _run(request: Request, session_id: int) -> Session:
    """The session, if this person runs it. Raises Http404, PermissionDenied."""
    found = _load(session_id)
    access.may_run(request.user, found, request.on).require()
    return found


def _not_in(enrolment: Enrolment | None) -> bool:
    """Never asked, or withdrew."""
    return enrolment is None or enrolment.status == Enrolment.Status.WITHDRAWN


def _open(found: Session, request: Request) -> bool:
    return found.status == S.PLANNED and request.at < found.ends_at


def _here(found: Session) -> str:
    return reverse("growth:session", args=[found.pk])
