"""One-time codes: on the counter screen after a transaction, and stacks of them on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kinerja.accounts.pages import posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.queries import employee_of

from ..access.surveys import may_hand_out_code, may_run_any_survey, surveyed_by
from ..actions.tokens import bulk_issue, issue_for_case, readable
from ..errors import ActionError
from ..forms.surveys import CodesForm
from ..models import Service, ServiceCase
from ..qr import qr
from ..queries.surveys import open_period


def _address(request: Request, code: str) -> str:
    return request.build_absolute_uri(reverse("voice:survey", args=[code]))


@never_cache
def case_token(request: Request, case_id: int) -> HttpResponse:
    """The code of one case, large, for the customer to scan. Shown once: nobody can show it again."""
    case = get_object_or_404(ServiceCase.objects.select_related("service__unit"), pk=case_id)
    may_hand_out_code(request.user, case, request.on).require()
    facts: dict[str, object] = {"case": case, "period": open_period(case.service, request.on)}
    error = ""
    if request.method == "POST":
        try:
            code = issue_for_case(case=case, officer=employee_of(request.user), on=request.on)
        except ActionError as refusal:
            error = str(refusal)
        else:
            address = _address(request, code)
            facts |= {"code": readable(code), "address": address, "qr": qr(address)}
    facts |= {"error": error}
    return render(request, "voice/surveys/case_token.html", facts, status=422 if error else 200)


@never_cache
@guarded(may_run_any_survey)
def survey_codes(request: Request) -> HttpResponse:
    """A sheet of codes of one service, to cut and hand out."""
    services = Service.objects.filter(
        unit__in=surveyed_by(request.user, request.on).values("pk"), retired_on=None
    )
    form = CodesForm(posted(request), services=services.select_related("unit").order_by("name", "unit__name"))
    made: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            codes = bulk_issue(**form.cleaned_data, actor=request.user, at=request.at)
        except ActionError as refusal:
            form.add_error(None, str(refusal))
        else:
            made = [(readable(code), qr(_address(request, code))) for code in codes]
    facts = {"form": form, "made": made, "service": form.cleaned_data.get("service") if made else None}
    return render(request, "voice/surveys/codes.html", facts, status=422 if form.errors else 200)
