"""Pengawasan: the register of the cycle by unit and by person, and its file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.access import may_read_log
from kinerja.accounts.request import Request, guarded
from kinerja.assessment.queries import period_in_focus
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.plans.models import Period
from kinerja.voice.open_data import written

from .access import may_see_board, may_supervise
from .numbers import number
from .queries import register as reading
from .queries.register import STATES, STEPS, PersonRow, UnitRow

EVERYBODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What the register is about, as the address says it."""

    unit: Unit
    period: Period
    day: date
    step: str
    state: str

    def url(self, **changed: object) -> str:
        """The query of the address with some parts changed."""
        parts: dict[str, object] = {
            "unit": self.unit.pk,
            "periode": self.period.pk,
            "hari": self.day.isoformat(),
            "langkah": self.step,
            "keadaan": self.state,
        }
        return "?" + urlencode({name: value for name, value in (parts | changed).items() if value})


def _choice(request: Request) -> Choice | None:
    """From the address; what is missing or unreadable falls back on the whole agency today. None before
    there is a unit and a period."""
    wanted = request.GET
    units = Unit.objects.select_related("parent")
    unit = units.filter(pk=number(wanted.get("unit", ""))).first()
    unit = unit or units.filter(parent=None).order_by("code").first()
    periods = Period.objects.select_related("cycle")
    period = periods.filter(pk=number(wanted.get("periode", ""))).first()
    period = period or period_in_focus(request.on) or periods.order_by("-starts").first()
    if unit is None or period is None:
        return None
    step, state = wanted.get("langkah", ""), wanted.get("keadaan", "")
    if (step and step not in STEPS) or (state and state not in STATES):
        raise Http404(_("Saringan ini tidak ada."))
    # A step alone asks who has not done it; a state that needs a step does without when there is none.
    if step and not state:
        state = "belum"
    elif not step and state != "terlambat":
        state = ""
    return Choice(unit, period, _day(wanted.get("hari", ""), request.on), step, state)


def _day(text: str, on: date) -> date:
    """A past day, or today for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return on
    return day if date(2000, 1, 1) <= day <= on else on


def _frame(request: Request, choice: Choice | None) -> dict[str, object]:
    return {
        "choice": choice,
        "periods": Period.objects.select_related("cycle").order_by("-starts", "ends"),
        "steps": [(step, _(title)) for step, title in STEPS.items()],
        "states": [(state, _(title)) for state, title in STATES.items()],
        "on": request.on,
    }


@guarded(may_see_board)
def register(request: Request) -> HttpResponse:
    """By unit: how many have planned, reported, been rated, signed and received, as of a day."""
    choice = _choice(request)
    frame = _frame(request, choice)
    if choice is None:
        return render(request, "insight/supervision/register.html", frame)
    rows = [_unit(row, choice) for row in reading.register(choice.unit, choice.period, choice.day)]
    whole = choice.url(langkah="", keadaan="")
    up = choice.unit.parent_id
    links = {
        "up": choice.url(unit=up, langkah="", keadaan="") if up else "",
        "everybody": reverse("insight:register_people") + whole,
        "file": reverse("insight:register_file") + whole,
        "may_supervise": may_supervise(request.user, request.on),
        "may_read_log": may_read_log(request.user, request.on),
    }
    return render(request, "insight/supervision/register.html", {**frame, **links, "rows": rows})


def _unit(row: UnitRow, choice: Choice) -> dict[str, object]:
    """A line of the table with its ways down."""
    address = reverse("insight:register_people")

    def people_at(step: str, state: str) -> str:
        return address + choice.url(unit=row.unit_id, langkah=step, keadaan=state)

    cells = [
        {
            "label": _(cell.label),
            "done": cell.done,
            "late": cell.late,
            "percent": cell.percent,
            "url": people_at(cell.step, "terlambat" if cell.late else "belum"),
        }
        for cell in row.cells
    ]
    down = choice.url(unit=row.unit_id, langkah="", keadaan="") if row.opens else ""
    return {"unit": row, "cells": cells, "people": people_at("", ""), "down": down}


@guarded(may_see_board)
def people(request: Request) -> HttpResponse:
    """By person: the day of every step and who did it; fifty at a time by name."""
    choice = _choice(request)
    if choice is None:
        raise Http404(_("Belum ada unit atau periode."))
    after = (request.GET.get("setelah", "")[:200].replace("\x00", ""), number(request.GET.get("id", "")))
    page = reading.people(
        choice.unit, choice.period, choice.day, step=choice.step, state=choice.state, after=after
    )
    next_url = choice.url(setelah=page.after[0], id=page.after[1]) if page.after else ""
    context = {
        **_frame(request, choice),
        "page": page,
        "next_url": next_url,
        "back": choice.url(langkah="", keadaan=""),
        "file": reverse("insight:register_file") + choice.url(),
    }
    return render(request, "insight/supervision/people.html", context)


@guarded(may_see_board)
def people_file(request: Request) -> HttpResponse:
    """The same people as a CSV file; taking it along is logged."""
    choice = _choice(request)
    if choice is None:
        raise Http404(_("Belum ada unit atau periode."))
    found = reading.people(
        choice.unit, choice.period, choice.day, step=choice.step, state=choice.state, limit=EVERYBODY
    )
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    heads = [_("Nama"), "NIP", _("Jabatan"), _("Unit")]
    for title in STEPS.values():
        heads += [_(title), _("%s oleh") % _(title), _("%s lewat batas") % _(title)]
    writer.writerow(heads)
    writer.writerows(_line(row) for row in found.rows)
    after = {
        "people": len(found.rows),
        "period": choice.period.pk,
        "step": choice.step,
        "state": choice.state,
    }
    record(actor=request.user, at=request.at, action="insight.take_register", target=choice.unit, after=after)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"pengawasan-{choice.period.cycle.year}-{choice.period.number}-{choice.day.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(row: PersonRow) -> list[str]:
    cells = [written(row.name), row.nip, written(row.post), written(row.unit)]
    for mark in row.marks:
        cells += [
            written(timezone.localdate(mark.at) if mark.at else None),
            written(mark.by),
            written(mark.late),
        ]
    return cells
