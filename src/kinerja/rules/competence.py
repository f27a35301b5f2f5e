"""Competence: the dictionary of nine, required levels, Job Person Match and gaps.

PermenPANRB 38/2017 (dictionary), Peraturan BKN 26/2019 (assessment).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .errors import RuleError
from .exact import round_half_up
from .explain import Explanation, Step
from .loader import in_force
from .names import one_of

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class CompetenceLevel:
    """One level 1..5 of a competence: what it takes, and three signs by which it shows at work."""

    level: int
    name: str
    descriptor: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Competence:
    """One of the nine competences; `kind` is manajerial or sosial kultural."""

    code: str
    name: str
    kind: str
    levels: tuple[CompetenceLevel, ...]


@dataclass(frozen=True, slots=True)
class JobPersonMatch:
    """JPM in percent (may exceed 100), its category for `purpose`, and the gap of each competence.

    A gap is achieved minus required: negative where the person still has to grow.
    """

    jpm: Decimal
    category: str
    category_code: str
    purpose: str
    gaps: tuple[int, ...]
    shortfall: Decimal
    explanation: Explanation


def dictionary(on: date) -> tuple[Competence, ...]:
    """The nine competences with their levels, in the order of the regulation."""
    law = in_force("competence.dictionary", on)
    return tuple(
        Competence(
            row["code"],
            row["name"],
            row["kind"],
            tuple(
                CompetenceLevel(level, name, descriptor, tuple(indicators))
                for level, name, descriptor, indicators in zip(
                    range(LOWEST, HIGHEST + 1),
                    law["level_names"],
                    row["descriptors"],
                    row["indicators"],
                    strict=True,
                )
            ),
        )
        for row in law["competence"]
    )


def form_scale(gap: int, on: date) -> tuple[int, str]:
    """The mark 1..5 of form B.1.9 with its words, for `gap` (achieved minus required level).

    PermenPANRB 6/2022, Lampiran hlm 84; which gap gives which mark is `competence.form_scale`.
    """
    law = in_force("competence.form_scale", on)
    words = law["words"]
    mark = min(max(law["meets"] + gap, 1), len(words))
    return mark, words[mark - 1]


def required_level(post: str, *, on: date) -> tuple[int, Step]:
    """The level 1..5 that a class of posts requires of every competence, unless its own standard differs.

    Raises RuleError with the near match for an unknown class.
    """
    law = in_force("competence.required_level", on)
    code = one_of(post, law["level"], what="jenjang jabatan")
    level: int = law["level"][code]
    return level, law.step(level, f"Jabatan {code} memerlukan level {level}.")


def job_person_match(
    *, required: Sequence[int], actual: Sequence[int], purpose: str = "pengisian", on: date
) -> JobPersonMatch:
    """JPM = sum of achieved levels / sum of required levels x 100, rounded half up to two places once.

    `required` are levels 1..5, `actual` 0..5 (0: no level reached), pairwise. `purpose` is
    pengisian (filling a post) or pemetaan (mapping). The category is read from the rounded figure,
    a lower bound included. Raises RuleError.
    """
    if not required or len(required) != len(actual):
        raise RuleError(
            f"level yang diperlukan ({len(required)}) dan yang dicapai ({len(actual)}) harus sama banyak"
        )
    for place, (need, has) in enumerate(zip(required, actual, strict=True), start=1):
        if not LOWEST <= need <= HIGHEST:
            raise RuleError(f"kompetensi ke-{place}: level yang diperlukan {need} di luar 1..5")
        if not 0 <= has <= HIGHEST:
            raise RuleError(f"kompetensi ke-{place}: level yang dicapai {has} di luar 0..5")
    law = in_force("jpm.category", on)
    aim = one_of(purpose, law["purpose"], what="tujuan")
    jpm = round_half_up(Fraction(sum(actual) * 100, sum(required)))
    band = next(row for row in law["purpose"][aim] if jpm >= Decimal(row["lowest"]))
    gaps = tuple(has - need for need, has in zip(required, actual, strict=True))
    steps = (
        Step(
            "arithmetic",
            str(jpm),
            "Peraturan BKN 26/2019",
            f"Jumlah level dicapai {sum(actual)} dari {sum(required)} yang diperlukan = {jpm}%.",
        ),
        law.step(band["code"], f"Untuk {aim}: {jpm}% adalah {band['name']} (mulai {band['lowest']}%)."),
    )
    shortfall = round_half_up(max(Decimal(100) - jpm, Decimal(0)))
    return JobPersonMatch(jpm, band["name"], band["code"], aim, gaps, shortfall, steps)
