"""Signs that a survey answer may not come from somebody who was served; a person decides what they mean.

A sign accuses nobody. Some say little by themselves: a contented person answers "sesuai, mudah, cepat" all
the way down, and a waiting room shares one address. Such a sign holds an answer back only together with a
second one. The thresholds are law data `survey.abuse`; the method is ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .loader import in_force

TOO_FAST, STRAIGHT_LINE, SAME_TEXT = "too_fast", "straight_line", "same_text"
MANY_FROM_SOURCE, BURST = "many_from_source", "burst"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one answer when it comes in; forgotten when its signs are decided.

    `seconds` it took (None: unknown, not held against it). `from_source`: answers of its source this hour,
    `in_hour`: answers to its poster this hour, both with this one; `visitors`: people the unit serves on a
    day; `same_text`: earlier answers of the period with its very words.
    """

    values: Sequence[int | None]
    poster: bool
    seconds: int | None = None
    proven: bool = True
    from_source: int = 1
    in_hour: int = 1
    visitors: int = 0
    same_text: int = 0


def signs(facts: Facts, *, on: date) -> tuple[str, ...]:
    """Every sign of the answer by the law of the day `on`, whether or not it holds the answer back."""
    law = in_force("survey.abuse", on)
    proven = facts.proven or not facts.poster
    many = law["many_from_source"] if proven else law["many_without_proof"]
    found = {
        TOO_FAST: facts.seconds is not None and facts.seconds < law["too_fast_seconds"],
        STRAIGHT_LINE: _straight(facts.values, law["straight_line_questions"]),
        SAME_TEXT: facts.same_text + 1 >= law["same_text_times"],
        MANY_FROM_SOURCE: facts.from_source > many,
        BURST: facts.poster and facts.in_hour > max(law["burst_least"], facts.visitors),
    }
    return tuple(sign for sign, shown in found.items() if shown)


def flags(facts: Facts, *, on: date) -> tuple[str, ...]:
    """The signs, when they hold the answer back; nothing when it counts."""
    law = in_force("survey.abuse", on)
    found = signs(facts, on=on)
    alone = law["alone_poster"] if facts.poster else law["alone_token"]
    held = len(found) >= law["signs_together"] or any(sign in alone for sign in found)
    return found if held else ()


def tells(words: str, *, on: date) -> bool:
    """Whether the words are long enough to be compared; "baik" is what many say."""
    return len(words) >= int(in_force("survey.abuse", on)["same_text_letters"])


def proves_work(challenge: str, nonce: str, *, on: date) -> bool:
    """Whether SHA-256 of "challenge|nonce" begins with the zero bits of law `survey.proof_of_work`."""
    bits = int(in_force("survey.proof_of_work", on)["bits"])
    found = hashlib.sha256(f"{challenge}|{nonce}".encode()).digest()
    return int.from_bytes(found, "big") >> (len(found) * 8 - bits) == 0


def _straight(values: Sequence[int | None], least: int) -> bool:
    return len(values) >= least and values[0] is not None and len(set(values)) == 1
