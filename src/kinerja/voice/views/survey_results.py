"""What a survey found, in the five chapters of the official report, and as data."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kinerja.accounts.request import Request
from kinerja.people.queries import agency
from kinerja.rules import skm
from kinerja.rules.skm import ElementScore, SkmResult

from ..access.surveys import may_close_follow_up, may_decide_answers, may_run_survey, may_see_results
from ..models import FollowUp, SurveyPeriod
from ..queries.follow_ups import carried, of_period
from ..queries.results import SurveyResults, TrendPoint, frozen, previous_period, results, trend
from ..queries.words import open_words, words_of
from .questionnaires import of_threes
from .surveys import of

WORDS_PAGE = 25
BEST = 3


def survey_results(request: Request, period_id: int) -> HttpResponse:
    """The report of a survey that is over. While it runs nobody sees figures: they would tell on whoever
    answered last."""
    period = of(request, period_id)
    verdict = may_see_results(request.user, period, request.on)
    if not verdict:
        messages.info(request, verdict.reason)
        return redirect("voice:survey_period", period.pk)
    found = results(period)
    names = {element.code: element.name for element in skm.elements(period.ends)}
    facts: dict[str, Any] = {
        "period": period,
        "agency": agency(),
        "found": found,
        "may_run": bool(may_run_survey(request.user, period.unit, request.on)),
        "may_decide": bool(may_decide_answers(request.user, period, request.on)),
        "questions": [
            (question, names.get(question.element, ""))
            for question in period.version.questions.order_by("order")
        ],
    }
    facts |= of_threes(period.ends)
    facts |= _words(request, period, found) | _plan(request, period, names)
    if found.published is not None:
        facts |= _analysis(found.published, names) | _trend(period, found.published)
    return render(request, "voice/surveys/results.html", facts)


def _words(request: Request, period: SurveyPeriod, found: SurveyResults) -> dict[str, Any]:
    """Open answers, once enough people answered."""
    if found.published is None:
        return {}
    page = Paginator(open_words(period), WORDS_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "words": words_of(period, list(page))}


def _plan(request: Request, period: SurveyPeriod, names: dict[str, str]) -> dict[str, Any]:
    previous = previous_period(period)

    def rows(found: QuerySet[FollowUp]) -> list[tuple[FollowUp, str, bool]]:
        return [
            (row, names.get(row.element, ""), bool(may_close_follow_up(request.user, row, request.on)))
            for row in found
        ]

    return {
        "previous": previous,
        "plan": rows(of_period(period, request.on)),
        "carried": rows(carried(period, previous, request.on)),
    }


def _analysis(result: SkmResult, names: dict[str, str]) -> dict[str, Any]:
    """Weak and strong elements; equal ones are named together."""
    by_code = {score.code: score for score in result.elements}
    known = [score for score in result.elements if score.nrr is not None]
    best: list[ElementScore] = sorted(known, key=lambda score: score.nrr or 0, reverse=True)[:BEST]
    return {
        "lowest": [by_code[code] for code in result.lowest],
        "best": best,
        "ties": [", ".join(names[code] for code in group) for group in result.ties],
    }


def _trend(period: SurveyPeriod, result: SkmResult) -> dict[str, Any]:
    points = [*trend(period), TrendPoint(period.name, result.ikm, result.n)]
    earlier = next((point for point in reversed(points[:-1]) if point.ikm is not None), None)
    facts = {"points": points, "trend_labels": [point.name for point in points]}
    facts["trend_series"] = {"IKM": [point.ikm for point in points]}
    if earlier is None or earlier.ikm is None or result.ikm is None:
        return facts | {"trend_finding": _("Ini survei pertama yang dapat dibandingkan.")}
    change = result.ikm - earlier.ikm
    said = {"points": number_format(abs(change), 2), "name": earlier.name}
    if change > 0:
        finding = _("IKM naik %(points)s dibanding %(name)s.") % said
    elif change < 0:
        finding = _("IKM turun %(points)s dibanding %(name)s.") % said
    else:
        finding = _("IKM sama dengan %(name)s.") % said
    return facts | {"trend_finding": finding}


def survey_results_json(request: Request, period_id: int) -> HttpResponse:
    """The data of the report; after publication exactly what was frozen."""
    period = of(request, period_id)
    may_see_results(request.user, period, request.on).require()
    found = results(period)
    data = {
        "unit": {"code": period.unit.code, "name": period.unit.name},
        "period": {"name": period.name, "starts": period.starts, "ends": period.ends},
        "status": period.status,
        "published_at": period.published_at,
        "floor": found.floor,
        "result": period.result or frozen(found),
        "profile": {part.title: dict(part.cells) for part in found.profile},
        "services": [
            {"name": part.name, "n": part.n, "ikm": part.result.ikm if part.result else None}
            for part in found.services
        ],
        "trend": [point._asdict() for point in trend(period)],
    }
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"skm-{period.unit.code}-{period.starts:%Y%m%d}.json".lower()
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
