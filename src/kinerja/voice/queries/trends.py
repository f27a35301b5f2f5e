"""Periods of measuring, and how one service changed over its quarters or months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ..models import Service
from ..promises import median, promise_words
from .measures import Figure, figures

# Under so many cases a single one moves the median: no figure is told.
ENOUGH = 5
ROMAN = ("I", "II", "III", "IV")
STEPS = {"quarter": 3, "month": 1}
SHOWN = {"quarter": 8, "month": 8}


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter or month; `figure` is None without a case. `told`: enough cases to say something."""

    starts: date
    label: str
    figure: Figure | None

    @property
    def told(self) -> bool:
        return self.figure is not None and self.figure.n >= ENOUGH


def first_of(day: date, grain: str) -> date:
    """The first day of the quarter or month that holds `day`. Raises KeyError for another grain."""
    return date(day.year, day.month - (day.month - 1) % STEPS[grain], 1)


def moved(first: date, grain: str, steps: int) -> date:
    """The first day of the period `steps` after (before, when negative) the one that begins on `first`."""
    months = first.year * 12 + first.month - 1 + steps * STEPS[grain]
    return date(months // 12, months % 12 + 1, 1)


def label_of(first: date, grain: str) -> str:
    """ "Triwulan I 2025" or "Januari 2025"."""
    if grain == "month":
        return format_date(first, "F Y")
    number = ROMAN[(first.month - 1) // 3]
    return _("Triwulan %(number)s %(year)d") % {"number": number, "year": first.year}


def short_label(point: Point, grain: str) -> str:
    """For under a chart, on two lines: "I/25" or "Jan/25", and how many cases were done."""
    at = point.starts
    name = format_date(at, "M") if grain == "month" else ROMAN[(at.month - 1) // 3]
    return f"{name}/{at.year % 100:02d}\n({number_format(_count(point), force_grouping=True)})"


def points(service: Service, grain: str, on: date) -> list[Point]:
    """The last eight quarters or months up to `on`, from the first that has a case. One query."""
    last = first_of(on, grain)
    starts = moved(last, grain, 1 - SHOWN[grain])
    found = figures(by=grain, services=[service.pk], starts=starts, ends=moved(last, grain, 1))
    days = [moved(starts, grain, step) for step in range(SHOWN[grain])]
    row = [Point(day, label_of(day, grain), found.get(day)) for day in days]
    begun = next((number for number, point in enumerate(row) if point.figure), len(row))
    return row[begun:]


def finding(name: str, row: Sequence[Point], unit: str) -> str:
    """What happened, in one sentence: the first and the last period with enough cases, and their counts."""
    told = [(point, median(point.figure, unit)) for point in row if point.figure and point.told]
    if not told:
        return _("%(name)s: belum cukup data.") % {"name": name}
    last = told[-1]
    if len(told) == 1:
        return _("%(name)s: median %(value)s (%(period)s).") % _facts(name, *last, unit)
    first = told[0]
    facts = _facts(name, *last, unit) | {"was": _amount(first[1], unit), "then": _period(first[0])}
    return _change(first[1], last[1]) % facts


def share_finding(row: Sequence[Point]) -> str:
    """How many were in time in the last period with enough cases, beside the first."""
    told = [point for point in row if point.told]
    if not told:
        return _("Belum cukup data untuk menyebut bagian yang sesuai standar.")
    facts = _share(told[-1])
    if len(told) == 1:
        return _("%(share)s%% sesuai standar (%(period)s).") % facts
    first = _share(told[0])
    facts |= {"was": first["share"], "then": first["period"]}
    return _("Sesuai standar: %(was)s%% (%(then)s), lalu %(share)s%% (%(period)s).") % facts


def _share(point: Point) -> dict[str, str]:
    share = point.figure.share if point.figure else None
    whole = number_format(share or 0, decimal_pos=1, use_l10n=True)
    return {"share": whole, "period": _period(point)}


def _change(was: Decimal | None, now: Decimal | None) -> str:
    if was is None or now is None or was == now:
        return _("%(name)s: median tetap %(value)s, dari %(then)s sampai %(period)s.")
    if now < was:
        return _("%(name)s: median turun dari %(was)s (%(then)s) menjadi %(value)s (%(period)s).")
    return _("%(name)s: median naik dari %(was)s (%(then)s) menjadi %(value)s (%(period)s).")


def _facts(name: str, point: Point, value: Decimal | None, unit: str) -> dict[str, str]:
    return {"name": name, "value": _amount(value, unit), "period": _period(point)}


def _amount(value: Decimal | None, unit: str) -> str:
    return "" if value is None else promise_words(value, unit)


def _period(point: Point) -> str:
    return _("%(period)s, n=%(count)d") % {"period": point.label, "count": _count(point)}


def _count(point: Point) -> int:
    return point.figure.n if point.figure else 0
