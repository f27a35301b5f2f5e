"""When a fact about assessing is worth a look: a rater who leans, ratings all alike or in a row, copies.

Every answer is a fact with its figures, never a verdict on anybody. Thresholds: law `supervision.*` (ours).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import comb

from .errors import RuleError
from .exact import round_half_up
from .loader import in_force


@dataclass(frozen=True, slots=True)
class Share:
    """`marked` of `people` have the mark. Raises RuleError when that cannot be."""

    marked: int
    people: int

    def __post_init__(self) -> None:
        if not 0 <= self.marked <= self.people:
            raise RuleError(f"{self.marked} dari {self.people} tidak mungkin")

    @property
    def value(self) -> Fraction:
        """From 0 to 1; 0 of nobody is 0."""
        return Fraction(self.marked, self.people) if self.people else Fraction(0)

    @property
    def percent(self) -> Decimal:
        """From 0 to 100, one decimal."""
        return round_half_up(self.value * 100, 1)


@dataclass(frozen=True, slots=True)
class Leaning:
    """One rater gives a mark far more often than the rest: his share, theirs, and how likely by chance."""

    own: Share
    rest: Share
    chance: Fraction
    limit: Fraction


def tail(all_people: Share, drawn: int, seen: int) -> Fraction:
    """The chance that `drawn` people picked blindly from all hold at least `seen` marks (hypergeometric).

    Raises RuleError when more are drawn than there are.
    """
    if not 0 <= drawn <= all_people.people:
        raise RuleError(f"{drawn} orang tidak dapat diambil dari {all_people.people}")
    marked, plain = all_people.marked, all_people.people - all_people.marked
    ways = sum(comb(marked, hit) * comb(plain, drawn - hit) for hit in range(max(seen, 0), drawn + 1))
    return Fraction(ways, comb(all_people.people, drawn))


def leaning(own: Share, all_people: Share, raters: int, on: date) -> Leaning | None:
    """Whether `own` lies far above the rest of `all_people` (own included), rated by `raters` raters.

    None when the group is too small to say, the difference small, or chance enough to explain it. The chance
    is shared among all raters compared, so that a large agency does not raise some by accident.
    """
    law = in_force("supervision.leaning", on)
    rest = Share(all_people.marked - own.marked, all_people.people - own.people)
    if own.people < law["people"] or rest.people < law["others"]:
        return None
    if own.value - rest.value < Fraction(law["gap"]):
        return None
    limit = Fraction(law["chance"]) / max(raters, 1)
    chance = tail(all_people, own.people, own.marked)
    return Leaning(own, rest, chance, limit) if chance < limit else None


def all_alike(pairs: Sequence[tuple[str, str]], on: date) -> bool:
    """Whether enough people were rated and each got the same pair of ratings."""
    return len(pairs) >= in_force("supervision.same_rating", on)["people"] and len(set(pairs)) == 1


@dataclass(frozen=True, slots=True)
class Burst:
    """`count` ratings from `first` to `last`."""

    count: int
    first: datetime
    last: datetime


def in_a_row(moments: Sequence[datetime], on: date) -> Burst | None:
    """The largest run of ratings within the seconds of the law, when there are enough; else None."""
    law = in_force("supervision.in_a_minute", on)
    wide, ordered = timedelta(seconds=law["seconds"]), sorted(moments)
    best, start = None, 0
    for end, moment in enumerate(ordered):
        while moment - ordered[start] > wide:
            start += 1
        if best is None or end - start + 1 > best.count:
            best = Burst(end - start + 1, ordered[start], moment)
    return best if best is not None and best.count >= law["reviews"] else None


def mostly_copied(equal: int, indicators: int, on: date) -> bool:
    """Whether `equal` of `indicators` realisations that repeat their target are many enough to look into."""
    law = in_force("supervision.copies", on)
    if indicators < law["indicators"]:
        return False
    return Fraction(equal, indicators) >= Fraction(law["share"])
