"""What came of a programme: before and after, beside whom, by which method, how sure.

The method follows from the programme, never from the result. With units to compare with: difference in
differences. Without: an interrupted series when eight whole months or more lie on either side, else before
and after (`docs/adr/0011-measure.md`). No figure of fewer people than `survey.k_floor` is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean, median

import numpy as np
from django.utils.timezone import localdate

from kinerja.growth.models import Programme
from kinerja.measure.did import FEW_CLUSTERS, difference_in_differences
from kinerja.measure.means import welch
from kinerja.measure.medians import difference_of_medians
from kinerja.measure.proportions import difference_of_shares
from kinerja.measure.result import Effect, Group, Interval, Verdict
from kinerja.measure.series import POINTS_EACH, interrupted_series
from kinerja.voice.queries.cells import floor

from .queries.effect_rows import Row, rows_of

Measure = Programme.Measure
TREATED, COMPARED = "treated", "compared"
MEAN, SHARE, MEDIAN = "mean", "share", "median"
HIGHER_IS_BETTER = frozenset({Measure.SATISFACTION, Measure.WITHIN})
SEED = 1994  # the same figures come out on every visit
GRAINS = (1, 3, 12)  # months that one point of the picture holds
MOST_POINTS = 8
TENTH = Decimal("0.1")
WHOLE_DAY = 1.0  # times are counted in whole working days
MONTHLY = 5  # under so many a single case moves the point of a month (as in `voice.queries.trends`)


@dataclass(frozen=True, slots=True)
class Cell:
    """n observations of one side in one stretch of time; figures are None under the floor."""

    n: int
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """`name` is "treated" or "compared"."""

    name: str
    units: int
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the picture: its first day, months it holds, and the figure of each side (or None)."""

    starts: date
    months: int
    values: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class EffectView:
    """What came of `programme` as known on `on`.

    `statistic` says what the cells hold: "mean" (index 25..100 or working days), "share" (percent) or
    "median" (working days). `effect` has method, estimate, standard error, interval, n and verdict in the
    same unit; `slope` is the turn of the trend a month, of an interrupted series only. `expected`: whether
    an effect that was seen goes where one hopes (higher satisfaction, shorter times); None without one.
    `waiting`: reports not answered and cases not done that are in no figure, of the time before and of the
    time after. `late`: the yardstick was chosen after the time after had begun.
    """

    programme: Programme
    on: date
    statistic: str
    effect: Effect
    sides: tuple[Side, ...]
    points: tuple[Point, ...]
    slope: Effect | None
    expected: bool | None
    waiting: tuple[int, int]
    late: bool

    @property
    def treated(self) -> Side:
        return self.sides[0]

    @property
    def compared(self) -> Side | None:
        return self.sides[1] if len(self.sides) > 1 else None

    @property
    def verdict(self) -> Verdict:
        return self.effect.verdict

    @property
    def n(self) -> int:
        return self.effect.n

    @property
    def few_units(self) -> bool:
        """Whether the interval cannot know how units differ, because too few stand on a side."""
        return self.compared is not None and FEW_CLUSTERS in self.effect.cautions


def effect_of(programme: Programme, on: date) -> EffectView:
    """The effect of the programme by what is known at the end of `on`. At most ten queries."""
    found = rows_of(programme, on)
    before = [row for row in found.rows if row.day < programme.starts]
    after = [row for row in found.rows if row.day >= programme.settled]
    months = _months(programme, before, after, on) if not found.others else None
    statistic = _statistic(programme.measure, compared=bool(found.others))
    least = floor(on)
    slope = None
    waiting = (
        sum(day < programme.starts for day in found.waiting),
        sum(day >= programme.settled for day in found.waiting),
    )
    if found.others:
        effect = _beside(before, after)
    elif months is not None:
        effect, slope = _over_time(months, programme)
        effect = replace(effect, n=len(before) + len(after))
    else:
        effect = _two(statistic, _values(before), _values(after))
    counts = {TREATED: found.units} | ({COMPARED: found.others} if found.others else {})
    sides = tuple(_side(name, units, statistic, before, after, least=least) for name, units in counts.items())
    if any(cell.value is None for side in sides for cell in (side.before, side.after)):
        effect = _silent(effect)
    return EffectView(
        programme=programme,
        on=on,
        statistic=statistic,
        effect=effect,
        sides=sides,
        points=_points(programme, found.rows, statistic, on, least=least, names=tuple(counts)),
        slope=slope,
        expected=_expected(programme.measure, effect),
        waiting=waiting,
        late=localdate(programme.made_at) >= programme.settled,
    )


def _statistic(measure: str, *, compared: bool) -> str:
    """Days have long tails: their median, but for a difference in differences, which adds up means."""
    if measure == Measure.WITHIN:
        return SHARE
    return MEAN if measure == Measure.SATISFACTION or compared else MEDIAN


def _values(rows: Iterable[Row]) -> list[float]:
    return [row.value for row in rows]


def _beside(before: Sequence[Row], after: Sequence[Row]) -> Effect:
    """Difference in differences, clustered by unit when there are enough of them."""
    rows = [*before, *after]
    cells = {(row.treated, late) for late, part in enumerate((before, after)) for row in part}
    if len(cells) < 4:
        return Effect(len(rows), "did_hc1", None, None, None, Verdict.NOT_ENOUGH_DATA)
    return difference_in_differences(
        _values(rows),
        [row.treated for row in rows],
        [False] * len(before) + [True] * len(after),
        [row.unit_id for row in rows],
    )


def _two(statistic: str, before: list[float], after: list[float]) -> Effect:
    """Before and after of one side; its groups carry the figures of both."""
    names = ("before", "after")
    if not before or not after:
        return Effect(len(before) + len(after), statistic, None, None, None, Verdict.NOT_ENOUGH_DATA)
    if statistic == SHARE:
        hits = [sum(value > 0 for value in part) for part in (before, after)]
        found = difference_of_shares((hits[0], len(before)), (hits[1], len(after)), names=names)
        return _percent(found)
    if statistic == MEDIAN:
        drawing = np.random.default_rng(SEED)
        return difference_of_medians(before, after, generator=drawing, names=names, resolution=WHOLE_DAY)
    return welch(before, after, names=names)


def _percent(found: Effect) -> Effect:
    """Shares of 0..1 as percent."""

    def times(value: float | None) -> float | None:
        return None if value is None else value * 100

    def wide(interval: Interval | None) -> Interval | None:
        return interval and Interval(interval.low * 100, interval.high * 100, interval.level)

    groups = tuple(
        Group(one.name, one.n, one.mean * 100, times(one.standard_error), wide(one.interval))
        for one in found.groups
    )
    return replace(
        found,
        estimate=times(found.estimate),
        standard_error=times(found.standard_error),
        interval=wide(found.interval),
        groups=groups,
    )


def _months(
    programme: Programme, before: Sequence[Row], after: Sequence[Row], on: date
) -> dict[date, float] | None:
    """The figure of each whole month with enough rows, when there are enough months on either side."""
    grouped: dict[date, list[float]] = defaultdict(list)
    for row in (*before, *after):
        grouped[row.day.replace(day=1)].append(row.value)
    last = min(programme.after_to, on)
    kept = {}
    for first, values in sorted(grouped.items()):
        ends = _moved(first, 1) - timedelta(days=1)
        whole_before = programme.before_from <= first and ends < programme.starts
        whole_after = programme.settled <= first and ends <= last
        if len(values) >= MONTHLY and (whole_before or whole_after):
            kept[first] = _figure(_statistic(programme.measure, compared=False), values)
    late = sum(first >= programme.settled for first in kept)
    return kept if min(late, len(kept) - late) >= POINTS_EACH else None


def _over_time(months: dict[date, float], programme: Programme) -> tuple[Effect, Effect]:
    """Jump and turn at the first month after."""
    number = {first: first.year * 12 + first.month for first in months}
    start = min(number[first] for first in months if first >= programme.settled)
    found = interrupted_series(number.values(), months.values(), start=start)
    return found.level, found.slope


def _figure(statistic: str, values: Sequence[float]) -> float:
    return median(values) if statistic == MEDIAN else fmean(values)


def _side(
    name: str, units: int, statistic: str, before: Sequence[Row], after: Sequence[Row], *, least: int
) -> Side:
    mine = name == TREATED
    parts = [[row.value for row in part if row.treated is mine] for part in (before, after)]
    groups = _two(statistic, *parts).groups
    if not groups:
        groups = tuple(Group("alone", len(part), _figure(statistic, part) if part else 0.0) for part in parts)
    cells = [_cell(group, least) for group in groups]
    return Side(name, units, cells[0], cells[1])


def _cell(group: Group, least: int) -> Cell:
    if group.n < least:
        return Cell(group.n, None)
    around = group.interval
    return Cell(group.n, group.mean, around.low if around else None, around.high if around else None)


def _silent(effect: Effect) -> Effect:
    """Without figures: what is hidden must not be worked out from the difference."""
    return Effect(effect.n, effect.method, None, None, None, Verdict.NOT_ENOUGH_DATA)


def _expected(measure: str, effect: Effect) -> bool | None:
    if effect.verdict != Verdict.EFFECT or effect.estimate is None:
        return None
    return (effect.estimate > 0) == (measure in HIGHER_IS_BETTER)


def _points(
    programme: Programme,
    rows: Sequence[Row],
    statistic: str,
    on: date,
    *,
    least: int,
    names: tuple[str, ...],
) -> tuple[Point, ...]:
    """At most eight points from the first day before to the last day after, also those between."""
    last = min(programme.after_to, on)
    if last < programme.before_from:
        return ()
    for months in GRAINS:
        starts = [_first_of(programme.before_from, months)]
        while (following := _moved(starts[-1], months)) <= last:
            starts.append(following)
        if len(starts) <= MOST_POINTS:
            break
    grouped: dict[tuple[date, str], list[float]] = defaultdict(list)
    for row in rows:
        grouped[_first_of(row.day, months), TREATED if row.treated else COMPARED].append(row.value)

    def shown(first: date, name: str) -> Decimal | None:
        values = grouped.get((first, name), [])
        if len(values) < least:
            return None
        return Decimal(str(_figure(statistic, values))).quantize(TENTH, ROUND_HALF_UP)

    return tuple(Point(first, months, {name: shown(first, name) for name in names}) for first in starts)


def _first_of(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _moved(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
