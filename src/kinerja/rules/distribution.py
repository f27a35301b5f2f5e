"""The pattern of predicates that the organisation's predicate suggests, and a check against it.

A consideration for the rater, never a block and never a reason to change a rating by itself.
Sources: PermenPANRB 6/2022 Lampiran hlm 94-97 (picture), SE MenPANRB 3/2023 (percentages).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .codes import OrganisationPredicate, Predicate
from .errors import RuleError
from .explain import Explanation, Step
from .labels import label
from .loader import Value, in_force
from .names import one_of


@dataclass(frozen=True, slots=True)
class Pattern:
    """Heights for drawing the curve (peak 6.0), by predicate from worst to best. An illustration."""

    organisation: OrganisationPredicate
    heights: Mapping[Predicate, Fraction]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure from the pattern: `count` people have one of `predicates`, `limit` would comply.

    `kind` is "max" (at most `limit`), "min" (at least `limit`) or "mode" (must be the most frequent).
    """

    kind: str
    predicates: tuple[Predicate, ...]
    count: int
    limit: int
    text: str


@dataclass(frozen=True, slots=True)
class DistributionCheck:
    """`complies` is None when the group is too small for a verdict."""

    complies: bool | None
    organisation: OrganisationPredicate
    people: int
    counts: Mapping[Predicate, int]
    warnings: tuple[Departure, ...]
    explanation: Explanation


def pattern(organisation: OrganisationPredicate | str, *, on: date) -> Pattern:
    """The picture of the pattern for an organisation's predicate. Raises RuleError, NoRuleInForce."""
    org = OrganisationPredicate(one_of(organisation, OrganisationPredicate, what="predikat organisasi"))
    value = in_force("distribution.curve", on)
    heights = {code: Fraction(height) for code, height in zip(Predicate, value[org], strict=True)}
    says = f"Organisasi {label('organisation_predicate', org, on)}: kurva adalah ilustrasi, bukan kuota."
    return Pattern(org, heights, (value.step(org.value, says),))


def check(
    organisation: OrganisationPredicate | str, counts: Mapping[str, int], *, on: date
) -> DistributionCheck:
    """Compare the predicates of all employees of one rater in one period with the pattern.

    `counts` gives people by predicate; one left out counts as none. Percentages are compared
    exactly: a ceiling of 70 % of 12 people is 8 people, a floor of 60 % of 7 is 5.
    Raises RuleError for an unknown predicate or a count that is no whole number from 0.
    """
    org = OrganisationPredicate(one_of(organisation, OrganisationPredicate, what="predikat organisasi"))
    have = _counts(counts)
    people = sum(have.values())
    org_name = label("organisation_predicate", org, on)
    given = Step(
        "input",
        {code.value: count for code, count in have.items()},
        "Masukan",
        f"{people} pegawai dinilai; predikat organisasi {org_name}.",
    )
    law, floor = in_force("distribution.pattern", on), in_force("distribution.floor", on)
    if people < floor["people"]:
        says = f"Kurang dari {floor['people']} pegawai: pola distribusi tidak disimpulkan."
        return DistributionCheck(None, org, people, have, (), (given, floor.step(floor["people"], says)))
    warnings = _warnings(law, org, have, people)
    says = (
        "Sesuai pola distribusi."
        if not warnings
        else "Belum sesuai pola distribusi; ini pertimbangan, bukan larangan."
    )
    return DistributionCheck(
        complies=not warnings,
        organisation=org,
        people=people,
        counts=have,
        warnings=warnings,
        explanation=(given, *(law.step(w.limit, w.text) for w in warnings), law.step(not warnings, says)),
    )


def _counts(counts: Mapping[str, int]) -> dict[Predicate, int]:
    have = dict.fromkeys(reversed(Predicate), 0)
    for name, count in counts.items():
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise RuleError(f"jumlah {name} harus bilangan bulat dari 0, bukan {count!r}")
        have[Predicate(one_of(name, Predicate, what="predikat"))] += count
    return have


def _warnings(
    law: Value, org: OrganisationPredicate, have: Mapping[Predicate, int], people: int
) -> tuple[Departure, ...]:
    bounds = law[org]
    found: list[Departure] = []
    for bound in bounds.get("max_share", []):
        found += _too_many(_codes(bound["of"]), Fraction(bound["share"]), have, people)
    for bound in bounds.get("min_share", []):
        share = Fraction(bound["share"])
        why = f" ({{share}} kurang dari {_percent(share)})"
        found += _too_few(_codes(bound["of"]), _ceiling(share * people), why, have, people)
    for bound in bounds.get("min_people", []):
        found += _too_few(_codes(bound["of"]), bound["people"], "", have, people)
    mode = Predicate(bounds["mode"])
    if have[mode] < max(have.values()) and not any(mode in departure.predicates for departure in found):
        target = _mode_target(mode, have)
        text = (
            f"{mode} harus paling banyak: tambah {mode} dari {have[mode]} menjadi paling sedikit {target} "
            f"(predikat lain masing-masing paling banyak {target})"
        )
        found.append(Departure("mode", (mode,), have[mode], target, text))
    return tuple(found)


def _too_many(
    codes: tuple[Predicate, ...], share: Fraction, have: Mapping[Predicate, int], people: int
) -> list[Departure]:
    count, limit = sum(have[code] for code in codes), share * people // 1
    if count <= limit:
        return []
    actual = _percent(Fraction(count, people))
    text = (
        f"kurangi {_named(codes)} dari {count} menjadi paling banyak {limit} "
        f"({actual} melebihi {_percent(share)})"
    )
    return [Departure("max", codes, count, limit, text)]


def _too_few(
    codes: tuple[Predicate, ...], limit: int, why: str, have: Mapping[Predicate, int], people: int
) -> list[Departure]:
    count = sum(have[code] for code in codes)
    if count >= limit:
        return []
    share = _percent(Fraction(count, people))
    text = f"tambah {_named(codes)} dari {count} menjadi paling sedikit {limit}{why.format(share=share)}"
    return [Departure("min", codes, count, limit, text)]


def _codes(of: Sequence[str]) -> tuple[Predicate, ...]:
    return tuple(Predicate(code) for code in of)


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _named(codes: Sequence[Predicate]) -> str:
    return " dan/atau ".join(codes)


def _percent(share: Fraction) -> str:
    """A share for a reader; cut to one decimal, never used for the verdict."""
    tenths = share * 1000 // 1
    return f"{tenths // 10},{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def _mode_target(mode: Predicate, have: Mapping[Predicate, int]) -> int:
    """The count that makes `mode` a most frequent predicate with the fewest people moved to it."""
    target = have[mode]
    while target < have[mode] + sum(max(0, n - target) for code, n in have.items() if code != mode):
        target += 1
    return target
