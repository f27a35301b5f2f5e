"""One bar a team or unit: people by predicate side by side, for drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kinerja.rules.codes import Predicate

WIDTH = 900


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the bar, in units of 0..900; text because an address of a drawing is not for people."""

    code: str
    start: str
    width: str


def bar(counts: Mapping[str, int], undecided: int = 0) -> tuple[Part, ...]:
    """Stretches from best to worst predicate, then those `undecided` (code "none"); () for nobody."""
    told = [(code.value, counts.get(code.value, 0)) for code in reversed(Predicate)] + [("none", undecided)]
    whole = sum(number for _code, number in told)
    parts, before = [], 0
    for code, number in told:
        if number:
            start, end = before * WIDTH // whole, (before + number) * WIDTH // whole
            parts.append(Part(code, str(start), str(end - start)))
            before += number
    return tuple(parts)
