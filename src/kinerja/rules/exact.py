"""Exact arithmetic with one rounding, shared by every rule that yields a figure. Never float."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from .errors import RuleError

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,6})?")


def round_half_up(value: Fraction | Decimal | int, places: int = 2) -> Decimal:
    """`value` to `places` decimals, a half going away from zero; the only rounding of a computation."""
    scaled = abs(Fraction(value)) * 10**places
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    sign = 1 if value < 0 and whole else 0
    return Decimal((sign, tuple(map(int, str(whole))), -places))  # built, so no context can round it


def number(text: str, *, name: str) -> Decimal:
    """A figure that a person typed ("12,5" or "12.5"). Raises RuleError that names the field."""
    clean = text.strip()
    if not _NUMBER.fullmatch(clean):
        raise RuleError(f"{name}: {clean[:40]!r} bukan angka; tulis misalnya 12.5")
    return Decimal(clean.replace(",", "."))


def shares_that_add_up(values: Sequence[Fraction], places: int) -> tuple[Decimal, ...]:
    """The values rounded so that the printed column adds up to its own printed total.

    The total is rounded once; what rounding each value down leaves over goes, a last digit at a
    time, to the values that lost most (the first of equals first).
    """
    unit = 10**places
    total = int(round_half_up(sum(values, Fraction(0)), places) * unit)
    floors = [int(value * unit // 1) for value in values]
    left = total - sum(floors)
    by_loss = sorted(range(len(values)), key=lambda i: (floors[i] - values[i] * unit, i))
    for i in by_loss[:left]:
        floors[i] += 1
    return tuple(Decimal(whole).scaleb(-places) for whole in floors)
