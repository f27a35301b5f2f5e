"""Questions about the assessment and their answers."""

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
from kinerja.accounts.request import Request, guarded, searched
from kinerja.people.queries import employee_of

from ..access_socialisation import may_socialise
from ..actions import staff_questions as acts
from ..forms_socialisation import AnswerForm, AskForm
from ..models import StaffQuestion
from ..queries.staff_questions import questions_seen_by
from .socialisation_tabs import tabs

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def staff_questions(request: Request) -> HttpResponse:
    """Answered questions for everybody, unanswered ones for HR and the one who asked; a form to ask."""
    form = AskForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                acts.ask(**form.cleaned_data, actor=request.user, at=request.at)
            except ActionError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Pertanyaan terkirim. Anda diberi tahu saat dijawab."))
                return redirect("growth:staff_questions")
    words = searched(request)
    rows = questions_seen_by(request.user, request.on, words)
    facts = {
        "tabs": tabs(request, "tanya"),
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "words": words,
        "me": employee_of(request.user),
        "answers": bool(may_socialise(request.user, request.on)),
    }
    return render(request, "growth/socialisation/questions.html", facts, status=status)


@guarded(may_socialise)
def staff_question_answer(request: Request, question_id: int) -> HttpResponse:
    question = get_object_or_404(StaffQuestion, pk=question_id)

    def act(values: dict[str, Any]) -> None:
        acts.answer_question(question=question, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        AnswerForm(posted(request), initial={"answer": question.answer}),
        act,
        done=_("Jawaban tampil untuk semua."),
        back_url=reverse("growth:staff_questions"),
        question=_("Jawab pertanyaan"),
        text=question.text,
        action=_("Simpan jawaban"),
    )
