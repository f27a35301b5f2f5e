"""What the pages of this app load first."""

from __future__ import annotations

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from kinerja.accounts.request import Request

from ..access import may_read
from ..models import Plan, PlanVersion
from ..queries import best_version, latest_version

PLANS = Plan.objects.select_related(
    "cycle", "employee__user", "post__unit", "post__reports_to", "appraiser__user"
)


def posted(request: Request) -> QueryDict | None:
    """What was posted, for a form; None on a page that is only shown."""
    return request.POST if request.method == "POST" else None


def readable_plan(request: Request, plan_id: int) -> Plan:
    """The plan, if this person may read it. Raises Http404, PermissionDenied."""
    plan = get_object_or_404(PLANS, pk=plan_id)
    may_read(request.user, plan, request.on).require()
    return plan


def newest(plan: Plan) -> PlanVersion:
    """The version on which one works: the open one, else the newest."""
    version = latest_version(plan)
    if version is None:
        raise Http404
    version.plan = plan
    return version


def asked_version(request: Request, plan: Plan) -> PlanVersion:
    """`?versi=2`, else for owner and appraiser the newest, for others the one in force."""
    number = request.GET.get("versi", "")
    if number.isdigit():
        version = get_object_or_404(plan.versions, number=int(number))
    else:
        own = getattr(request.user, "employee", None)
        version = (
            newest(plan) if own in (plan.employee, plan.appraiser) else best_version(plan) or newest(plan)
        )
    version.plan = plan
    return version
