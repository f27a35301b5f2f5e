"""Questionnaires: the list, a version as citizens see it, and the sheet on which it is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import posted
from kinerja.accounts.request import Request, guarded
from kinerja.rules import skm
from kinerja.rules.loader import in_force

from ..access.common import may_manage_services
from ..access.surveys import led_here, may_edit_questionnaire, may_run_any_survey, surveyed_by
from ..actions.questionnaires import create_questionnaire, is_used, save_version
from ..errors import ActionError
from ..forms.surveys import IntroForm, QuestionnaireForm, QuestionSet, asked_in
from ..models import Question, QuestionnaireVersion

PAGE = 25
ALL_THREES = Decimal(75)  # 3.00 x 25: everybody answers "sesuai, mudah, cepat"
VERSIONS = QuestionnaireVersion.objects.select_related("questionnaire__unit")


def visible(request: Request) -> QuerySet[QuestionnaireVersion]:
    """Versions of the agency's questionnaires and of the units one runs surveys of."""
    if may_manage_services(request.user, request.on):
        return VERSIONS
    mine = Q(questionnaire__unit=None) | Q(questionnaire__unit_id__in=led_here(request.user, request.on))
    return VERSIONS.filter(mine)


def newest(versions: QuerySet[QuestionnaireVersion]) -> QuerySet[QuestionnaireVersion]:
    """Of each questionnaire the newest version."""
    same = QuestionnaireVersion.objects.filter(questionnaire=OuterRef("questionnaire")).order_by("-number")
    return versions.filter(pk=Subquery(same.values("pk")[:1]))


def of_threes(on: date) -> dict[str, Any]:
    """What everybody's third answer comes to, for `parts/threes.html`."""
    return {"grade_of_threes": skm.grade(ALL_THREES, on=on)[0], "law_b": in_force("skm.grade", on)["B"]}


@guarded(may_run_any_survey)
def questionnaires(request: Request) -> HttpResponse:
    """Every questionnaire one may use, by its newest version."""
    rows = newest(visible(request)).order_by("questionnaire__name", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "voice/surveys/questionnaires.html", {"page": page})


@guarded(may_run_any_survey)
def questionnaire_new(request: Request) -> HttpResponse:
    """A questionnaire that starts from the standard nine elements."""
    for_all = bool(may_manage_services(request.user, request.on))
    form = QuestionnaireForm(posted(request), units=surveyed_by(request.user, request.on), for_all=for_all)
    if request.method == "POST" and form.is_valid():
        version = create_questionnaire(**form.cleaned_data, actor=request.user, at=request.at)
        messages.success(request, _("Kuesioner dibuat dari sembilan unsur baku. Sesuaikan bila perlu."))
        return redirect("voice:questionnaire", version.pk)
    facts = {
        "form": form,
        "back_url": reverse("voice:questionnaires"),
        "question": _("Buat kuesioner"),
        "text": _("Isinya sembilan pertanyaan baku dan satu pertanyaan terbuka; dapat diubah sesudahnya."),
        "action": _("Buat kuesioner"),
    }
    return render(request, "web/confirm.html", facts, status=422 if form.errors else 200)


@guarded(may_run_any_survey)
def questionnaire(request: Request, version_id: int) -> HttpResponse:
    """A version as a citizen meets it, beside its other versions."""
    version = get_object_or_404(visible(request), pk=version_id)
    names = {element.code: element.name for element in skm.elements(request.on)}
    asked = [(question, names.get(question.element, "")) for question in version.questions.order_by("order")]
    versions = list(version.questionnaire.versions.order_by("-number"))
    facts = {
        "version": version,
        "asked": asked,
        "versions": versions,
        "newest": versions[0],
        "used": is_used(version),
        **of_threes(request.on),
        "may_edit": bool(may_edit_questionnaire(request.user, version.questionnaire, request.on)),
    }
    return render(request, "voice/surveys/questionnaire.html", facts)


def _written(question: Question) -> dict[str, Any]:
    labels = {f"label{value}": label for value, label in enumerate(question.labels, start=1)}
    return {"text": question.text, "element": question.element, **labels}


@guarded(may_run_any_survey)
def questionnaire_edit(request: Request, version_id: int) -> HttpResponse:
    """All questions on one sheet; saved as a whole, as a new version once this one was used."""
    version = get_object_or_404(visible(request), pk=version_id)
    may_edit_questionnaire(request.user, version.questionnaire, request.on).require()
    intro = IntroForm(posted(request), initial={"intro": version.intro})
    questions = QuestionSet(
        posted(request),
        initial=[_written(question) for question in version.questions.order_by("order")],
        form_kwargs={"on": request.on},
        prefix="q",
    )
    error = ""
    if request.method == "POST":
        error = _("Ada isian yang belum benar; lihat tandanya di bawah. Yang Anda ketik masih ada.")
        if intro.is_valid() and questions.is_valid():
            try:
                saved = save_version(
                    version=version,
                    intro=intro.cleaned_data["intro"],
                    questions=asked_in(questions),
                    actor=request.user,
                    at=request.at,
                )
            except ActionError as refusal:
                error = str(refusal)
            else:
                words = _("Kuesioner disimpan sebagai versi %(number)d.") % {"number": saved.number}
                messages.success(request, words)
                return redirect("voice:questionnaire", saved.pk)
    facts = {
        "version": version,
        "used": is_used(version),
        "intro": intro,
        "questions": questions,
        "error": error,
    }
    return render(request, "voice/surveys/questionnaire_edit.html", facts, status=422 if error else 200)
