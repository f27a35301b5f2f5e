"""Covers what would tell who a text is about or from: addresses, numbers of persons, names of employees.

Pure: strings in, strings out. It lies over the text when it is shown; what the citizen wrote stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

COVER = "█████"
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Nine digits and more: NIK (16), NIP (18), accounts, telephones; spaces, dots and dashes may lie between.
LONG_NUMBER = re.compile(r"(?<!\w)\+?\d(?:[ .()-]{0,2}\d){8,}(?!\w)")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
TITLES = frozenset({"dr", "drg", "drs", "ir", "h", "hj", "prof"})
ADDRESSED = (
    "pak bapak bpk bu ibu sdr sdri saudara saudari mas mbak mba bang kak kakak om tante dokter dr drg bidan "
    "perawat suster petugas pegawai guru bernama namanya"
)
FORMS_OF_ADDRESS = frozenset(ADDRESSED.split())
LONGEST = 5
Word = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of people in small letters: whole (as words) and their parts of three letters and more."""

    whole: frozenset[tuple[str, ...]]
    parts: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """From names with or without titles ("dr. Sari Wulandari, Sp.PD")."""
        split = [_bare(name) for name in names]
        parts = {word for words in split for word in words if len(word) >= 3}
        return cls(frozenset(words for words in split if len(words) > 1), frozenset(parts))


NOBODY = Names(frozenset(), frozenset())


def cover_numbers(text: str) -> str:
    """`text` with e-mail addresses and long numbers covered; times, years and sums stay."""
    return LONG_NUMBER.sub(COVER, MAIL.sub(COVER, text))


def cover_personal(text: str, names: Names = NOBODY) -> str:
    """`text` with e-mail addresses, long numbers and the names covered.

    A whole name of several words is covered wherever it stands, a part of one only after a form of address
    ("Bu Dewi"), because many names are ordinary words ("indah", "bagus").
    """
    text = cover_numbers(text)
    words = [(match.start(), match.end(), match.group().lower()) for match in WORD.finditer(text)]
    shown: list[str] = []
    kept, place = 0, 0
    while place < len(words):
        size = _whole(words, place, names) or _addressed(words, place, names)
        if size:
            shown += [text[kept : words[place][0]], COVER]
            kept = words[place + size - 1][1]
        place += size or 1
    return "".join([*shown, text[kept:]])


def _bare(name: str) -> tuple[str, ...]:
    words = [match.group().lower() for match in WORD.finditer(name.split(",")[0])]
    while words and words[0] in TITLES:
        words.pop(0)
    return tuple(words)


def _whole(words: list[Word], place: int, names: Names) -> int:
    """How many words from `place` are a whole name; 0 for none."""
    for size in range(min(LONGEST, len(words) - place), 1, -1):
        if tuple(word for _start, _end, word in words[place : place + size]) in names.whole:
            return size
    return 0


def _addressed(words: list[Word], place: int, names: Names) -> int:
    """How many parts of a name follow a form of address."""
    if place == 0 or words[place - 1][2] not in FORMS_OF_ADDRESS:
        return 0
    size = 0
    while place + size < len(words) and size < LONGEST and words[place + size][2] in names.parts:
        size += 1
    return size
