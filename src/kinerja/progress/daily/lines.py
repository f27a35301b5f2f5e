"""Reads one line of the daily log from text, whatever page or file it came from.

Dates: 2026-10-05, 5/10/2026, 05-10-2026. Times: 08.00, 8:00, 0800, 800, 8. Figures: 12 or 1.234,5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import TypeVar
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from kinerja.rules.quantities import Unreadable, read_number

from ..errors import LineProblem
from ..evidence import RefusedLink, check_link

DAY = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})[/-](?P<m2>\d{1,2})[/-](?P<y2>\d{4})"
)
CLOCK = re.compile(r"(?P<h>\d{1,2})(?:[.:]?(?P<m>\d{2}))?(?:[.:]\d{2})?")
LONGEST_TEXT = 300
LONGEST_UNIT = 40
MOST = Decimal("9999999999.99")
FIELDS = ("day", "starts", "ends", "text", "amount", "unit", "item", "link", "key")


@dataclass(frozen=True, slots=True)
class Line:
    """One deed, ready to keep. `key` names it, so that saving the same line again changes it."""

    day: date
    starts: time
    ends: time
    text: str
    amount: Decimal | None = None
    unit: str = ""
    indicator_key: UUID | None = None
    link: str = ""
    key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Read:
    """A line that could be read, or None with what is wrong in it."""

    line: Line | None
    problems: tuple[LineProblem, ...]


class Unclear(ValueError):
    """A cell that cannot be read; the message says how to write it."""


Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one line, with what was wrong in them so far."""

    raw: Mapping[str, str]
    row: int
    words: Mapping[str, str]
    problems: list[LineProblem] = field(default_factory=list)

    def read(self, name: str, reader: Callable[[str], Cell]) -> Cell | None:
        try:
            return reader(self.raw.get(name, "").replace("\x00", "").strip())
        except Unclear as unclear:
            self.problems.append(LineProblem(self.row, self.words.get(name, name), str(unclear)))
            return None


def read_line(raw: Mapping[str, str], row: int, items: Mapping[str, UUID], words: Mapping[str, str]) -> Read:
    """Reads the cells of `raw` (FIELDS) of line `row`.

    `items` maps what may stand for an indicator to its key, `words` the field names to the column names
    that a message uses.
    """
    cells = _Cells(raw, row, words)
    starts = cells.read("starts", read_clock)

    def after_start(text: str) -> time:
        ends = read_clock(text)
        if starts is not None and ends <= starts:
            raise Unclear(_("Jam selesai harus sesudah jam mulai."))
        return ends

    def item(text: str) -> UUID | None:
        found = items.get(" ".join(text.split()).casefold())
        if text and found is None:
            raise Unclear(_("Indikator ini tidak ada di SKP Anda."))
        return found

    day, ends, text = cells.read("day", read_day), cells.read("ends", after_start), cells.read("text", _text)
    amount, unit = cells.read("amount", _amount), cells.read("unit", _unit)
    indicator_key, link = cells.read("item", item), cells.read("link", _link)
    if cells.problems or day is None or starts is None or ends is None or text is None:
        return Read(None, tuple(cells.problems))
    key = UUID(raw["key"]) if raw.get("key") else uuid4()
    return Read(Line(day, starts, ends, text, amount, unit or "", indicator_key, link or "", key), ())


def read_day(text: str) -> date:
    found = DAY.fullmatch(text)
    if not found:
        raise Unclear(_("Tulis tanggal seperti 05/10/2026."))
    year, month, day = (int(found[name] or found[f"{name}2"]) for name in "ymd")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unclear(_("Tanggal ini tidak ada di kalender.")) from error


def read_clock(text: str) -> time:
    found = CLOCK.fullmatch(text)
    if not found:
        raise Unclear(_("Tulis jam seperti 08.00."))
    hour, minute = int(found["h"]), int(found["m"] or 0)
    if hour > 23 or minute > 59:
        raise Unclear(_("Jam ini tidak ada; tulis antara 00.00 dan 23.59."))
    return time(hour, minute)


def _text(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise Unclear(_("Tulis kegiatannya."))
    if len(said) > LONGEST_TEXT:
        raise Unclear(_("Kegiatan paling panjang 300 huruf."))
    return said


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        figure, _notes = read_number(text)
        exact = figure.quantize(Decimal("0.01"))
    except (Unreadable, InvalidOperation) as error:
        raise Unclear(_("Tulis jumlah sebagai angka, misalnya 12 atau 1,5.")) from error
    if figure < 0 or exact > MOST or exact != figure:
        raise Unclear(_("Jumlah tidak boleh negatif dan paling banyak dua angka di belakang koma."))
    return exact


def _unit(text: str) -> str:
    unit = " ".join(text.split())
    if len(unit) > LONGEST_UNIT:
        raise Unclear(_("Satuan paling panjang 40 huruf."))
    return unit


def _link(text: str) -> str:
    if not text:
        return ""
    try:
        return check_link(text).url
    except RefusedLink as refusal:
        raise Unclear(str(refusal)) from refusal


def overlaps(lines: Sequence[tuple[int, Line]], others: Sequence[Line], column: str) -> list[LineProblem]:
    """Lines (with their row) that run into each other or into `others`, the deeds already kept."""
    problems: list[LineProblem] = []
    placed: list[tuple[Line, str]] = [(other, "") for other in others]
    for row, line in lines:
        for other, told in placed:
            if other.day == line.day and other.starts < line.ends and line.starts < other.ends:
                span = f"{other.starts:%H.%M}–{other.ends:%H.%M}"
                whose = told or _("“%(text)s” yang sudah tercatat") % {"text": other.text}
                says = _("Jam ini bertumpuk dengan %(which)s (%(span)s).") % {"which": whose, "span": span}
                problems.append(LineProblem(row, column, says))
                break
        placed.append((line, _("baris %(row)d") % {"row": row}))
    return problems
