"""Job families (rumpun jabatan): groups of posts by the words that begin their titles."""

from __future__ import annotations


def in_family(title: str, family: str) -> bool:
    """Whether a post of this title is of the family: "Perawat" holds "Perawat Terampil", "Pera" does not."""
    return f"{title} ".lower().startswith(f"{family} ".lower())
