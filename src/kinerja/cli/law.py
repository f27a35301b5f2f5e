"""`kinerja law`: the register of rules as a jurist reads it, and the proof that it holds together."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import click

from kinerja.cli.calc.output import answer_options, plain, show
from kinerja.cli.plain import PlainGroup
from kinerja.rules.explain import Step
from kinerja.rules.loader import Rule, Value, index, register, rule
from kinerja.rules.names import one_of
from kinerja.rules.register import problems

READER = "rules/loader.py"
FOLDER = "kinerja.law"


@click.group(cls=PlainGroup)
def law_command() -> None:
    """Daftar aturan bertanggal: baca, telusuri, periksa."""


@law_command.command("list")
@answer_options
def list_rules(on: date, as_json: bool) -> None:
    """Semua aturan, nilainya pada hari yang diminta, dan sumbernya."""
    rows = [_row(item, on) for item in register().values()]
    steps = tuple(Step(row["id"], row["from"], row["source"], row["title"]) for row in rows)
    if as_json:
        show({"count": len(rows), "rules": rows}, steps, as_json=True, title="")
        return
    _print_rules(rows, on)


def _row(item: Rule, on: date) -> dict[str, Any]:
    """One line of the list: the value in force on the day, or else the earliest, marked so."""
    running = [value for value in item.values if value.covers(on)]
    value = running[-1] if running else item.values[0]
    return {
        "id": item.id,
        "title": item.title,
        "in_force": bool(running),
        "from": value.start,
        "values": len(item.values),
        "confidence": value.confidence,
        "source": value.source,
    }


def _print_rules(rows: list[dict[str, Any]], on: date) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{len(rows)} aturan pada {on}", box=SIMPLE, title_justify="left")
    table.add_column("Aturan", no_wrap=True)
    for heading in ("Judul", "Berlaku sejak", "Sumber"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        since = str(row["from"]) if row["in_force"] else f"belum berlaku ({row['from']})"
        table.add_row(row["id"], row["title"], since, row["source"])
    Console(highlight=False, markup=False).print(table)


@law_command.command("show")
@click.argument("rule_id", metavar="ID")
@answer_options
def show_rule(rule_id: str, on: date, as_json: bool) -> None:
    """Isi satu aturan pada hari yang diminta."""
    found = rule(one_of(rule_id, index(), what="aturan"))
    value = found.on(on)
    data = {
        "id": found.id,
        "title": found.title,
        "unit": found.unit,
        "from": value.start,
        "until": value.end,
        "source": value.source,
        "checked_on": value.checked_on,
        "confidence": value.confidence,
        "value": value.data,
    }
    labels = {"from": "Berlaku sejak", "until": "Sampai", "source": "Sumber", "checked_on": "Diperiksa pada"}
    steps = (value.step(plain(value.data), _in_force(value)),)
    show(data, steps, as_json=as_json, title=found.title, labels=labels)


def _in_force(value: Value) -> str:
    end = f" sampai {value.end}" if value.end else ""
    return f"Berlaku sejak {value.start}{end}; diperiksa pada sumbernya {value.checked_on}."


@law_command.command("check")
@answer_options
def check(on: date, as_json: bool) -> None:
    """Buktikan bahwa daftar aturan utuh: bersumber, bertanggal, tidak tumpang tindih, terpakai.

    Keluar dengan kode 1 bila ada kesalahan.
    """
    faults = [*problems(), *unread(), *other_readers()]
    count = len(index())
    says = f"{count} aturan: semua bersumber, bertanggal, terpakai, dan sesuai INDEX."
    step = Step("register", count, "law/INDEX", says if not faults else f"{len(faults)} kesalahan.")
    data = {"holds": not faults, "count": count, "problems": faults}
    labels = {"holds": "Utuh", "count": "Aturan", "problems": "Kesalahan"}
    show(data, (step,), as_json=as_json, title="Pemeriksaan daftar aturan", labels=labels)
    if faults:
        raise SystemExit(1)


def _sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product with its path below `kinerja/`."""
    with resources.as_file(resources.files("kinerja")) as root:
        for path in sorted(Path(root).rglob("*.py")):
            yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def unread() -> tuple[str, ...]:
    """Rules that no module names in full: nobody computes with them."""
    named = {
        node.value
        for _, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return tuple(f"law/{name}.toml: tidak dibaca aturan mana pun" for name in index() if name not in named)


def other_readers() -> tuple[str, ...]:
    """Modules besides the loader that reach into the folder of the law."""
    return tuple(
        f"{path}: membaca folder law/ sendiri; pakai rules.loader"
        for path, tree in _sources()
        if path != READER and _reaches_law(tree)
    )


def _reaches_law(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(FOLDER):
            return True
        if isinstance(node, ast.Import) and any(name.name.startswith(FOLDER) for name in node.names):
            return True
        if isinstance(node, ast.Call) and any(
            isinstance(item, ast.Constant) and item.value == FOLDER for item in node.args
        ):
            return True
    return False
