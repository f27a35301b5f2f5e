"""What a closed round says about one person: sides at or above the floor, the others merged or dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kinerja.people.models import Employee
from kinerja.plans.models import Period
from kinerja.rules.agreement import Spread, spread
from kinerja.rules.loader import in_force

from ..models import FeedbackAnswer, FeedbackRound, Relation

SIDES = {
    Relation.PEER: "rekan kerja",
    Relation.SUBORDINATE: "bawahan",
    Relation.OTHER: "rekan dari unit lain",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One side, or several merged: `n` answers and the spread by code of the value (only at the floor)."""

    label: str
    n: int
    merged: bool
    by_value: Mapping[str, Spread]


@dataclass(frozen=True, slots=True)
class RoundReading:
    """The superior by name of his side, the others only in sides of at least `floor` answers.

    `keep` and `change` hold what was written by sides of which at least `floor` wrote there, together and in
    the order of the alphabet; `dropped` says that answers are not shown because too few came.
    """

    superior: Side | None
    superior_words: tuple[tuple[str, ...], tuple[str, ...]]
    sides: tuple[Side, ...]
    keep: tuple[str, ...]
    change: tuple[str, ...]
    dropped: bool
    floor: int
    by_value: Mapping[str, Spread]

    @property
    def n(self) -> int:
        """Answers shown."""
        return sum(side.n for side in self.sides) + (self.superior.n if self.superior else 0)


def round_reading(employee: Employee, period: Period, on: date) -> RoundReading | None:
    """The newest closed round about `employee` in the period (of a year: in its periods), None without.

    One round, never several together: the same few people would reach the floor by answering twice. Nothing
    of a round that still runs: two looks apart by one answer would tell whose it was. One query.
    """
    spans: dict[str, Any] = {"round__period": period}
    if period.kind == Period.Kind.ANNUAL:
        spans = {"round__period__cycle": period.cycle_id}
    rows = FeedbackAnswer.objects.filter(subject=employee, round__status=FeedbackRound.Status.CLOSED, **spans)
    found = list(rows.order_by("-round__ends", "-round_id"))
    answers: dict[str, list[FeedbackAnswer]] = defaultdict(list)
    for row in found:
        if row.round_id == found[0].round_id:
            answers[row.relation].append(row)
    return read(answers, on) if answers else None


def read(answers: Mapping[str, Sequence[FeedbackAnswer]], on: date) -> RoundReading:
    """The reading of answers by side (at least one)."""
    floor = int(in_force("feedback.round", on)["floor"])
    kept = merge({side: len(answers.get(side, ())) for side in SIDES}, floor)
    shown = [[row for side in together for row in answers[side]] for together in kept]
    own = list(answers.get(Relation.SUPERIOR, ()))
    every = [row for part in shown for row in part]
    sides = tuple(
        Side(
            _label(together),
            len(part),
            len(together) > 1,
            _spreads(part, floor),
        )
        for together, part in zip(kept, shown, strict=True)
    )
    return RoundReading(
        superior=Side("atasan", len(own), False, _spreads(own, 1)) if own else None,
        superior_words=(_words(own, "keep"), _words(own, "change")),
        sides=sides,
        keep=_told_by_enough(shown, "keep", floor),
        change=_told_by_enough(shown, "change", floor),
        dropped=sum(map(len, answers.values())) > len(every) + len(own),
        floor=floor,
        by_value=_joined(every, own, floor),
    )


def merge(counts: Mapping[Relation, int], floor: int) -> list[tuple[Relation, ...]]:
    """Which sides stand alone and which together: each group has `floor` answers or is not there.

    Sides below the floor are put together; when that is still too few, the smallest side that could stand
    alone joins them, so that nothing can be found by subtraction.
    """
    few = [side for side, count in counts.items() if 0 < count < floor]
    alone = sorted((side for side, count in counts.items() if count >= floor), key=lambda side: counts[side])
    if few and sum(counts[side] for side in few) < floor and alone:
        few.append(alone.pop(0))
    groups: list[tuple[Relation, ...]] = [(side,) for side in SIDES if side in alone]
    if few and sum(counts[side] for side in few) >= floor:
        groups.append(tuple(side for side in SIDES if side in few))
    return groups


def _label(together: Sequence[Relation]) -> str:
    return " dan ".join(SIDES[side] for side in together)


def _spreads(rows: Sequence[FeedbackAnswer], floor: int) -> dict[str, Spread]:
    """By code of the value, where at least `floor` answered it."""
    given: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for code, value in row.values.items():
            given[code].append(value)
    return {code: spread(found) for code, found in given.items() if len(found) >= floor}


def _joined(every: Sequence[FeedbackAnswer], own: Sequence[FeedbackAnswer], floor: int) -> dict[str, Spread]:
    """All shown answers by value; a value that too few of the anonymous answered is left to the superior."""
    anonymous = _spreads(every, floor)
    found: dict[str, Spread] = {}
    for code in {*anonymous, *_spreads(own, 1)}:
        rows = [*(every if code in anonymous else ()), *own]
        found[code] = spread([row.values[code] for row in rows if code in row.values])
    return found


def _words(rows: Sequence[FeedbackAnswer], field: str) -> tuple[str, ...]:
    """What was written, by the alphabet: the order tells nothing about who came when."""
    return tuple(sorted((text for row in rows if (text := getattr(row, field))), key=str.casefold))


def _told_by_enough(shown: Sequence[Sequence[FeedbackAnswer]], field: str, floor: int) -> tuple[str, ...]:
    """What those sides wrote of which at least `floor` wrote here: one text among many answers names its
    author to whoever knows the others."""
    heard = [part for part in shown if len(_words(part, field)) >= floor]
    return _words([row for part in heard for row in part], field)
