"""Opening a CSV of any size for a calculation: streamed, UTF-8, and refused by row when it is not."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from kinerja.rules.errors import RuleError
from kinerja.rules.table import separator

LONGEST_LINE = 1 << 20
SAVE_AS = "simpan ulang sebagai CSV UTF-8"


@dataclass(frozen=True, slots=True)
class CsvLines:
    """The lines of an open file, and how many of its bytes were read so far."""

    lines: Iterator[str]
    read: Callable[[], int]


@contextmanager
def csv_lines(path: Path) -> Iterator[CsvLines]:
    """The lines of the file, read piece by piece (a BOM is skipped), whatever the size of the file.

    Raises RuleError for a workbook, for UTF-16 and, with the row and column, for bytes that are
    not UTF-8.
    """
    with path.open("rb") as raw:
        start = raw.read(4)
    if start.startswith(b"PK\x03\x04"):
        raise RuleError(f"{path.name}: ini buku kerja Excel; {SAVE_AS}")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RuleError(f"{path.name}: teksnya UTF-16; {SAVE_AS}")
    with path.open("rb") as raw:
        stream = TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        try:
            yield CsvLines(iter(partial(stream.readline, LONGEST_LINE), ""), raw.tell)
        except UnicodeDecodeError as error:
            raise RuleError(f"{_where_not_utf8(path)}: bukan UTF-8; {SAVE_AS}") from error


def _where_not_utf8(path: Path) -> str:
    header = b""
    with path.open("rb") as raw:
        for number, line in enumerate(iter(partial(raw.readline, LONGEST_LINE), b""), start=1):
            header = header or line
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                return f"baris {number}, kolom {_column(header, line[: error.start])}"
    return path.name


def _column(header: bytes, before: bytes) -> str:
    """The name of the column that starts after the cells in `before`, or its number."""
    text = header.decode("utf-8-sig", errors="replace")
    delimiter = separator(text)
    names = next(csv.reader([text], delimiter=delimiter), [])
    place = before.decode("utf-8").count(delimiter)
    return repr(names[place].strip()) if place < len(names) else str(place + 1)
