"""What in free words names somebody: the number of a person, or the full name of one who works nearby.

A form refuses it before it is stored, because words of a round are shown as they were written. It finds what
can be found cheaply; a story that only one can tell it does not (docs/adr: feedback without a trace).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# A NIP has 18 digits, a NIK 16; people group them by blanks, dots or hyphens.
NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15,17}(?!\d)")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def has_number(text: str) -> bool:
    """Whether it holds a number as long as a NIP or NIK."""
    return NUMBER.search(text) is not None


def bare(name: str) -> str:
    """The name without its degrees: "dr. Hendra Gunawan, Sp.A" is "Hendra Gunawan"."""
    words = name.partition(",")[0].split()
    while len(words) > 1 and "." in words[0]:
        words.pop(0)
    return " ".join(words)


def named_in(text: str, names: Iterable[str]) -> str:
    """The first of the names that stands in the text in full, "" for none; by whole words.

    Of several words in any case. A name of one word may be a virtue as well (Adil, Sabar): it counts only
    with its capital and inside a sentence.
    """
    said = f" {' '.join(WORD.findall(text.casefold()))} "
    for name in map(bare, names):
        words = WORD.findall(name.casefold())
        if len(words) > 1 and f" {' '.join(words)} " in said:
            return name
        if len(words) == 1 and re.search(rf"(?<=[\w,;:] ){re.escape(name)}(?!\w)", text):
            return name
    return ""
