"""IKM: from a tally to NRR, index and grade. Exact to the end, rounded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..errors import RuleError
from ..exact import round_half_up, shares_that_add_up
from ..explain import Explanation, Step
from ..loader import Value, in_force
from .elements import elements, elements_value
from .tally import Tally

EXACT = "exact"
SCALE = 25
LOWEST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ElementScore:
    """One unsur. `nrr` 1..4 exact, `shown` rounded to 2 places; `weighted` to 4 places, in a column
    that adds up to the printed total; `converted` = NRR x 25 with its own grade. None: no answers."""

    code: str
    name: str
    total: int
    answers: int
    nrr: Fraction | None
    shown: Decimal | None
    weighted: Decimal | None
    converted: Decimal | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class SkmResult:
    """IKM 25..100 of `n` respondents. `grade` is None with the reason in `withheld` when the law of
    this installation lets nobody state one; `ties` holds every group of equal elements that touches
    the three lowest."""

    n: int
    weights: str
    elements: tuple[ElementScore, ...]
    exact: Fraction | None
    ikm: Decimal | None
    grade: str | None
    performance: str | None
    withheld: str
    weighted_total: Decimal | None
    lowest: tuple[str, ...]
    ties: tuple[tuple[str, ...], ...]
    explanation: Explanation


def grade(ikm: Decimal, *, on: date) -> tuple[str, str]:
    """Mutu and kinerja of a rounded index 0..100: the best grade whose lower bound it reaches.

    Lower bounds only, so no gap between two rows of the printed table can swallow a value.
    """
    law = in_force("skm.grade", on)
    letter = next((letter for letter in "ABC" if ikm >= Decimal(law[letter])), "D")
    return letter, law["performance"][letter]


def weight(convention: str, count: int, *, on: date) -> tuple[Fraction, Step]:
    """The weight of each of `count` elements: 1/count, or the rounded one that the law prints.

    Raises RuleError for a convention that the law of that day does not know, or that was printed
    for another number of elements.
    """
    law = in_force("skm.weights", on)
    if convention == EXACT:
        return Fraction(1, count), law.step(f"1/{count}", f"Bobot tiap unsur 1/{count}, tanpa pembulatan.")
    printed: dict[str, int] = law["printed"]
    if convention not in printed:
        choices = ", ".join([EXACT, *printed])
        raise RuleError(f"bobot {convention!r} tidak dikenal pada {on.isoformat()}; pilihan: {choices}")
    if printed[convention] != count:
        raise RuleError(f"bobot {convention} dicetak untuk {printed[convention]} unsur, data memuat {count}")
    says = f"Bobot tiap unsur {convention} (dibulatkan) untuk mengulang laporan yang memakainya."
    return Fraction(convention), law.step(convention, says)


def compute(tally: Tally, *, on: date, weights: str = EXACT) -> SkmResult:
    """NRR, weighted NRR, IKM, grade and the three lowest elements of `tally`.

    PermenPANRB 14/2017, Lampiran: NRR = sum / answers (blanks are not zeros), IKM = sum of
    NRR x weight x 25, rounded half up to two places once. Before 9 May 2017 the grade is read on
    the scale of KEP/25/M.PAN/2/2004. Raises RuleError when nobody answered or for a weight
    convention that does not fit.
    """
    if tally.n == 0:
        raise RuleError("tidak ada satu pun jawaban; isi sedikitnya satu baris responden")
    share, weight_step = weight(weights, len(tally.codes), on=on)
    means = [
        Fraction(total, count) if count else None
        for total, count in zip(tally.sums, tally.counts, strict=True)
    ]
    known = [mean for mean in means if mean is not None]
    steps = [_input_step(tally), _nrr_step(tally, means, on), weight_step, *_old_elements(tally, on)]
    shown_weighted: Sequence[Decimal | None] = [None] * len(means)
    exact = ikm = total = letter = performance = None
    if len(known) < len(means):
        empty = ", ".join(code for code, mean in zip(tally.codes, means, strict=True) if mean is None)
        withheld = f"IKM tidak dapat dihitung: tidak ada jawaban untuk unsur {empty}."
    else:
        shown_weighted = shares_that_add_up([mean * share for mean in known], 4)
        exact = sum(known, Fraction(0)) * share * SCALE
        total = round_half_up(exact / SCALE, 4)
        ikm = round_half_up(exact)
        steps.append(_index_step(exact, ikm, weight_step.source))
        letter, performance, withheld, grade_steps = _graded(ikm, tally.n, on)
        steps += grade_steps
    scores = tuple(
        _score(tally, i, means[i], shown_weighted[i], {e.code: e.name for e in elements(on)}, on)
        for i in range(len(means))
    )
    lowest, ties = _lowest(scores)
    return SkmResult(
        tally.n, weights, scores, exact, ikm, letter, performance, withheld, total, lowest, ties, tuple(steps)
    )


def mean_of_units(indices: Sequence[Decimal]) -> Decimal:
    """The plain mean of published unit indices, rounded half up to two places.

    Some agencies recap this way. It is not the pooled index of all respondents: say which it is.
    """
    if not indices:
        raise RuleError("tidak ada nilai unit yang dapat dirata-ratakan")
    return round_half_up(sum((Fraction(value) for value in indices), Fraction(0)) / len(indices))


def _score(
    tally: Tally, i: int, mean: Fraction | None, weighted: Decimal | None, names: dict[str, str], on: date
) -> ElementScore:
    code = tally.codes[i]
    converted = None if mean is None else round_half_up(mean * SCALE)
    return ElementScore(
        code=code,
        name=names.get(code, code),
        total=tally.sums[i],
        answers=tally.counts[i],
        nrr=mean,
        shown=None if mean is None else round_half_up(mean),
        weighted=weighted,
        converted=converted,
        grade=None if converted is None else grade(converted, on=on)[0],
    )


def _lowest(scores: Sequence[ElementScore]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The three lowest by exact value, ties in the order of the regulation, and those ties."""
    known = [(score.nrr, score.code) for score in scores if score.nrr is not None]
    lowest = tuple(code for _, code in sorted(known, key=lambda pair: pair[0])[:LOWEST_SHOWN])
    values = sorted({nrr for nrr, code in known if code in lowest})
    groups = (tuple(code for nrr, code in known if nrr == value) for value in values)
    return lowest, tuple(group for group in groups if len(group) > 1)


def _graded(ikm: Decimal, n: int, on: date) -> tuple[str | None, str | None, str, list[Step]]:
    floor: Value = in_force("skm.minimum_n", on)
    if n < floor["n"]:
        withheld = f"Mutu tidak dinyatakan: {n} responden, paling sedikit {floor['n']}."
        return None, None, withheld, [floor.step(floor["n"], withheld)]
    letter, performance = grade(ikm, on=on)
    law = in_force("skm.grade", on)
    says = f"IKM {ikm} bermutu {letter} ({performance}); batas bawah {letter} adalah {law[letter]}."
    enough = f"{n} responden memenuhi batas paling sedikit {floor['n']}."
    return letter, performance, "", [floor.step(floor["n"], enough), law.step(letter, says)]


def _input_step(tally: Tally) -> Step:
    sums = dict(zip(tally.codes, tally.sums, strict=True))
    says = f"{tally.n} responden memberi {sum(tally.counts)} jawaban; jawaban kosong tidak dihitung."
    return Step("input", {"n": tally.n, "sums": sums}, "masukan", says)


def _nrr_step(tally: Tally, means: Sequence[Fraction | None], on: date) -> Step:
    shown = {
        code: None if mean is None else str(round_half_up(mean))
        for code, mean in zip(tally.codes, means, strict=True)
    }
    return elements_value(on).step(shown, "NRR tiap unsur = jumlah jawaban dibagi banyaknya jawaban.")


def _index_step(exact: Fraction, ikm: Decimal, source: str) -> Step:
    says = f"Jumlah NRR tertimbang x 25 = {round_half_up(exact, 4)}, dibulatkan sekali menjadi {ikm}."
    return Step("arithmetic", str(ikm), source, says)


def _old_elements(tally: Tally, on: date) -> list[Step]:
    law = in_force("skm.weights", on)
    expected = law["standard_elements"]
    if len(tally.codes) == expected:
        return []
    says = (
        f"Aturan pada {on.isoformat()} memakai {expected} unsur; data ini memuat {len(tally.codes)} unsur, "
        f"jadi bobotnya dibagi menurut {len(tally.codes)} unsur."
    )
    return [law.step(expected, says)]
