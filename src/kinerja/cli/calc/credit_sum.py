"""`kinerja calc credit-sum`: credit points of many periods and the thresholds they reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from kinerja.cli.calc.csv_file import csv_lines
from kinerja.cli.calc.output import answer_options, show
from kinerja.rules.credit import Period, accumulate
from kinerja.rules.errors import RuleError
from kinerja.rules.exact import number
from kinerja.rules.table import read_table

COLUMNS = ("level", "predicate", "months")
LABELS = {
    "rows": "Periode",
    "total": "Jumlah angka kredit",
    "level": "Jenjang sekarang",
    "level_total": "Dihitung pada jenjang sekarang",
    "thresholds": "Ambang",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option(
    "--start", default="0", show_default=True, help="Angka kredit yang sudah ada pada jenjang pertama."
)
@answer_options
def command(file: Path, start: str, on: date, as_json: bool) -> None:
    """Jumlah angka kredit dari FILE.csv (kolom level,predicate,months; baris tertua lebih dahulu)."""
    with csv_lines(file) as source:
        result = accumulate(_periods(source.lines), on=on, start=number(start, name="--start"))
    answer = {
        "rows": result.rows,
        "total": result.total,
        "level": result.level,
        "level_total": result.level_total,
        "thresholds": {"rank": result.thresholds.rank, "level": result.thresholds.level},
    }
    of_rows = (step for row in result.rows for step in row.explanation)
    steps = (*dict.fromkeys(of_rows), *result.explanation)
    show(answer, steps, as_json=as_json, title="Akumulasi angka kredit", labels=LABELS)


def _periods(lines: Iterator[str]) -> Iterator[Period]:
    header, rows = read_table(lines)
    for name in COLUMNS:
        if name not in header:
            raise RuleError(f"baris 1: kolom {name!r} tidak ada; judul yang diperlukan: {','.join(COLUMNS)}")
    places = [header.index(name) for name in COLUMNS]
    for row_number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise RuleError(f"baris {row_number}: {len(row)} kolom, judul memuat {len(header)}")
        level, predicate, months = (row[place] for place in places)
        yield Period(level, predicate, _months(months, row_number))


def _months(text: str, row_number: int) -> int:
    value: Decimal = number(text, name=f"baris {row_number}, kolom months")
    if value != int(value):
        raise RuleError(f"baris {row_number}, kolom months: {text.strip()!r} bukan bilangan bulat")
    return int(value)
