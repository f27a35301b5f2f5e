"""The head of a CSV that people made: which separator it uses and what its columns are called."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from .errors import RuleError

SEPARATORS = ",;\t"


def separator(line: str) -> str:
    """The separator of a header line: the one of comma, semicolon and tab that occurs most."""
    return max(SEPARATORS, key=line.count)


def read_table(lines: Iterable[str]) -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """The header (trimmed, lower case) and the rows below it, read as they are asked for.

    A leading "sep=;" line, as Excel writes it, is obeyed. Raises RuleError for an empty file and
    for a header that cannot be read, and so do the rows for a row
    that cannot be split into cells.
    """
    source = iter(lines)
    first = next((line for line in source if line.strip()), None)
    if first is None:
        raise RuleError("berkas kosong; baris pertama harus memuat judul kolom")
    mark = separator(first)
    if first.casefold().startswith("sep="):
        mark, first = first.strip()[4:5] or ",", next(source, "")
    rows = _rows(chain([first], source), mark)
    return tuple(name.strip().casefold() for name in next(rows)), rows


def _rows(lines: Iterable[str], mark: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=mark, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        where = f"baris {reader.line_num}"
        raise RuleError(f"{where}: CSV tidak dapat dibaca ({error}); periksa tanda kutipnya") from error
