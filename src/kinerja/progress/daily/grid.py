"""The log as rows of a form: what is kept, room for more, and what came back from the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import override

from ..errors import LineProblem
from ..models import DailyEntry
from .lines import FIELDS, Line, read_line

SATURDAY = 5
ROOM = 1  # empty rows a day to begin with
TYPED = ("starts", "ends", "text", "amount", "unit", "link")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the grid as text, ready to be shown or read; `number` names its fields."""

    number: int
    cells: Mapping[str, str]
    is_new: bool = True
    gone: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.cells.get(name, "").strip() for name in TYPED)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week with its rows; a day to come has none."""

    day: date
    rows: tuple[Row, ...]
    is_today: bool
    is_open: bool

    @property
    def entered(self) -> int:
        return sum(1 for row in self.rows if not row.is_empty)

    @property
    def has_problems(self) -> bool:
        return any(row.problems for row in self.rows)


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page sent: rows to show again, lines to keep (with their row), keys to remove."""

    rows: tuple[Row, ...]
    lines: tuple[tuple[int, Line], ...]
    gone: tuple[UUID, ...]
    problems: tuple[LineProblem, ...]


def cells_of(entry: DailyEntry) -> dict[str, str]:
    """A kept deed as a person would have typed it: numbers are read in Indonesian on every page."""
    with override(settings.LANGUAGE_CODE):
        amount = "" if entry.amount is None else str(number_format(entry.amount.normalize(), use_l10n=True))
    return {
        "key": str(entry.key),
        "day": entry.day.isoformat(),
        "starts": f"{entry.starts:%H.%M}",
        "ends": f"{entry.ends:%H.%M}",
        "text": entry.text,
        "amount": amount,
        "unit": entry.unit,
        "item": str(entry.indicator_key or ""),
        "link": entry.link,
    }


def copied(entries: Iterable[DailyEntry]) -> list[dict[str, str]]:
    """Last week's deeds moved on by a week, without amounts and links: those are facts of their own day."""
    return [
        cells_of(entry)
        | {
            "key": str(uuid4()),
            "day": (entry.day + timedelta(days=7)).isoformat(),
            "amount": "",
            "link": "",
        }
        for entry in entries
    ]


def kept_rows(kept: Iterable[Mapping[str, str]], new: Iterable[Mapping[str, str]] = ()) -> list[Row]:
    rows = [Row(0, cells, is_new=False) for cells in kept]
    return rows + [Row(0, cells) for cells in new]


def days(rows: Iterable[Row], monday: date, on: date, spare: int = ROOM) -> tuple[Day, ...]:
    """The seven days with their rows numbered through, and room to type on every day that has come."""
    by_day: dict[str, list[Row]] = {}
    for row in rows:
        by_day.setdefault(row.cells.get("day", ""), []).append(row)
    found, number = [], 0
    for day in (monday + timedelta(days=offset) for offset in range(7)):
        mine = by_day.get(day.isoformat(), [])
        if day <= on:
            empty = sum(1 for row in mine if row.is_empty)
            mine = mine + [_blank(day) for _unused in range(spare - empty)]
        numbered = []
        for row in mine:
            number += 1
            numbered.append(replace(row, number=number))
        used = any(not row.is_empty for row in mine)
        found.append(Day(day, tuple(numbered), day == on, used or (day <= on and day.weekday() < SATURDAY)))
    return tuple(found)


def _blank(day: date) -> Row:
    return Row(0, {"key": str(uuid4()), "day": day.isoformat()})


def read_posted(data: Mapping[str, str], items: Mapping[str, UUID], words: Mapping[str, str]) -> Posted:
    """Reads the rows of a posted grid (fields "<name>-<number>")."""
    numbers = sorted(
        int(name.removeprefix("key-")) for name in data if name.startswith("key-") and name[4:].isdecimal()
    )
    rows: list[Row] = []
    lines: list[tuple[int, Line]] = []
    gone: list[UUID] = []
    problems: list[LineProblem] = []
    for number in numbers:
        cells = {name: str(data.get(f"{name}-{number}", "")) for name in FIELDS}
        kept = f"kept-{number}" in data
        row = Row(number, cells, is_new=not kept, gone=f"gone-{number}" in data)
        key = read_uuid(cells["key"])
        if key is None or (row.is_empty and not kept):
            continue
        if row.gone or row.is_empty:
            gone.append(key)
        else:
            read = read_line(cells, number, items, words)
            problems.extend(read.problems)
            if read.line:
                lines.append((number, read.line))
        rows.append(row)
    return Posted(tuple(rows), tuple(lines), tuple(gone), tuple(problems))


def marked(rows: Iterable[Row], problems: Iterable[LineProblem]) -> list[Row]:
    """The rows with what is wrong in each, by column name."""
    told: dict[int, dict[str, str]] = {}
    for problem in problems:
        told.setdefault(problem.row, {}).setdefault(problem.column, problem.message)
    return [replace(row, problems=told.get(row.number, {})) for row in rows]


def read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
