"""One thing to do, as Hari ini shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `due` may be open; `count` is how many items hide behind one button; what can wait
    for a quiet moment is `later` and stands last."""

    due: date | None
    title: str
    detail: str
    button: str
    url: str
    icon: str
    count: int = 1
    later: bool = False

    def late(self, on: date) -> bool:
        return self.due is not None and self.due < on
