"""One kind of trouble: what is wrong and what to do, both in words for the person at the keyboard."""

from __future__ import annotations


class Problem(Exception):
    """Something stands in the way.

    `what` says it in one sentence, `mend` says what to do about it; both are Indonesian.
    """

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend
