"""How a case of `tests/law/*.toml` calls its rule: `given` and the day in, plain answer out (A)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kinerja.rules.predicate import finality, predicate

Given = Mapping[str, Any]


def _predicate(given: Given, on: date) -> Any:
    return predicate(given["result"], given["behaviour"], drop_out=given.get("drop_out", False), on=on)


def _finality(given: Given, on: date) -> Any:
    return finality(taken_over=given.get("taken_over", False), evaluator=given["evaluator"], on=on)


RUNNERS: dict[str, Callable[[Given, date], Any]] = {
    "predicate": _predicate,
    "finality": _finality,
}
