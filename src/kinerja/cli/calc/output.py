"""The one way a calculation takes `--json` and `--on` and prints its answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from kinerja.rules.explain import Explanation, as_dicts

F = TypeVar("F", bound=Callable[..., Any])

FIRST_YEAR, LAST_YEAR = 1945, 2199  # outside these a date is a slip of the keyboard
YES_NO = {True: "ya", False: "tidak"}


class Day(click.ParamType[date]):
    """A calendar day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or day.isoformat() != str(value):  # 20261122 is ISO too, but not what we ask
            self.fail(f"tanggal {value!r} tidak sah; tulis YYYY-MM-DD, misalnya 2026-11-22", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"tahun {day.year} di luar jangkauan {FIRST_YEAR}-{LAST_YEAR}", param, ctx)
        return day


DAY = Day()


def today() -> date:
    """Today at the capital: the clock stands here, at the edge, and never inside a rule."""
    return datetime.now(tz=ZoneInfo("Asia/Jakarta")).date()


def json_option(command: F) -> F:
    """Add `--json` (passed as `as_json: bool`) to a command whose answer hangs on no law and no day."""
    return click.option("--json", "as_json", is_flag=True, help="Cetak satu objek JSON saja.")(command)


def answer_options(command: F) -> F:
    """Add `--on` (passed as `on: date`) and `--json` (passed as `as_json: bool`) to a command."""
    return click.option(
        "--on", type=DAY, default=today, show_default="hari ini", help="Hari yang aturannya dipakai."
    )(json_option(command))


def plain(value: Any) -> Any:
    """`value` as plain JSON data: decimals and days as text, never a float with legal effect."""
    if value is None or isinstance(value, bool | int | float) or type(value) is str:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | Fraction | str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(getattr(value, field.name))
            for field in fields(value)
            if field.name != "explanation"
        }
    raise TypeError(f"cannot print {type(value).__name__}")


def show(
    answer: Any,
    explanation: Explanation,
    *,
    as_json: bool,
    title: str,
    labels: Mapping[str, str] | None = None,
) -> None:
    """Print the answer: a mapping, or a frozen dataclass whose fields are the keys.

    `labels` gives the Indonesian names of keys for the readable table; JSON keeps the keys.
    """
    data = plain(answer)
    if as_json:
        click.echo(
            json.dumps({**data, "explanation": plain(as_dicts(explanation))}, ensure_ascii=False, indent=2)
        )
        return
    _show_table(data, plain(as_dicts(explanation)), title, labels or {})


def _show_table(
    data: Mapping[str, Any], steps: list[dict[str, Any]], title: str, labels: Mapping[str, str]
) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    table = Table(title=title, show_header=False, box=SIMPLE, title_justify="left")
    table.add_column(style="bold")
    table.add_column()
    for key, item in data.items():
        table.add_row(labels.get(key, key.replace("_", " ")), readable(item))
    console.print(table)
    console.print("Penjelasan", style="bold")
    for number, step in enumerate(steps, start=1):
        console.print(f"{number}. {step['says'] or readable(step['value'])}")
        console.print(f"   {step['rule']} · {step['source']}", style="dim")


def readable(value: Any) -> str:
    """Plain JSON data as a reader sees it in one table cell."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, dict):
        return ", ".join(f"{key}: {readable(item)}" for key, item in value.items()) or "-"
    if isinstance(value, list):
        mark = "\n" if any(isinstance(item, dict) or len(str(item)) > 24 for item in value) else ", "
        return mark.join(readable(item) for item in value) or "-"
    return str(value)
