"""The BerAKHLAK values: seven codes with definition and three guide phrases each.

Behaviour is never scored value by value: one rating stands for all; feedback is written by value.
Source: PermenPANRB 6/2022 Pasal 10 ayat (3), Lampiran hlm 29-30 and 52-53.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .loader import in_force


@dataclass(frozen=True, slots=True)
class BehaviourValue:
    """One value: `code` of two letters, official `name`, `definition` and three `guides`."""

    code: str
    name: str
    definition: str
    guides: tuple[str, ...]


def behaviour_values(on: date) -> tuple[BehaviourValue, ...]:
    """The seven values in the order of the regulation. Raises NoRuleInForce."""
    return tuple(
        BehaviourValue(item["code"], item["name"], item["definition"], tuple(item["guides"]))
        for item in in_force("behaviour.values", on)["values"]
    )
