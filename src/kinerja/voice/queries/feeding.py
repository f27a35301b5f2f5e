"""Figures of services that fill in the realisation of an SKP indicator: measured where, from how many.

A figure informs the report; it never judges. Below the floor of `service.feeding_floor` (for the index:
`skm.minimum_n`) nothing is filled in, and the source says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kinerja.people.queries import unit_tree_ids
from kinerja.plans.models import Indicator, Plan, PlanVersion
from kinerja.rules.loader import in_force

from ..models import MeasureLink
from .measures import figure
from .response import Response, response
from .results import index_of

K = MeasureLink.Kind
ONE_DAY = timedelta(days=1)
HUNDREDTHS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fed:
    """`text` as an official realisation, "" when there is not enough data; `source` is plain data (JSON):
    kind, unit, service, n, starts, ends, value, on, explanation."""

    text: str
    source: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Found:
    """A value (None: none) from `n` cases, reports or answers; `text` is the value with its unit."""

    n: int
    value: Decimal | None
    text: str


def indicators_of(plan: Plan) -> dict[UUID, str]:
    """Statement by key of every indicator in the plan's newest version that was not returned; one query."""
    newest = PlanVersion.objects.filter(plan=plan).order_by("-number").values("pk")[:1]
    rows = Indicator.objects.filter(result__version__in=newest)
    rows = rows.order_by("-result__kind", "result__order", "result_id", "order", "id")
    return dict(rows.values_list("key", "statement"))


def links_of(keys: Iterable[UUID]) -> dict[UUID, MeasureLink]:
    """The links of these indicators, in the order of the keys; one query."""
    wanted = list(keys)
    rows = MeasureLink.objects.filter(indicator_key__in=wanted).select_related("unit", "service")
    found = {row.indicator_key: row for row in rows}
    return {key: found[key] for key in wanted if key in found}


def measured(keys: Collection[UUID], *, starts: date, ends: date, on: date) -> dict[UUID, Fed]:
    """What the linked indicators among `keys` measured from `starts` to `ends` (both included), as of `on`.

    One query without links, and a few more for each link.
    """
    return {key: _fed(link, starts, ends, on) for key, link in links_of(keys).items()}


def _fed(link: MeasureLink, starts: date, ends: date, on: date) -> Fed:
    floor = _floor(link.kind, on)
    found = _measure(link, starts, ends, on)
    enough = found.value is not None and found.n >= floor
    source = {
        "kind": link.kind,
        "label": link.get_kind_display(),
        "unit": link.unit.name,
        "service": link.service.name if link.service else "",
        "n": found.n,
        "starts": starts.isoformat(),
        "ends": ends.isoformat(),
        "value": str(found.value) if enough else "",
        "on": on.isoformat(),
        "explanation": _explanation(found.n, floor, enough),
    }
    return Fed(found.text if enough else "", source)


def _explanation(n: int, floor: int, enough: bool) -> str:
    if enough:  # stored with the report, so in the language of the agency
        return f"Dari data layanan, n = {n}."
    if not floor:
        return _("Belum ada hasil survei yang terbit pada masa ini; isi sendiri realisasinya.")
    words = _("Data layanan belum cukup (n = %(n)d, paling sedikit %(floor)d); isi sendiri realisasinya.")
    return words % {"n": n, "floor": floor}


def _floor(kind: str, on: date) -> int:
    """The least n; 0 for the index, whose own floor is kept where it is computed."""
    if kind == K.IKM:
        return 0
    law = in_force("service.feeding_floor", on)
    return int(law["cases"] if kind in (K.WITHIN, K.MEDIAN_DAYS) else law["complaints"])


def _measure(link: MeasureLink, starts: date, ends: date, on: date) -> _Found:
    if link.kind == K.IKM:
        index = index_of(link.unit, starts, ends)
        if index is None:
            return _Found(0, None, "")
        return _Found(index.n, index.ikm, _number(index.ikm, keep=True))
    units = unit_tree_ids([link.unit_id])
    if link.kind in (K.WITHIN, K.MEDIAN_DAYS):
        services = [link.service_id] if link.service_id else None
        done = figure(starts=starts, ends=ends + ONE_DAY, services=services, units=units)
        return _percent(done.n, done.share) if link.kind == K.WITHIN else _days(done.n, done.median_days)
    answered = _pooled(response(starts=starts, ends=ends, on=on, units=units).values())
    return answered[0] if link.kind == K.COMPLAINTS_IN_TIME else answered[1]


def _pooled(rows: Iterable[Response]) -> tuple[_Found, _Found]:
    """Share in time and mean days over several units: every report weighs the same."""
    in_time = judged = answered = 0
    total = Decimal(0)
    for row in rows:
        in_time += row.in_time
        judged += row.answered + row.open_overdue
        answered += row.answered
        total += row.answered * (row.mean_days or 0)
    share = Decimal(100 * in_time) / judged if judged else None
    return _percent(judged, share), _days(answered, total / answered if answered else None)


def _percent(n: int, value: Decimal | None) -> _Found:
    return _Found(n, value, "" if value is None else f"{_number(value)}%")


def _days(n: int, value: Decimal | None) -> _Found:
    return _Found(n, value, "" if value is None else f"{_number(value)} hari kerja")


def _number(value: Decimal, *, keep: bool = False) -> str:
    """At most two decimals as Indonesian offices write them; `keep` keeps both."""
    text = f"{value.quantize(HUNDREDTHS, ROUND_HALF_UP):f}"
    return (text if keep else text.rstrip("0").rstrip(".")).replace(".", ",")
