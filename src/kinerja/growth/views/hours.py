"""Pages of development hours: mine, the team's, the agency's with a file."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.access import HR, roles
from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded, searched
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, is_appraiser, team_of
from kinerja.voice.open_data import written

from .. import access_hours as access
from ..actions import hours as acts
from ..forms_common import WhyForm
from ..forms_hours import ActivityForm
from ..models import DevelopmentActivity
from ..queries.hours import HoursView, all_to_confirm, hours_list, hours_of, in_words, to_confirm

PAGE = 25
SHOWN = 15
ACTIVITIES = DevelopmentActivity.objects.select_related("employee__user", "confirmed_by")


def hours(request: Request) -> HttpResponse:
    """One's own hours; appraisers see their team, HR and auditors everybody."""
    me = employee_of(request.user)
    kinds = {"saya": _("Jam saya")} if me is not None else {}
    if is_appraiser(request.user, request.on):
        kinds["tim"] = _("Tim saya")
    if access.may_read_all_hours(request.user, request.on):
        kinds["semua"] = _("Semua pegawai")
    shown = request.GET.get("lihat", "")
    shown = shown if shown in kinds else next(iter(kinds), "")
    year = _year(request)
    at = reverse("growth:hours")
    facts: dict[str, Any] = {
        "tabs": [
            {"url": f"{at}?lihat={key}&tahun={year}", "title": title, "current": key == shown}
            for key, title in kinds.items()
        ],
        "shown": shown,
        "year": year,
        "years": [request.on.year, request.on.year - 1],
    }
    if shown == "saya" and me is not None:
        return render(request, "growth/hours/own.html", facts | _one(request, me, year))
    words = searched(request)
    people = Employee.objects.none()
    waiting = DevelopmentActivity.objects.none()
    if shown == "semua":
        people = Employee.objects.filter(name__icontains=words) if words else Employee.objects.all()
        waiting = all_to_confirm() if me is None else all_to_confirm().exclude(employee=me)
    elif shown == "tim" and me is not None:
        people, waiting = team_of(me, request.on), to_confirm(me, request.on)
    page = Paginator(people.order_by("name", "nip"), PAGE).get_page(request.GET.get("page"))
    facts |= {
        "page": page,
        "views": hours_list(page, year, request.on),
        "words": words,
        "waiting": in_words(waiting[:SHOWN], request.on),
        "waiting_n": waiting.count(),
        "judges": shown == "tim" or HR in roles(request.user, request.on),
    }
    return render(request, "growth/hours/list.html", facts)


def hours_one(request: Request, employee_id: int) -> HttpResponse:
    """The hours of one person, for those above."""
    employee = get_object_or_404(Employee, pk=employee_id)
    access.may_read_hours(request.user, employee, request.on).require()
    year = _year(request)
    facts = _one(request, employee, year) | {
        "year": year,
        "years": [request.on.year, request.on.year - 1],
        "judges": bool(access.may_judge_activity(request.user, employee, request.on)),
    }
    return render(request, "growth/hours/one.html", facts)


@guarded(access.may_read_all_hours)
def hours_file(request: Request) -> HttpResponse:
    """Everybody's hours of a year as CSV for spreadsheet programs. Two queries."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [_("Nama"), "NIP", _("Jenis"), _("JP dihitung"), _("JP wajib"), _("Kurang"), _("Di atas batas")]
    )
    year = _year(request)
    for view in hours_list(Employee.objects.order_by("name", "nip"), year, request.on):
        done, person = view.done, view.employee
        cells = (person.name, person.nip, person.kind.upper(), done.hours, done.least, done.missing, view.cut)
        writer.writerow([written(cell) for cell in cells])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="jam-pengembangan-{year}.csv"'
    return response


def activity_new(request: Request) -> HttpResponse:
    """Reports one's own activity."""
    me = get_object_or_404(Employee, user=request.user)

    def act(values: dict[str, Any]) -> None:
        acts.add_activity(employee=me, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        ActivityForm(posted(request), on=request.on, initial={"day": request.on}),
        act,
        done=_("Kegiatan dilaporkan. Jamnya dihitung setelah dikonfirmasi penilai Anda."),
        back_url=reverse("growth:hours"),
        question=_("Laporkan kegiatan pengembangan"),
        text=_("Pelatihan yang diselenggarakan di sini tercatat sendiri dari kehadiran Anda."),
        action=_("Laporkan kegiatan"),
    )


@require_POST
def activity_confirm(request: Request, activity_id: int) -> HttpResponse:
    """One press; back to where one was."""
    row = get_object_or_404(ACTIVITIES, pk=activity_id)
    access.may_judge_activity(request.user, row.employee, request.on).require()
    try:
        acts.confirm_activity(activity=row, actor=request.user, at=request.at)
        messages.success(request, _("Dikonfirmasi: %(title)s.") % {"title": row.title})
    except ActionError as refused:
        messages.error(request, str(refused))
    return redirect("growth:hours_one", row.employee_id)


def activity_refuse(request: Request, activity_id: int) -> HttpResponse:
    row = get_object_or_404(ACTIVITIES, pk=activity_id)
    access.may_judge_activity(request.user, row.employee, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.refuse_activity(activity=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Kegiatan tidak dihitung. Pegawai membaca alasannya."),
        back_url=reverse("growth:hours_one", args=[row.employee_id]),
        question=_("Tolak “%(title)s”?") % {"title": row.title},
        text=_("Dilaporkan %(name)s. Bukti: %(proof)s") % {"name": row.employee.name, "proof": row.evidence},
        action=_("Tolak kegiatan"),
        danger=True,
    )


def _one(request: Request, employee: Employee, year: int) -> dict[str, Any]:
    view: HoursView = hours_of(employee, year, request.on)
    told = {key: in_words(getattr(view, key), request.on) for key in ("rows", "waiting", "refused")}
    return {"view": view, "employee": employee, **told}


def _year(request: Request) -> int:
    """This year or the one before."""
    asked = request.GET.get("tahun", "")
    return request.on.year - 1 if asked == str(request.on.year - 1) else request.on.year
