"""In the room and after it: the projector, decisions and minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.people.models import Employee

from .. import access_meetings as access
from ..actions import decisions as decision_acts
from ..actions import minutes as minutes_acts
from ..forms_meetings import ChangeDecisionForm, CloseDecisionForm, DecisionForm, MinutesForm
from ..minutes import apart, openly, recognised_named, standing
from ..models import Decision, Meeting
from ..present_meetings import Point, points_for_room
from ..queries.meetings import decisions_of, newer_than_minutes, people_to_decide_about
from .common import attempt, me
from .meetings import chaired, here, load

PAGE = 25
MONTH = timedelta(days=30)
S = Meeting.Status


@require_safe
def projector(request: Request, meeting_id: int) -> HttpResponse:
    """One point at a time for everybody in the room: no names but those the chair chose to name."""
    found = load(request, meeting_id)
    if found.status in (S.PLANNED, S.CANCELLED):
        messages.info(request, _("Layar rapat terbuka setelah rapat dimulai."))
        return redirect(here(found))
    items = list(found.items.select_related("employee"))
    points = points_for_room(items)
    last = len(points) + 1
    wanted = request.GET.get("butir", "0")
    now = min(int(wanted), last) if wanted.isdecimal() and len(wanted) < 6 else 0
    attendance = list(found.attendance.all())
    decided, named = list(standing(found)), recognised_named(items)
    facts = {
        "meeting": found,
        "points": list(enumerate(points, start=1)),
        "now": now,
        "last": last,
        "previous": now - 1 if now else None,
        "next": now + 1 if now < last else None,
        "came": sum(bool(row.present) for row in attendance),
        "invited": len(attendance),
        "decisions": openly(decided, named=named),
        "apart": apart(decided, named=named),
        "decide_url": _decide_url(request, found, points, now),
    }
    return render(request, "assessment/meetings/projector.html", facts)


def _decide_url(request: Request, meeting: Meeting, points: list[Point], now: int) -> str:
    """Where the chair writes down a decision about this point; nowhere on a point about people."""
    if meeting.status != S.RUNNING or not access.may_chair(request.user, meeting, request.on):
        return ""
    url = f"{reverse('assessment:meeting_decide', args=[meeting.pk])}?layar={now}"
    if not 1 <= now <= len(points):
        return url
    point = points[now - 1]
    return "" if point.kind in access.ABOUT_PEOPLE else f"{url}&butir={point.item.pk}"


def meeting_decide(request: Request, meeting_id: int) -> HttpResponse:
    """One decision. Before everybody (`layar`) only a task, because the others name somebody."""
    found = chaired(request, meeting_id)
    wanted, screen = request.GET.get("butir", ""), request.GET.get("layar", "")
    item = found.items.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 10 else None
    in_room = screen.isdecimal() and len(screen) < 6
    invited = Employee.objects.filter(pk__in=[row.employee_id for row in found.attendance.all()])
    form = DecisionForm(
        posted(request),
        kinds=[Decision.Kind.TASK] if in_room else Decision.Kind.values,
        owners=invited.order_by("name"),
        about=people_to_decide_about(found, request.on),
        initial=_first(found, item, request),
    )
    back = f"{reverse('assessment:projector', args=[found.pk])}?butir={screen}" if in_room else here(found)

    def act(values: dict[str, Any]) -> None:
        decision_acts.decide(meeting=found, item=item, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Keputusan dicatat."),
        back_url=back,
        question=_("Catat keputusan"),
        text=item.title if item is not None and item.kind not in access.ABOUT_PEOPLE else "",
        action=_("Catat keputusan"),
    )


def _first(meeting: Meeting, item: Any, request: Request) -> dict[str, Any]:
    """Chair and a month from now, and what the point suggests."""
    kinds = {"recognise": Decision.Kind.RECOGNITION, "support": Decision.Kind.SUPPORT}
    kind = kinds.get(item.kind, Decision.Kind.TASK) if item is not None else Decision.Kind.TASK
    about = item.employee_id if item is not None and kind != Decision.Kind.TASK else None
    return {"kind": kind, "owner": meeting.chair_id, "due": request.on + MONTH, "about": about}


@require_safe
def decisions(request: Request) -> HttpResponse:
    """ "Keputusan saya": what one has to see to, the longest due first; closed ones on their own tab."""
    closed = request.GET.get("lihat") == "selesai"
    open_first = Case(
        When(status=Decision.Status.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = decisions_of(me(request)).annotate(rank=open_first)
    rows = rows.filter(rank=1).order_by("-closed_at") if closed else rows.filter(rank=0).order_by("due", "pk")
    at = reverse("assessment:decisions")
    facts = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {"url": at, "title": _("Berjalan"), "current": not closed},
            {"url": f"{at}?lihat=selesai", "title": _("Selesai"), "current": closed},
        ],
        "closed": closed,
        "on": request.on,
    }
    return render(request, "assessment/meetings/decisions.html", facts)


def decision_close(request: Request, decision_id: int) -> HttpResponse:
    """Done, or given up, with what came of it."""
    rows = Decision.objects.select_related("meeting__unit", "owner", "about")
    found = get_object_or_404(rows, pk=decision_id)
    access.may_close(request.user, found, request.on).require()
    ends = {"finish": decision_acts.finish_decision, "drop": decision_acts.drop_decision}

    def act(values: dict[str, Any]) -> None:
        close = ends[values["end"]]
        close(decision=found, outcome=values["outcome"], actor=request.user, at=request.at)

    return form_page(
        request,
        CloseDecisionForm(posted(request)),
        act,
        done=_("Keputusan ditutup."),
        back_url=reverse("assessment:decisions"),
        question=_("Tutup keputusan ini"),
        text=found.text,
        action=_("Tutup keputusan"),
    )


def decision_change(request: Request, decision_id: int) -> HttpResponse:
    """Another owner, day or, until the minutes are approved, other words; with a reason."""
    rows = Decision.objects.select_related("meeting__unit", "owner", "about")
    found = get_object_or_404(rows, pk=decision_id)
    access.may_chair(request.user, found.meeting, request.on).require()
    near = people_to_decide_about(found.meeting, request.on).filter(user__is_active=True)
    owners = Employee.objects.filter(Q(pk__in=near.order_by().values("pk")) | Q(pk=found.owner_id))
    worded = found.meeting.status in decision_acts.LIVE
    form = ChangeDecisionForm(found, posted(request), owners=owners.order_by("name", "pk"), words=worded)

    def act(values: dict[str, Any]) -> None:
        facts = {"text": found.text} | values
        decision_acts.change_decision(decision=found, **facts, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Keputusan diubah. Penanggung jawabnya diberi tahu."),
        back_url=here(found.meeting),
        question=_("Ubah keputusan"),
        text="" if worded else found.text,
        effects=[] if worded else [_("Notula sudah disetujui: bunyi keputusan tetap.")],
        action=_("Simpan perubahan"),
    )


@require_POST
def minutes_draft(request: Request, meeting_id: int) -> HttpResponse:
    """Ends the meeting and writes the first text."""
    found = chaired(request, meeting_id)
    return attempt(
        request,
        lambda: minutes_acts.draft_minutes(meeting=found, actor=request.user, at=request.at),
        _("Rapat selesai dan notula tersusun. Periksa, lalu setujui."),
        "assessment:minutes",
        found.pk,
    )


def minutes(request: Request, meeting_id: int) -> HttpResponse:
    """The text, for correction while it is a draft; earlier texts below."""
    found = load(request, meeting_id)
    access.may_write(request.user, found, request.on).require()
    if found.status != S.DRAFTED:
        return redirect("assessment:minutes_print", found.pk)

    def act(values: dict[str, Any]) -> None:
        minutes_acts.correct_minutes(meeting=found, text=values["text"], actor=request.user, at=request.at)

    return form_page(
        request,
        MinutesForm(posted(request), initial={"text": found.minutes}),
        act,
        done=_("Notula disimpan."),
        back_url=reverse("assessment:minutes", args=[found.pk]),
        template="assessment/meetings/minutes.html",
        meeting=found,
        chairs=bool(access.may_chair(request.user, found, request.on)),
        versions=list(found.minutes_versions.select_related("by")[:20]),
        newer=newer_than_minutes(found),
    )


def minutes_redraft(request: Request, meeting_id: int) -> HttpResponse:
    """Asks, then draws the text up anew in place of every correction."""
    found = load(request, meeting_id)
    access.may_write(request.user, found, request.on).require()

    def act(_values: dict[str, Any]) -> None:
        minutes_acts.redraft_minutes(meeting=found, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.Form(posted(request)),
        act,
        done=_("Notula disusun ulang. Periksa, lalu setujui."),
        back_url=reverse("assessment:minutes", args=[found.pk]),
        question=_("Susun ulang notula?"),
        text=_("Isinya disusun lagi dari agenda, daftar hadir, dan keputusan yang tercatat sekarang."),
        effects=[
            _("Koreksi yang Anda tulis sendiri diganti."),
            _("Teks sebelumnya tetap tersimpan di bawah notula."),
        ],
        action=_("Susun ulang"),
        danger=True,
    )


@require_POST
def minutes_approve(request: Request, meeting_id: int) -> HttpResponse:
    """The chair's approval of the text as it stands in the form."""
    found = chaired(request, meeting_id)
    by: dict[str, Any] = {"meeting": found, "actor": request.user, "at": request.at}

    @transaction.atomic
    def act() -> None:
        if text := request.POST.get("text"):
            minutes_acts.correct_minutes(**by, text=text)
        minutes_acts.approve_minutes(**by)

    return attempt(
        request,
        act,
        _("Notula disetujui dan tidak berubah lagi."),
        "assessment:meeting",
        found.pk,
    )


@require_safe
def minutes_print(request: Request, meeting_id: int) -> HttpResponse:
    """The minutes on paper: for those invited once approved, for writers before."""
    found = load(request, meeting_id)
    written = found.status == S.APPROVED or (
        found.status == S.DRAFTED and access.may_write(request.user, found, request.on)
    )
    if not written:
        raise Http404(_("Notula rapat ini belum ada atau belum disetujui."))
    return render(request, "assessment/meetings/print.html", {"meeting": found})
