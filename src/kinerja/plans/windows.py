"""The periods of a year and when each is reported and evaluated. Pure: the calendar comes in."""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, timedelta

from kinerja.rules.calendar import Calendar
from kinerja.rules.deadlines import deadline
from kinerja.rules.loader import in_force

from .models import Cycle, Period

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
QUARTERS = ("Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV")


@dataclass(frozen=True, slots=True)
class Window:
    """One period: reports due on `report_due`, evaluation from `opens` to `closes` (both included)."""

    kind: str
    number: int
    label: str
    starts: date
    ends: date
    report_due: date
    opens: date
    closes: date


def plan_due(year: int, calendar: Calendar) -> date:
    """The day by which plans are set: 31 January (PermenPANRB 6/2022 Ps 14(1))."""
    start = date(year, 1, 1)
    return deadline("plan_set", start, on=start, calendar=calendar).due


def windows(year: int, rhythm: str, calendar: Calendar) -> list[Window]:
    """Twelve months or four quarters, then the year itself.

    Lengths are law data (`cycle.windows`, our own choice: the regulation leaves them open); the annual
    window closes on the day of the regulation. Raises RuleError when the calendar lacks `year` + 1.
    """
    monthly = rhythm == Cycle.Rhythm.MONTHLY
    step, labels = (1, MONTHS) if monthly else (3, QUARTERS)
    kind = Period.Kind.MONTHLY if monthly else Period.Kind.QUARTERLY
    made = []
    for number, label in enumerate(labels, 1):
        starts, ends = date(year, (number - 1) * step + 1, 1), _month_end(year, number * step)
        made.append(_window(kind.value, number, label, starts, ends, calendar))
    annual = Period.Kind.ANNUAL.value
    return [*made, _window(annual, 1, "Tahunan", date(year, 1, 1), date(year, 12, 31), calendar)]


def _window(kind: str, number: int, label: str, starts: date, ends: date, calendar: Calendar) -> Window:
    law = in_force("cycle.windows", starts)[kind]
    if kind == Period.Kind.ANNUAL:
        closes = deadline("evaluation_annual", starts, on=starts, calendar=calendar).due
    else:
        closes = calendar.add_working_days(ends, law["closes_after_end"])
    return Window(
        kind=kind,
        number=number,
        label=label,
        starts=starts,
        ends=ends,
        report_due=calendar.add_working_days(ends, law["report_after_end"]),
        opens=_working_days_before(ends, law["opens_before_end"], calendar),
        closes=closes,
    )


def _month_end(year: int, month: int) -> date:
    return date(year, month, gregorian.monthrange(year, month)[1])


def _working_days_before(day: date, days: int, calendar: Calendar) -> date:
    """The working day with `days` working days after it, up to and including `day`."""
    left = days
    while left:
        left -= calendar.is_working_day(day)
        day -= timedelta(days=1)
    return calendar.last_working_day(day)
