"""From the bytes of an XLSX or CSV file to rows of cells under the template's columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from .problem import Problem
from .template import NAMES, SHEET

Cell = str | int | float | bool | date | datetime | time | timedelta
MAX_UNPACKED = 400 * 1024 * 1024
HEADER_WITHIN = 10
FORMULA_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>\s*<(?:\w+:)?f[\s/>]')
FORMULA_START = ("=", "@", "+", "-")
FORMULA_MEND = "Salin lalu tempel sebagai nilai (Paste Values), tanpa rumus."


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table must look like: the columns it knows, those it needs, those by which its header is told,
    how many rows it may hold, and why a further column is refused ("" takes it without reading it)."""

    names: tuple[str, ...]
    needed: frozenset[str]
    marks: frozenset[str]
    max_rows: int
    refusal: Callable[[str], str] = lambda heading: ""


PEOPLE = Layout(
    names=NAMES,
    needed=frozenset(NAMES) - {"SUREL", "NOMOR KEPUTUSAN", "SAMPAI"},
    marks=frozenset({"NIP", "KODE UNIT"}),
    max_rows=50_000,
)


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that is not empty, numbered as the spreadsheet numbers it."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """What could be read, and what could not. With problems the rows are not to be used."""

    rows: tuple[RawRow, ...]
    problems: tuple[Problem, ...]


def read(content: bytes, name: str, layout: Layout = PEOPLE) -> Table:
    """Reads the file called `name`; never raises for bad content, but tells it as problems."""
    suffix = name.lower().rpartition(".")[2]
    if suffix == "xlsx":
        return _read_xlsx(content, layout)
    if suffix == "csv":
        return _read_csv(content, layout)
    return _broken("Hanya berkas .xlsx dan .csv yang dapat dibaca.", "Simpan ulang sebagai .xlsx atau .csv.")


def _broken(message: str, mend: str) -> Table:
    return Table((), (Problem(0, "", message, mend),))


def _read_csv(content: bytes, layout: Layout) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        grid = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        return _broken(f"CSV tidak dapat dibaca: {error}.", "Simpan ulang dari aplikasi lembar kerja.")
    return _table(grid, frozenset(), layout)


def _read_xlsx(content: bytes, layout: Layout) -> Table:
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                return _broken("Isi berkas terlalu besar.", "Pecah menjadi beberapa berkas.")
            book = CalamineWorkbook.from_filelike(BytesIO(content))
            sheet = SHEET if SHEET in book.sheet_names else book.sheet_names[0]
            formulas = _formulas(archive, sheet)
        grid = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return _table(grid, formulas, layout)
    except (BadZipFile, CalamineError, KeyError):
        return _broken(
            "Berkas rusak atau bukan XLSX.", "Buka di aplikasi lembar kerja, lalu simpan ulang sebagai .xlsx."
        )


def _formulas(archive: ZipFile, sheet: str) -> frozenset[tuple[int, int]]:
    """Row and column (from 1) of every cell that holds a formula; the reader itself sees values only."""
    parts = [one for one in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", one)]
    path = _part_of(archive, sheet)
    found = FORMULA_CELL.findall(archive.read(path if path in parts else parts[0]))
    return frozenset((int(row), _column_number(letters.decode())) for letters, row in found)


def _part_of(archive: ZipFile, sheet: str) -> str:
    """The part of the archive that holds the sheet of this name (the workbook names it by a relation)."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        relation = re.search(r'r:id="([^"]*)"', tag)
        if f'name="{sheet}"' in tag and relation:
            target = re.search(
                rf'<Relationship\b(?=[^>]*\bId="{re.escape(relation[1])}")[^>]*\bTarget="([^"]*)"', relations
            )
            return f"xl/{target[1].removeprefix('/xl/')}" if target else ""
    return ""


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _heading(cell: Cell) -> str:
    return " ".join(str(cell).replace("*", "").upper().split())


def _table(grid: Sequence[Sequence[Cell]], formulas: frozenset[tuple[int, int]], layout: Layout) -> Table:
    """Finds the header, then the rows below it."""
    for at, line in enumerate(grid[:HEADER_WITHIN]):
        headings = [_heading(cell) for cell in line]
        if layout.marks <= set(headings):
            return _rows(grid, at, headings, formulas, layout)
    return _broken(
        f"Baris judul kolom tidak ditemukan dalam {HEADER_WITHIN} baris pertama.",
        "Pakai templat, dan jangan ubah nama kolomnya.",
    )


def _rows(
    grid: Sequence[Sequence[Cell]],
    at: int,
    headings: list[str],
    formulas: frozenset[tuple[int, int]],
    layout: Layout,
) -> Table:
    problems = [
        Problem(at + 1, name, "Kolom ini tidak ada.", "Pakai templat dengan semua kolomnya.")
        for name in sorted(layout.needed - set(headings))
    ]
    problems += [
        Problem(at + 1, name, "Nama kolom ini muncul dua kali.", "Hapus salah satu.")
        for name in layout.names
        if headings.count(name) > 1
    ]
    problems += [
        Problem(at + 1, name, why, "Hapus kolom ini, lalu unggah lagi.")
        for name in headings
        if name not in layout.names and (why := layout.refusal(name))
    ]
    if problems:
        return Table((), tuple(problems))
    columns = [(index, name) for index, name in enumerate(headings) if name in layout.names]
    rows = []
    for number, line in enumerate(grid[at + 1 :], start=at + 2):
        cells = {name: line[index] for index, name in columns if index < len(line)}
        if any(cell not in ("", None) for cell in cells.values()):
            rows.append(RawRow(number, cells))
            problems += _formula_problems(number, columns, cells, formulas)
    if len(rows) > layout.max_rows:
        return _broken(f"Lebih dari {layout.max_rows} baris berisi data.", "Pecah menjadi beberapa berkas.")
    if not rows:
        problems.append(Problem(0, "", "Tidak ada baris berisi data.", "Isi templat di bawah judul kolom."))
    return Table(tuple(rows), tuple(problems))


def _formula_problems(
    number: int, columns: list[tuple[int, str]], cells: dict[str, Cell], formulas: frozenset[tuple[int, int]]
) -> list[Problem]:
    """Formulas of the workbook, and text that a spreadsheet would take for one."""
    found = []
    for index, name in columns:
        cell = cells.get(name, "")
        looks = isinstance(cell, str) and len(cell.strip()) > 1 and cell.lstrip().startswith(FORMULA_START)
        if looks or (number, index + 1) in formulas:
            found.append(Problem(number, name, "Sel ini berisi rumus.", FORMULA_MEND))
    return found
