"""Manajemen talenta: two axes to a box (PermenPANRB 3/2020, 20/2025; Kepka BKN 411/2025).

A box proposes; people decide. The box is derived from the pair of axes and is never stored alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .codes import Predicate, Rating
from .errors import RuleError
from .exact import round_half_up
from .explain import Explanation
from .loader import in_force
from .names import one_of


class Potential(StrEnum):
    """The potential axis, lowest first."""

    LOW = "rendah"
    MIDDLE = "menengah"
    HIGH = "tinggi"


@dataclass(frozen=True, slots=True)
class Talent:
    """A box 1..9 with its official label and recommendation, and the succession groups it opens."""

    box: int
    label: str
    performance: Rating
    potential: Potential
    recommendation: tuple[str, ...]
    succession_agency: bool
    succession_national: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class WeightedTalent:
    """Both axes 0..100 from their components, the talent value, and the box they lead to."""

    performance_score: Decimal
    potential_score: Decimal
    talent_value: Decimal
    talent: Talent
    explanation: Explanation


def performance_status(predicate: Predicate, *, on: date) -> Rating:
    """The performance axis that a predicate gives: Sangat Baik above, Baik meets, others below."""
    return Rating(in_force("talent.performance_status", on)["status"][predicate])


def box(*, performance: str, potential: str, on: date) -> Talent:
    """The box of a pair of axes: `performance` diatas/sesuai/dibawah, `potential` tinggi/menengah/rendah.

    Raises RuleError with the near match for another word.
    """
    law, groups = in_force("talent.box", on), in_force("talent.succession", on)
    height = Rating(one_of(performance, reversed(Rating), what="kinerja"))
    width = Potential(one_of(potential, reversed(Potential), what="potensial"))
    cell = law["box"][height][width]
    number: int = cell["box"]
    label = f"Kinerja {law['performance_label'][height]} dan potensial {width}"
    agency, national = number in groups["agency"], number in groups["national"]
    steps = (
        law.step(number, f"{label}: kotak {number}."),
        groups.step(agency, f"Kotak {number} {'masuk' if agency else 'tidak masuk'} KRS Instansi."),
    )
    recommendation = tuple(cell["recommendation"])
    return Talent(number, label, height, width, recommendation, agency, national, steps)


def weighted(
    *, performance: Mapping[str, Decimal], potential: Mapping[str, Decimal], on: date
) -> WeightedTalent:
    """The box from component scores 0..100 by name (weights and cut-offs of Kepka BKN 411/2025).

    Each component is weighted once. The axes are rounded half up to two places and then compared,
    a lower bound included. Raises RuleError for a missing, unknown or impossible component.
    """
    law, cut = in_force("talent.weights", on), in_force("talent.cutoff", on)
    high, middle = Decimal(cut["high"]), Decimal(cut["middle"])
    y_exact = _axis(performance, law["performance"], axis="kinerja")
    x_exact = _axis(potential, law["potential"], axis="potensial")
    y, x = round_half_up(y_exact), round_half_up(x_exact)
    shares = {name: Fraction(share) / 100 for name, share in law["axis"].items()}
    value = round_half_up(y_exact * shares["performance"] + x_exact * shares["potential"])
    height = Rating.ABOVE if y >= high else Rating.MEETS if y >= middle else Rating.BELOW
    width = Potential.HIGH if x >= high else Potential.MIDDLE if x >= middle else Potential.LOW
    talent = box(performance=height, potential=width, on=on)
    steps = (
        law.step({"performance": str(y), "potential": str(x)}, f"Sumbu kinerja {y}, sumbu potensial {x}."),
        cut.step(
            {"performance": str(height), "potential": str(width)},
            f"Batas {high} dan {middle}: kinerja {height}, potensial {width}.",
        ),
        *talent.explanation,
    )
    return WeightedTalent(y, x, value, talent, steps)


def components(on: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the components of the performance and of the potential axis, in order."""
    law = in_force("talent.weights", on)
    return tuple(law["performance"]), tuple(law["potential"])


def _axis(scores: Mapping[str, Decimal], weights: Mapping[str, str], *, axis: str) -> Fraction:
    if set(scores) != set(weights):
        raise RuleError(f"sumbu {axis} memerlukan {len(weights)} komponen: {', '.join(weights)}")
    for name, score in scores.items():
        if not 0 <= score <= 100:
            raise RuleError(f"komponen {name}: nilai {score} di luar 0..100")
    return sum((Fraction(scores[name]) * Fraction(weights[name]) / 100 for name in weights), Fraction(0))
