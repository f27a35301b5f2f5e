"""The appraiser's pages: queue, one screen a person, signature, take-over, team."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request
from kinerja.people.queries import is_appraiser, led_units, team_of
from kinerja.plans.models import Period
from kinerja.voice.access.signals import may_read_signal

from .. import actions
from ..access import may_prepare, may_rate, may_take_over, prepares
from ..access_declarations import may_read_facts
from ..clocks import days_to_return
from ..distribution import distribution_of, team_distribution
from ..explain import HEAD_NOTE, quadrant
from ..facts import feedback_counts, gather
from ..forms import PeriodChoice, RatingForm, TakeOverForm
from ..forms_calibration import AnswerForm
from ..models import Review, SourceChoice
from ..queries import earlier, neighbours, organisation_predicate, period_in_focus, reviews, team_counts
from ..queries.calibration import remarks_of, waiting_remarks
from ..queries.source_choices import sources_on
from ..queries.sources import sources_of
from ..queue import KINDS, counts, kind_names, waiting
from .common import load, me


@require_safe
def queue(request: Request) -> HttpResponse:
    """Antrean tinjauan: everything that waits, in one list by due date."""
    items = waiting(me(request), request.on)
    number, names = counts(items), kind_names()
    kind = request.GET.get("jenis", "")
    base = reverse("assessment:queue")
    tabs = [{"url": base, "title": _("Semua"), "current": kind not in KINDS, "count": len(items)}]
    tabs += [
        {"url": f"{base}?jenis={code}", "title": names[code], "current": kind == code, "count": number[code]}
        for code in KINDS
        if number[code] or kind == code
    ]
    shown = [item for item in items if kind not in KINDS or item.kind == kind]
    context = {
        "items": shown,
        "tabs": tabs,
        "late": sum(item.late for item in shown),
        "leads": is_appraiser(request.user, request.on),
    }
    return render(request, "assessment/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, review_id: int) -> HttpResponse:
    """One screen a person: all that a judgement needs, and the judgement. Autosave answers 204, or 409 with
    the reason when somebody else saved meanwhile."""
    found = load(request, review_id)
    may_prepare(request.user, found, request.on).require()
    if found.signed_at:
        return redirect("assessment:my_review", found.pk)
    form = RatingForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _save(request, found, form)
    return render(request, "assessment/review.html", _screen(request, found, form), status=_status(form))


def _status(form: RatingForm) -> int:
    return 422 if form.is_bound else 200


def _save(request: Request, found: Review, form: RatingForm) -> HttpResponse:
    seen, autosave = request.POST.get("revision", ""), "autosave" in request.POST
    try:
        saved = actions.save_ratings(
            review=found,
            ratings=form.ratings(),
            actor=request.user,
            at=request.at,
            revision=int(seen) if seen.isdecimal() else None,
            page=request.POST.get("page", ""),
            going_on=autosave,
        )
    except actions.Stale as error:
        return _conflict(request, load(request, found.pk), form, str(error), autosave)
    except ActionError as error:
        form.add_error(None, str(error))
        return render(request, "assessment/review.html", _screen(request, found, form), status=422)
    if autosave:
        return HttpResponse(status=204)
    for sentence in saved.advice:
        messages.info(request, sentence)
    if "sign" in request.POST:
        return redirect("assessment:sign", found.pk)
    messages.success(request, _("Penilaian tersimpan sebagai draf."))
    if "next" in request.POST:
        _before, after, _place, _length = neighbours(found, request.on, me(request))
        return redirect("assessment:review", after.pk) if after else redirect("assessment:queue")
    return redirect("assessment:review", found.pk)


def _conflict(request: Request, found: Review, form: RatingForm, told: str, autosave: bool) -> HttpResponse:
    """What was typed stays, beside what is stored; who saves from that page has seen both."""
    if autosave:
        told = f"{told} {_('Tekan Simpan untuk melihat keduanya.')}"
        return HttpResponse(told, status=409, content_type="text/plain; charset=utf-8")
    form.add_error(None, told)
    page = _screen(request, found, form) | {"conflict": True, "revision": found.revision}
    return render(request, "assessment/review.html", page, status=422)


def _screen(request: Request, found: Review, form: RatingForm) -> dict[str, Any]:
    on = request.on
    facts = gather(found, on)
    organisation = organisation_predicate(found.organisation_unit, found.period, on)
    before, after, place, length = neighbours(found, on, me(request))
    rows = quadrant(found.result_rating, found.behaviour_rating, on)
    employee, helps = found.plan.employee, prepares(request.user, found, on)
    reads_integrity = bool(may_read_facts(request.user, employee, on))
    # Whoever only prepares may be one of those who wrote, and so know whose the other words are.
    sources = sources_of(
        found,
        on,
        facts,
        with_signals=bool(may_read_signal(request.user, employee, on)),
        with_integrity=reads_integrity,
        with_words=not helps,
    )
    return {
        "review": found,
        "form": form,
        # A page that comes back for another reason still holds what it held when it was opened.
        "revision": request.POST.get("revision") or found.revision,
        "page": request.POST.get("page") or uuid.uuid4(),
        "facts": facts,
        "sources": sources,
        "reads_integrity": reads_integrity,
        "shown": sources_on(found.plan.post, on),
        "counts": feedback_counts(facts),
        "organisation": organisation,
        "spread": team_distribution(found, organisation.code, on),
        "history": earlier(found),
        **_calibration(found),
        # The head's remarks are answered by the evaluator.
        **({"preparing_for": found.evaluator, "asked": []} if helps else {}),
        "before": before,
        "after": after,
        "place": place,
        "length": length,
        "quadrant": rows,
        "columns": [cell["behaviour"] for cell in rows[0]["cells"]],
        "studied": actions.studied(found),
        "head_note": _(HEAD_NOTE) if found.plan.post.leads_unit else "",
        "on": on,
    }


def _calibration(found: Review) -> dict[str, Any]:
    """Remarks of the head on this review, and those among them that still want an answer."""
    remarks = remarks_of(found)
    asked = waiting_remarks(found).first() if remarks and not found.taken_over else None
    return {"remarks": remarks, "asked": asked, "answer_form": AnswerForm(auto_id="jawab_%s")}


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, review_id: int) -> HttpResponse:
    """Confirms the signature; what was read is what is signed."""
    found = load(request, review_id)
    may_rate(request.user, found, request.on).require()
    reads_self = SourceChoice.Source.SELF in sources_on(found.plan.post, request.on)
    written = found.self_at if reads_self else None
    seen = f"{found.revision}:{found.result_rating}:{found.behaviour_rating}:{written or ''}"
    if request.method == "POST":
        try:
            if request.POST.get("seen") != seen:
                raise actions.Stale
            actions.sign(review=found, actor=request.user, at=request.at)
        except ActionError as error:
            messages.error(request, str(error))
            return redirect("assessment:review", found.pk)
        messages.success(request, _("Dokumen evaluasi ditandatangani dan disampaikan kepada pegawai."))
        return redirect("assessment:queue")
    context = {
        "review": found,
        "seen": seen,
        "reads_self": reads_self,
        "days_to_return": days_to_return(found, request.on),
        "on": request.on,
    }
    return render(request, "assessment/sign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: Request, review_id: int) -> HttpResponse:
    """The superior of a late rater takes the evaluation over."""
    found = load(request, review_id)
    may_take_over(request.user, found, request.on).require()
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            actions.take_over(review=found, note=note, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Penilaian ini sekarang menjadi tugas Anda."))
            return redirect("assessment:review", found.pk)
    context = {"review": found, "form": form}
    return render(request, "assessment/take_over.html", context, status=422 if form.is_bound else 200)


@require_safe
def team(request: Request) -> HttpResponse:
    """Tim saya: the people I appraise, where each review stands, and the spread of their predicates."""
    employee = me(request)
    period = chosen_period(request)
    people = list(team_of(employee, request.on).order_by("name"))
    held = reviews().filter(period=period, plan__employee__in=[person.pk for person in people])
    found = {row.plan.employee_id: row for row in held} if period else {}
    unit = led_units(employee, request.on).first()
    spread = None
    if period and unit:
        code = organisation_predicate(unit, period, request.on).code
        own = team_counts(employee.pk, period)
        spread = distribution_of(code, own, request.on) if code else None
    context = {
        "rows": [{"person": person, "review": found.get(person.pk)} for person in people],
        "period": period,
        "periods": period_form(period),
        "spread": spread,
        "unit": unit,
        "on": request.on,
    }
    return render(request, "assessment/team.html", context)


def chosen_period(request: Request) -> Period | None:
    """The period asked for, else the one in focus."""
    rows = Period.objects.select_related("cycle")
    asked = request.GET.get("periode") or request.POST.get("periode") or ""
    if asked.isdecimal() and len(asked) < 12:
        wanted = rows.filter(pk=int(asked)).first()
        if wanted:
            return wanted
    return period_in_focus(request.on)


def period_form(period: Period | None) -> PeriodChoice:
    """The select of all periods, newest first."""
    form = PeriodChoice(initial={"periode": period})
    field: Any = form.fields["periode"]
    field.queryset = Period.objects.select_related("cycle").order_by("-starts", "ends")
    return form
