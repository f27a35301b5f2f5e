"""What credit points reach: the next rank, the next level, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..errors import RuleError
from ..explain import Explanation
from ..loader import in_force
from .levels import level, rank, rounded


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold: reached or not, how much is missing, and how much more than needed there is.

    `carried` is the part of `surplus` that counts on after the promotion.
    """

    needed: Decimal
    reached: bool
    missing: Decimal
    surplus: Decimal
    carried: Decimal


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where `credit` points stand in a level; `level` is None at the top level."""

    credit: Decimal
    rank: Threshold
    level: Threshold | None
    explanation: Explanation


def thresholds(*, level_name: str, credit: Decimal, on: date, rank_name: str | None = None) -> Thresholds:
    """Which thresholds `credit`, counted since entry in the level, reaches.

    A step in rank needs the level's rank threshold for every rank passed: with `rank_name` the
    step is the one after that rank, without it the first one. Reaching a threshold permits a
    promotion to be considered and gives no right to it. Raises RuleError for a negative credit, an
    unknown level, or a rank that the level does not have.
    """
    if credit < 0:
        raise RuleError(f"angka kredit {credit} tidak boleh negatif")
    post = level(level_name, on=on)
    place = 0 if rank_name is None else _place(rank(rank_name), post.ranks, post.name)
    law, rest = in_force("credit.level", on), in_force("credit.surplus", on)
    for_rank = _threshold(post.rank_threshold * (place + 1), credit, carried=rest["rank"], on=on)
    for_level = (
        None
        if post.level_threshold is None
        else _threshold(post.level_threshold, credit, carried=rest["level"], on=on)
    )
    steps = [law.step(str(for_rank.needed), _says("Kenaikan pangkat", for_rank))]
    if for_level is not None:
        steps.append(law.step(str(for_level.needed), _says("Kenaikan jenjang", for_level)))
    if for_rank.surplus or (for_level and for_level.surplus):
        steps.append(
            rest.step(
                str(for_rank.carried),
                "Kelebihan dibawa ke kenaikan pangkat berikutnya hanya dalam jenjang yang sama; "
                "saat naik jenjang kelebihan tidak dibawa.",
            )
        )
    return Thresholds(rounded(credit, on=on), for_rank, for_level, tuple(steps))


def _place(name: str, ranks: tuple[str, ...], post: str) -> int:
    if name not in ranks:
        raise RuleError(f"golongan {name} bukan golongan jenjang {post} ({', '.join(ranks)})")
    return ranks.index(name)


def _threshold(needed: Decimal, credit: Decimal, *, carried: bool, on: date) -> Threshold:
    surplus = rounded(max(credit - needed, Decimal(0)), on=on)
    return Threshold(
        needed=rounded(needed, on=on),
        reached=credit >= needed,
        missing=rounded(max(needed - credit, Decimal(0)), on=on),
        surplus=surplus,
        carried=surplus if carried else rounded(Decimal(0), on=on),
    )


def _says(what: str, threshold: Threshold) -> str:
    if threshold.reached:
        return f"{what} memerlukan {threshold.needed}: tercapai, dapat dipertimbangkan."
    return f"{what} memerlukan {threshold.needed}: kurang {threshold.missing}."
