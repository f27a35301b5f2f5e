"""What calibration did to a rating, as the employee reads it after the signature: roles, never names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kinerja.rules.explain import Explanation, Step
from kinerja.rules.labels import label

from .models import CalibrationRemark, Review
from .queries.calibration import remarks_of

Data = dict[str, Any]
SOURCE = "PermenPANRB 6/2022 Pasal 24-25; rating tetap keputusan penilai"


def calibration_in(review: Review) -> Data:
    """{"calibration": [...]} for remarks on this review; nothing when there is none."""
    rows = remarks_of(review)
    return {"calibration": [_plain(row) for row in rows]} if rows else {}


def _plain(row: CalibrationRemark) -> Data:
    return {
        "text": row.text,
        "on": timezone.localdate(row.at).isoformat(),
        "before": row.before,
        "answer": row.answer,
        "after": row.after,
        "changed": row.changed,
    }


def told(rows: Sequence[Data], on: date) -> tuple[str, Step, Explanation]:
    """Answer, step and details of the explanation for these remarks."""
    changed, kept = sum(row["changed"] is True for row in rows), sum(row["changed"] is False for row in rows)
    outcome = [
        words
        for number, words in (
            (kept, f"{kept} kali rating dipertahankan"),
            (changed, f"{changed} kali diubah"),
        )
        if number
    ]
    answer = f"{len(rows)} catatan kalibrasi dari atasan penilai; {', '.join(outcome) or 'belum dijawab'}."
    says = f"{answer} Atasan penilai memberi catatan, bukan rating; rating tetap keputusan penilai."
    details = [step for row in rows for step in _steps(row, on)]
    return answer, Step("input", {"kept": kept, "changed": changed}, SOURCE, says), tuple(details)


def _steps(row: Data, on: date) -> list[Step]:
    said = Step("input", row["on"], "Atasan penilai", f"Catatan kalibrasi: {row['text']}")
    if row["changed"] is None:
        return [said]
    how = f"Penilai mempertahankan {_pair(row['after'], on)}."
    if row["changed"]:
        how = f"Penilai mengubah {_pair(row['before'], on)} menjadi {_pair(row['after'], on)}."
    return [said, Step("input", row["changed"], "Penilai", f"{how} Alasannya: {row['answer']}")]


def _pair(ratings: Data, on: date) -> str:
    named = [
        f"{part} {label('rating', ratings[key], on).lower()}"
        for key, part in (("result", "hasil kerja"), ("behaviour", "perilaku kerja"))
        if ratings.get(key)
    ]
    return " dan ".join(named)
