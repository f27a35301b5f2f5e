"""How much a citizen may write in the forum, and which names would pass for an official one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .loader import in_force

LINK = re.compile(r"https?://|www\.|\b[a-z0-9-]+\.(?:com|net|org|info|xyz|id|co|top|site|link|me|ly)\b", re.I)
NOT_LETTERS = re.compile(r"[^a-z0-9]+")
# Digits that pass for letters, on both sides of a comparison; "l" and "1" both read as "i".
LOOKALIKES = str.maketrans("013457l", "oieasti")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an account of some age may do: posts in 60 minutes, topics in 24 hours, links in its texts."""

    posts_an_hour: int
    topics_a_day: int
    links: bool
    source: str


def allowance(age: timedelta, *, on: date) -> Allowance:
    """What an account of this age may write. Rule `forum.limits`; raises NoRuleInForce."""
    law = in_force("forum.limits", on)
    stages = law["stages"]
    stage = next((one for one in stages[:-1] if age < timedelta(days=one["younger_than_days"])), stages[-1])
    return Allowance(stage["posts_an_hour"], stage["topics_a_day"], stage["links"], law.source)


def edit_window(*, on: date) -> timedelta:
    """How long after posting an author may still change his words. Rule `forum.limits`."""
    return timedelta(minutes=in_force("forum.limits", on)["edit_minutes"])


def has_link(text: str) -> bool:
    """Whether the text holds something that reads as a web address."""
    return LINK.search(text) is not None


def plain_words(text: str) -> list[str]:
    """The words of a name in small letters, without signs."""
    return NOT_LETTERS.sub(" ", text.lower()).split()


def reads_as_official(nickname: str, names: Iterable[str], *, on: date) -> bool:
    """Whether people might take `nickname` for the agency: a word of rule `forum.nickname`, a unit's name.

    Digits that stand for letters ("adm1n") are read as those letters. `names` are the names and codes of
    the agency and its units.
    """
    phrase = " ".join(_read(nickname))
    squeezed = phrase.replace(" ", "")
    for word in in_force("forum.nickname", on)["words"]:
        start = " ".join(_read(word))
        if re.search(rf"\b{re.escape(start)}", phrase) or squeezed.startswith(start.replace(" ", "")):
            return True
    return squeezed in {"".join(_read(name)) for name in names}


def _read(name: str) -> list[str]:
    return [word.translate(LOOKALIKES) for word in plain_words(name)]
