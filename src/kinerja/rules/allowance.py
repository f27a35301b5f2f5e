"""Performance allowance (TPP, tunjangan kinerja): an engine of components and weights.

What a predicate pays is not a general rule: an agency's own regulation says it. Without such a
map this module refuses rather than guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .codes import Predicate
from .errors import RuleError
from .exact import number, round_half_up
from .explain import Explanation, Step
from .loader import in_force
from .predicate_names import predicate_named


@dataclass(frozen=True, slots=True)
class PredicateMap:
    """What an agency's regulation (`source`) pays for each predicate, in percent 0..100 and above."""

    source: str
    percent: Mapping[Predicate, Decimal]


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the allowance: its `weight` and the `score` reached, both in percent."""

    name: str
    weight: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class Allowance:
    """The amount in rupiah before tax and contributions, and each component's part of it."""

    amount: Decimal
    parts: Mapping[str, Decimal]
    deduction: Decimal
    explanation: Explanation


def predicate_map(percent: Mapping[str, str], *, source: str, on: date) -> PredicateMap:
    """An agency's map from text. Raises RuleError without a source, or unless it has all five predicates."""
    if not source.strip():
        raise RuleError("peta pembayaran harus menyebut sumbernya (peraturan instansi)")
    known = {predicate_named(name, on=on): number(value, name=name) for name, value in percent.items()}
    missing = [name for name in reversed(Predicate) if name not in known]
    if missing:
        raise RuleError(f"peta pembayaran belum memuat {', '.join(missing)}")
    for name, share in known.items():
        if share < 0:
            raise RuleError(f"peta pembayaran {name}: {share}% tidak boleh negatif")
    return PredicateMap(source.strip(), known)


def performance_score(predicate: str, *, mapping: PredicateMap | None, on: date) -> tuple[Decimal, Step]:
    """The percent of the performance component that a predicate pays by the agency's map.

    Raises RuleError when the agency gave no map: there is no general one.
    """
    law = in_force("allowance.predicate_map", on)
    given = predicate_named(predicate, on=on)
    if mapping is None:
        raise RuleError(
            "peta predikat ke pembayaran masih kosong; isi dari peraturan instansi Anda "
            "(tidak ada peta yang berlaku umum)"
        )
    percent = mapping.percent[given]
    says = f"Predikat {given} membayar {percent}% komponen kinerja menurut {mapping.source}."
    return percent, Step(law.rule, str(percent), mapping.source, says)


def attendance_score(cuts: Sequence[Decimal]) -> Decimal:
    """What attendance leaves of its component: 100% minus the cuts, never below 0."""
    if any(cut < 0 for cut in cuts):
        raise RuleError("potongan kehadiran tidak boleh negatif")
    return max(Decimal(100) - sum(cuts, Decimal(0)), Decimal(0))


def default_weights(on: date) -> Mapping[str, Decimal]:
    """The usual split of the two components, in percent; an agency replaces it by its own."""
    return {name: Decimal(share) for name, share in in_force("allowance.weights", on)["weight"].items()}


def difference(*, should: Decimal, paid: Decimal) -> tuple[Decimal, Step]:
    """What is left to pay for a month that was paid already: below 0 when too much was paid.

    Raises RuleError for a negative amount. No rounding: both amounts are rounded by `allowance` already.
    """
    if should < 0 or paid < 0:
        raise RuleError("jumlah yang seharusnya dan yang sudah dibayar tidak boleh negatif")
    left = should - paid
    word = "kurang bayar" if left > 0 else "lebih bayar" if left < 0 else "tidak ada selisih"
    told, before, rest = (f"{amount.normalize():f}" for amount in (should, paid, abs(left)))
    says = f"Seharusnya {told} rupiah, sudah dibayar {before} rupiah: {word} {rest} rupiah."
    return left, Step("arithmetic", f"{left.normalize():f}", "masukan", says)


def allowance(
    *, base: Decimal, components: Sequence[Component], deduction: Decimal = Decimal(0), on: date
) -> Allowance:
    """`base` rupiah x (sum of weight x score) - `deduction`, rounded once, never below 0.

    Raises RuleError for a negative amount or unless the weights add up to 100 %.
    """
    if base < 0 or deduction < 0:
        raise RuleError("dasar tunjangan dan potongan tidak boleh negatif")
    if any(part.weight < 0 or part.score < 0 for part in components):
        raise RuleError("bobot dan nilai komponen tidak boleh negatif")
    total = sum((part.weight for part in components), Decimal(0))
    if total != 100:
        raise RuleError(f"bobot komponen berjumlah {total}%, seharusnya 100%")
    law = in_force("allowance.rounding", on)
    exact = {
        part.name: Fraction(base) * Fraction(part.weight) / 100 * Fraction(part.score) / 100
        for part in components
    }
    gross = sum(exact.values(), Fraction(0))
    amount = round_half_up(max(gross - Fraction(deduction), Fraction(0)), law["places"])
    parts = {name: round_half_up(value, law["places"]) for name, value in exact.items()}
    steps = (
        Step("input", str(base), "masukan", f"Dasar tunjangan {base} rupiah."),
        *(
            Step(
                "arithmetic",
                str(parts[part.name]),
                "masukan",
                f"{part.name}: bobot {part.weight}% x nilai {part.score}% = {parts[part.name]} rupiah.",
            )
            for part in components
        ),
        law.step(str(amount), f"Setelah potongan {deduction}: {amount} rupiah, sebelum pajak dan iuran."),
    )
    return Allowance(amount, parts, deduction, steps)
