"""Where one team's predicates differ from those of the other teams: a reason to ask, never a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from kinerja.rules.codes import Predicate
from kinerja.rules.labels import label
from kinerja.rules.loader import in_force

Counts = Mapping[str, int]
TOP = (Predicate.SANGAT_BAIK,)
LOW = (Predicate.BUTUH_PERBAIKAN, Predicate.KURANG, Predicate.SANGAT_KURANG)


@dataclass(frozen=True, slots=True)
class Hint:
    """`kind` is "lenient", "severe" or "alike"; `text` tells the two shares that were compared."""

    kind: str
    text: str


def hints(teams: Sequence[Counts], on: date) -> list[Hint | None]:
    """One answer a team, None where nothing stands out.

    A team is compared with all other teams together, share by share; below the number of people in
    `law/calibration.hint` on either side nothing is said.
    """
    return [hint(own, _together(teams[:place], teams[place + 1 :]), on) for place, own in enumerate(teams)]


def hint(own: Counts, others: Counts, on: date) -> Hint | None:
    """What stands out in `own` beside `others`, counts by predicate code."""
    law = in_force("calibration.hint", on)
    mine, theirs = sum(own.values()), sum(others.values())
    if min(mine, theirs) < law["people"]:
        return None
    far = Fraction(law["difference"])
    for kind, codes in (("lenient", TOP), ("severe", LOW)):
        here, there = _count(own, codes), _count(others, codes)
        if Fraction(here, mine) - Fraction(there, theirs) >= far:
            name = label("predicate", codes[0], on) if len(codes) == 1 else _("Di bawah Baik")
            return Hint(kind, _shares(name, (here, mine), (there, theirs)))
    most = max(own, key=lambda code: own[code])
    if own[most] == mine and others.get(most, 0) < theirs:
        told = _shares(label("predicate", most, on), (mine, mine), (others.get(most, 0), theirs))
        return Hint("alike", told)
    return None


def _count(counts: Counts, codes: Sequence[Predicate]) -> int:
    return sum(counts.get(code.value, 0) for code in codes)


def _together(*parts: Sequence[Counts]) -> dict[str, int]:
    total = dict.fromkeys((code.value for code in Predicate), 0)
    for part in parts:
        for counts in part:
            for code, number in counts.items():
                total[code] += number
    return total


def _shares(name: str, own: tuple[int, int], others: tuple[int, int]) -> str:
    facts = {"name": name, "here": own[0], "mine": own[1], "there": others[0], "theirs": others[1]}
    return (
        _("%(name)s: %(here)s dari %(mine)s orang di tim ini, %(there)s dari %(theirs)s di tim lain.") % facts
    )
