"""Names that a person typed, with the near match when there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .errors import RuleError


def one_of(text: str, known: Iterable[str], *, what: str) -> str:
    """The member of `known` that `text` names, whatever its case, spaces, hyphens or slashes.

    Raises RuleError with the near match, or the whole list when nothing is near.
    """
    choices = {_plain(name): str(name) for name in known}
    plain = _plain(text)
    if plain in choices:
        return choices[plain]
    import difflib  # only for the slip of a typist

    near = difflib.get_close_matches(plain, choices, n=1, cutoff=0.6)
    mend = f"maksud Anda {choices[near[0]]!r}?" if near else f"pilihan: {', '.join(choices.values())}"
    raise RuleError(f"{what} {text.strip()[:40]!r} tidak dikenal; {mend}")


def _plain(text: str) -> str:
    return "_".join(re.split(r"[\s/_-]+", text.strip().casefold()))
