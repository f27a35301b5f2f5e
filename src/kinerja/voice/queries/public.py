"""The public page as one picture of the moment: every unit, its services and what became of its promises.

Made with a constant number of queries and then held in memory; searching and paging only look at it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from kinerja.people.models import Agency, Unit

from ..models import Service, Standard
from ..promises import fee_words, median, promise_words
from .cells import floor
from .changes import PublicChange, published
from .complaint_cells import complaint_tree
from .measures import Figure, figures
from .public_index import PublicIndex, indices, parents_of_units
from .quarters import Span, after, complete_quarters, spans
from .response import Response, response
from .services import services, standards_in_force
from .trends import Point, finding, label_of

INDEX_YEARS = 3
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class PublicService:
    """A service: what it promises and, over `span`, what was measured; no span where too little is known."""

    service: Service
    promise: str
    fee: str
    span: str
    n: int
    share: Decimal | None
    median: str
    trend: str


@dataclass(frozen=True, slots=True)
class PublicComplaints:
    """Reports that a unit received in `span`: percent in time and reopened, median working days."""

    span: str
    received: int
    in_time: int | None
    median: str
    reopened: Decimal


@dataclass(frozen=True, slots=True)
class PublicUnit:
    unit: Unit
    kind: str
    services: tuple[PublicService, ...]
    index: PublicIndex | None
    complaints: PublicComplaints | None
    changes: tuple[PublicChange, ...]

    def matches(self, words: Sequence[str], kind: str) -> bool:
        """Whether every word stands in the unit's name or one of its services, and the kind is asked for."""
        text = " ".join([self.unit.name, *(row.service.name for row in self.services)]).casefold()
        return (not kind or self.unit.kind == kind) and all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the public pages show, as it was on the day `on`."""

    agency: Agency | None
    on: date
    floor: int
    units: tuple[PublicUnit, ...]
    changes: tuple[PublicChange, ...]

    @property
    def kinds(self) -> dict[str, str]:
        """Kinds of unit that are there, in words."""
        return {row.unit.kind: row.kind for row in self.units}


def picture(on: date) -> Picture:
    """The picture of the day, in the language of the page."""
    k = floor(on)
    rows = list(services(on).order_by("unit__name", "name"))
    units = {row.unit_id: row.unit for row in rows}
    measured = _services(rows, on, k)
    index = indices(units, parents_of_units(), on.replace(year=on.year - INDEX_YEARS, day=1))
    answered = _complaints(list(units), on, k)
    changes = published()
    return Picture(
        agency=Agency.objects.first(),
        on=on,
        floor=k,
        units=tuple(
            PublicUnit(
                unit=unit,
                kind=_(unit.get_kind_display()),
                services=tuple(measured[pk]),
                index=index.get(pk),
                complaints=answered.get(pk),
                changes=tuple(row for row in changes if row.change.unit_id == pk),
            )
            for pk, unit in units.items()
        ),
        changes=tuple(changes),
    )


def _services(rows: list[Service], on: date, k: int) -> dict[int, list[PublicService]]:
    """Unit: its services. Figures of quarters with fewer than `k` cases never enter."""
    quarters = complete_quarters(on)
    ids = [row.pk for row in rows]
    found: dict[tuple[int, date], Figure] = figures(
        by=("service", "quarter"), services=ids, starts=quarters[0], ends=after(quarters[-1])
    )
    shown: dict[int, dict[date, Figure]] = defaultdict(dict)
    for (pk, quarter), one in found.items():
        if one.n >= k:
            shown[pk][quarter] = one
    told: dict[int, tuple[Span, Figure]] = {}
    for span, own in spans(shown, on).items():
        for pk, one in figures(by="service", services=own, starts=span.starts, ends=span.ends).items():
            told[pk] = (span, one)
    promised = standards_in_force(rows, on)
    made: dict[int, list[PublicService]] = defaultdict(list)
    for row in rows:
        line = [Point(day, label_of(day, "quarter"), shown[row.pk].get(day)) for day in quarters]
        made[row.unit_id].append(_service(row, promised.get(row.pk), told.get(row.pk), line))
    return made


def _service(
    row: Service, standard: Standard | None, told: tuple[Span, Figure] | None, line: list[Point]
) -> PublicService:
    unit = standard.promise_unit if standard else Standard.PromiseUnit.DAYS.value
    half = median(told[1], unit) if told else None
    return PublicService(
        service=row,
        promise=promise_words(standard.promise, unit) if standard else "",
        fee=fee_words(standard) if standard else "",
        span=told[0].label if told else "",
        n=told[1].n if told else 0,
        share=told[1].share if told else None,
        median="" if half is None else promise_words(half, unit),
        trend=finding(row.name, line, unit) if any(point.told for point in line) else "",
    )


def _complaints(unit_ids: list[int], on: date, k: int) -> dict[int, PublicComplaints]:
    """Unit: its reports over quarters that the open data show too, so that no sum tells a hidden one."""
    shown: dict[int, dict[date, int]] = defaultdict(dict)
    for (quarter, unit), count in complaint_tree(on, k).units.items():
        if count is not None and unit in unit_ids:
            shown[unit][quarter] = count
    made = {}
    for span, own in spans(shown, on).items():
        found = response(starts=span.starts, ends=span.last_day, on=on, units=own)
        for unit in own:
            received = sum(count for day, count in shown[unit].items() if span.starts <= day < span.ends)
            made[unit] = public_response(span.label, received, found[unit], k)
    return made


def public_response(span: str, received: int, found: Response, k: int) -> PublicComplaints:
    """How fast these `received` reports were answered; empty where fewer than `k` were judged."""
    half = found.median_days
    days = Standard.PromiseUnit.DAYS.value
    return PublicComplaints(
        span=span,
        received=received,
        in_time=found.percent if found.answered + found.open_overdue >= k else None,
        median=promise_words(half, days) if half is not None and found.answered >= k else "",
        reopened=(Decimal(found.reopened) * 100 / received).quantize(TENTH, ROUND_HALF_UP),
    )
