"""Survey periods: the list, one period with its target and its steps, and the poster of a unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Unit
from kinerja.rules import skm

from ..access.surveys import (
    may_decide_answers,
    may_read_survey,
    may_run_any_survey,
    may_run_survey,
    read_everything,
    readable_units,
    surveyed_by,
)
from ..actions.surveys import (
    change_period,
    close_survey,
    open_survey,
    plan_period,
    publish_survey,
    set_poster,
)
from ..errors import ActionError
from ..forms.surveys import PeriodForm
from ..models import QuestionnaireVersion, SurveyPeriod
from ..qr import qr
from ..queries.surveys import Progress, periods, progress
from .questionnaires import newest, visible

PAGE = 25


def of(request: Request, period_id: int) -> SurveyPeriod:
    """The period, for whoever may read it. Raises Http404, PermissionDenied."""
    period = get_object_or_404(periods(), pk=period_id)
    may_read_survey(request.user, period.unit, request.on).require()
    return period


def surveys(request: Request) -> HttpResponse:
    """The surveys of one's units, newest first, with n of target."""
    rows = periods()
    if not read_everything(request.user, request.on):
        rows = rows.filter(unit_id__in=readable_units(request.user, request.on))
    words = request.GET.get("q", "").strip()
    for word in words.split():
        rows = rows.filter(Q(unit__name__icontains=word) | Q(name__icontains=word))
    page = Paginator(rows.order_by("-starts", "unit__code", "pk"), PAGE).get_page(request.GET.get("page"))
    far = progress(list(page))
    facts = {
        "page": page,
        "rows": [(period, far[period.pk], reached(period, far[period.pk])) for period in page],
        "words": words,
        "may_run": bool(may_run_any_survey(request.user, request.on)),
    }
    return render(request, "voice/surveys/surveys.html", facts)


def reached(period: SurveyPeriod, far: Progress) -> int:
    """Counted answers in percent of the sample by the table, at most 100."""
    return min(100, 100 * far.counted // max(period.sample_table, 1))


def survey_period(request: Request, period_id: int) -> HttpResponse:
    """One survey: how many answered, of how many, why that many, and what can be done next."""
    period = of(request, period_id)
    far = progress([period])[period.pk]
    facts = {
        "period": period,
        "far": far,
        "reached": reached(period, far),
        "missing": max(period.sample_table - far.counted, 0),
        "size": skm.sample_size(period.population, on=period.starts),
        "steps": steps(period),
        "over": period.status in (SurveyPeriod.Status.CLOSED, SurveyPeriod.Status.PUBLISHED),
        "late": period.status == SurveyPeriod.Status.OPEN and period.ends < request.on,
        "may_run": bool(may_run_survey(request.user, period.unit, request.on)),
        "may_decide": bool(may_decide_answers(request.user, period, request.on)),
    }
    return render(request, "voice/surveys/survey.html", facts)


def steps(period: SurveyPeriod) -> list[dict[str, str]]:
    """Where the survey stands on its way."""
    order = list(SurveyPeriod.Status.values)
    now = order.index(period.status)
    titles = (_("Direncanakan"), _("Berjalan"), _("Ditutup"), _("Diterbitkan"))
    states = ["done" if place < now else "now" if place == now else "next" for place in range(len(order))]
    if period.status == SurveyPeriod.Status.PUBLISHED:
        states[now] = "done"
    return [{"state": state, "title": title} for state, title in zip(states, titles, strict=True)]


def _versions(request: Request, kept: int = 0) -> QuerySet[QuestionnaireVersion]:
    """The newest version of every questionnaire, and the one the period has."""
    own = QuestionnaireVersion.objects.filter(pk=kept)
    return (newest(visible(request)) | own).order_by("questionnaire__name", "-number")


@guarded(may_run_any_survey)
def survey_new(request: Request) -> HttpResponse:
    """Plans a survey of a unit that one runs surveys of."""
    if not visible(request).exists():
        messages.info(request, _("Buat dahulu kuesionernya, lalu rencanakan survei."))
        return redirect("voice:questionnaires")
    form = PeriodForm(
        posted(request), units=surveyed_by(request.user, request.on), versions=_versions(request)
    )

    def act(values: dict[str, Any]) -> None:
        plan_period(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Survei direncanakan. Target respondennya sudah dihitung."),
        back_url=reverse("voice:surveys"),
        question=_("Rencanakan survei"),
        action=_("Rencanakan survei"),
    )


def survey_edit(request: Request, period_id: int) -> HttpResponse:
    """Changes a survey that has not opened."""
    period = of(request, period_id)
    may_run_survey(request.user, period.unit, request.on).require()
    names = ("name", "starts", "ends", "version", "population", "poster_open")
    form = PeriodForm(
        posted(request),
        units=Unit.objects.none(),
        versions=_versions(request, period.version_id),
        period=period,
        initial={name: getattr(period, name) for name in names},
    )

    def act(values: dict[str, Any]) -> None:
        change_period(period=period, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Rencana survei disimpan."),
        back_url=reverse("voice:survey_period", args=[period.pk]),
        question=_("Ubah %(name)s, %(unit)s") % {"name": period.name, "unit": period.unit.name},
        action=_("Simpan rencana"),
    )


class Step(NamedTuple):
    """A step on a survey's way and the words around it."""

    act: Callable[..., None]
    question: str
    action: str
    done: str
    effects: list[str]


def _step(name: str) -> Step:
    """The step called so in the address. Raises Http404."""
    if name == "buka":
        effects = [
            _("Warga dapat menjawab sampai hari terakhirnya."),
            _("Kuesionernya dibekukan; perubahan sesudahnya menjadi versi baru."),
        ]
        return Step(open_survey, _("Buka survei ini?"), _("Buka survei"), _("Survei dibuka."), effects)
    if name == "tutup":
        done = _("Survei ditutup. Hasilnya dapat dibaca.")
        effects = [
            _("Jawaban baru tidak diterima lagi, termasuk kode yang sudah dibagikan."),
            _("Sebelum diterbitkan, survei masih dapat dibuka kembali."),
        ]
        return Step(close_survey, _("Tutup survei ini?"), _("Tutup survei"), done, effects)
    if name == "terbitkan":
        question, done = _("Terbitkan hasil survei ini?"), _("Hasil survei diterbitkan.")
        effects = [
            _("Hasil dengan kedua angkanya dibekukan dan tidak berubah lagi."),
            _("Publik dapat membacanya."),
        ]
        return Step(publish_survey, question, _("Terbitkan hasil"), done, effects)
    raise Http404


def survey_move(request: Request, period_id: int, step: str) -> HttpResponse:
    """Asks before a survey opens, closes or is published; then does it."""
    period = of(request, period_id)
    may_run_survey(request.user, period.unit, request.on).require()
    wanted = _step(step)
    back = reverse("voice:survey_period", args=[period.pk])
    error = ""
    if request.method == "POST":
        try:
            wanted.act(period=period, actor=request.user, at=request.at)
        except ActionError as refusal:
            error = str(refusal)
        else:
            messages.success(request, wanted.done)
            return redirect(back)
    facts = {
        "question": wanted.question,
        "text": error or f"{period.name}, {period.unit.name}",
        "effects": [] if error else wanted.effects,
        "action": wanted.action,
        "back_url": back,
    }
    return render(request, "web/confirm.html", facts, status=422 if error else 200)


@require_POST
def survey_poster_switch(request: Request, period_id: int) -> HttpResponse:
    """Answers by poster on or off."""
    period = of(request, period_id)
    may_run_survey(request.user, period.unit, request.on).require()
    wanted = request.POST.get("poster") == "1"
    try:
        set_poster(period=period, poster_open=wanted, actor=request.user, at=request.at)
    except ActionError as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("Poster diterima.") if wanted else _("Poster tidak diterima lagi.")
        messages.success(request, words)
    return redirect("voice:survey_period", period.pk)


def survey_poster_print(request: Request, period_id: int) -> HttpResponse:
    """The poster to print: one sentence, one QR."""
    period = of(request, period_id)
    may_run_survey(request.user, period.unit, request.on).require()
    if not period.poster_open:
        messages.info(request, _("Survei ini tidak menerima jawaban lewat poster. Nyalakan dahulu."))
        return redirect("voice:survey_period", period.pk)
    address = request.build_absolute_uri(reverse("voice:survey_poster", args=[period.poster_code]))
    facts = {"period": period, "address": address, "qr": qr(address)}
    return render(request, "voice/surveys/poster.html", facts)
