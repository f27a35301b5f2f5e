"""Pages of the evaluation meeting: the list, planning, the meeting itself, its people and points."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.people.queries import employee_of
from kinerja.plans.models import Period
from kinerja.voice.queries.staff import head_of

from .. import access_meetings as access
from ..actions import meetings as acts
from ..forms_meetings import CancelForm, InviteForm, ItemForm, PlanForm, TimeAndPlaceForm
from ..models import Meeting
from ..present_meetings import items_of, points_for
from ..queries.meetings import meetings as meeting_rows
from ..queries.meetings import meetings_of, units_to_meet
from ..queries.periods import period_in_focus
from .common import attempt

PAGE = 25
S = Meeting.Status
OVER = (S.APPROVED, S.CANCELLED)


def load(request: Request, meeting_id: int) -> Meeting:
    """The meeting, if this person may read it. Raises Http404, PermissionDenied."""
    rows = meeting_rows().prefetch_related("attendance__employee")
    found = get_object_or_404(rows, pk=meeting_id)
    access.may_read(request.user, found, request.on).require()
    return found


def chaired(request: Request, meeting_id: int) -> Meeting:
    """The meeting, if this person chairs it. Raises Http404, PermissionDenied."""
    found = load(request, meeting_id)
    access.may_chair(request.user, found, request.on).require()
    return found


def here(meeting: Meeting) -> str:
    return reverse("assessment:meeting", args=[meeting.pk])


def meetings(request: Request) -> HttpResponse:
    """Meetings one may open, those to come and under way first on their own tab."""
    over = request.GET.get("lihat") == "selesai"
    rows = meetings_of(request.user, request.on)
    rows = rows.filter(status__in=OVER) if over else rows.exclude(status__in=OVER).order_by("starts_at", "pk")
    at = reverse("assessment:meetings")
    facts = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {"url": at, "title": _("Akan datang dan berjalan"), "current": not over},
            {"url": f"{at}?lihat=selesai", "title": _("Selesai"), "current": over},
        ],
        "over": over,
        "plans": units_to_meet(request.user, request.on).exists(),
        "me": employee_of(request.user),
    }
    return render(request, "assessment/meetings/list.html", facts)


def meeting_new(request: Request) -> HttpResponse:
    """Plans a meeting of a unit one leads."""
    units = units_to_meet(request.user, request.on)
    if not units.exists():
        raise PermissionDenied(_("Rapat evaluasi direncanakan pimpinan unit."))
    me = employee_of(request.user)
    periods = (
        Period.objects.select_related("cycle").filter(starts__lte=request.on).order_by("-starts", "ends")
    )
    period = periods.filter(pk=_number(request.GET.get("periode"))).first() or period_in_focus(request.on)
    form = PlanForm(posted(request), units=units, periods=periods, period=period, on=request.on)
    made: list[Meeting] = []

    def act(values: dict[str, Any]) -> None:
        chair = head_of(values["unit"], request.on) or me
        assert chair is not None  # only who leads a unit comes this far
        chosen = {"unit": values["unit"], "period": values["period"], "chair": chair}
        made.append(acts.plan_meeting(**chosen, **form.facts(), actor=request.user, at=request.at))

    answer = form_page(
        request,
        form,
        act,
        done=_("Rapat direncanakan. Peserta melihatnya di kalender mereka."),
        back_url=reverse("assessment:meetings"),
        question=_("Rencanakan rapat evaluasi"),
        text=_("Pemimpin rapat, timnya, dan kepala unit di bawahnya langsung diundang."),
        action=_("Rencanakan rapat"),
    )
    return redirect(here(made[0])) if made else answer


def _number(text: str | None) -> int:
    """A row's number from the address; 0 (no row) for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def meeting(request: Request, meeting_id: int) -> HttpResponse:
    """Everything about one meeting, by its state."""
    found = load(request, meeting_id)
    chairs = bool(access.may_chair(request.user, found, request.on))
    points = points_for(request.user, found, items_of(found, request.on), request.on)
    rows = found.decisions.select_related("owner", "about").order_by("pk")
    attendance = list(found.attendance.all())
    facts = {
        "meeting": found,
        "points": points,
        "decisions": [
            (row, bool(row.status == "open" and (chairs or _owns(request, row.owner_id))))
            for row in rows
            if access.sees_decision(request.user, row, chairs)
        ],
        "attendance": attendance,
        "came": sum(bool(row.present) for row in attendance),
        "uncounted": sum(row.present is None for row in attendance),
        "chairs": chairs,
        "writes": bool(access.may_write(request.user, found, request.on)),
        "startable": chairs and found.status == S.PLANNED and localdate(found.starts_at) <= request.on,
        "named": any(point.item.facts.get("named") for point in points),
        "recognises": any(point.kind == "recognise" for point in points),
        "on": request.on,
    }
    return render(request, "assessment/meetings/meeting.html", facts)


def _owns(request: Request, owner_id: int) -> bool:
    me = employee_of(request.user)
    return me is not None and me.pk == owner_id


def meeting_change(request: Request, meeting_id: int) -> HttpResponse:
    found = chaired(request, meeting_id)
    form = TimeAndPlaceForm.of(found, posted(request))

    def act(_values: dict[str, Any]) -> None:
        acts.change_meeting(meeting=found, **form.facts(), actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Waktu dan tempat rapat diubah."),
        back_url=here(found),
        question=_("Ubah waktu dan tempat"),
        text=str(found),
        action=_("Simpan perubahan"),
    )


def meeting_cancel(request: Request, meeting_id: int) -> HttpResponse:
    found = chaired(request, meeting_id)

    def act(values: dict[str, Any]) -> None:
        acts.cancel_meeting(meeting=found, reason=values["reason"], actor=request.user, at=request.at)

    return form_page(
        request,
        CancelForm(posted(request)),
        act,
        done=_("Rapat dibatalkan. Kalender peserta ikut berubah."),
        back_url=here(found),
        question=_("Batalkan rapat ini?"),
        text=str(found),
        action=_("Batalkan rapat"),
        danger=True,
    )


def meeting_invite(request: Request, meeting_id: int) -> HttpResponse:
    """Who is invited; who was counted already, and the chair, stay."""
    found = chaired(request, meeting_id)
    rows = list(found.attendance.all())
    fixed = {found.chair_id} | {row.employee_id for row in rows if row.present is not None}
    form = InviteForm(posted(request), people=[row.employee for row in rows], fixed=fixed)

    def act(values: dict[str, Any]) -> None:
        change = {"add": values["numbers"], "remove": form.removed()}
        acts.set_invited(meeting=found, **change, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Daftar undangan disimpan."),
        back_url=here(found),
        question=_("Atur undangan"),
        text=str(found),
        action=_("Simpan undangan"),
    )


def meeting_item(request: Request, meeting_id: int) -> HttpResponse:
    """A point of the chair's own."""
    found = chaired(request, meeting_id)

    def act(values: dict[str, Any]) -> None:
        acts.add_item(meeting=found, title=values["title"], actor=request.user, at=request.at)

    return form_page(
        request,
        ItemForm(posted(request)),
        act,
        done=_("Butir agenda ditambahkan."),
        back_url=here(found),
        question=_("Tambah butir agenda"),
        text=_("Semua peserta membaca butir ini. Jangan menyebut nama pegawai yang perlu dukungan."),
        action=_("Tambah butir"),
    )


@require_POST
def meeting_begin(request: Request, meeting_id: int) -> HttpResponse:
    """Freezes the agenda and opens the projector view."""
    found = chaired(request, meeting_id)
    done = _("Rapat dimulai. Agenda disimpan seperti keadaannya sekarang.")
    return attempt(
        request,
        lambda: acts.begin(meeting=found, actor=request.user, at=request.at),
        done,
        "assessment:meeting",
        found.pk,
    )


@require_POST
def meeting_named(request: Request, meeting_id: int) -> HttpResponse:
    """Names those to recognise before everybody, or takes the names back."""
    found = chaired(request, meeting_id)
    named = request.POST.get("named") == "1"
    done = _("Nama yang patut dihargai tampil di layar.") if named else _("Layar hanya menampilkan jumlah.")
    return attempt(
        request,
        lambda: acts.name_recognised(meeting=found, named=named, actor=request.user, at=request.at),
        done,
        "assessment:meeting",
        found.pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_attendance(request: Request, meeting_id: int) -> HttpResponse:
    """Everybody invited in one form: present, or absent with a reason."""
    found = chaired(request, meeting_id)
    rows = list(found.attendance.all())
    error = ""
    if request.method == "POST":
        present, reasons = _told(request, rows)
        try:
            acts.take_attendance(
                meeting=found, present=present, reasons=reasons, actor=request.user, at=request.at
            )
            messages.success(request, _("Daftar hadir tersimpan."))
            return redirect(here(found))
        except ActionError as refusal:
            error = str(refusal)
        for row in rows:
            row.present = present.get(row.employee_id, row.present)
            row.reason = reasons.get(row.employee_id, row.reason)
    facts = {"meeting": found, "rows": rows, "error": error}
    return render(request, "assessment/meetings/attendance.html", facts, status=422 if error else 200)


def _told(request: Request, rows: list[Any]) -> tuple[dict[int, bool], dict[int, str]]:
    present = {}
    for row in rows:
        said = request.POST.get(f"hadir-{row.employee_id}", "")
        if said in ("ya", "tidak"):
            present[row.employee_id] = said == "ya"
    return present, {row.employee_id: request.POST.get(f"alasan-{row.employee_id}", "") for row in rows}


@require_POST
def meeting_notes(request: Request, meeting_id: int) -> HttpResponse:
    """What was said about the points; also while typing (204)."""
    found = chaired(request, meeting_id)
    names = [name for name in request.POST if name.startswith("bahas-") and name[6:].isdecimal()]
    notes = {int(name[6:]): request.POST[name][:5000] for name in names if len(name) < 16}
    try:
        acts.note_discussion(meeting=found, notes=notes, actor=request.user, at=request.at)
    except ActionError as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    if "autosave" in request.POST:
        return HttpResponse(status=204)
    messages.success(request, _("Pembahasan tersimpan."))
    return redirect(here(found))
