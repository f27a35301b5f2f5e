"""The explanation that every computed figure carries: inputs, rule, value in force, source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step from input to answer.

    `rule` is the id of a rule in `law/` (or "input" / "arithmetic" for a step that needs no law),
    `value` what the step used or produced, as text or plain data, `source` where the law says so
    and `says` the same in one Indonesian sentence for a reader.
    """

    rule: str
    value: Any
    source: str
    says: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"rule": self.rule, "value": self.value, "source": self.source, "says": self.says}


Explanation = tuple[Step, ...]


def as_dicts(steps: Explanation) -> list[dict[str, Any]]:
    return [step.as_dict() for step in steps]
