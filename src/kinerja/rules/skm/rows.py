"""Counting a CSV of any size in constant memory: batches of rows, counted a column at a time.

A batch is counted by `Counter` over whole columns, which runs in C and sees few distinct texts;
only a batch that holds something odd is looked at cell by cell, to name the row and the column.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from ..errors import RuleError
from ..names import one_of
from ..table import read_table
from .tally import Tally

BATCH = 8192
MAX_GROUPS = 10_000
NO_GROUP = "(kosong)"
_ANSWER = re.compile(r"[1-4]([.,]0+)?")
_INTEGER = re.compile(r"[+-]?\d+([.,]0+)?")
_NUMBERED = re.compile(r"u\s*\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """The tally of all rows and, when a column was named, of each of its values (sorted)."""

    total: Tally
    groups: dict[str, Tally]


@dataclass(frozen=True, slots=True)
class _Layout:
    header: tuple[str, ...]
    codes: tuple[str, ...]
    places: tuple[int, ...]
    group_place: int | None


def tally_csv(
    lines: Iterable[str],
    *,
    codes: Sequence[str],
    group_by: str | None = None,
    on_batch: Callable[[], None] | None = None,
) -> Table:
    """Count the CSV in `lines`: a header with the element `codes` in any order, then a row a respondent.

    Comma, semicolon or tab; other columns are ignored; "4", "4.0" and "4,0" are 4; a blank is no
    answer. `on_batch` is called after every batch of rows (for a progress bar). Raises RuleError
    with the row (the header is row 1), the column and what to mend.
    """
    rows, layout = _open(lines, codes, group_by)
    total = Tally.empty(codes)
    groups: dict[str, Tally] = {}
    first_row = 2
    while batch := list(islice(rows, BATCH)):
        full = _same_width(batch, layout, first_row)
        picked = list(map(itemgetter(*layout.places), full))
        keys = [NO_GROUP] * len(full)
        if layout.group_place is not None:
            keys = list(map(itemgetter(layout.group_place), full))
        _count(picked, keys, layout, groups, batch, first_row)
        first_row += len(batch)
        if on_batch is not None:
            on_batch()
    for tally in groups.values():
        total += tally
    if total.n == 0:
        raise RuleError("berkas tidak memuat satu pun jawaban; isi sedikitnya satu baris di bawah judul")
    return Table(total, dict(sorted(groups.items())) if group_by is not None else {})


def _open(
    lines: Iterable[str], codes: Sequence[str], group_by: str | None
) -> tuple[Iterator[list[str]], _Layout]:
    header, rows = read_table(lines)
    places = tuple(_place(code, header) for code in codes)
    group_place = None if group_by is None else header.index(one_of(group_by, header, what="kolom"))
    return rows, _Layout(header, tuple(codes), places, group_place)


def _place(name: str, header: Sequence[str]) -> int:
    times = header.count(name)
    if times == 1:
        return header.index(name)
    if times > 1:
        raise RuleError(f"baris 1: kolom {name!r} muncul {times} kali; sisakan satu")
    near = difflib.get_close_matches(name, header, n=1, cutoff=0.6)
    mend = f"ubah judul {near[0]!r} menjadi {name!r}" if near else "tambahkan kolom itu"
    if any(_NUMBERED.fullmatch(title) for title in header):
        mend = "ganti U1..U9 dengan nama unsur, karena nomor unsur berbeda antarinstansi"
    raise RuleError(f"baris 1: kolom {name!r} tidak ada; {mend}")


def _same_width(batch: list[list[str]], layout: _Layout, first_row: int) -> list[list[str]]:
    """The rows of the batch without blank lines. Raises RuleError for a row of another width."""
    width = len(layout.header)
    if set(map(len, batch)) == {width}:
        return batch
    full = []
    for number, row in enumerate(batch, start=first_row):
        if len(row) == width:
            full.append(row)
        elif len(row) > width:
            raise RuleError(
                f"baris {number}: {len(row)} kolom, judul hanya {width}; "
                'beri tanda kutip pada isi yang memuat pemisah, misalnya "4,0"'
            )
        elif any(cell.strip() for cell in row):
            raise RuleError(
                f"baris {number}: hanya {len(row)} dari {width} kolom, tanpa {layout.header[len(row)]!r}; "
                "lengkapi barisnya (jawaban kosong tetap diberi pemisah)"
            )
    return full


def _count(
    picked: list[tuple[str, ...]],
    keys: list[str],
    layout: _Layout,
    groups: dict[str, Tally],
    batch: list[list[str]],
    first_row: int,
) -> None:
    grouped = layout.group_place is not None
    people: dict[str, int] = {}
    for key, times in Counter(keys).items():
        people[_group(key)] = people.get(_group(key), 0) + times
    width = len(layout.codes)
    sums = {name: [0] * width for name in people}
    counts = {name: [0] * width for name in people}
    blanks = [0] * width
    for i, column in enumerate(zip(*picked, strict=True)):
        cells = Counter(zip(keys, column, strict=True)) if grouped else _ungrouped(column)
        for (key, text), times in cells.items():
            answer = _answer(text)
            if answer is None:
                raise _odd_cell(batch, layout, first_row)
            if answer == 0:
                blanks[i] += times
                continue
            name = _group(key)
            sums[name][i] += answer * times
            counts[name][i] += times
    if width and min(blanks):
        for key, row in zip(keys, picked, strict=True):
            if not "".join(row).strip():
                people[_group(key)] -= 1
    for name, n in people.items():
        part = Tally(layout.codes, n, tuple(sums[name]), tuple(counts[name]))
        groups[name] = groups[name] + part if name in groups else part
    if len(groups) > MAX_GROUPS:
        raise RuleError(
            f"kolom pengelompok memuat lebih dari {MAX_GROUPS} nilai; pilih kolom seperti unit atau layanan"
        )


def _ungrouped(column: tuple[str, ...]) -> dict[tuple[str, str], int]:
    return {(NO_GROUP, text): times for text, times in Counter(column).items()}


def _group(key: str) -> str:
    return key.strip() or NO_GROUP


def _answer(text: str) -> int | None:
    """1..4, 0 for a blank, None for anything else."""
    clean = text.strip()
    if not clean:
        return 0
    return int(clean[0]) if _ANSWER.fullmatch(clean) else None


def _odd_cell(batch: list[list[str]], layout: _Layout, first_row: int) -> RuleError:
    """The refusal that names the first odd cell of the batch, in reading order."""
    width = len(layout.header)
    number, code, text = next(
        (number, code, row[place].strip())
        for number, row in enumerate(batch, start=first_row)
        if len(row) == width
        for place, code in sorted(zip(layout.places, layout.codes, strict=True))
        if _answer(row[place]) is None
    )
    shown = text if len(text) <= 40 else f"{text[:40]}..."
    why = "di luar 1..4" if _INTEGER.fullmatch(text) else "bukan salah satu dari 1, 2, 3, 4"
    return RuleError(
        f'baris {number}, kolom {code}: jawaban "{shown}" {why}; perbaiki menjadi 1..4 atau kosongkan'
    )
