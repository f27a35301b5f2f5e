"""From predicates to credit points: one period, and the accumulation of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..codes import Predicate
from ..errors import RuleError
from ..explain import Explanation, Step
from ..loader import in_force
from ..predicate_names import predicate_named
from .levels import Level, check_months, level, rounded
from .thresholds import Thresholds, thresholds


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of one year at one level with one predicate; `months` 1..12."""

    level: str
    predicate: str
    months: int


@dataclass(frozen=True, slots=True)
class Conversion:
    """The credit points of one period: `percent` x `coefficient` x months/12, rounded."""

    level: str
    predicate: Predicate
    months: int
    percent: Decimal
    coefficient: Decimal
    credit: Decimal
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Accumulation:
    """Rows and their total; `level_total` is what counts in the level of the last row."""

    rows: tuple[Conversion, ...]
    total: Decimal
    level: str
    level_total: Decimal
    thresholds: Thresholds
    explanation: Explanation


def convert(*, level_name: str, predicate_name: str, months: int = 12, on: date) -> Conversion:
    """Credit points of one period (PermenPANRB 1/2023 Pasal 37, Peraturan BKN 3/2023).

    A level that changed within the year is two periods. Raises RuleError for an unknown level or
    predicate and for months outside 1..12.
    """
    check_months(months)
    post, given = level(level_name, on=on), predicate_named(predicate_name, on=on)
    percents = in_force("credit.percent", on)
    percent = Decimal(percents["percent"][given])
    exact = Fraction(percent) / 100 * Fraction(post.coefficient) * Fraction(months, 12)
    credit = rounded(exact, on=on)
    steps = (
        percents.step(str(percent), f"Predikat {given} bernilai {percent}% dari koefisien setahun."),
        in_force("credit.level", on).step(
            str(post.coefficient), f"Koefisien {post.name} {post.coefficient} angka kredit setahun."
        ),
        in_force("credit.rounding", on).step(
            str(credit),
            f"{months}/12 x {percent}% x {post.coefficient} = {credit} (dua desimal, setengah ke atas).",
        ),
    )
    return Conversion(post.code, given, months, percent, post.coefficient, credit, steps)


def accumulate(periods: Iterable[Period], *, on: date, start: Decimal = Decimal(0)) -> Accumulation:
    """Add up periods, oldest first, on top of `start` (credit held already at the first level).

    Every row is rounded, then summed. Credit earned before a change of level stays in the total
    but does not count in the new level, where it starts from 0 (credit.surplus). Raises RuleError,
    naming the row, for a bad period, when there is none, or for a negative start.
    """
    if start < 0:
        raise RuleError(f"angka kredit awal {start} tidak boleh negatif")
    rows: list[Conversion] = []
    level_total = start
    for place, period in enumerate(periods, start=1):
        try:
            row = convert(
                level_name=period.level, predicate_name=period.predicate, months=period.months, on=on
            )
        except RuleError as error:
            raise RuleError(f"periode {place}: {error}") from error
        if rows and rows[-1].level != row.level:
            level_total = Decimal(0)
        level_total += row.credit
        rows.append(row)
    if not rows:
        raise RuleError("tidak ada periode; isi sedikitnya satu baris level,predicate,months")
    last = level(rows[-1].level, on=on)
    total = start + sum((row.credit for row in rows), Decimal(0))
    reached = thresholds(level_name=last.code, credit=level_total, on=on)
    steps = (
        Step("arithmetic", str(total), "Peraturan BKN 3/2023", f"Jumlah {len(rows)} periode: {total}."),
        *_change_steps(rows, last, level_total, on),
        *reached.explanation,
    )
    return Accumulation(tuple(rows), total, last.code, level_total, reached, steps)


def _change_steps(rows: list[Conversion], last: Level, level_total: Decimal, on: date) -> tuple[Step, ...]:
    if all(row.level == last.code for row in rows):
        return ()
    says = f"Jenjang berganti: untuk {last.name} yang dihitung {level_total}, mulai dari 0 saat masuk."
    return (in_force("credit.surplus", on).step(str(level_total), says),)
