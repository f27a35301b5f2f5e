"""Complete quarters, and which of them may be added up in public.

A public sum holds only quarters that are themselves published, so that no sum tells a hidden one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .trends import first_of, label_of, moved

GRAIN = "quarter"
SHOWN = 8
A_YEAR = 4


def complete_quarters(on: date, count: int = SHOWN) -> list[date]:
    """First days of the last `count` quarters that were over before `on`, oldest first."""
    now = first_of(on, GRAIN)
    return [moved(now, GRAIN, -step) for step in range(count, 0, -1)]


def after(quarter: date) -> date:
    """The first day after the quarter that begins on this day."""
    return moved(quarter, GRAIN, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """Quarters in a row: from `starts` until the day before `ends`."""

    starts: date
    ends: date

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)

    @property
    def label(self) -> str:
        """ "Triwulan I 2026", or "Triwulan IV 2025 s.d. Triwulan III 2026"."""
        last = moved(self.ends, GRAIN, -1)
        if last == self.starts:
            return label_of(last, GRAIN)
        names = {"first": label_of(self.starts, GRAIN), "last": label_of(last, GRAIN)}
        return _("%(first)s s.d. %(last)s") % names


def span_of(shown: Collection[date], on: date) -> Span | None:
    """The longest row of shown quarters that ends with the last complete one, at most a year; or None."""
    quarters = complete_quarters(on, A_YEAR)
    row: list[date] = []
    for quarter in reversed(quarters):
        if quarter not in shown:
            break
        row.append(quarter)
    return Span(row[-1], after(quarters[-1])) if row else None


def spans(shown: Mapping[int, Collection[date]], on: date) -> dict[Span, list[int]]:
    """Keys by the span that may be told of them; every possible span is there, keys without one are not."""
    quarters = complete_quarters(on, A_YEAR)
    found: dict[Span, list[int]] = {Span(quarter, after(quarters[-1])): [] for quarter in quarters}
    for key, own in shown.items():
        if span := span_of(own, on):
            found[span].append(key)
    return found
