"""Answers kept one a line (respondent, element, answer), as survey databases dump them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..errors import RuleError
from .tally import Tally, check_answer


@dataclass(frozen=True, slots=True)
class LongTally:
    """The tally of known respondents, and how many answers of unknown ones were left out."""

    tally: Tally
    orphans: int


def tally_long(
    answers: Iterable[tuple[str, str, int]], *, respondents: Collection[str], codes: tuple[str, ...]
) -> LongTally:
    """Count `answers` (respondent, element, 1..4) of the `respondents` that still exist.

    An answer whose respondent is gone is not counted and is reported as an orphan. Raises
    RuleError when one respondent answers an element twice, for an unknown element and for an
    answer outside 1..4.
    """
    by_respondent: dict[str, dict[str, int | None]] = {}
    orphans = 0
    for place, (respondent, code, answer) in enumerate(answers, start=1):
        if respondent not in respondents:
            orphans += 1
            continue
        if code not in codes:
            raise RuleError(f"baris jawaban {place}: unsur {code!r} tidak dikenal")
        check_answer(answer, place=place, code=code)
        own = by_respondent.setdefault(respondent, {})
        if code in own:
            raise RuleError(f"responden {respondent} menjawab unsur {code} dua kali; sisakan satu jawaban")
        own[code] = answer
    return LongTally(Tally.of(by_respondent.values(), codes), orphans)
