"""Words that people typed, made fit to keep."""

from __future__ import annotations

from ..errors import Incomplete

LONG = 5_000


def plain(text: str, missing: str = "") -> str:
    """Without surrounding space and zero bytes, at most 5,000 characters.

    Raises Incomplete with the words of `missing`, if given, when nothing is left.
    """
    kept = text.replace("\x00", "").strip()[:LONG]
    if missing and not kept:
        raise Incomplete(missing)
    return kept
