"""Official labels of codes, exactly as the regulation writes them, with the day they hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .errors import RuleError
from .loader import in_force

KINDS: Mapping[str, str] = {
    "rating": "label.rating",
    "predicate": "label.predicate",
    "organisation_predicate": "label.organisation_predicate",
    "reading": "label.reading",
    "direction": "label.direction",
    "perspective": "label.perspective",
    "aspect": "label.aspect",
    "attachment": "label.attachment",
    "control_level": "label.control_level",
    "result_kind": "label.result_kind",
    "approach": "label.approach",
    "cascading": "label.cascading",
}


def labels(kind: str, on: date) -> dict[str, str]:
    """Every code of a kind with its label, in the order of the law.

    Raises RuleError for an unknown kind, NoRuleInForce for a day before the rule.
    """
    if kind not in KINDS:
        raise RuleError(f"jenis label {kind!r} tidak dikenal; pilihan: {', '.join(KINDS)}")
    return dict(in_force(KINDS[kind], on)["label"])


def label(kind: str, code: str, on: date) -> str:
    """The label of one code. Raises RuleError when the kind has no such code."""
    known = labels(kind, on)
    if code not in known:
        raise RuleError(f"{kind}: kode {code!r} tidak dikenal; pilihan: {', '.join(known)}")
    return known[code]


def printed_predicate(code: str, on: date) -> str:
    """The predicate as evaluation forms print it ("Kurang/Misconduct"). Raises RuleError."""
    printed: Mapping[str, str] = in_force(KINDS["predicate"], on)["printed"]
    if code not in printed:
        raise RuleError(f"predicate: kode {code!r} tidak dikenal; pilihan: {', '.join(printed)}")
    return printed[code]
