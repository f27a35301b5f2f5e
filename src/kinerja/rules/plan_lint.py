"""Words and levels in a plan that deserve a second look. Hints for people, never refusals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .explain import Explanation
from .labels import label
from .loader import in_force


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at again: `found` is the word or code, `text` the sentence for the author."""

    found: str
    text: str
    explanation: Explanation


def absolute_words(target: str, on: date) -> tuple[Hint, ...]:
    """Absolute words in a target ("semua", "tidak pernah"), which few plans can keep.

    They stay right for utama results about life, injury, national security or great loss of money.
    """
    law = in_force("plan.lint", on)
    clean = " ".join(target.casefold().split())
    hints = []
    for word in law["absolute_words"]:
        if re.search(rf"\b{re.escape(word)}\b", clean):
            text = f"Target memuat kata mutlak {word!r}; pertimbangkan angka atau rentang yang realistis."
            hints.append(Hint(word, text, (law.step(word, text),)))
    return tuple(hints)


def activity_verb(result: str, on: date) -> Hint | None:
    """A hint when the text of a result opens with a verb of activity ("menyusun")."""
    law = in_force("plan.lint", on)
    first = re.match(r"\W*(\w+)", result.casefold())
    if first is None or first[1] not in law["activity_verbs"]:
        return None
    text = f"RHK diawali kata kegiatan {first[1]!r}; tulis hasilnya, misalnya 'Tersusunnya ...'."
    return Hint(first[1], text, (law.step(first[1], text),))


def control_level(post: str, level: str, on: date) -> Hint | None:
    """A hint when a result's level of control is lower than the kind of post should have.

    `post`: jpt, administrator, pengawas, ketua_tim or pelaksana; other posts follow their level of
    function and get no hint. Raises RuleError for an unknown level.
    """
    name = label("control_level", level, on)
    law = in_force("plan.control_level", on)
    if post not in law.data or level in law[post]:
        return None
    wanted = ", ".join(label("control_level", code, on) for code in law[post])
    text = f"{name} kurang sesuai untuk jabatan ini; sebaiknya {wanted}."
    return Hint(level, text, (law.step(law[post], text),))
