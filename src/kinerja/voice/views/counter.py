"""The counter: take in a file, and what to do with those that are open. Made for speed and plain posts."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.request import Request, guarded

from ..access.cases import may_open_counter, may_serve
from ..access.common import units_worked_in
from ..actions.cases import cancel_case, finish_case, receive_case, resume_case, wait_case
from ..errors import ActionError
from ..models import Service, ServiceCase, Standard
from ..promises import in_unit, promise_words
from ..queries.counter import Waiting, ages, unfinished
from ..queries.services import services, standards_in_force

PAGE = 20
LAST = "counter_service"
DONE = "counter_done"
JUST_DONE = 3


@guarded(may_open_counter)
def counter(request: Request) -> HttpResponse:
    """One field and Enter: received now. Below, the open files of my unit, the oldest first."""
    units = units_worked_in(request.user, request.on)
    offered = list(services(request.on).filter(unit__in=units).order_by("name"))
    number = chosen = error = ""
    if request.method == "POST":
        number, chosen = request.POST.get("number", ""), request.POST.get("service", "")
        try:
            _receive(request, offered, number, chosen)
            return redirect("voice:counter")
        except ActionError as refused:
            error = str(refused)
    words = request.GET.get("q", "").strip()
    page = Paginator(unfinished(units, words), PAGE).get_page(request.GET.get("page"))
    promised = standards_in_force(offered, request.on)
    facts = {
        "offered": [(row, _promise(promised.get(row.pk))) for row in offered],
        "chosen": chosen or str(request.session.get(LAST, offered[0].pk)),
        "number": number,
        "error": error,
        "words": words,
        "page": page,
        "open": [(row, _age_words(row)) for row in ages(list(page), request.at)],
        "just_done": _just_done(request, units),
    }
    return render(request, "voice/counter/counter.html", facts, status=422 if error else 200)


def _promise(standard: Standard | None) -> str:
    return promise_words(standard.promise, standard.promise_unit) if standard else ""


def _receive(request: Request, offered: list[Service], number: str, chosen: str) -> None:
    row = next((row for row in offered if str(row.pk) == chosen), None)
    if row is None:
        raise ActionError(_("Pilih layanan yang diminta warga."))
    case = receive_case(service=row, number=number, received_at=request.at, actor=request.user, at=request.at)
    request.session[LAST] = row.pk
    said = {"number": case.number, "service": row.name}
    messages.success(request, _("%(number)s diterima untuk %(service)s.") % said)


def _age_words(row: Waiting) -> str:
    """How long against how long was promised: "1 dari 2 hari kerja"."""
    standard = row.case.standard
    promised = promise_words(standard.promise, standard.promise_unit)
    if row.age is None:
        return _("janji %(promised)s") % {"promised": promised}
    age = promise_words(row.age, standard.promise_unit)
    return _("%(age)s, janji %(promised)s") % {"age": age, "promised": promised}


@dataclass(frozen=True, slots=True)
class JustDone:
    """A case finished a moment ago: how long it took, and whether a survey code may still be given."""

    case: ServiceCase
    took: str


def _just_done(request: Request, units: frozenset[int]) -> list[JustDone]:
    held = request.session.get(DONE, [])
    rows = ServiceCase.objects.filter(pk__in=held, service__unit__in=units, status=ServiceCase.Status.DONE)
    found = {row.pk: row for row in rows.select_related("service", "standard")}
    return [JustDone(found[pk], _took(found[pk])) for pk in held if pk in found]


def _took(case: ServiceCase) -> str:
    unit = case.standard.promise_unit
    return promise_words(in_unit(case.elapsed_minutes or 0, case.elapsed_days or 0, unit), unit)


@require_POST
def act(request: Request, case_id: int) -> HttpResponse:
    """Finishes, stops, takes up again or cancels one file; then back to the counter."""
    case = get_object_or_404(ServiceCase.objects.select_related("service__unit", "standard"), pk=case_id)
    may_serve(request.user, case.service, request.on).require()
    try:
        messages.success(request, _act(request, case) % {"number": case.number})
    except ActionError as refused:
        messages.error(request, str(refused))
    return redirect("voice:counter")


def _act(request: Request, case: ServiceCase) -> str:
    does, reason = request.POST.get("do", ""), request.POST.get("reason", "")
    if does == "finish":
        finish_case(case=case, actor=request.user, at=request.at)
        request.session[DONE] = [case.pk, *request.session.get(DONE, [])][:JUST_DONE]
        return _("%(number)s selesai.")
    if does == "wait":
        wait_case(case=case, reason=reason, actor=request.user, at=request.at)
        return _("%(number)s menunggu warga. Waktunya tidak berjalan.")
    if does == "resume":
        resume_case(case=case, actor=request.user, at=request.at)
        return _("%(number)s dilanjutkan. Waktunya berjalan lagi.")
    if does == "cancel":
        cancel_case(case=case, reason=reason, actor=request.user, at=request.at)
        return _("%(number)s dibatalkan.")
    raise ActionError(_("Pilih salah satu tombol."))
