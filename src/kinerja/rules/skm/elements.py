"""The nine elements (unsur) of the satisfaction survey, known by name and never by number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..errors import NoRuleInForce
from ..loader import Value, in_force, rule


@dataclass(frozen=True, slots=True)
class Element:
    """One unsur: its code, official name, standard question and the labels of answers 1, 2, 3, 4."""

    code: str
    name: str
    question: str
    labels: tuple[str, str, str, str]


def elements(on: date) -> tuple[Element, ...]:
    """The elements in the order of the regulation (PermenPANRB 14/2017, Lampiran).

    A day before that regulation gets its elements too: an older survey is read with the names of
    today, and `compute` says so in the explanation.
    """
    return tuple(
        Element(row["code"], row["name"], row["question"], tuple(row["labels"]))
        for row in elements_value(on)["element"]
    )


def elements_value(on: date) -> Value:
    """The dated value behind `elements`, for its source."""
    try:
        return in_force("skm.elements", on)
    except NoRuleInForce:
        return rule("skm.elements").values[0]


def codes(on: date) -> tuple[str, ...]:
    """The codes of the elements, in the order of the regulation."""
    return tuple(element.code for element in elements(on))
