"""HR marks signed documents as reported to the authorised official (PyB), a whole period at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kinerja.accounts.request import Request

from .. import actions
from ..access import may_manage
from ..clocks import days_of
from ..queries import reviews
from .judging import chosen_period, period_form


@require_http_methods(["GET", "HEAD", "POST"])
def report_up(request: Request) -> HttpResponse:
    """How many signed documents of a period wait to be reported, and the act itself."""
    may_manage(request.user, request.on).require()
    period = chosen_period(request)
    if request.method == "POST" and period is not None:
        count = actions.report_up(period=period, actor=request.user, at=request.at)
        said = ngettext("%(n)s dokumen dilaporkan.", "%(n)s dokumen dilaporkan.", count) % {"n": count}
        messages.success(request, said)
        return redirect(f"{reverse('assessment:report_up')}?periode={period.pk}")
    rows = reviews().filter(period=period)
    context = {
        "days_to_report": days_of("report_to_official", request.on),
        "period": period,
        "periods": period_form(period),
        "waiting": rows.filter(signed_at__isnull=False, reported_at__isnull=True).count(),
        "reported": rows.filter(reported_at__isnull=False).count(),
        "unsigned": rows.filter(signed_at__isnull=True).count(),
    }
    return render(request, "assessment/report_up.html", context)
