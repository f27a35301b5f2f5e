"""Filling an evaluation of a training, and what came of a session on four levels."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request

from .. import access_development as access
from ..actions.evaluations import evaluate
from ..models import TrainingEvaluation
from ..queries.training import sessions, to_evaluate
from ..queries.training_results import four_levels
from ..training import scale, statements

EVALUATIONS = TrainingEvaluation.objects.select_related(
    "by", "enrolment__employee", "enrolment__session__course"
)


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: Request, evaluation_id: int) -> HttpResponse:
    """Statements with a scale of four, and words."""
    found = get_object_or_404(EVALUATIONS, pk=evaluation_id)
    access.may_evaluate(request.user, found).require()
    asked = statements(found.level, found.opens)
    words = scale(found.opens)
    told = {code: request.POST.get(code, "") for code in asked}
    scores = {code: int(value) for code, value in told.items() if value in {"1", "2", "3", "4"}}
    text, refused = request.POST.get("text", ""), ""
    if request.method == "POST":
        try:
            evaluate(evaluation=found, scores=scores, text=text, actor=request.user, at=request.at)
        except ActionError as error:
            refused = str(error)
        else:
            messages.success(request, _("Evaluasi terkirim. Terima kasih."))
            return redirect("growth:development")
    elif not to_evaluate(found.by, request.on).filter(pk=found.pk).exists():
        messages.info(request, _("Evaluasi ini sudah Anda isi, belum dibuka, atau sudah ditutup."))
        return redirect("growth:development")
    facts = {
        "evaluation": found,
        "rows": [
            {"code": code, "text": statement, "given": scores.get(code)} for code, statement in asked.items()
        ],
        "scale": words,
        "text": text,
        "refused": refused,
    }
    return render(request, "growth/development/evaluation.html", facts, status=422 if refused else 200)


def session_results(request: Request, session_id: int) -> HttpResponse:
    """Reaction, learning, behaviour and result of one session."""
    found = get_object_or_404(sessions(), pk=session_id)
    access.may_read_results(request.user, found, request.on).require()
    facts = {"session": found, "levels": four_levels(found, request.on)}
    return render(request, "growth/development/results.html", facts)
