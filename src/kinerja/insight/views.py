"""Hari ini and ruang kendali."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request, guarded
from kinerja.assessment.access import may_manage
from kinerja.assessment.actions import close_period as close
from kinerja.assessment.actions import open_reviews
from kinerja.assessment.models import Closing
from kinerja.assessment.queries import period_in_focus
from kinerja.assessment.queries.notices import unseen
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of
from kinerja.plans.models import Period

from . import actions
from .access import may_remind, may_see_board
from .queries import STEPS, Board, board, standing, stuck, tasks_for

# More than this frightens; the rest is one step away.
SHOWN = 12


def today(request: Request) -> HttpResponse:
    """What is due, in order, with one button each; then how I am doing."""
    employee = employee_of(request.user)
    tasks = tasks_for(request.user, request.on)
    shown = tasks if request.GET.get("semua") else tasks[:SHOWN]
    facts = {
        "greeting": _greeting(request.at),
        "tasks": shown,
        "hidden": len(tasks) - len(shown),
        "unseen": unseen(request.user),
        "standing": standing(employee) if employee else None,
        "period": _current_period(request),
        "board": _agency_board(request) if may_see_board(request.user, request.on) else None,
        "on": request.on,
    }
    return render(request, "insight/today.html", facts)


def _greeting(at: datetime) -> str:
    hour = timezone.localtime(at).hour
    for until, words in ((10, _("Selamat pagi")), (15, _("Selamat siang")), (18, _("Selamat sore"))):
        if 4 <= hour < until:
            return words
    return _("Selamat malam")


def _current_period(request: Request) -> Period | None:
    """The shortest period that holds the day."""
    running = Period.objects.filter(starts__lte=request.on, ends__gte=request.on)
    return running.select_related("cycle").order_by("-starts", "ends").first()


def _agency_board(request: Request) -> Board | None:
    root = Unit.objects.filter(parent=None).order_by("code").first()
    period = period_in_focus(request.on)
    return board(root, period, request.on) if root and period else None


@guarded(may_see_board)
def control(request: Request) -> HttpResponse:
    """The cycle as a board: below one unit, in one period."""
    periods = list(Period.objects.select_related("cycle").order_by("-starts", "ends"))
    units = Unit.objects.select_related("parent")
    chosen = request.GET.get("unit", "")
    unit = units.filter(pk=chosen).first() if chosen.isdigit() else units.filter(parent=None).first()
    current = period_in_focus(request.on)
    wanted = request.GET.get("periode", "")
    period = next((item for item in periods if str(item.pk) == wanted), current or next(iter(periods), None))
    facts = {
        "board": board(unit, period, request.on) if unit and period else None,
        "periods": periods,
        "steps": {step: _(label) for step, label in STEPS.items()},
        "may_remind": may_remind(request.user, request.on),
        "may_manage": may_manage(request.user, request.on),
        "stage": _stage(period, request.on) if period else "",
        "cycle_url": reverse("plans:cycle") if may_remind(request.user, request.on) else "",
    }
    return render(request, "insight/control.html", facts)


def _stage(period: Period, on: date) -> str:
    """Where the evaluation of a period stands: "ahead", "open", "over" or "closed"."""
    if Closing.objects.filter(period=period).exists():
        return "closed"
    if on < period.opens:
        return "ahead"
    return "open" if on <= period.closes else "over"


@guarded(may_see_board)
def waiting(request: Request, unit_id: int, period_id: int, step: str) -> HttpResponse:
    """Who has not passed a step, by name, and whose turn it is."""
    unit, period = _place(unit_id, period_id, step)
    after = request.GET.get("setelah", "")
    pk = request.GET.get("id", "0")
    page = stuck(unit, period, request.on, step, after=(after, int(pk) if pk.isdigit() else 0))
    next_url = "?" + urlencode({"setelah": page.after[0], "id": page.after[1]}) if page.after else ""
    facts = {
        "unit": unit,
        "period": period,
        "step": step,
        "step_label": _(STEPS[step]),
        "page": page,
        "next_url": next_url,
        "may_remind": may_remind(request.user, request.on),
    }
    return render(request, "insight/waiting.html", facts)


@guarded(may_remind)
def remind(request: Request, unit_id: int, period_id: int, step: str) -> HttpResponse:
    """Asks once, then queues the reminders."""
    unit, period = _place(unit_id, period_id, step)
    back = f"{reverse('insight:control')}?{urlencode({'unit': unit_id, 'periode': period_id})}"
    if request.method == "POST":
        count = actions.remind(
            unit=unit, period=period, step=step, actor=request.user, on=request.on, at=request.at
        )
        messages.success(request, _("Pengingat disiapkan untuk %s orang.") % count)
        return redirect(back)
    facts = {
        "question": _("Kirim pengingat “%(step)s” di %(unit)s?") % {"step": _(STEPS[step]), "unit": unit},
        "text": _("Setiap orang yang gilirannya menerima satu surel. Pengiriman berjalan di latar belakang."),
        "action": _("Kirim pengingat"),
        "back_url": back,
    }
    return render(request, "web/confirm.html", facts)


@guarded(may_manage)
def open_period(request: Request, period_id: int) -> HttpResponse:
    """Starts the evaluation of a period for everybody with a set plan; again adds who is new."""
    period = get_object_or_404(Period.objects.select_related("cycle"), pk=period_id)
    if request.method == "POST":
        try:
            opened = open_reviews(period=period, actor=request.user, at=request.at)
        except ActionError as error:
            messages.error(request, str(error))
        else:
            words = _("%(opened)s penilaian dibuka; %(nobody)s pegawai tanpa penilai dalam sistem.")
            nobody = opened.without_appraiser
            messages.success(request, words % {"opened": opened.opened, "nobody": nobody})
        return redirect(_board_of(period))
    facts = {
        "question": _("Buka penilaian %s?") % period,
        "text": _("Setiap pegawai dengan SKP yang ditetapkan masuk ke antrean penilainya."),
        "action": _("Buka penilaian"),
        "back_url": _board_of(period),
    }
    return render(request, "web/confirm.html", facts)


@guarded(may_manage)
def close_period(request: Request, period_id: int) -> HttpResponse:
    """Ends the window: late reviews go to the superiors, signed ones are reported."""
    period = get_object_or_404(Period.objects.select_related("cycle"), pk=period_id)
    if request.method == "POST":
        try:
            closing = close(period=period, actor=request.user, at=request.at)
        except ActionError as error:
            messages.error(request, str(error))
        else:
            words = _("%(period)s ditutup: %(late)s terlambat, %(reported)s dilaporkan.")
            facts = {"period": period, "late": closing.late, "reported": closing.reported}
            messages.success(request, words % facts)
        return redirect(_board_of(period))
    facts = {
        "question": _("Tutup masa penilaian %s?") % period,
        "effects": [
            _("Penilaian yang belum ditandatangani menjadi tugas atasan penilai dan bersifat final."),
            _("Penilaian yang sudah ditandatangani dilaporkan kepada Pejabat yang Berwenang."),
            _("Sistem tidak menilai dan tidak menandatangani apa pun."),
        ],
        "action": _("Tutup periode"),
        "back_url": _board_of(period),
    }
    return render(request, "web/confirm.html", facts)


def _board_of(period: Period) -> str:
    return f"{reverse('insight:control')}?{urlencode({'periode': period.pk})}"


def _place(unit_id: int, period_id: int, step: str) -> tuple[Unit, Period]:
    if step not in STEPS:
        raise Http404(_("Langkah ini tidak ada."))
    period = get_object_or_404(Period.objects.select_related("cycle"), pk=period_id)
    return get_object_or_404(Unit, pk=unit_id), period
