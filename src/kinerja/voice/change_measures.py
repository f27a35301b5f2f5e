"""The measures that a change may be told by, each over one complete quarter, and how they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinerja.people.models import Unit
from kinerja.rules.loader import in_force

from .models import Service, Standard
from .promises import median, promise_words
from .queries.cells import floor
from .queries.complaint_cells import complaint_tree
from .queries.measures import figure
from .queries.quarters import Span, after
from .queries.response import response
from .queries.results import index_of
from .queries.services import standard_in_force

SHARE, MEDIAN, IKM, COMPLAINTS = "share", "median", "ikm", "complaint_days"
MEASURES = {
    SHARE: gettext_noop("Berkas yang selesai sesuai standar"),
    MEDIAN: gettext_noop("Waktu layanan (median)"),
    IKM: gettext_noop("Indeks Kepuasan Masyarakat"),
    COMPLAINTS: gettext_noop("Waktu menjawab pengaduan (median)"),
}
OF_SERVICE = frozenset({SHARE, MEDIAN})
PERCENT, INDEX = "percent", "ikm"


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of a quarter: `value` in `unit` over `n` cases, respondents or reports; None without one."""

    starts: date
    value: Decimal | None
    unit: str
    n: int

    def frozen(self) -> dict[str, Any]:
        """As it is kept in a change."""
        return {
            "starts": self.starts.isoformat(),
            "value": str(self.value),
            "unit": self.unit,
            "n": self.n,
        }


def measured(code: str, unit: Unit, service: Service | None, quarter: date, on: date) -> Measured:
    """The measure of the unit or service in the quarter that begins on this day.

    Raises KeyError for another code. Without a service its measures are empty.
    """
    span = Span(quarter, after(quarter))
    if code == IKM:
        index = index_of(unit, span.starts, span.last_day)
        return Measured(quarter, index.ikm if index else None, INDEX, index.n if index else 0)
    if code == COMPLAINTS:
        found = response(starts=span.starts, ends=span.last_day, on=on, units=[unit.pk])[unit.pk]
        return Measured(quarter, found.median_days, Standard.PromiseUnit.DAYS.value, found.answered)
    if code not in OF_SERVICE:
        raise KeyError(code)
    standard = standard_in_force(service, on) if service else None
    promised = standard.promise_unit if standard else Standard.PromiseUnit.DAYS.value
    told = PERCENT if code == SHARE else promised
    if service is None:
        return Measured(quarter, None, told, 0)
    cases = figure(services=[service.pk], starts=span.starts, ends=span.ends)
    return Measured(quarter, cases.share if code == SHARE else median(cases, promised), told, cases.n)


def least(code: str, on: date) -> int:
    """The fewest people or cases that the figure may stand on."""
    return int(in_force("skm.minimum_n", on)["n"]) if code == IKM else floor(on)


def may_be_told(code: str, unit: Unit, found: Measured, on: date) -> bool:
    """Whether the figure stands on enough. Reports of a quarter that the open data hide stay hidden."""
    if found.value is None or found.n < least(code, on):
        return False
    if code == COMPLAINTS:
        return complaint_tree(on, floor(on)).units.get((found.starts, unit.pk)) is not None
    return True


def quarter_of(figure: Mapping[str, Any]) -> date:
    """The quarter of a draft's or a frozen figure."""
    return date.fromisoformat(figure["starts"])


def value_words(value: Decimal, unit: str) -> str:
    """ "82,50%", "88,45" or "5 hari kerja"."""
    if unit == PERCENT:
        return _("%(share)s%%") % {"share": number_format(value, decimal_pos=1, use_l10n=True)}
    if unit == INDEX:
        return str(number_format(value, decimal_pos=2, use_l10n=True))
    return promise_words(value, unit)


@dataclass(frozen=True, slots=True)
class Told:
    """A frozen figure in words."""

    words: str
    label: str
    n: int


def told(figure: Mapping[str, Any]) -> Told | None:
    """A frozen figure as people read it; None for a draft's or none."""
    if "value" not in figure:
        return None
    starts = quarter_of(figure)
    label = Span(starts, after(starts)).label
    return Told(value_words(Decimal(figure["value"]), figure["unit"]), label, figure["n"])
