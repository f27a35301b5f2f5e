"""The levels (jenjang) of functional posts, the predicates and the one rounding of credit points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..errors import RuleError
from ..exact import round_half_up
from ..loader import in_force
from ..names import one_of

RANKS = (
    *("II/a", "II/b", "II/c", "II/d"),
    *("III/a", "III/b", "III/c", "III/d"),
    *("IV/a", "IV/b", "IV/c", "IV/d", "IV/e"),
)


@dataclass(frozen=True, slots=True)
class Level:
    """A jenjang: its ranks (golongan, lowest first), credit a year at Baik, and its thresholds.

    `rank_threshold` is the credit of one step in rank, `level_threshold` that of the next level
    (None: there is none). PermenPANRB 1/2023, Lampiran.
    """

    code: str
    name: str
    category: str
    ranks: tuple[str, ...]
    coefficient: Decimal
    rank_threshold: Decimal
    level_threshold: Decimal | None
    next: str | None


def level(name: str, *, on: date) -> Level:
    """The level that `name` means. Raises RuleError with the near match for an unknown one."""
    table = in_force("credit.level", on)["level"]
    code = one_of(name, table, what="jenjang")
    row = table[code]
    top = row.get("level_threshold")
    return Level(
        code=code,
        name=row["name"],
        category=row["category"],
        ranks=tuple(row["ranks"]),
        coefficient=Decimal(row["coefficient"]),
        rank_threshold=Decimal(row["rank_threshold"]),
        level_threshold=None if top is None else Decimal(top),
        next=row.get("next"),
    )


def rank(name: str) -> str:
    """The golongan that `name` means ("III/d", "iii d"). Raises RuleError."""
    return one_of(name, RANKS, what="golongan")


def check_months(months: int) -> None:
    """Raises RuleError unless `months` is a whole number of months in one year, 1..12."""
    if not 1 <= months <= 12:
        raise RuleError(f"bulan {months} tidak mungkin; isi 1 sampai 12")


def rounded(value: Fraction | Decimal, *, on: date) -> Decimal:
    """`value` as the law of that day rounds credit points: half up, to 2 places."""
    return round_half_up(value, in_force("credit.rounding", on)["places"])
