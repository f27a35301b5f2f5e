"""Opening a plan: from a meeting's decision, a survey follow-up, a competence gap or an evaluation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.assessment.access import may_read as may_read_review
from kinerja.assessment.models import Decision, Review
from kinerja.assessment.queries.meetings import handovers
from kinerja.assessment.views.common import me as signed_in
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, team_of
from kinerja.rules.labels import label
from kinerja.voice.models import FollowUp

from .. import access_support as access
from ..access import may_read_profile
from ..access_common import appraises
from ..actions import improvement as paths
from ..actions import support as acts
from ..forms_support import OpenForm, OpenPathForm
from ..models import SupportPlan
from ..queries.competence import profile, profiles
from ..queries.improvement import path_of_review, waiting_for_path
from ..queries.support import waiting_decisions
from .support import here

PAGE = 25
SOME = 20
# A first proposal; the two agree on their own.
QUARTER = timedelta(days=90)
EMPLOYEES = Employee.objects.select_related("user")


@require_safe
def start(request: Request) -> HttpResponse:
    """What asks for a plan: decisions, low annual evaluations, follow-ups, and the team with its gaps."""
    me = signed_in(request)
    team = team_of(me, request.on)
    page = Paginator(team.order_by("name", "nip"), PAGE).get_page(request.GET.get("page"))
    waiting = waiting_decisions(me, request.on)
    if not page.paginator.count and not waiting.exists():
        raise PermissionDenied(_("Rencana pembinaan dibuka oleh pejabat penilai."))
    given = request.GET.get("tindak_lanjut", "")
    follow_ups = FollowUp.objects.filter(responsible=me, status=FollowUp.Status.OPEN)
    facts = {
        "page": page,
        "people": profiles(page, request.on),
        "waiting": list(waiting[:SOME]),
        "reviews": list(waiting_for_path(team, request.on)[:SOME]),
        "follow_ups": list(follow_ups.select_related("unit")[:SOME]),
        "given": given if given.isdecimal() and len(given) < 10 else "",
    }
    return render(request, "growth/support/start.html", facts)


@dataclass(slots=True)
class Source:
    """Where a plan comes from: what the act takes, the words to begin with, and what the page says."""

    facts: dict[str, Any] = field(default_factory=dict)
    goal: str = ""
    found: str = ""
    said: list[str] = field(default_factory=list)


def _number(request: Request, key: str) -> int | None:
    text = request.GET.get(key, "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


def _source(request: Request, employee: Employee, on: date) -> Source:
    """Reads keputusan, tindak_lanjut, kompetensi and evaluasi of the address.

    Raises Http404, and PermissionDenied for words of a review or profile that this person may not read.
    """
    source = Source()
    if pk := _number(request, "keputusan"):
        rows = handovers().filter(kind=Decision.Kind.SUPPORT, about=employee)
        decision = get_object_or_404(rows, pk=pk)
        source.facts["decision"] = decision
        source.goal = decision.text
        source.said.append(_("Dari keputusan rapat %(unit)s.") % {"unit": decision.meeting.unit.name})
    if pk := _number(request, "tindak_lanjut"):
        follow_up = get_object_or_404(FollowUp.objects.filter(status=FollowUp.Status.OPEN), pk=pk)
        source.facts["follow_up"] = follow_up
        source.goal = source.goal or follow_up.programme
        source.said.append(_("Dari tindak lanjut survei: %(what)s.") % {"what": follow_up.programme})
    if code := request.GET.get("kompetensi", ""):
        gaps = {row.code: row for row in profile(employee, on).rows}
        if code not in gaps:
            raise Http404
        may_read_profile(request.user, employee, on).require()
        row, words = gaps[code], {"name": gaps[code].name, "required": gaps[code].required}
        source.facts["competence"] = code
        source.goal = source.goal or _("%(name)s mencapai level %(required)d yang diminta jabatan.") % words
        if row.achieved is not None:
            source.found = _("Level sekarang %(now)d. Bukti: %(evidence)s") % {
                "now": row.achieved,
                "evidence": row.evidence,
            }
        source.said.append(_("Dari kesenjangan kompetensi %(name)s.") % {"name": row.name})
    if pk := _number(request, "evaluasi"):
        rows_of = Review.objects.filter(plan__employee=employee, delivered_at__isnull=False)
        review = get_object_or_404(rows_of.select_related("plan", "period__cycle"), pk=pk)
        may_read_review(request.user, review, on).require()
        source.facts["review"] = review
        source.found = source.found or review.recommendation
        source.said.append(_("Dari hasil evaluasi %(period)s.") % {"period": review.period})
    return source


def _guides(request: Request, employee: Employee) -> tuple[Any, Employee | None]:
    """Who may be chosen as guide: oneself, and one's team when one is the appraiser of the employee."""
    me = employee_of(request.user)
    near = Q(pk=me.pk if me else None)
    if me is not None and appraises(request.user, employee, request.on):
        near |= Q(pk__in=team_of(me, request.on).values("pk"))
    return EMPLOYEES.filter(near).exclude(pk=employee.pk).order_by("name", "pk"), me


def open_plan(request: Request, employee_id: int) -> HttpResponse:
    """The form of B.1.6, begun from what asked for it."""
    employee = get_object_or_404(EMPLOYEES, pk=employee_id)
    source = _source(request, employee, request.on)
    access.may_open(request.user, employee, request.on, source.facts.get("decision")).require()
    people, me = _guides(request, employee)
    initial = {
        "kind": SupportPlan.Kind.COACHING,
        "guide": me,
        "goal": source.goal,
        "facts": source.found,
        "starts": request.on,
        "due": request.on + QUARTER,
    }
    form = OpenForm(posted(request), people=people, initial=initial)
    made: list[SupportPlan] = []

    def act(_values: dict[str, Any]) -> None:
        told = form.facts_told() | source.facts
        made.append(acts.open_plan(employee=employee, **told, actor=request.user, at=request.at))

    answer = form_page(
        request,
        form,
        act,
        done=_("Draf rencana dibuka. Tambahkan langkah, lalu tawarkan kepada pegawai."),
        back_url=reverse("growth:support_new"),
        question=_("Rencana pembinaan untuk %(name)s") % {"name": employee.name},
        effects=source.said,
        action=_("Buka rencana"),
    )
    return redirect(here(made[0])) if made else answer


def open_path(request: Request, review_id: int) -> HttpResponse:
    """The six months after a low annual predicate, with the clock that follows from the first day."""
    rows = Review.objects.select_related("plan__employee__user", "plan__post", "period__cycle")
    review = get_object_or_404(rows, pk=review_id)
    employee = review.plan.employee
    access.may_open_path(request.user, employee, request.on).require()
    people, me = _guides(request, employee)
    initial = {"guide": me, "facts": review.recommendation, "starts": request.on}
    form = OpenPathForm(posted(request), people=people, initial=initial)
    made: list[SupportPlan] = []

    def act(_values: dict[str, Any]) -> None:
        told = form.facts_told()
        made.append(paths.open_path(review=review, **told, actor=request.user, at=request.at))

    answer = form_page(
        request,
        form,
        act,
        done=_("Draf jalur perbaikan dibuka. Tambahkan langkah, lalu tawarkan kepada pegawai."),
        back_url=reverse("growth:support_new"),
        question=_("Jalur perbaikan kinerja untuk %(name)s") % {"name": employee.name},
        text=_("Pegawai berhak atas enam bulan untuk memperbaiki kinerja. Ini bukan perkara disiplin."),
        effects=_clock(review, request.on),
        action=_("Buka jalur perbaikan"),
    )
    return redirect(here(made[0])) if made else answer


def _clock(review: Review, on: date) -> list[str]:
    """The steps and their days if it began today."""
    if review.delivered_at is None or not review.predicate:
        return []
    told = [_("Predikat: %(name)s.") % {"name": label("predicate", review.predicate, on)}]
    path = path_of_review(review, on)
    if path.objection_due is not None and path.objection_due >= on:
        told.append(
            _("Keberatan atas hasil evaluasi dapat diajukan sampai %(day)s.")
            % {"day": _day(path.objection_due)}
        )
    for step in path.steps:
        words = {"title": step.title, "starts": _day(step.opens), "ends": _day(step.due) if step.due else ""}
        told.append(
            (_("%(title)s: %(starts)s sampai %(ends)s.") if step.due else _("%(title)s: sejak %(starts)s."))
            % words
        )
    return told


def _day(day: date) -> str:
    return date_format(day, "j F Y")
