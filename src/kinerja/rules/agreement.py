"""How far answers on a scale of 1..4 lie apart, and what they read like together. Never a score.

Law `feedback.reading` and `feedback.scale` (ours): the reading is a suggestion with its reasons, the rating
stays the appraiser's (PermenPANRB 6/2022 Pasal 24-25).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median

from .codes import Rating
from .errors import RuleError
from .loader import in_force

LOW, HIGH = 1, 4


class Concord(StrEnum):
    """How far those who answered agree."""

    AGREED = "agreed"
    MIXED = "mixed"
    DIVIDED = "divided"


@dataclass(frozen=True, slots=True)
class Spread:
    """How `n` answers (n > 0) lie: `counts` from 1 to 4, their `median` (1..4 in halves), and `agreement`
    from 0 (half at either end) to 1 (all the same)."""

    n: int
    counts: tuple[int, int, int, int]
    median: Decimal
    agreement: Decimal


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the answers read like (a `Rating` code), and why in Indonesian sentences."""

    reading: str
    reasons: tuple[str, ...]


def spread(answers: Sequence[int]) -> Spread:
    """The spread of answers 1..4. Raises RuleError for none, or for one outside the scale."""
    if not answers or not all(LOW <= answer <= HIGH for answer in answers):
        raise RuleError("sebaran memerlukan jawaban 1 sampai 4")
    middle = Decimal(str(median(answers)))
    distance = sum((abs(answer - middle) for answer in answers), Decimal(0)) / len(answers)
    counts = tuple(sum(answer == step for answer in answers) for step in range(LOW, HIGH + 1))
    agreement = 1 - 2 * distance / (HIGH - LOW)
    return Spread(len(answers), (counts[0], counts[1], counts[2], counts[3]), middle, agreement)


def concord(found: Spread, on: date) -> Concord:
    """Agreed, mixed or divided."""
    law = in_force("feedback.reading", on)
    if found.agreement >= Decimal(law["agreed_from"]):
        return Concord.AGREED
    return Concord.MIXED if found.agreement >= Decimal(law["mixed_from"]) else Concord.DIVIDED


def sides_differ(sides: Mapping[str, Spread], on: date) -> tuple[str, str] | None:
    """The sides that saw it lowest and highest, when their medians lie far apart; else None."""
    if len(sides) < 2:
        return None
    lowest = min(sides, key=lambda name: sides[name].median)
    highest = max(sides, key=lambda name: sides[name].median)
    apart = Decimal(in_force("feedback.reading", on)["sides_apart"])
    return (lowest, highest) if sides[highest].median - sides[lowest].median >= apart else None


def suggest(by_value: Mapping[str, Spread], on: date) -> Suggestion:
    """The reading of answers by name of the value. Raises RuleError when there are none."""
    if not by_value:
        raise RuleError("bacaan memerlukan jawaban")
    law = in_force("feedback.reading", on)
    words = in_force("feedback.scale", on)["labels"]
    low = [name for name, found in by_value.items() if found.median <= Decimal(law["low_median"])]
    answers = sum(found.n for found in by_value.values())
    highest = sum(found.counts[-1] for found in by_value.values())
    told = f"{highest} dari {answers} jawaban “{words[-1]}”."
    if len(low) >= law["below_values"]:
        return Suggestion(
            Rating.BELOW, (f"{len(low)} nilai terlihat {words[0]} atau {words[1]}: {', '.join(low)}.", told)
        )
    if low:
        return Suggestion(Rating.MEETS, (told, f"Satu nilai terlihat {words[0]} atau {words[1]}: {low[0]}."))
    if Decimal(highest) / answers >= Decimal(law["above_share"]):
        return Suggestion(Rating.ABOVE, (told, f"Tidak ada nilai yang terlihat {words[0]} atau {words[1]}."))
    return Suggestion(Rating.MEETS, (told, "Selebihnya belum “selalu”, dan tidak ada nilai yang tertinggal."))


def steps_apart(one: str, other: str) -> int:
    """How many steps two ratings lie apart: 0, 1 or 2. Raises ValueError for another code."""
    order = list(Rating)
    return abs(order.index(Rating(one)) - order.index(Rating(other)))
