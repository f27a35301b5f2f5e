"""The printable forms B.1.6 to B.1.10, each for those who read its words on the page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kinerja.accounts.request import Request
from kinerja.documents import render

from .. import access, access_counselling, access_mentoring, access_support
from .. import official_forms as forms
from ..models import CoachFeedback, CompetenceAssessment
from ..queries.counselling import reports
from ..queries.mentoring import mentorships
from ..queries.support import plans


@require_safe
def support_form(request: Request, plan_id: int) -> HttpResponse:
    """B.1.6."""
    found = get_object_or_404(plans(), pk=plan_id)
    access_support.may_read(request.user, found, request.on).require()
    return _pdf("B.1.6", found.pk, forms.support_data(found))


@require_safe
def mentorship_form(request: Request, mentorship_id: int) -> HttpResponse:
    """B.1.7, for the two: HR sees the pair on the page, but not goal and journal."""
    found = get_object_or_404(mentorships(), pk=mentorship_id)
    access_mentoring.is_part(request.user, found).require()
    return _pdf("B.1.7", found.pk, forms.mentorship_data(found))


@require_safe
def feedback_form(request: Request, feedback_id: int) -> HttpResponse:
    """B.1.8, for the superior to whom it went."""
    rows = CoachFeedback.objects.select_related("plan__employee", "plan__guide", "to")
    found = get_object_or_404(rows, pk=feedback_id)
    access_support.may_read_feedback(request.user, found).require()
    return _pdf("B.1.8", found.pk, forms.feedback_data(found))


@require_safe
def assessment_form(request: Request, assessment_id: int) -> HttpResponse:
    """B.1.9 of a final assessment."""
    rows = CompetenceAssessment.objects.select_related("employee", "assessor", "post__unit")
    found = get_object_or_404(rows, pk=assessment_id)
    access.may_read_assessment(request.user, found, request.on).require()
    if found.status != CompetenceAssessment.Status.FINAL:
        raise Http404(_("Formulir ini ada setelah penilaian diselesaikan."))
    return _pdf("B.1.9", found.pk, forms.assessment_data(found))


@require_safe
def behaviour_form(request: Request, report_id: int) -> HttpResponse:
    """B.1.10."""
    found = get_object_or_404(reports(), pk=report_id)
    access_counselling.may_read_report(request.user, found, request.on).require()
    return _pdf("B.1.10", found.pk, forms.behaviour_data(found))


def _pdf(code: str, number: int, data: dict[str, Any]) -> HttpResponse:
    """The file; its name says no person, because names of files are seen by others."""
    answer = HttpResponse(render(code, data), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{code}-{number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
