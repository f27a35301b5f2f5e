"""Credit points that do not come from a predicate alone: entry, transfer, integration, diploma."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..codes import Predicate
from ..errors import RuleError
from ..explain import Explanation, Step
from ..loader import in_force
from ..predicate_names import predicate_named
from .levels import RANKS, level, rank, rounded


@dataclass(frozen=True, slots=True)
class Granted:
    """Credit points granted, with the reason."""

    credit: Decimal
    explanation: Explanation


def basic_credit(*, level_name: str, rank_name: str, on: date) -> Granted:
    """Basic credit of a person of that rank who enters that level (Peraturan BKN 3/2023 Lampiran).

    A rank above the level's range gets a flat 100. Raises RuleError for a rank below the range.
    """
    post, given = level(level_name, on=on), rank(rank_name)
    law = in_force("credit.basic", on)
    row = law["level"][post.code]
    if given in row:
        credit = rounded(Decimal(row[given]), on=on)
        return Granted(
            credit, (law.step(str(credit), f"{post.name} golongan {given}: angka kredit dasar {credit}."),)
        )
    if RANKS.index(given) < RANKS.index(post.ranks[0]):
        raise RuleError(f"golongan {given} di bawah jenjang {post.name} ({', '.join(post.ranks)})")
    credit = rounded(Decimal(law["above_range"]), on=on)
    says = (
        f"Golongan {given} di atas jenjang {post.name}: angka kredit dasar {credit}; "
        f"setelah naik satu jenjang menjadi {law['above_range_next_level']}."
    )
    return Granted(credit, (law.step(str(credit), says),))


def transfer_credit(
    *, level_name: str, rank_name: str, predicate_name: str, years: int, peak_rank: bool, on: date
) -> Granted:
    """Credit on a move from another post: percent x coefficient x years in rank, plus the basic credit.

    `years` are whole years in the present rank; when that rank was the peak of the old post
    (`peak_rank`) at most 3 count. Raises RuleError.
    """
    if years < 0:
        raise RuleError(f"masa kepangkatan {years} tahun tidak boleh negatif")
    post, given = level(level_name, on=on), predicate_named(predicate_name, on=on)
    law = in_force("credit.transfer", on)
    counted = min(years, law["peak_rank_years"]) if peak_rank else years
    percent = Fraction(in_force("credit.percent", on)["percent"][given])
    earned = rounded(percent / 100 * Fraction(post.coefficient) * counted, on=on)
    basic = basic_credit(level_name=post.code, rank_name=rank_name, on=on)
    says = f"{counted} tahun x {percent}% x {post.coefficient} = {earned}, ditambah angka kredit dasar."
    return Granted(earned + basic.credit, (law.step(str(earned), says), *basic.explanation))


def integrate(*, rank_name: str, conventional: Decimal, on: date) -> Granted:
    """Old cumulative credit turned into the credit of the new system: minus the base of the rank.

    Raises RuleError when the figure is outside the range that the rank can have (bounds included).
    """
    given = rank(rank_name)
    law = in_force("credit.integration", on)
    row = law["rank"].get(given)
    if row is None:
        raise RuleError(
            f"golongan {given} tidak ada di tabel integrasi; tabel memuat {', '.join(law['rank'])}"
        )
    low, high, base = Decimal(row["from"]), Decimal(row["to"]), Decimal(row["base"])
    if not low <= conventional <= high:
        raise RuleError(
            f"angka kredit {conventional} tidak mungkin untuk {given}; rentangnya {low} sampai {high}"
        )
    credit = rounded(conventional - base, on=on)
    return Granted(
        credit, (law.step(str(credit), f"{conventional} dikurangi nilai dasar {given} {base} = {credit}."),)
    )


def education_bonus(*, level_name: str, predicate_name: str, already_used: bool, on: date) -> Granted:
    """Bonus for a higher diploma: 25% of the level's rank threshold, once, with predicate Baik or better.

    Raises RuleError when the bonus was used before or the predicate is too low.
    """
    post, given = level(level_name, on=on), predicate_named(predicate_name, on=on)
    law = in_force("credit.education", on)
    if already_used:
        raise RuleError("tambahan angka kredit ijazah hanya satu kali dan sudah dipakai")
    order = list(Predicate)
    if order.index(given) < order.index(Predicate(law["lowest_predicate"])):
        raise RuleError(
            f"tambahan angka kredit ijazah memerlukan predikat {law['lowest_predicate']} atau lebih"
        )
    credit = rounded(Fraction(law["percent"]) / 100 * Fraction(post.rank_threshold), on=on)
    says = f"{law['percent']}% dari {post.rank_threshold} (kenaikan pangkat {post.name}) = {credit}."
    step: Step = law.step(str(credit), says)
    return Granted(credit, (step,))
