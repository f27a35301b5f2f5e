"""How each source counted, as the employee reads it after the signature: reading, rating, the way between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kinerja.rules.agreement import steps_apart
from kinerja.rules.explain import Explanation, Step
from kinerja.rules.labels import label

from .facts import Data
from .models import SourceChoice
from .queries.sources import APART, WORDS

SOURCE = "PermenPANRB 6/2022 Pasal 17-19 dan 24-25; sumber menjadi bahan, tanpa rumus"
SELF, ROUND, INTEGRITY = SourceChoice.Source.SELF, SourceChoice.Source.ROUND, SourceChoice.Source.INTEGRITY
RATED = {"results": ("result", "rating hasil kerja"), "behaviour": ("behaviour", "rating perilaku kerja")}


def told(rows: Sequence[Data], facts: Data, on: date) -> tuple[str, Step, Explanation]:
    """Answer, step and details of the explanation for sources as `queries.sources.frozen` keeps them.

    Every superior reads this page. Documents of earlier versions froze facts of integrity and words of a
    round; here neither they nor their number are told.
    """
    counted = [row for row in rows if row["source"] != INTEGRITY]
    shown = [row for row in counted if not row["hidden_reason"]]
    names = ", ".join(row["label"].lower() for row in shown) or "tidak ada"
    answer = f"{len(shown)} dari {len(counted)} sumber berisi bahan: {names}."
    says = f"{answer} Tidak ada rumus yang menggabungkannya; penilai yang memutuskan."
    details: list[Step] = []
    for row in rows:
        details.append(Step("input", row["reading"], row["label"], _weighed(row, facts, on)))
        if row["source"] not in {SELF, INTEGRITY}:
            details += [
                Step("input", "", f"{row['label']}: {line['title']}", line["text"])
                for line in row["lines"]
                if row["source"] != ROUND or line["title"] not in WORDS
            ]
    value = {row["source"]: row["count"] for row in counted}
    return answer, Step("input", value, SOURCE, says), tuple(details)


def _weighed(row: Data, facts: Data, on: date) -> str:
    """What one source read like, why, and how far the rating lies from it."""
    if row["source"] == INTEGRITY:
        return f"Dibaca terpisah dan tidak dimuat di sini, ada atau tidak ada faktanya. {APART}"
    if row["hidden_reason"]:
        return f"Tidak ditampilkan kepada penilai. {row['hidden_reason']}"
    reasons = " ".join(row["reasons"])
    if not row["reading"]:
        return f"Dibaca sebagai bahan. {reasons}".strip()
    part, name = RATED[row["about"]]
    rating, reason = facts[f"{part}_rating"], facts[f"{part}_reason"]
    says = f"Terbaca {label('rating', row['reading'], on).lower()}. {reasons}"
    if not rating:
        return says
    steps = steps_apart(row["reading"], rating)
    if not steps:
        return f"{says} Sejalan dengan {name}."
    why = f" Alasan penilai: {reason}" if reason else ""
    given = label("rating", rating, on).lower()
    return f"{says} Penilai memberi {name} {given}, {steps} langkah dari bacaan ini.{why}"
