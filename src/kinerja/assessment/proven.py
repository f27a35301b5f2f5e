"""What citizens reported and an examination proved: material beside a review, without weight of its own.

What is open, contested, not proven, withdrawn or lapsed does not exist here, not even as a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from kinerja.rules.explain import Explanation, Step
from kinerja.voice.models import Examination
from kinerja.voice.queries.examinations import proven

from .models import Review

Data = dict[str, Any]
SOURCE = "PP 94/2021 Pasal 26; tanpa bobot tersendiri"
NAMES = {"complaint": "Temuan yang terbukti", "praise": "Apresiasi terverifikasi"}


def proven_in(review: Review) -> Data:
    """{"proven": [...]} for what became final in the period of the review; nothing when there is nothing."""
    rows = proven([review.plan.employee_id], review.period.starts, review.period.ends)
    return {"proven": [_plain(row) for row in rows]} if rows else {}


def _plain(row: Examination) -> Data:
    """One finding as plain data: without number, so that it leads to no report and to no reporter."""
    return {
        "nature": row.nature,
        "allegation": row.allegation,
        "reply": row.reply,
        "grounds": row.appeal_grounds or row.grounds,
        "final": timezone.localtime(row.final_at).date().isoformat() if row.final_at else "",
    }


def told(rows: Sequence[Data]) -> tuple[str, Step, Explanation]:
    """Answer, step and details of the explanation for these findings."""
    said = []
    for nature, name in NAMES.items():
        matters = [row["allegation"].rstrip(".") for row in rows if row["nature"] == nature]
        if matters:
            said.append(f"{name}: {'; '.join(matters)}.")
    answer = " ".join(said)
    says = f"{answer} Tanpa bobot tersendiri; penilai menimbangnya sendiri."
    details = tuple(
        Step("input", row["final"], f"{NAMES[row['nature']]}, tetap {row['final']}", f"{title}: {text}")
        for row in rows
        for title, text in (("Pertimbangan", row["grounds"]), ("Tanggapan pegawai", row["reply"]))
        if text
    )
    return answer, Step("input", {"proven": len(rows)}, SOURCE, says), details
