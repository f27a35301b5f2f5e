"""The desk of the distributor, the queue of a unit, one complaint, and who wrote it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request, guarded
from kinerja.documents.uploads import served
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import employee_of, led_units, unit_tree_ids

from ..access.common import may_manage_complaints, units_worked_in
from ..access.complaints import may_read_complaint, may_see_reporter
from ..access.handling import may_handle, may_see_unit_queue
from ..actions.complaints import reveal_reporter
from ..clocks import FOLLOW_UP, INFORMATION, NO_OVERSIGHT, OVERSIGHT, VERIFY
from ..forms.handling import AnswerForm, RevealForm
from ..models import Complaint, ComplaintFile
from ..queries.hints import category_hints, twin_hints
from ..queries.office import story, words_of
from ..queries.queues import AT_DESK, IN_UNIT, VIEWS, dated, desk, tree, unit_queue, with_days
from ..queries.response import Response, response
from .handling import RELATED, forward_form, offered

PAGE = 25
CHARTED = 12  # the slowest; the table below has all
S = Complaint.Status
Row = tuple[str, Response]


@guarded(may_manage_complaints)
def desk_page(request: Request) -> HttpResponse:
    """Everything that waits to be forwarded, in the order in which it is due; other states by the tabs."""
    asked = request.GET
    view = asked.get("lihat", "meja")
    view = view if view in VIEWS else "meja"
    categories = tree()
    category = next((row for row, _depth in categories if row.code == asked.get("kategori")), None)
    unit = Unit.objects.filter(code=asked.get("unit", "")).first() if asked.get("unit") else None
    late = asked.get("lewat") == "1"
    words = asked.get("q", "").strip()
    rows = desk(
        request.on,
        view=view,
        category=category,
        unit_id=unit.pk if unit else None,
        overdue=late,
        words=words,
    )
    page = Paginator(rows, PAGE).get_page(asked.get("page"))
    counts = dict(Complaint.objects.order_by().values_list("status").annotate(Count("pk")))
    context = {
        "page": page,
        "rows": with_days(page.object_list, request.on),
        "tabs": _tabs(view, counts),
        "view": view,
        "categories": categories,
        "category": category,
        "units": Unit.objects.order_by("name"),
        "unit": unit,
        "late": late,
        "words": words,
        "filtered": bool(category or unit or late or words),
    }
    return render(request, "voice/office/desk.html", context)


def _tabs(view: str, counts: dict[str, int]) -> list[dict[str, object]]:
    titles = {
        "meja": _("Perlu diteruskan"),
        "unit": _("Di unit"),
        "dijawab": _("Dijawab"),
        "selesai": _("Selesai"),
        "lain": _("Tidak diproses"),
        "semua": _("Semua"),
    }
    counted = {"meja", "unit"}
    return [
        {
            "url": f"{reverse('voice:desk')}?lihat={name}",
            "title": title,
            "current": view == name,
            "count": sum(counts.get(state, 0) for state in VIEWS[name]) if name in counted else 0,
        }
        for name, title in titles.items()
    ]


@guarded(may_see_unit_queue)
def unit_page(request: Request) -> HttpResponse:
    """What waits for oneself and for the units one leads, and how fast they answer."""
    view = request.GET.get("lihat", "tangani")
    words, mine = request.GET.get("q", "").strip(), request.GET.get("saya") == "1"
    rows = unit_queue(request.user, request.on, view=view, words=words, mine=mine)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    titles = {"tangani": _("Perlu ditangani"), "dijawab": _("Dijawab"), "selesai": _("Selesai")}
    here = reverse("voice:unit_complaints")
    context = {
        "page": page,
        "rows": with_days(page.object_list, request.on),
        "tabs": [
            {"url": f"{here}?lihat={name}", "title": title, "current": view == name}
            for name, title in titles.items()
        ],
        "view": view if view in titles else "tangani",
        "words": words,
        "mine": mine,
        **_measures(request),
    }
    return render(request, "voice/office/unit.html", context)


def _measures(request: Request) -> dict[str, Any]:
    """The response time of this year: of the own units, and for those who lead also of their officers."""
    me = employee_of(request.user)
    led = list(led_units(me, request.on)) if me else []
    below = unit_tree_ids(unit.pk for unit in led) if led else units_worked_in(request.user, request.on)
    span: dict[str, Any] = {"starts": date(request.on.year, 1, 1), "ends": request.on, "on": request.on}
    units = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=below)}
    by_unit = response(**span, units=units)
    rows: list[Row] = [(units[pk], found) for pk, found in by_unit.items() if found.received]
    people: dict[int, str] = {me.pk: me.name} if me else {}
    if led:
        answering = Complaint.objects.filter(unit_id__in=below).exclude(officer=None).values("officer_id")
        people |= dict(Employee.objects.filter(pk__in=answering).values_list("pk", "name"))
    by_officer = response(**span, officers=people)
    officers: list[Row] = [(people[pk], found) for pk, found in by_officer.items() if found.received]
    shared = sorted((row for row in rows if row[1].share is not None), key=lambda row: row[1].share or 0)
    return {
        "span": span,
        "by_unit": sorted(rows, key=lambda row: row[0]),
        "by_officer": sorted(officers, key=lambda row: row[0]),
        "chart_units": [name for name, _found in shared[:CHARTED]],
        "chart_shares": [found.percent for _name, found in shared[:CHARTED]],
    }


def complaint_page(request: Request, complaint_id: UUID) -> HttpResponse:
    """One complaint: the citizen's words, what was done, what can be done now."""
    rows = dated(Complaint.objects.select_related(*RELATED)).prefetch_related("redactions")
    complaint = get_object_or_404(rows, pk=complaint_id)
    may_read_complaint(request.user, complaint, request.on).require()
    original = bool(may_manage_complaints(request.user, request.on))
    handles = complaint.status in IN_UNIT and bool(may_handle(request.user, complaint, request.on))
    at_desk = original and complaint.status in AT_DESK
    inline = {"teruskan"} if at_desk else {"jawab"} if handles else set()
    context = {
        "complaint": complaint,
        "row": with_days([complaint], request.on)[0],
        "clock": _clock(complaint),
        "original": original,
        "words": words_of(complaint, original=original),
        "story": story(complaint, original=original),
        "files": complaint.files.all(),
        "joined": complaint.duplicates.count(),
        "acts": [(name, entry) for name, entry in offered(request, complaint) if name not in inline],
        "start_due": _start_due(complaint),
        "forward": forward_form(request, complaint) if at_desk and complaint.status == S.RECEIVED else None,
        "answer": AnswerForm() if handles else None,
        "may_reveal": bool(may_see_reporter(request.user, complaint, request.on)),
        "category_hints": category_hints(complaint) if at_desk else [],
        "twins": twin_hints(complaint) if at_desk else [],
        "next": _next(request, complaint, original),
        "back": reverse("voice:desk" if original else "voice:unit_complaints"),
    }
    return render(request, "voice/office/complaint.html", context)


def _start_due(complaint: Complaint) -> date | None:
    """By when a forwarded report has to be taken up."""
    facts = complaint.clocks.get(FOLLOW_UP)
    return date.fromisoformat(facts["due"]) if facts and complaint.status == S.FORWARDED else None


def _clock(complaint: Complaint) -> list[dict[str, Any]]:
    """Why the due day is that day: the steps frozen with it."""
    names = [INFORMATION, NO_OVERSIGHT, OVERSIGHT] if complaint.status in IN_UNIT else [VERIFY]
    found = [complaint.clocks[name] for name in names if name in complaint.clocks]
    latest: dict[str, Any] = max(found, key=lambda facts: str(facts.get("due", "")), default={})
    return list(latest.get("explanation", []))


def _next(request: Request, complaint: Complaint, original: bool) -> Complaint | None:
    """What is due next in the queue one works in."""
    queue = desk(request.on) if original else unit_queue(request.user, request.on)
    return queue.exclude(pk=complaint.pk).first()


def reporter_page(request: Request, complaint_id: UUID) -> HttpResponse:
    """Who wrote it, after saying why; every look is in the log."""
    complaint = get_object_or_404(Complaint.objects.select_related(*RELATED), pk=complaint_id)
    may_see_reporter(request.user, complaint, request.on).require()
    form = RevealForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"complaint": complaint, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            who = reveal_reporter(
                complaint=complaint, why=form.cleaned_data["why"], actor=request.user, at=request.at
            )
            context |= {"opened": True, "reporter": who}
        except ActionError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "voice/office/reporter.html", context, status=422 if form.errors else 200)


def file_page(request: Request, token: UUID) -> FileResponse:
    """One attachment, for those who may read the complaint."""
    file = get_object_or_404(ComplaintFile.objects.select_related("complaint__unit"), token=token)
    may_read_complaint(request.user, file.complaint, request.on).require()
    return served(file.file, title=file.name, content_type=file.content_type)
