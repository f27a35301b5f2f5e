"""Tables that people upload and download: cells understood or told as problems, files with their hash."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO, StringIO

import xlsxwriter
from django.http import HttpResponse

from kinerja.people.imports.parse import calendar_day
from kinerja.people.imports.problem import Problem
from kinerja.people.imports.read import RawRow
from kinerja.people.nip import NipError, parse_nip

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Value = str | int | Decimal | date | None
# What a spreadsheet would take for a formula is written with an apostrophe before it in CSV.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were written; with problems none were."""

    written: int
    problems: tuple[Problem, ...]


class Cells:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, raw: RawRow) -> None:
        self.raw = raw
        self.problems: list[Problem] = []

    def refuse(self, column: str, message: str, mend: str) -> None:
        self.problems.append(Problem(self.raw.number, column, message, mend))

    def text(self, column: str, longest: int) -> str:
        """What the cell says; an empty cell or a too long one is a problem."""
        cell = self.raw.cells.get(column, "")
        plain = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        words = " ".join(plain.split()).removeprefix("'")
        if not words:
            self.refuse(column, "Sel ini kosong.", "Isi sel ini.")
        elif len(words) > longest:
            self.refuse(column, f"Lebih dari {longest} huruf.", "Persingkat isinya.")
        return words

    def nip(self) -> str:
        """Eighteen digits, "" when the cell is wrong (told)."""
        cell = self.raw.cells.get("NIP", "")
        if isinstance(cell, int | float):
            self.refuse(
                "NIP",
                "NIP tersimpan sebagai angka, sehingga angka terakhirnya hilang.",
                "Ubah format kolom NIP menjadi Teks, lalu ketik atau tempel ulang NIP.",
            )
            return ""
        try:
            return parse_nip(str(cell).strip().removeprefix("'")).text
        except NipError as error:
            self.refuse("NIP", str(error), "Cocokkan dengan kartu pegawai atau SK.")
            return ""

    def number(self, column: str, lowest: int, highest: int) -> Decimal:
        """A figure with at most two decimals from `lowest` to `highest`; 0 when it is wrong (told)."""
        cell = self.raw.cells.get(column, "")
        words = str(cell).strip().replace(",", ".").removesuffix("%").strip()
        try:
            found = Decimal(words)
            whole = found == found.quantize(Decimal("0.01"))
        except InvalidOperation:
            found, whole = Decimal(-1), False
        if not whole or not lowest <= found <= highest:
            mend = f"Tulis angka {lowest} sampai {highest} dengan paling banyak dua desimal."
            self.refuse(column, f"{str(cell)[:40]!r} bukan angka yang dapat dipakai.", mend)
            return Decimal(0)
        return found

    def day(self, column: str) -> date | None:
        """A day; None when the cell is wrong (told)."""
        cell = self.raw.cells.get(column, "")
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        found = calendar_day(str(cell).strip())
        if found is not None:
            return found
        self.refuse(column, f"{str(cell)[:40]!r} bukan tanggal.", "Tulis seperti 2026-01-31 atau 31/01/2026.")
        return None


@dataclass(frozen=True, slots=True)
class File:
    """A file to download with the SHA-256 of its bytes."""

    name: str
    content: bytes
    content_type: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def response(self) -> HttpResponse:
        name = f'attachment; filename="{self.name}"'
        headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
        return HttpResponse(self.content, content_type=self.content_type, headers=headers)


def write(name: str, kind: str, heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> File:
    """A table as `kind` "xlsx" or "csv". Text stays text in both: nothing becomes a formula."""
    if kind == "csv":
        return File(f"{name}.csv", _csv(heads, rows), CSV)
    return File(f"{name}.xlsx", _xlsx(heads, rows), XLSX)


def _csv(heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Value) -> str:
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return "" if cell is None else str(cell)


def _xlsx(heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8EDF5", "border": 1})
        sheet = book.add_worksheet("Data")
        for at, title in enumerate(heads):
            sheet.set_column(at, at, max(12, min(40, len(title) + 6)))
            sheet.write_string(0, at, title, head)
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                if isinstance(cell, Decimal | int):
                    sheet.write_number(number, at, float(cell))
                elif cell is not None:
                    sheet.write_string(number, at, str(cell))
    return target.getvalue()
