"""Calibration: the teams below one head side by side, one team, a remark, and the appraiser's answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request
from kinerja.rules.codes import Predicate

from .. import actions
from ..access_calibration import may_answer_remark, may_calibrate, may_remark
from ..facts import feedback_counts, gather
from ..forms_calibration import AnswerForm, RemarkForm
from ..hints import hints
from ..models import CalibrationRemark
from ..queries.calibration import TeamRow, remarks_of, team_reviews, teams_below, waiting_remarks
from ..spread_bar import bar
from .common import load, me
from .judging import chosen_period, period_form

A_PAGE = 50
BEST_FIRST = [code.value for code in reversed(Predicate)]


@require_safe
def calibration(request: Request) -> HttpResponse:
    """Kalibrasi: the same picture of every team below this head, drafts included."""
    may_calibrate(request.user, request.on).require()
    period = chosen_period(request)
    teams = teams_below(me(request), period, request.on) if period else []
    found = hints([team.counts for team in teams], request.on)
    rows = [{"team": team, "hint": hint, **_drawn(team)} for team, hint in zip(teams, found, strict=True)]
    context = {
        "rows": rows,
        "codes": BEST_FIRST,
        "period": period,
        "periods": period_form(period),
        "people": sum(team.people for team in teams),
        "undecided": sum(team.undecided for team in teams),
        "signed": sum(team.signed for team in teams),
        "on": request.on,
    }
    return render(request, "assessment/calibration/index.html", context)


@require_safe
def calibration_team(request: Request, appraiser_id: int) -> HttpResponse:
    """One team below this head: ratings, reasons, and where a remark waits."""
    may_calibrate(request.user, request.on).require()
    own, period = me(request), chosen_period(request)
    if period is None:
        raise Http404
    teams = teams_below(own, period, request.on)
    team = next((row for row in teams if row.appraiser_id == appraiser_id), None)
    if team is None:
        raise PermissionDenied(_("Tim ini tidak berada langsung di bawah Anda pada periode itu."))
    found = hints([row.counts for row in teams], request.on)[teams.index(team)]
    rows = team_reviews(own, appraiser_id, period, request.on)
    context = {
        "team": team,
        "hint": found,
        **_drawn(team),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "period": period,
        "on": request.on,
    }
    return render(request, "assessment/calibration/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: Request, review_id: int) -> HttpResponse:
    """One rating with its facts, and the head's remark on it."""
    found = load(request, review_id)
    may_remark(request.user, found, request.on).require()
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            actions.remark(review=found, text=text, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Catatan disampaikan kepada penilai. Rating tetap keputusannya."))
            return redirect("assessment:remark", found.pk)
    facts = gather(found, request.on)
    context = {
        "review": found,
        "form": form,
        "facts": facts,
        "counts": feedback_counts(facts),
        "remarks": remarks_of(found),
        "waits": waiting_remarks(found).exists(),
        "on": request.on,
    }
    return render(
        request, "assessment/calibration/remark.html", context, status=422 if form.is_bound else 200
    )


@require_POST
def answer_remark(request: Request, review_id: int, remark_id: int) -> HttpResponse:
    """The appraiser answers on his own screen and comes back to it."""
    rows = CalibrationRemark.objects.select_related("review__appraiser", "review__superior", "review__period")
    found = get_object_or_404(rows, pk=remark_id, review_id=review_id)
    may_answer_remark(request.user, found, request.on).require()
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasan Anda mempertahankan atau mengubah rating."))
        return redirect("assessment:review", review_id)
    answer = form.cleaned_data["answer"]
    try:
        done = actions.answer_remark(remark=found, answer=answer, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
    else:
        kept = _("Jawaban tersimpan: rating dipertahankan.")
        messages.success(request, _("Jawaban tersimpan: rating diubah.") if done.changed else kept)
    return redirect("assessment:review", review_id)


def _drawn(team: TeamRow) -> dict[str, Any]:
    """The bar of a team and its people by predicate, best first."""
    numbers = [{"code": code, "count": team.counts[code]} for code in BEST_FIRST]
    return {"bar": bar(team.counts, team.undecided), "numbers": numbers}
