"""Which indicators of a plan are fed by measures of services."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.pages import posted
from kinerja.accounts.request import Request
from kinerja.plans.models import Plan

from ..access.case_bulk import may_link_measures
from ..actions.measure_links import link_measure, unlink_measure
from ..errors import ActionError
from ..forms.case_bulk import LinkForm
from ..models import MeasureLink
from ..queries.feeding import indicators_of, links_of

PLANS = Plan.objects.select_related("employee", "post__unit", "cycle")


def measure_links(request: Request, plan_id: int) -> HttpResponse:
    """The links of a plan, and a form for a new one."""
    plan = get_object_or_404(PLANS, pk=plan_id)
    may_link_measures(request.user, plan, request.on).require()
    indicators = indicators_of(plan)
    links = links_of(indicators)
    free = [(str(key), statement) for key, statement in indicators.items() if key not in links]
    form = LinkForm(posted(request), indicators=free, initial={"unit": plan.post.unit})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        key = UUID(given.pop("indicator"))
        try:
            link_measure(plan=plan, indicator_key=key, **given, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Indikator tertaut. Angkanya datang dari data layanan."))
            return redirect("voice:measure_links", plan_id=plan.pk)
    rows = [{"link": link, "statement": indicators[key]} for key, link in links.items()]
    context = {"plan": plan, "form": form, "rows": rows, "free": free}
    return render(request, "voice/cases/links.html", context, status=422 if form.errors else 200)


@require_POST
def measure_unlink(request: Request, plan_id: int, link_id: UUID) -> HttpResponse:
    """Lets the indicator go."""
    plan = get_object_or_404(PLANS, pk=plan_id)
    may_link_measures(request.user, plan, request.on).require()
    of_plan = MeasureLink.objects.filter(indicator_key__in=indicators_of(plan))
    link = get_object_or_404(of_plan.select_related("unit", "service"), pk=link_id)
    try:
        unlink_measure(plan=plan, link=link, actor=request.user, at=request.at)
        messages.success(request, _("Tautan dilepas. Pegawai mengisi sendiri realisasinya."))
    except ActionError as error:
        messages.error(request, str(error))
    return redirect("voice:measure_links", plan_id=plan.pk)
