"""What may follow in growth, for pages of the apps below: only links that this person may open now.

Those apps know nothing of growth; their templates ask these tags, and the tags ask the access rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.request import Request
from kinerja.assessment.access import may_read as may_read_review
from kinerja.assessment.access_meetings import may_chair, sees_decision
from kinerja.assessment.models import Decision, Meeting, Review
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, is_appraiser, team_of

from ..access import may_read_profile
from ..access_development import may_keep_needs
from ..access_hours import may_read_hours
from ..access_support import may_open, may_open_path
from ..access_talent import may_see_box
from ..queries.competence import profile
from ..queries.improvement import waiting_for_path
from ..queries.recognition import handovers_for
from ..queries.support import waiting_decisions

register = template.Library()
STEPS = "growth/parts/steps.html"
SOME = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One link; `about` says for whom or for what, where the page does not."""

    url: str
    title: str
    icon: str
    about: str = ""


@register.inclusion_tag(STEPS, takes_context=True)
def decision_steps(context: RequestContext, meeting: Meeting | None = None) -> dict[str, Any]:
    """Awards, support and training needs that open decisions ask for: of a meeting, or one's own.

    Constant queries, at most 20 of each kind.
    """
    request: Request = context["request"]
    me, on = employee_of(request.user), request.on
    awards = handovers_for(request.user, on)
    plans = waiting_decisions(me, on) if me is not None else Decision.objects.none()
    mine = {"owner": me} if meeting is None else {"meeting": meeting}
    steps = [_award(row) for row in awards.filter(**mine)[:SOME]]
    steps += [_plan(row) for row in plans.filter(**mine)[:SOME]]
    if meeting is not None and may_keep_needs(request.user, meeting.unit, on):
        chairs = bool(may_chair(request.user, meeting, on))
        rows = meeting.decisions.filter(status=Decision.Status.OPEN, needs__isnull=True)
        needs = rows.select_related("about", "owner").order_by("due", "pk")[:SOME]
        steps += [_need(row) for row in needs if sees_decision(request.user, row, chairs)]
    return {"steps": steps, "title": _("Langkah berikutnya dari keputusan")}


def _award(row: Decision) -> Step:
    url = f"{reverse('growth:schemes')}?keputusan={row.pk}"
    return Step(url, _("Usulkan penghargaan"), "award", str(row.about or row.text))


def _plan(row: Decision) -> Step:
    url = f"{reverse('growth:support_open', args=[row.about_id])}?keputusan={row.pk}"
    return Step(url, _("Buka rencana pembinaan"), "handshake", str(row.about))


def _need(row: Decision) -> Step:
    url = reverse("growth:need_from_decision", args=[row.pk])
    return Step(url, _("Catat kebutuhan pelatihan"), "graduation-cap", row.text)


@register.inclusion_tag(STEPS, takes_context=True)
def review_steps(context: RequestContext, review: Review) -> dict[str, Any]:
    """Support from a received evaluation, for whoever appraises the employee today."""
    request: Request = context["request"]
    employee, on = review.plan.employee, request.on
    steps = []
    reads = review.delivered_at is not None and may_read_review(request.user, review, on)
    if reads and may_open(request.user, employee, on):
        him = Employee.objects.filter(pk=employee.pk)
        opens = waiting_for_path(him, on).filter(pk=review.pk).exists()
        if opens and may_open_path(request.user, employee, on):
            url = reverse("growth:support_path", args=[review.pk])
            steps.append(Step(url, _("Buka jalur perbaikan enam bulan"), "route", employee.name))
        url = f"{reverse('growth:support_open', args=[employee.pk])}?evaluasi={review.pk}"
        steps.append(Step(url, _("Buka rencana pembinaan"), "handshake", employee.name))
    return {"steps": steps, "title": _("Langkah berikutnya")}


@register.inclusion_tag("growth/parts/links.html", takes_context=True)
def employee_steps(context: RequestContext, employee: Employee) -> dict[str, Any]:
    """Hours, talent and support of an employee, as far as this person may see or open them."""
    request: Request = context["request"]
    user, on = request.user, request.on
    steps = []
    if may_read_hours(user, employee, on):
        url = reverse("growth:hours_one", args=[employee.pk])
        steps.append(Step(url, _("Jam pengembangan"), "hourglass"))
    if may_see_box(user, employee, on):
        steps.append(Step(reverse("growth:talent_of", args=[employee.pk]), _("Talenta"), "sparkles"))
    if may_open(user, employee, on):
        url = reverse("growth:support_open", args=[employee.pk])
        steps.append(Step(url, _("Buka rencana pembinaan"), "handshake"))
    return {"steps": steps, "title": _("Pengembangan")}


@register.inclusion_tag("growth/parts/competence_beside.html", takes_context=True)
def competence_beside(context: RequestContext, employee: Employee) -> dict[str, Any]:
    """The newest final assessment beside a review, for readers of the profile; no reading, nothing signed."""
    request: Request = context["request"]
    if not may_read_profile(request.user, employee, request.on):
        return {}
    found = profile(employee, request.on)
    held = [row for row in found.rows if row.gap is not None]
    return {"profile": found, "held": held, "gaps": [row for row in held if row.gap and row.gap < 0]}


@register.simple_tag(takes_context=True)
def opens_support_from_survey(context: RequestContext) -> Employee | None:
    """The person, when he has a team for which a survey follow-up can become support; else None."""
    request: Request = context["request"]
    me = employee_of(request.user)
    if me is None or not is_appraiser(request.user, request.on):
        return None
    return me if team_of(me, request.on).exists() else None
