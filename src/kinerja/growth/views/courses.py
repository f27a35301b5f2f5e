"""Pages of the catalogue: courses, their materials and the questions of the test."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded, searched
from kinerja.assessment.views.common import attempt

from .. import access_development as access
from ..actions import courses as acts
from ..development_tabs import tabs
from ..forms_development import CourseForm, MaterialForm, QuestionForm, competences
from ..models import Course, CourseMaterial, Session, TestQuestion
from ..queries.training import courses as course_rows
from ..queries.training import sessions
from ..training import kinds

PAGE = 20
RECENT = 20


def courses(request: Request) -> HttpResponse:
    """The catalogue; HR also finds what is no longer used."""
    keeps = bool(access.may_keep_courses(request.user, request.on))
    words = searched(request)
    rows = course_rows(retired=keeps)
    if words:
        rows = rows.filter(title__icontains=words)
    facts = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "words": words,
        "keeps": keeps,
        "tabs": tabs(request, "courses"),
    }
    return render(request, "growth/development/courses.html", facts)


def course(request: Request, course_id: int) -> HttpResponse:
    """One course with its sessions and materials; HR also keeps the questions."""
    found = get_object_or_404(Course, pk=course_id)
    keeps = bool(access.may_keep_courses(request.user, request.on))
    held = list(sessions().filter(course=found).order_by("-starts_at", "-pk")[:RECENT])
    facts = {
        "course": found,
        "kind": kinds(request.on).get(found.kind, found.kind),
        "competence": dict(competences(request.on)).get(found.competence, "") if found.competence else "",
        "materials": found.materials.all(),
        "questions": found.questions.all() if keeps else [],
        "sessions": held,
        "wish": not keeps and not any(row.status == Session.Status.PLANNED for row in held),
        "keeps": keeps,
    }
    return render(request, "growth/development/course.html", facts)


@guarded(access.may_keep_courses)
def course_new(request: Request) -> HttpResponse:
    """Adds a course; its own page takes the material, the questions and the first session."""
    made: list[Course] = []

    def act(values: dict[str, Any]) -> None:
        made.append(acts.make_course(**values, actor=request.user, at=request.at))

    answer = form_page(
        request,
        CourseForm(posted(request), on=request.on),
        act,
        done=_("Pelatihan tersimpan di katalog. Buka sesi agar pegawai dapat mendaftar."),
        back_url=reverse("growth:courses"),
        question=_("Tambah pelatihan"),
        action=_("Simpan pelatihan"),
    )
    return redirect("growth:course", made[0].pk) if made else answer


@guarded(access.may_keep_courses)
def course_edit(request: Request, course_id: int) -> HttpResponse:
    """Changes what the catalogue says."""
    found = get_object_or_404(Course, pk=course_id)

    def act(values: dict[str, Any]) -> None:
        acts.change_course(course=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        CourseForm(posted(request), on=request.on, course=found),
        act,
        done=_("Pelatihan tersimpan."),
        back_url=reverse("growth:course", args=[found.pk]),
        question=_("Ubah pelatihan"),
        text=_("JP yang sudah dicatat untuk sesi terlaksana tidak berubah."),
        action=_("Simpan pelatihan"),
    )


@guarded(access.may_keep_courses)
def material_new(request: Request, course_id: int) -> HttpResponse:
    """Adds something to read."""
    found = get_object_or_404(Course, pk=course_id)

    def act(values: dict[str, Any]) -> None:
        acts.add_material(course=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        MaterialForm(posted(request)),
        act,
        done=_("Materi tersimpan."),
        back_url=reverse("growth:course", args=[found.pk]),
        question=_("Tambah materi"),
        text=_("Tulis isinya sebagai teks, atau alamat tempat materi itu dibuka."),
        action=_("Simpan materi"),
    )


@require_POST
@guarded(access.may_keep_courses)
def material_remove(request: Request, material_id: int) -> HttpResponse:
    """Takes a material away."""
    found = get_object_or_404(CourseMaterial.objects.select_related("course"), pk=material_id)
    return attempt(
        request,
        lambda: acts.remove_material(material=found, actor=request.user, at=request.at),
        _("Materi dihapus."),
        "growth:course",
        found.course_id,
    )


@guarded(access.may_keep_courses)
def question_new(request: Request, course_id: int) -> HttpResponse:
    """Adds a question of the test."""
    found = get_object_or_404(Course, pk=course_id)
    form = QuestionForm(posted(request))

    def act(_values: dict[str, Any]) -> None:
        acts.add_question(course=found, **form.facts(), actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Soal tersimpan."),
        back_url=reverse("growth:course", args=[found.pk]),
        question=_("Tambah soal tes"),
        text=_("Soal yang sama dipakai sebelum dan sesudah pelatihan. Peserta tidak melihat kuncinya."),
        action=_("Simpan soal"),
    )


@require_POST
@guarded(access.may_keep_courses)
def question_remove(request: Request, question_id: int) -> HttpResponse:
    """Takes a question away before anybody took the test."""
    found = get_object_or_404(TestQuestion.objects.select_related("course"), pk=question_id)
    return attempt(
        request,
        lambda: acts.remove_question(question=found, actor=request.user, at=request.at),
        _("Soal dihapus."),
        "growth:course",
        found.course_id,
    )
