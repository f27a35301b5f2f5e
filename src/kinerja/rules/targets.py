"""A realisation beside its target: above, meets, below or cannot tell. A reading, never a rating.

Bounds belong to the range: inside it, bounds included, meets. For `higher` above the range is above
and for `lower` below it; for `within` everything outside is below. PermenPANRB 6/2022 Lampiran hlm
151-153 gives such targets; hlm 194 shows why a reading must not fix a rating.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .codes import Direction, Reading
from .explain import Explanation, Step
from .labels import label
from .loader import in_force
from .names import one_of
from .quantities import PERCENT, Quantity, Unreadable, parse


@dataclass(frozen=True, slots=True)
class TargetReading:
    """The reading, the two quantities as understood (None: unreadable) and, if unknown, why."""

    reading: Reading
    direction: Direction
    target: Quantity | None
    actual: Quantity | None
    reason: str
    explanation: Explanation


def read_target(*, direction: Direction | str, target: str, actual: str, on: date) -> TargetReading:
    """Read `actual` against `target` ("80 – 90%", "7-8 bulan", "3,5 skala 5", "3 unit", or words).

    Texts that cannot be compared give the reading `tidak_dapat_dibaca` with a reason, not an error.
    Raises RuleError for an unknown direction, NoRuleInForce for a day before the rules.
    """
    way = Direction(one_of(direction, Direction, what="arah target"))
    given = Step(
        "input",
        {"direction": way.value, "target": target, "actual": actual},
        "Masukan",
        f"Target {target.strip()!r}, realisasi {actual.strip()!r}; {label('direction', way, on).lower()}.",
    )
    goal: Quantity | None = None
    done: Quantity | None = None
    steps: tuple[Step, ...] = ()
    try:
        goal = _parsed(target, "target")
        done = _parsed(actual, "realisasi")
        limits, value, steps = _comparable(goal, done, on)
        reading, reason = _compare(way, limits, value), ""
    except Unreadable as unreadable:
        reading, reason = Reading.UNKNOWN, str(unreadable)
    says = f"{label('reading', reading, on)}{': ' + reason if reason else ''}. Ini bacaan, bukan rating."
    last = Step("arithmetic", reading.value, "PermenPANRB 6/2022, Lampiran hlm 151-153 dan 194", says)
    notes = tuple(
        Step("input", note, "Cara membaca angka", f"{note[0].upper()}{note[1:]}.")
        for quantity in (goal, done)
        if quantity
        for note in quantity.notes
    )
    return TargetReading(reading, way, goal, done, reason, (given, *notes, *steps, last))


Bounds = tuple[Fraction | None, Fraction | None]


def _parsed(text: str, what: str) -> Quantity:
    try:
        return parse(text)
    except Unreadable as unreadable:
        raise Unreadable(f"{what} {unreadable}") from unreadable


def _comparable(goal: Quantity, done: Quantity, on: date) -> tuple[Bounds, Bounds, Explanation]:
    """Both as bounds in one unit, with the conversion explained. Raises Unreadable."""
    if goal.is_time and done.is_time and goal.unit != done.unit:
        return _in_time(goal, done, on)
    if goal.unit and done.unit and goal.unit != done.unit:
        raise Unreadable(f"satuan tidak sebanding: {goal.unit} dan {done.unit}")
    if goal.unit == PERCENT and not done.unit and _under_one(done) and not _under_one(goal):
        raise Unreadable("realisasi tanpa tanda persen; tulis misalnya 85%")
    steps: Explanation = ()
    if goal.unit != done.unit:
        unit = goal.unit or done.unit
        side = "target" if done.unit else "realisasi"
        steps = (
            Step("input", unit, "Cara membaca satuan", f"Satuan {side} tidak ditulis; dianggap {unit}."),
        )
    return _bounds(goal, Fraction(1)), _bounds(done, Fraction(1)), steps


def _in_time(goal: Quantity, done: Quantity, on: date) -> tuple[Bounds, Bounds, Explanation]:
    law = in_force("target.time_units", on)
    table = "working" if "hari kerja" in (goal.unit, done.unit) else "calendar"
    base = "hari kerja" if table == "working" else "jam"
    rates = {unit: Fraction(law[table][unit]) for unit in (goal.unit, done.unit)}
    says = "; ".join(f"1 {unit} = {_figure(rate)} {base}" for unit, rate in rates.items())
    step = law.step({unit: str(rate) for unit, rate in rates.items()}, f"Satuan waktu disamakan: {says}.")
    return _bounds(goal, rates[goal.unit]), _bounds(done, rates[done.unit]), (step,)


def _bounds(quantity: Quantity, rate: Fraction) -> Bounds:
    low, high = quantity.low, quantity.high
    return (
        None if low is None else Fraction(low) * rate,
        None if high is None else Fraction(high) * rate,
    )


def _under_one(quantity: Quantity) -> bool:
    return quantity.high is not None and abs(quantity.high) <= 1


def _figure(rate: Fraction) -> str:
    return str(rate.numerator) if rate.denominator == 1 else f"{rate.numerator}/{rate.denominator}"


def _compare(way: Direction, limits: Bounds, value: Bounds) -> Reading:
    """The reading of a figure, or of a range that lies wholly on one side. Raises Unreadable."""
    if value[0] is None or value[1] is None:
        raise Unreadable("realisasi berupa batas, bukan angka yang tercapai")
    side = _side(limits, value[0])
    if side != _side(limits, value[1]):
        raise Unreadable("rentang realisasi melintasi batas target")
    if side == 0:
        return Reading.MEETS
    better = {Direction.HIGHER: 1, Direction.LOWER: -1, Direction.WITHIN: None}[way]
    return Reading.ABOVE if side == better else Reading.BELOW


def _side(limits: Bounds, value: Fraction) -> int:
    """-1 under the range, 0 inside it (bounds included), 1 over it."""
    low, high = limits
    if low is not None and value < low:
        return -1
    return int(high is not None and value > high)
