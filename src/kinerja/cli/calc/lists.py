"""Options that take several figures in one word, "3,3,2", and how a bad one is refused."""

from __future__ import annotations

from decimal import Decimal

from kinerja.rules.errors import RuleError
from kinerja.rules.exact import number


def figures(text: str, *, name: str) -> list[Decimal]:
    """Decimals separated by commas; the decimal point is a point. Empty text is an empty list."""
    return [number(part, name=name) for part in text.split(",")] if text.strip() else []


def whole_figures(text: str, *, name: str) -> list[int]:
    """Whole numbers separated by commas."""
    values = figures(text, name=name)
    for value in values:
        if value != int(value):
            raise RuleError(f"{name}: {value} bukan bilangan bulat")
    return [int(value) for value in values]
