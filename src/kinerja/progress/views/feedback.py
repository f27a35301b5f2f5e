"""Umpan balik: what one received, what waits, what one owes, giving and asking."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kinerja.accounts.request import Request
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, is_appraiser
from kinerja.plans.models import Period, Plan

from ..access import may_answer, may_give_feedback, may_read_results
from ..actions.feedback import Entry, answer_feedback, ask_feedback, decline_feedback, give_many
from ..errors import ActionError
from ..forms import AnswerForm, AskForm, read_item
from ..models import Feedback, FeedbackRequest
from ..present import ReportView, ResultView, ValueView, item_names, report_view
from ..queries.feedback import (
    colleagues,
    given,
    received,
    relation_of,
    requests_by,
    requests_to,
    scheduled_feedback_missing,
)
from ..queries.plans import plan_periods, running_plans
from .loading import PLANS, own

OWED = 100


def open_periods(plan: Plan, request: Request) -> list[Period]:
    """Periods one may still speak about: begun, and their window not closed."""
    return [period for period in plan_periods(plan) if period.starts <= request.on <= period.closes]


def _pick(periods: list[Period], wanted: str | None) -> Period | None:
    return next((period for period in periods if str(period.pk) == wanted), next(iter(periods), None))


def overview(request: Request) -> HttpResponse:
    me = employee_of(request.user)
    mine = own(request)
    facts: dict[str, object] = {"me": me, "plan": mine.plan, "on": request.on}
    if me is None:
        return render(request, "progress/feedback.html", facts)
    got, gave = received(me, mine.plans), given(me)
    waiting, asked = requests_to(me), requests_by(mine.plans)
    names = item_names([*got, *gave, *waiting, *asked], request.on)
    facts |= {
        "received": [(entry, names.get(entry.item, "")) for entry in got],
        "given": [(entry, names.get(entry.item, "")) for entry in gave],
        "waiting": [(item, names.get(item.item, "")) for item in waiting],
        "asked": [(item, names.get(item.item, "")) for item in asked],
    }
    if is_appraiser(request.user, request.on):
        facts |= _owed(me, request)
    return render(request, "progress/feedback.html", facts)


def _owed(me: Employee, request: Request) -> dict[str, object]:
    """Team members without scheduled feedback in the period whose turn it is (Ps 19(2)-(3))."""
    rows = Period.objects.filter(starts__lte=request.on, closes__gte=request.on)
    period = rows.exclude(kind=Period.Kind.ANNUAL).select_related("cycle").order_by("starts").first()
    if period is None:
        return {}
    plans = list(scheduled_feedback_missing(period, me, request.on)[: OWED + 1])
    return {"owed": plans[:OWED], "owed_more": len(plans) > OWED, "owed_period": period, "leads": True}


def find(request: Request) -> HttpResponse:
    """A colleague by name or NIP; only people one searched for, never the whole register."""
    me = employee_of(request.user)
    words = request.GET.get("cari", "")
    people = colleagues(words, me, request.on) if me else []
    plans = running_plans(people, request.on)
    facts = {"me": me, "words": words, "found": [(person, plans.get(person.pk)) for person in people]}
    return render(request, "progress/feedback_find.html", facts)


def give(request: Request, plan_id: int) -> HttpResponse:
    """Everything one has to say about a colleague, beside each result and value, in one POST."""
    plan = get_object_or_404(PLANS, pk=plan_id)
    may_give_feedback(request.user, plan, request.on).require()
    periods = open_periods(plan, request)
    period = _pick(periods, request.POST.get("periode") or request.GET.get("periode"))
    me = employee_of(request.user)
    relation = relation_of(me, plan.employee, request.on) if me else Feedback.Relation.OTHER
    sees_results = bool(may_read_results(relation))
    view = report_view(plan, period, request.on) if period else None
    items = _items(view, sees_results, request.POST) if view else []
    error = ""
    if request.method == "POST" and view is not None:
        entries = [Entry(item.text, item.tone, item.key, item.code) for item in items if item.text.strip()]
        scheduled = "scheduled" in request.POST
        try:
            give_many(
                plan=plan,
                period=view.period,
                entries=entries,
                scheduled=scheduled,
                actor=request.user,
                at=request.at,
            )
            said = {"count": len(entries), "name": plan.employee.name}
            messages.success(request, _("%(count)d umpan balik untuk %(name)s tersimpan.") % said)
            return redirect("progress:feedback")
        except ActionError as refusal:
            error = str(refusal)
    facts = {
        "plan": plan,
        "view": view,
        "items": items,
        "periods": periods,
        "relation": relation.label,
        "leads": relation == Feedback.Relation.SUPERIOR,
        "owes": view is not None and view.scheduled is None,
        "sees_results": sees_results,
        "error": error,
        "tones": Feedback.Tone.choices,
        "on": request.on,
    }
    return render(request, "progress/feedback_give.html", facts, status=422 if error else 200)


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """One thing to speak about, with what was typed so far; `name` ends the names of its fields."""

    name: str
    about: ResultView | ValueView
    key: UUID | None
    code: str
    text: str
    tone: str


def _items(view: ReportView, sees_results: bool, typed: QueryDict) -> list[SpokenOf]:
    """Results, when they may be seen, then the seven values."""
    about: list[tuple[str, ResultView | ValueView, UUID | None, str]] = []
    if sees_results:
        about += [(f"r-{result.key}", result, result.key, "") for result in view.results]
    about += [(f"v-{value.value.code}", value, None, value.value.code) for value in view.values]
    return [
        SpokenOf(name, what, key, code, typed.get(f"text-{name}", ""), typed.get(f"tone-{name}", ""))
        for name, what, key, code in about
    ]


def ask(request: Request) -> HttpResponse:
    """Asks a colleague found by name about one result or value."""
    me = employee_of(request.user)
    mine = own(request)
    words = request.POST.get("cari", "") or request.GET.get("cari", "")
    facts: dict[str, object] = {"me": me, "plan": mine.plan, "words": words, "on": request.on}
    periods = open_periods(mine.plan, request) if mine.plan else []
    if me is None or mine.plan is None or not periods:
        return render(request, "progress/feedback_ask.html", facts)
    people = colleagues(words, me, request.on)
    view = report_view(mine.plan, periods[0], request.on)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        people=people,
        plans=running_plans(people, request.on),
        view=view,
        initial={"item": request.GET.get("tentang", "")},
    )
    if request.method == "POST" and form.is_valid():
        key, code = read_item(form.cleaned_data["item"])
        try:
            ask_feedback(
                plan=mine.plan,
                period=view.period,
                asked=form.colleague,
                message=form.cleaned_data["message"],
                actor=request.user,
                at=request.at,
                result_key=key,
                value_code=code,
            )
            asked = {"name": form.colleague.name}
            messages.success(request, _("Permintaan terkirim kepada %(name)s.") % asked)
            return redirect("progress:feedback")
        except ActionError as refusal:
            form.add_error(None, str(refusal))
    facts |= {"people": people, "form": form, "period": view.period, "chosen": request.GET.get("tentang", "")}
    return render(request, "progress/feedback_ask.html", facts, status=422 if form.errors else 200)


def answer(request: Request, request_id: int) -> HttpResponse:
    """The colleague who was asked answers about this one item, or says that he cannot."""
    rows = FeedbackRequest.objects.select_related("plan__employee", "plan__post", "plan__cycle", "period")
    asked = get_object_or_404(rows, pk=request_id)
    may_answer(request.user, asked).require()
    if asked.status != FeedbackRequest.Status.OPEN:
        messages.info(request, _("Permintaan ini sudah Anda jawab."))
        return redirect("progress:feedback")
    declines = request.POST.get("do") == "decline"
    form = AnswerForm(request.POST if request.method == "POST" and not declines else None)
    try:
        if request.method == "POST" and declines:
            decline_feedback(request=asked, actor=request.user, at=request.at)
            messages.success(request, _("Permintaan ditutup tanpa jawaban."))
            return redirect("progress:feedback")
        if request.method == "POST" and form.is_valid():
            said = {"text": form.cleaned_data["text"], "tone": form.cleaned_data["tone"]}
            answer_feedback(request=asked, **said, actor=request.user, at=request.at)
            messages.success(request, _("Terima kasih. Umpan balik Anda tersimpan."))
            return redirect("progress:feedback")
    except ActionError as refusal:
        form.add_error(None, str(refusal))
    name = item_names([asked], request.on).get(asked.item, "")
    facts = {"asked": asked, "name": name, "form": form}
    return render(request, "progress/feedback_answer.html", facts, status=422 if form.errors else 200)
