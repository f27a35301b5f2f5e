"""Log harian: one quick line, a whole week at once, or a CSV file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinerja.accounts.request import Request
from kinerja.people.models import Agency
from kinerja.plans.models import Plan

from ..actions.daily import import_daily_csv, save_daily
from ..daily import csv_file, grid
from ..daily.lines import FIELDS, LONGEST_TEXT, Unclear, read_day, read_line
from ..errors import ActionError, LineProblem, Lines, NotGiven
from ..queries.content import Content, content
from ..queries.daily import Often, monday_of, next_line, often, unlogged_days, week_entries
from .loading import log_mode, own

WORDS = csv_file.WORDS
REQUIRED = Agency.DailyLog.REQUIRED.value
ROOM_MORE = 4  # empty rows a day after asking for more


def _frame(request: Request, part: str) -> dict[str, Any]:
    """What the three pages share; `plan` is None when there is nothing to log against."""
    mine = own(request)
    mode = log_mode()
    plan = mine.plan if mode != Agency.DailyLog.OFF.value else None
    promised = content(plan) if plan else None
    return {
        "plan": plan,
        "promised": promised,
        "items": list(promised.numbered()) if promised else [],
        "mode": mode,
        "on": request.on,
        "tabs": [
            {"url": reverse(f"progress:{name}"), "title": title, "current": name == part}
            for name, title in (
                ("daily", _("Catat cepat")),
                ("daily_week", _("Satu minggu")),
                ("daily_import", _("Impor CSV")),
            )
        ],
    }


def _names(promised: Content | None) -> Mapping[str, UUID]:
    return promised.by_name() if promised else {}


def _week(text: str, on: date) -> date:
    """The Monday of the day asked for, of today when that is no day."""
    try:
        return monday_of(read_day(text))
    except Unclear:
        return monday_of(on)


def quick(request: Request) -> HttpResponse:
    """One line in ten seconds: today, from the last end until now, towards the last indicator."""
    facts = _frame(request, "daily")
    plan: Plan | None = facts["plan"]
    if plan is None:
        return render(request, "progress/daily.html", facts)
    cells: dict[str, str] = {}
    problems: tuple[LineProblem, ...] = ()
    if request.method == "POST":
        cells = {name: request.POST.get(name, "") for name in FIELDS}
        problems = _keep_one(request, plan, cells, facts["promised"])
        if not problems:
            return redirect("progress:daily")
    monday = _week(request.GET.get("minggu", ""), request.on)
    entries = week_entries(plan, monday)
    numbers = {indicator.key: number for number, indicator in facts["items"]}
    facts |= {
        "cells": cells or _proposed(request, plan),
        "editing": "ubah" in request.GET,
        "wrong": {problem.column: problem.message for problem in problems},
        "often": [(habit, _query(habit)) for habit in often(plan, request.on)],
        "entries": [(entry, numbers.get(entry.indicator_key)) for entry in entries],
        "unlogged": unlogged_days(entries, monday, request.on) if facts["mode"] == REQUIRED else [],
        "monday": monday,
        **_around(monday, request.on),
    }
    return render(request, "progress/daily.html", facts, status=422 if problems else 200)


def _keep_one(
    request: Request, plan: Plan, cells: Mapping[str, str], promised: Content | None
) -> tuple[LineProblem, ...]:
    """Keeps, changes or removes the one line; what is wrong comes back by column."""
    key = grid.read_uuid(cells["key"])
    if key is None:
        return (LineProblem(1, "", _("Muat ulang halaman, lalu ulangi.")),)
    try:
        if request.POST.get("do") == "gone":
            save_daily(plan=plan, lines=[], gone=[key], actor=request.user, at=request.at)
            messages.success(request, _("Catatan dihapus."))
            return ()
        read = read_line(cells, 1, _names(promised), WORDS)
        if read.line is None:
            return read.problems
        save_daily(plan=plan, lines=[(1, read.line)], actor=request.user, at=request.at)
    except Lines as refusal:
        return refusal.problems
    except ActionError as refusal:
        return (LineProblem(1, "", str(refusal)),)
    messages.success(request, _("Tercatat: %(text)s.") % {"text": read.line.text})
    return ()


def _proposed(request: Request, plan: Plan) -> dict[str, str]:
    """The line to change, or the next one as it will most likely be."""
    asked = grid.read_uuid(request.GET.get("ubah", ""))
    entry = plan.daily_entries.filter(key=asked).first() if asked else None
    if entry is not None:
        return grid.cells_of(entry)
    proposal = next_line(plan, request.at)
    return {
        "key": str(uuid4()),
        "day": proposal.day.isoformat(),
        "starts": f"{proposal.starts:%H.%M}",
        "ends": f"{proposal.ends:%H.%M}",
        "text": request.GET.get("kegiatan", "")[:LONGEST_TEXT],
        "unit": request.GET.get("satuan", ""),
        "item": request.GET.get("indikator", "") or str(proposal.indicator_key or ""),
    }


def _query(habit: Often) -> str:
    facts = {"kegiatan": habit.text, "satuan": habit.unit, "indikator": habit.indicator_key or ""}
    return urlencode(facts)


def _around(monday: date, on: date) -> dict[str, object]:
    """The neighbours of a week; the next one only when it has begun."""
    after = monday + timedelta(days=7)
    return {
        "before": monday - timedelta(days=7),
        "after": after if after <= on else None,
        "sunday": monday + timedelta(days=6),
    }


def week(request: Request) -> HttpResponse:
    """Seven days in one grid, kept by one POST; last week can be laid in to be adapted."""
    facts = _frame(request, "daily_week")
    plan: Plan | None = facts["plan"]
    if plan is None:
        return render(request, "progress/daily_week.html", facts)
    monday = _week(request.POST.get("monday") or request.GET.get("minggu", ""), request.on)
    more = request.POST.get("do") == "more"
    if request.method == "POST":
        posted = grid.read_posted(request.POST, _names(facts["promised"]), WORDS)
        rows: list[grid.Row] = list(posted.rows)
        if not more:
            problems = _keep_week(request, plan, posted)
            if "autosave" in request.POST:
                return HttpResponse(status=422 if problems else 204)
            if not problems:
                return redirect(f"{request.path}?minggu={monday.isoformat()}")
            rows = grid.marked(rows, problems)
            facts["problems"] = problems
    else:
        kept = [grid.cells_of(entry) for entry in week_entries(plan, monday)]
        laid: list[dict[str, str]] = []
        if "salin" in request.GET:
            laid = _last_week(plan, monday, {cells["day"] for cells in kept}, request.on)
            facts["laid"] = len(laid)
        rows = grid.kept_rows(kept, laid)
    spare = ROOM_MORE if more else grid.ROOM
    facts |= {
        "days": grid.days(rows, monday, request.on, spare),
        "monday": monday,
        **_around(monday, request.on),
    }
    return render(request, "progress/daily_week.html", facts, status=422 if facts.get("problems") else 200)


def _keep_week(request: Request, plan: Plan, posted: grid.Posted) -> tuple[LineProblem, ...]:
    """Keeps the page: all of it, or while somebody types what is already complete."""
    typing = "autosave" in request.POST
    if posted.problems and not typing:
        return posted.problems
    gone = () if typing else posted.gone
    try:
        count = save_daily(plan=plan, lines=posted.lines, gone=gone, actor=request.user, at=request.at)
    except Lines as refusal:
        return refusal.problems
    except ActionError as refusal:
        return (LineProblem(0, "", str(refusal)),)
    if not typing:
        messages.success(request, _("%(count)d catatan tersimpan.") % {"count": count})
    return posted.problems


def _last_week(plan: Plan, monday: date, taken: set[str], on: date) -> list[dict[str, str]]:
    """Last week's lines for the days that have come and are still empty."""
    before = grid.copied(week_entries(plan, monday - timedelta(days=7)))
    return [cells for cells in before if cells["day"] not in taken and cells["day"] <= on.isoformat()]


def bring(request: Request) -> HttpResponse:
    """A CSV file: all of it or nothing, with a message a cell."""
    facts = _frame(request, "daily_import")
    plan: Plan | None = facts["plan"]
    if plan is not None and request.method == "POST":
        upload = request.FILES.get("file")
        try:
            if upload is None:
                raise NotGiven(_("Pilih berkas CSV-nya dahulu."))
            data = upload.read(csv_file.LONGEST + 1)
            count = import_daily_csv(plan=plan, data=data, actor=request.user, at=request.at)
            messages.success(request, _("%(count)d catatan masuk.") % {"count": count})
            return redirect("progress:daily")
        except Lines as refusal:
            facts["problems"] = refusal.problems
        except ActionError as refusal:
            messages.error(request, str(refusal))
    return render(request, "progress/daily_import.html", facts, status=422 if facts.get("problems") else 200)


@require_GET
def sample(request: Request) -> HttpResponse:
    """The CSV file to fill in; the byte order mark tells Excel that it is UTF-8."""
    response = HttpResponse("\ufeff" + csv_file.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contoh-log-harian.csv"'
    return response
