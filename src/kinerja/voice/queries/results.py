"""What a survey found: the index of the counted answers and of all of them, who answered, what they said.

Two figures always stand side by side: "published" over the answers that count, and "all" over every answer
that came in, those held or taken out included, so that nobody can say that a result was picked.
Source: PermenPANRB 14/2017, Lampiran. Pooled over respondents, never a mean of units, unless said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kinerja.people.models import Unit
from kinerja.people.queries import unit_tree_ids
from kinerja.rules import skm
from kinerja.rules.exact import round_half_up
from kinerja.rules.explain import as_dicts
from kinerja.rules.skm import SkmResult

from ..models import Service, SurveyAnswer, SurveyPeriod
from .cells import Profile, covered, floor, profile
from .surveys import Progress, progress
from .tallies import pooled, tallies

COUNTED = SurveyAnswer.State.COUNTED.value
TREND = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One service or unit within a survey; hidden (None) below the floor or where it tells on another."""

    name: str
    n: int | None
    result: SkmResult | None


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """`published` and `all` are None while fewer than `floor` people answered.

    `poster_share` is the percentage of counted answers that came by poster, without a transaction;
    `mean_of_parts` the plain mean of the shown units' indices, which is not the index of the unit.
    """

    period: SurveyPeriod
    published: SkmResult | None
    all: SkmResult | None
    progress: Progress
    floor: int
    by_channel: dict[str, int]
    poster_share: Decimal | None
    profile: tuple[Profile, ...]
    services: tuple[Part, ...]
    units: tuple[Part, ...]
    mean_of_units: Decimal | None

    @property
    def n_counted(self) -> int:
        return self.progress.counted

    @property
    def n_held(self) -> int:
        return self.progress.held

    @property
    def n_dropped(self) -> int:
        return self.progress.dropped


class Index(NamedTuple):
    """IKM of `n` respondents; no grade while the law of this installation lets nobody state one."""

    ikm: Decimal
    n: int
    grade: str | None


class TrendPoint(NamedTuple):
    """One earlier survey; no index below the floor of respondents."""

    name: str
    ikm: Decimal | None
    n: int


def _computed(tally: skm.Tally, on: date) -> SkmResult | None:
    return skm.compute(tally, on=on) if tally.n >= floor(on) else None


def results(period: SurveyPeriod) -> SurveyResults:
    """Everything a survey found so far. A constant number of queries."""
    on, codes = period.ends, skm.codes(period.ends)
    by_state = {state: tally for (_period, state, _key), tally in tallies([period]).items()}
    far = progress([period])[period.pk]
    units = _parts(period, "unit")
    shown = [part.result.ikm for part in units if part.result and part.result.ikm is not None]
    return SurveyResults(
        period=period,
        published=_computed(by_state.get(COUNTED, skm.Tally.empty(codes)), on),
        all=_computed(pooled(by_state.values(), codes), on),
        progress=far,
        floor=floor(on),
        by_channel={
            SurveyAnswer.Channel.TOKEN.value: far.token,
            SurveyAnswer.Channel.POSTER.value: far.poster,
        },
        poster_share=round_half_up(Fraction(100 * far.poster, far.counted), 1) if far.counted else None,
        profile=profile(period),
        services=_parts(period, "service"),
        units=units if len(units) > 1 else (),
        mean_of_units=skm.mean_of_units(shown) if len(shown) > 1 else None,
    )


def _parts(period: SurveyPeriod, by: str) -> tuple[Part, ...]:
    """The counted answers by service or serving unit, lowest index first, hidden ones last."""
    split = tallies([period], by="service" if by == "service" else "unit")
    parts = {key: tally for (_period, state, key), tally in split.items() if state == COUNTED}
    kind: type[Service] | type[Unit] = Service if by == "service" else Unit
    names: dict[int | None, str] = dict(
        kind._default_manager.filter(pk__in=[key for key in parts if key]).values_list("pk", "name")
    )
    names[None] = _("Tanpa layanan")
    shown = covered({key: tally.n for key, tally in parts.items()}, floor(period.ends))
    made = [
        Part(names[key], shown[key], skm.compute(tally, on=period.ends) if shown[key] else None)
        for key, tally in parts.items()
    ]
    return tuple(sorted(made, key=_place))


def _place(part: Part) -> tuple[bool, Decimal, str]:
    ikm = part.result.ikm if part.result else None
    return part.result is None, ikm or Decimal(0), part.name


def _figure(result: SkmResult | None) -> dict[str, Any]:
    if result is None:
        return {}
    return {
        "ikm": None if result.ikm is None else str(result.ikm),
        "n": result.n,
        "grade": result.grade,
        "performance": result.performance,
        "withheld": result.withheld,
    }


def frozen(found: SurveyResults) -> dict[str, Any]:
    """The result as plain data: kept when published, and downloaded."""
    period, result = found.period, found.published
    return {
        "published": _figure(result),
        "all": _figure(found.all),
        "sample": {
            "population": period.population,
            "table": period.sample_table,
            "formula": period.sample_formula,
        },
        "answers": {
            "counted": found.n_counted,
            "held": found.n_held,
            "dropped": found.n_dropped,
            "poster_share": None if found.poster_share is None else str(found.poster_share),
        },
        "weights": result.weights if result else None,
        "elements": [
            {
                "code": score.code,
                "name": score.name,
                "answers": score.answers,
                "sum": score.total,
                "nrr": _text(score.shown),
                "weighted": _text(score.weighted),
                "converted": _text(score.converted),
                "grade": score.grade,
            }
            for score in (result.elements if result else ())
        ],
        "lowest": list(result.lowest) if result else [],
        "ties": [list(group) for group in result.ties] if result else [],
        "explanation": as_dicts(result.explanation) if result else [],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _earlier(period: SurveyPeriod) -> QuerySet[SurveyPeriod]:
    """Surveys of the unit that were over before this one began, newest first."""
    over = [SurveyPeriod.Status.CLOSED, SurveyPeriod.Status.PUBLISHED]
    rows = SurveyPeriod.objects.filter(unit_id=period.unit_id, status__in=over, ends__lt=period.starts)
    return rows.order_by("-ends", "-pk")


def trend(period: SurveyPeriod) -> list[TrendPoint]:
    """The unit's surveys before this one, oldest first, at most eight: published ones as they were
    published, the others as they are counted now."""
    earlier = list(reversed(_earlier(period)[:TREND]))
    counted = {place[0]: tally for place, tally in tallies(earlier).items() if place[1] == COUNTED}
    found = []
    for row in earlier:
        tally = counted.get(row.pk)
        figure = row.result.get("published") or _figure(_computed(tally, row.ends) if tally else None)
        ikm = figure.get("ikm")
        found.append(TrendPoint(row.name, None if ikm is None else Decimal(ikm), figure.get("n", 0)))
    return found


def previous_period(period: SurveyPeriod) -> SurveyPeriod | None:
    """The last survey of the unit that ended before this one began."""
    return _earlier(period).first()


def index_of(unit: Unit, starts: date, ends: date) -> Index | None:
    """IKM of the published surveys of the unit and the units below it that ended between the days.

    Pooled over all respondents (every answer belongs to one survey). None without a published survey, or
    below the floor of respondents.
    """
    rows = SurveyPeriod.objects.filter(
        unit_id__in=unit_tree_ids([unit.pk]),
        status=SurveyPeriod.Status.PUBLISHED,
        ends__range=(starts, ends),
    )
    periods = list(rows)
    counted = [tally for (_id, state, _key), tally in tallies(periods).items() if state == COUNTED]
    result = _computed(pooled(counted, skm.codes(ends)), ends) if counted else None
    if result is None or result.ikm is None:
        return None
    return Index(result.ikm, result.n, result.grade)
