"""Reading the columns of `kinerja calc effect`: every bad cell is named by row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinerja.rules.errors import RuleError
from kinerja.rules.names import one_of
from kinerja.rules.table import read_table

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
YES = frozenset({"1", "ya", "true"})
NO = frozenset({"0", "tidak", "false"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Row by row: what was measured, who was treated, what lies after, and the group it belongs to."""

    outcome: list[float]
    treated: list[bool]
    after: list[bool]
    cluster: list[str] | None


def read_columns(
    lines: Iterable[str], *, outcome: str, treated: str, after: str, cluster: str | None
) -> Columns:
    """The named columns of a CSV (comma, semicolon or tab; case of the names does not matter).

    Wholly empty rows are skipped. Raises RuleError with row (the header is row 1) and column for a
    missing or double column, a row too short, a cell that is empty, not a number or not 0/1.
    """
    header, rows = read_table(lines)
    wanted = [name for name in (outcome, treated, after, cluster) if name is not None]
    places = [_place(name, header) for name in wanted]
    if len(set(places)) < len(places):
        raise RuleError("satu kolom hanya boleh dipakai untuk satu hal; pilih kolom yang berbeda")
    found = Columns([], [], [], None if cluster is None else [])
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = [_cell(row, place, number, header[place]) for place in places]
        found.outcome.append(_number(cells[0], number, header[places[0]]))
        found.treated.append(_flag(cells[1], number, header[places[1]]))
        found.after.append(_flag(cells[2], number, header[places[2]]))
        if found.cluster is not None:
            found.cluster.append(cells[3])
    if not found.outcome:
        raise RuleError("berkas tidak memuat satu pun baris; isi sedikitnya satu baris di bawah judul")
    _both(found.treated, header[places[1]])
    _both(found.after, header[places[2]])
    return found


def _place(name: str, header: Sequence[str]) -> int:
    known = one_of(name.strip().casefold(), header, what="kolom")
    if header.count(known) > 1:
        raise RuleError(f"kolom {known!r} ada {header.count(known)} kali; sisakan satu")
    return header.index(known)


def _cell(row: Sequence[str], place: int, number: int, column: str) -> str:
    text = row[place].strip() if place < len(row) else ""
    if not text:
        raise RuleError(f"baris {number}, kolom {column!r}: kosong; isi, atau hapus baris ini")
    return text


def _number(text: str, number: int, column: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise RuleError(f"baris {number}, kolom {column!r}: {text[:40]!r} bukan angka; tulis misalnya 12.5")
    return float(text.replace(",", "."))


def _flag(text: str, number: int, column: str) -> bool:
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise RuleError(f"baris {number}, kolom {column!r}: {text[:40]!r} harus 0 atau 1 (ya/tidak, true/false)")


def _both(values: Sequence[bool], column: str) -> None:
    if len(set(values)) == 1:
        raise RuleError(f"kolom {column!r}: semua baris {int(values[0])}; perlu baris dengan 0 dan dengan 1")
