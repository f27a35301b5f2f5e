"""The chapters on the judgement: organisation, pattern, two ratings, matrix, predicate, and what followed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from kinerja.rules.codes import Rating
from kinerja.rules.explain import Step
from kinerja.rules.labels import label
from kinerja.rules.loader import in_force

from .. import calibrated
from ..clocks import clocks
from ..facts import Data
from ..models import Objection, Review
from ..objection_words import objection_filed, objection_told
from .chapter import Chapter, since

RATING_SOURCE = "PermenPANRB 6/2022 Lampiran hlm 97-98 dan 100-102"
DOCUMENT_SOURCE = "PermenPANRB 6/2022 Lampiran hlm 114-117"
HEAD_NOTE = gettext_noop(
    "Pegawai ini memimpin unit organisasi. Menurut SE MenPANRB 3/2023, capaian kinerja organisasi yang "
    "dipimpinnya menjadi rating hasil kerjanya."
)


def organisation(facts: Data, on: date) -> Chapter:
    """The predicate of the organisation, and where it is borrowed from."""
    given = facts["organisation"]
    step = Step(**given["step"])
    answer = "Belum ditetapkan."
    if given["predicate"]:
        answer = f"{given['unit']}: {label('organisation_predicate', given['predicate'], on)}."
    details = (
        (Step("input", given["predicate"], "Dasar penetapan", given["basis"]),) if given["basis"] else ()
    )
    return Chapter(
        "organisation",
        "building-2",
        answer,
        step,
        details,
        since(step.rule, on),
    )


def pattern(facts: Data, on: date) -> Chapter:
    """Where the team stands against the pattern of that predicate; advice only."""
    given = facts["distribution"]
    steps = tuple(Step(**row) for row in given.get("steps", []))
    if not steps:
        says = "Pola distribusi muncul setelah predikat organisasi ditetapkan."
        step = Step("distribution.pattern", None, "PermenPANRB 6/2022 Lampiran hlm 94-97", says)
        return Chapter("pattern", "chart-column", says, step)
    last = steps[-1]
    people = sum(number for _name, number in given["counts"])
    answer = f"{people} orang dalam tim penilai ini sudah berpredikat. {last.says}"
    says = f"{answer} Pola hanya pertimbangan dan tidak mengubah rating siapa pun."
    step = Step(last.rule, dict(given["counts"]), last.source, says)
    return Chapter(
        "pattern",
        "chart-column",
        answer,
        step,
        steps,
        since(last.rule, on),
    )


def rating(facts: Data, part: str, name: str, icon: str, review: Review, on: date) -> Chapter:
    """One of the two human ratings with its reasons."""
    code, reason = facts[f"{part}_rating"], facts[f"{part}_reason"]
    by_superior = review.taken_over or (code and _changed(facts, part))
    who = review.superior if by_superior and review.superior else review.appraiser
    if not code:
        answer = "Belum diberikan."
        step = Step("input", "", RATING_SOURCE, f"{name} belum diberikan oleh {who.name}.")
        return Chapter(f"{part}_rating", icon, answer, step)
    answer = f"{label('rating', code, on)}."
    why = f" Alasannya: {reason}" if reason else " Penilai tidak menulis alasan."
    says = f"{who.name} memberi rating {label('rating', code, on)}.{why}"
    details: list[Step] = []
    if part == "result" and facts["below"] and code != Rating.BELOW:
        told = (
            "Realisasi di bawah target tidak otomatis menurunkan rating; penilai mempertimbangkan alasannya."
        )
        details.append(
            Step("input", facts["below"], "PermenPANRB 6/2022 Lampiran hlm 194 catatan ****", told)
        )
    if part == "result" and review.plan.post.leads_unit:
        details.append(Step("input", "", "SE MenPANRB 3/2023", HEAD_NOTE))
    step = Step("label.rating", code, RATING_SOURCE, says)
    return Chapter(f"{part}_rating", icon, answer, step, tuple(details), since("label.rating", on))


def _changed(facts: Data, part: str) -> bool:
    """Whether this rating is the decider's: it differs from the one that was objected to."""
    objection: Data = facts.get("objection") or {}
    if not objection:
        return False
    return bool(objection["previous"][f"{part}_rating_label"] != facts[f"{part}_rating_label"])


def objection(facts: Data, review: Review, judged: bool) -> tuple[Chapter, ...]:
    """Only where somebody objected; otherwise the chain has no such link."""
    if facts.get("objection"):
        return (Chapter("objection", "scale", *objection_told(facts["objection"], judged)),)
    filed = Objection.objects.filter(review=review).first()
    return (Chapter("objection", "scale", *objection_filed(filed)),) if filed else ()


def calibration(facts: Data, on: date) -> tuple[Chapter, ...]:
    """Only when the head wrote a remark; otherwise the chain has no such link."""
    rows = facts.get("calibration")
    return (Chapter("calibration", "sliders-horizontal", *calibrated.told(rows, on)),) if rows else ()


def matrix(facts: Data, on: date) -> Chapter:
    """Where the two ratings meet."""
    law = in_force("predicate.matrix", on)
    result, behaviour = facts["result_rating"], facts["behaviour_rating"]
    if not (result and behaviour):
        says = "Kuadran kinerja dibaca setelah kedua rating diberikan."
        return Chapter("matrix", "grid-3x3", says, law.step(None, says), (), law.start)
    cell = law[result][behaviour]
    answer = (
        f"Hasil kerja {label('rating', result, on).lower()} dan perilaku kerja "
        f"{label('rating', behaviour, on).lower()} bertemu di kotak {label('predicate', cell, on)}."
    )
    return Chapter("matrix", "grid-3x3", answer, law.step(cell, answer), (), law.start)


def predicate_chapter(facts: Data, on: date) -> Chapter:
    """The predicate that the rule reads there."""
    steps = tuple(Step(**row) for row in facts["predicate_steps"])
    if not steps:
        says = "Belum ada predikat."
        return Chapter("predicate", "award", says, Step("predicate.matrix", "", RATING_SOURCE, says))
    last = steps[-1]
    named = label("predicate", facts["predicate"], on)
    step = Step(last.rule, facts["predicate"], last.source, last.says)
    return Chapter("predicate", "award", f"{named}.", step, steps, since(last.rule, on))


def document(review: Review, on: date, law: date) -> Chapter:
    """Number, signature and clocks of the document."""
    if not review.signed_at:
        says = "Belum ditandatangani. Sampai saat itu semuanya masih dapat berubah."
        return Chapter("document", "file-pen-line", says, Step("input", "", DOCUMENT_SOURCE, says))
    answer = f"Ditandatangani dengan nomor {review.document_number}. {review.get_status_display()}."
    details: list[Step] = [Step(**row) for row in (review.snapshot or {}).get("final_steps", [])]
    for clock in clocks(review, on):
        value: Any = clock.due.isoformat() if clock.due else ""
        done = f"selesai {clock.done:%d-%m-%Y}" if clock.done else "belum selesai"
        due = f"paling lambat {clock.due:%d-%m-%Y}" if clock.due else "kalender belum memuat tahunnya"
        details.append(
            Step("arithmetic", value, f"Kalender {review.calendar_version}", f"{clock.title}: {due}; {done}.")
        )
    step = Step("predicate.final", review.snapshot_sha256, DOCUMENT_SOURCE, answer)
    return Chapter("document", "file-pen-line", answer, step, tuple(details), since("predicate.final", law))
