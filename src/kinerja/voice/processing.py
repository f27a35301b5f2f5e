"""The record of processing (UU 27/2022 Pasal 31), as this installation shows it to everybody."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from kinerja.rules.loader import in_force

from .retention import RULE


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity. `days` is how long the data stays after the matter ends, None: see `keep`."""

    name: str
    purpose: str
    basis: str
    data: str
    people: str
    recipients: str
    keep: str
    note: str
    days: int | None


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (resources.files("kinerja.voice") / "processing.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["activity"])


def activities(on: date) -> list[Activity]:
    """What is processed, with the periods in force."""
    law = in_force(RULE, on)
    return [Activity(**row, days=law.data.get(row["keep"])) for row in _rows()]
