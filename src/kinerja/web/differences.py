"""Which words changed between two texts."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words; `kind` is "same", "old" or "new"."""

    kind: str
    text: str


def word_changes(old: str, new: str) -> list[Change]:
    """The words of both texts in reading order; joined without "new" they are the old text's words."""
    before, after = old.split(), new.split()
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Change("same", " ".join(before[a:b])))
            continue
        if a < b:
            found.append(Change("old", " ".join(before[a:b])))
        if c < d:
            found.append(Change("new", " ".join(after[c:d])))
    return found
