"""Open data: which files there are, what each column means, and how a file is written.

Column names, codes and formats never change with the language of the page: decimal point, ISO dates, UTF-8.
An empty cell is hidden (too few people or cases) or not applicable; the column `disembunyikan` tells which.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

Cell = str | int | Decimal | date | bool | None
Row = tuple[Cell, ...]
# A spreadsheet takes such a cell for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LICENCE = "CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Column:
    """`unit` and `source` may be empty for names and codes."""

    name: str
    meaning: str
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class DataSet:
    """One file: its name in the address, what it is, its columns, and what makes its rows on a day."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[date], Iterable[Row]]


def as_csv(data: DataSet, on: date) -> str:
    """The rows with a header, RFC 4180; a text that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in data.columns])
    for row in data.rows(on):
        writer.writerow([written(cell) for cell in row])
    return out.getvalue()


def as_json(data: DataSet, agency: str, on: date) -> str:
    """{"nama", "judul", "instansi", "lisensi", "kolom": [...], "baris": [{column: value}]}."""
    names = [column.name for column in data.columns]
    whole = {
        "nama": data.name,
        "judul": data.title,
        "instansi": agency,
        "lisensi": LICENCE,
        "kolom": [
            {"nama": one.name, "arti": one.meaning, "satuan": one.unit, "sumber": one.source}
            for one in data.columns
        ],
        "baris": [dict(zip(names, map(_plain, row), strict=True)) for row in data.rows(on)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def written(cell: Cell) -> str:
    """One cell of a CSV file; a text that a spreadsheet would run begins with an apostrophe."""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
    return str(cell)


def _plain(cell: Cell) -> str | int | float | bool | None:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


HIDDEN = Column(
    "disembunyikan",
    gettext_noop("ya bila angkanya ditahan karena terlalu sedikit orang atau berkas"),
    gettext_noop("ya/tidak"),
    "survey.k_floor",
)
UNIT = (
    Column("kode_unit", gettext_noop("Kode unit kerja")),
    Column("unit", gettext_noop("Nama unit kerja")),
)
SERVICE = (
    Column("kode_layanan", gettext_noop("Kode layanan, juga alamat kartunya")),
    Column("layanan", gettext_noop("Nama layanan")),
)
QUARTER = (
    Column("triwulan", gettext_noop("Triwulan, misalnya 2026-T3")),
    Column("mulai", gettext_noop("Hari pertama triwulan"), "YYYY-MM-DD"),
)


def quarter_cells(quarter: date) -> tuple[str, date]:
    """The two cells of `QUARTER`."""
    return (f"{quarter.year}-T{(quarter.month + 2) // 3}", quarter)
