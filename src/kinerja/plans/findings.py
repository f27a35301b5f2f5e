"""One thing found in a plan, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`level` hard stops submitting and setting, soft advises; `where` names the place for a reader.

    `anchor` is the id of that place on the page, `rule` the source in the law.
    """

    level: Level
    where: str
    message: str
    rule: str
    anchor: str = ""


def hard(findings: list[Finding]) -> list[Finding]:
    """Only what stops the plan."""
    return [finding for finding in findings if finding.level == "hard"]
