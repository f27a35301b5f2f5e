"""Words that people typed, made fit to keep."""

from __future__ import annotations

from ..errors import Incomplete

LONG = 5_000


def plain(text: str, missing: str = "", *, most: int = LONG) -> str:
    """Without surrounding space and zero bytes, at most `most` characters (5,000 unless told).

    Raises Incomplete with the words of `missing`, if given, when nothing is left.
    """
    kept = text.replace("\x00", "").strip()[:most]
    if missing and not kept:
        raise Incomplete(missing)
    return kept
