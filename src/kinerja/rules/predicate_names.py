"""Predicates as people write them: today's codes and the names of earlier regulations."""

from __future__ import annotations

from datetime import date

from .codes import Predicate
from .loader import in_force
from .names import one_of


def predicate_named(name: str, *, on: date) -> Predicate:
    """The predicate that `name` means; CUKUP is BUTUH_PERBAIKAN and BURUK is SANGAT_KURANG.

    Raises RuleError with the near match for an unknown name.
    """
    alias: dict[str, str] = in_force("label.predicate_alias", on)["alias"]
    code = one_of(name, [*(str(item) for item in reversed(Predicate)), *alias], what="predikat")
    return Predicate(alias.get(code, code))
