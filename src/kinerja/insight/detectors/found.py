"""One finding, and reading many of them with one statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from django.db import connection

# So many names are kept with a warning; the rest is a number.
NAMED = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A fact worth a look. `key` names it for good; it concerns one person, or one unit, or both."""

    key: str
    kind: str
    facts: dict[str, Any]
    period_id: int | None = None
    employee_id: int | None = None
    unit_id: int | None = None


def select(sql: LiteralString, facts: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of one statement of ours."""
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        yield from cursor.fetchall()
