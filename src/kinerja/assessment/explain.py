"""Mengapa predikat ini? The chain from evidence to predicate, each link with rule, value and source.

A signed review is explained from its snapshot, so that the answer stays the one that was signed; an open one
from what is there now. Page, JSON and command line read the same chapters.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from kinerja.rules.codes import Rating, Reading
from kinerja.rules.errors import RuleError
from kinerja.rules.explain import Explanation, Step
from kinerja.rules.labels import label, labels
from kinerja.rules.loader import in_force
from kinerja.rules.predicate import predicate as rule_predicate

from . import calibrated, weighed
from .clocks import clocks
from .distribution import team_distribution
from .facts import Data, feedback_counts, gather
from .models import Objection, Review
from .objection_words import objection_filed, objection_told
from .proven import told
from .queries import organisation_predicate
from .queries.sources import frozen, sources_of

FEEDBACK_SOURCE = "PermenPANRB 6/2022 Pasal 17-19 dan Lampiran hlm 70"
EVIDENCE_SOURCE = "PermenPANRB 6/2022 Lampiran hlm 68 nomor 7"
READING_SOURCE = "PermenPANRB 6/2022 Lampiran hlm 151-153 dan 194"
SELF_SOURCE = "Dialog kinerja; tidak menentukan rating"
RATING_SOURCE = "PermenPANRB 6/2022 Lampiran hlm 97-98 dan 100-102"
DOCUMENT_SOURCE = "PermenPANRB 6/2022 Lampiran hlm 114-117"
JUDGEMENT = (
    *("result_rating", "result_reason", "behaviour_rating", "behaviour_reason"),
    *("missing_reason", "predicate"),
)
HEAD_NOTE = gettext_noop(
    "Pegawai ini memimpin unit organisasi. Menurut SE MenPANRB 3/2023, capaian kinerja organisasi yang "
    "dipimpinnya menjadi rating hasil kerjanya."
)
# Pages translate these; programs read them as they are.
QUESTIONS = {
    "evidence": gettext_noop("Apa yang dilaporkan dan buktinya?"),
    "realisation": gettext_noop("Bagaimana realisasi dibandingkan dengan target?"),
    "feedback": gettext_noop("Apa kata orang yang bekerja bersamanya?"),
    "citizens": gettext_noop("Apa yang terbukti dari laporan warga?"),
    "self": gettext_noop("Apa kata pegawai sendiri?"),
    "sources": gettext_noop("Sumber apa yang dibaca penilai, dan bagaimana masing-masing ditimbang?"),
    "organisation": gettext_noop("Bagaimana kinerja organisasinya?"),
    "pattern": gettext_noop("Bagaimana sebaran predikat timnya?"),
    "result_rating": gettext_noop("Rating hasil kerja?"),
    "behaviour_rating": gettext_noop("Rating perilaku kerja?"),
    "calibration": gettext_noop("Apakah rating ini dikalibrasi?"),
    "matrix": gettext_noop("Bagaimana dua rating menjadi satu predikat?"),
    "predicate": gettext_noop("Jadi, predikatnya?"),
    "objection": gettext_noop("Bagaimana keberatannya diputus?"),
    "document": gettext_noop("Apa yang terjadi sesudahnya?"),
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One link of the chain: a question, a short answer, and the step that carries it.

    `details` are the steps behind it; `since` the first day of the rule's value in force (None: no rule).
    """

    key: str
    icon: str
    answer: str
    step: Step
    details: Explanation = ()
    since: date | None = None

    @property
    def question(self) -> str:
        return QUESTIONS[self.key]

    @property
    def more(self) -> str:
        """What the step says beyond the answer, for a page that has shown the answer already."""
        return self.step.says.removeprefix(self.answer).strip()

    def as_dict(self) -> Data:
        return {
            "key": self.key,
            "question": self.question,
            "answer": self.answer,
            **self.step.as_dict(),
            "in_force_since": self.since.isoformat() if self.since else None,
            "details": [step.as_dict() for step in self.details],
        }


def facts_of(review: Review, on: date, judged: bool = True) -> Data:
    """The snapshot of a signed review, or the same facts as they are on the day `on`.

    With `judged` False ratings, reasons and predicate are left out (see `access.sees_judgement`).
    """
    facts = _facts(review, on)
    if not judged:
        facts.pop("sources", None)
        hidden = dict.fromkeys(JUDGEMENT, "")
        facts = {**facts, **hidden, "predicate_steps": [], "distribution": {"pattern": [], "counts": []}}
        facts.pop("calibration", None)
    return facts


def _facts(review: Review, on: date) -> Data:
    if review.snapshot is not None:
        return dict(review.snapshot)
    organisation = organisation_predicate(review.organisation_unit, review.period, on)
    spread = team_distribution(review, organisation.code, on)
    judged: Data = {"predicate": "", "predicate_steps": []}
    if review.result_rating and review.behaviour_rating:
        computed = rule_predicate(
            review.result_rating, review.behaviour_rating, on=on, drop_out=review.study_dropout
        )
        steps = [step.as_dict() for step in computed.explanation]
        judged = {"predicate": computed.predicate.value, "predicate_steps": steps}
    gathered = gather(review, on)
    return {
        **gathered,
        "sources": frozen(sources_of(review, on, gathered)),
        **calibrated.calibration_in(review),
        **judged,
        "organisation": {
            "unit": review.organisation_unit.name,
            "predicate": organisation.code,
            "basis": organisation.basis,
            "borrowed": organisation.borrowed,
            "step": organisation.step.as_dict(),
        },
        "distribution": spread.as_data(on) if spread else {"pattern": [], "counts": []},
        "result_rating": review.result_rating,
        "result_reason": review.result_reason,
        "behaviour_rating": review.behaviour_rating,
        "behaviour_reason": review.behaviour_reason,
        "missing_reason": review.missing_reason,
        "study_dropout": review.study_dropout,
    }


def chapters(review: Review, on: date, *, judged: bool = True) -> tuple[Chapter, ...]:
    """The whole chain, in the order in which a predicate comes about; `judged` as for `facts_of`."""
    facts = facts_of(review, on, judged)
    law = _law_day(review, on)
    return (
        _evidence(facts),
        _realisation(facts),
        _feedback(facts),
        *_citizens(facts),
        _self(facts),
        *_sources(facts, law),
        _organisation(facts, law),
        _pattern(facts, law),
        _rating(facts, "result", "Rating hasil kerja", "target", review, law),
        _rating(facts, "behaviour", "Rating perilaku kerja", "heart-handshake", review, law),
        *_calibration(facts, law),
        _matrix(facts, law),
        _predicate(facts, law),
        *_objection(facts, review, judged),
        _document(review, on, law),
    )


def explain(review: Review, on: date) -> Explanation:
    """The chain as steps of `rules.explain`, one a chapter."""
    return tuple(chapter.step for chapter in chapters(review, on))


def as_json(review: Review, on: date, *, judged: bool = True) -> Data:
    """The facts of the page, for programs; `judged` as for `facts_of`."""
    return {
        "review": review.pk,
        "period": str(review.period),
        "status": review.status,
        "predicate": review.predicate if judged else "",
        "result_rating": review.result_rating if judged else "",
        "behaviour_rating": review.behaviour_rating if judged else "",
        "document_number": review.document_number,
        "snapshot_sha256": review.snapshot_sha256,
        "final": review.final,
        "law_on": _law_day(review, on).isoformat(),
        "steps": [chapter.as_dict() for chapter in chapters(review, on, judged=judged)],
    }


def quadrant(result: str, behaviour: str, on: date) -> list[Data]:
    """The 3 x 3 table of the law for drawing: results from best to worst, behaviour from worst to
    best."""
    law, names = in_force("predicate.matrix", on), labels("predicate", on)
    return [
        {
            "code": row.value,
            "label": label("rating", row, on),
            "cells": [
                {
                    "code": law[row][column],
                    "label": names[law[row][column]],
                    "column": column.value,
                    "behaviour": label("rating", column, on),
                    "here": row == result and column == behaviour,
                }
                for column in Rating
            ],
        }
        for row in reversed(Rating)
    ]


def _law_day(review: Review, on: date) -> date:
    """The day whose law applies: that of the signature, before it today."""
    return timezone.localdate(review.signed_at) if review.signed_at else on


def _since(rule: str, on: date) -> date | None:
    try:
        return in_force(rule, on).start
    except RuleError:
        return None


def _evidence(facts: Data) -> Chapter:
    results = facts["results"]
    proofs = [proof for row in results for item in row["indicators"] for proof in item["evidence"]]
    told = sum(bool(row["realised"]) for row in results)
    answer = f"{told} dari {len(results)} hasil kerja punya realisasi, dengan {len(proofs)} bukti dukung."
    says = answer
    if facts["missing"] and facts.get("missing_reason"):
        says += f" Alasan penilai menilai tanpa realisasi lengkap: {facts['missing_reason']}"
    elif facts["missing"]:
        says += " Yang belum: " + "; ".join(facts["missing"]) + "."
    value = {"results": len(results), "realised": told, "evidence": len(proofs)}
    step = Step("input", value, EVIDENCE_SOURCE, says)
    details = tuple(
        Step("input", proof["title"], f"Bukti untuk: {item['statement']}", "") for row in results
        for item in row["indicators"] for proof in item["evidence"]
    )  # fmt: skip
    return Chapter("evidence", "file-check", answer, step, details)


def _realisation(facts: Data) -> Chapter:
    read = [item["reading"] for row in facts["results"] for item in row["indicators"] if item["realisation"]]
    count = Counter(item["code"] for item in read)
    words = {
        Reading.ABOVE: "di atas target",
        Reading.MEETS: "sesuai target",
        Reading.BELOW: "di bawah target",
        Reading.UNKNOWN: "berupa uraian, tidak dibandingkan dengan angka",
    }
    told = [f"{count[code]} {name}" for code, name in words.items() if count[code]]
    answer = (
        f"Dari {len(read)} realisasi: {', '.join(told)}."
        if told
        else "Belum ada realisasi yang dapat dibaca."
    )
    says = f"{answer} Bacaan ini bahan pertimbangan; rating tetap keputusan penilai."
    step = Step("arithmetic", {code.value: count[code] for code in words}, READING_SOURCE, says)
    details = tuple(
        Step("arithmetic", item["reading"]["label"], item["statement"],
             f"Target {item['target'] or 'naratif'}; realisasi {item['realisation']}.")
        for row in facts["results"] for item in row["indicators"] if item["realisation"]
    )  # fmt: skip
    return Chapter("realisation", "ruler", answer, step, details)


def _feedback(facts: Data) -> Chapter:
    counts = feedback_counts(facts)
    answer = "Belum ada umpan balik pada periode ini."
    if counts["all"]:
        by = ", ".join(f"{number} dari {who.lower()}" for who, number in counts["by"].items())
        answer = (
            f"{counts['all']} umpan balik: {counts['positive']} positif, "
            f"{counts['improve']} perlu ditingkatkan ({by})."
        )
    step = Step("input", counts, FEEDBACK_SOURCE, f"{answer} Jumlahnya tidak dihitung menjadi nilai.")
    details = tuple(
        Step("input", row["tone_label"], f"{row['from']}, {row['at']}", row["text"])
        for part in (*facts["results"], *facts["behaviours"]) for row in part["feedback"]
    )  # fmt: skip
    return Chapter("feedback", "messages-square", answer, step, details)


def _citizens(facts: Data) -> tuple[Chapter, ...]:
    """Only when something is proven; otherwise the chain has no such link."""
    rows = facts.get("proven")
    return (Chapter("citizens", "scale", *told(rows)),) if rows else ()


def _sources(facts: Data, on: date) -> tuple[Chapter, ...]:
    """What the appraiser had before him; not in documents signed before sources were kept."""
    rows = facts.get("sources")
    return (Chapter("sources", "layers", *weighed.told(rows, facts, on)),) if rows else ()


def _self(facts: Data) -> Chapter:
    own = facts["self"]
    written = [text for text in (own["results"], own["behaviour"]) if text]
    answer = "Pegawai menulis penilaian diri." if written else "Pegawai tidak menulis penilaian diri."
    step = Step("input", " ".join(written), SELF_SOURCE, answer)
    details = tuple(
        Step("input", "", name, text)
        for name, text in (("Hasil kerja", own["results"]), ("Perilaku kerja", own["behaviour"]))
        if text
    )
    return Chapter("self", "pen-line", answer, step, details)


def _organisation(facts: Data, on: date) -> Chapter:
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
        _since(step.rule, on),
    )


def _pattern(facts: Data, on: date) -> Chapter:
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
        _since(last.rule, on),
    )


def _rating(facts: Data, part: str, name: str, icon: str, review: Review, on: date) -> Chapter:
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
    return Chapter(f"{part}_rating", icon, answer, step, tuple(details), _since("label.rating", on))


def _changed(facts: Data, part: str) -> bool:
    """Whether this rating is the decider's: it differs from the one that was objected to."""
    objection: Data = facts.get("objection") or {}
    if not objection:
        return False
    return bool(objection["previous"][f"{part}_rating_label"] != facts[f"{part}_rating_label"])


def _objection(facts: Data, review: Review, judged: bool) -> tuple[Chapter, ...]:
    """Only where somebody objected; otherwise the chain has no such link."""
    if facts.get("objection"):
        return (Chapter("objection", "scale", *objection_told(facts["objection"], judged)),)
    filed = Objection.objects.filter(review=review).first()
    return (Chapter("objection", "scale", *objection_filed(filed)),) if filed else ()


def _calibration(facts: Data, on: date) -> tuple[Chapter, ...]:
    """Only when the head wrote a remark; otherwise the chain has no such link."""
    rows = facts.get("calibration")
    return (Chapter("calibration", "sliders-horizontal", *calibrated.told(rows, on)),) if rows else ()


def _matrix(facts: Data, on: date) -> Chapter:
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


def _predicate(facts: Data, on: date) -> Chapter:
    steps = tuple(Step(**row) for row in facts["predicate_steps"])
    if not steps:
        says = "Belum ada predikat."
        return Chapter("predicate", "award", says, Step("predicate.matrix", "", RATING_SOURCE, says))
    last = steps[-1]
    named = label("predicate", facts["predicate"], on)
    step = Step(last.rule, facts["predicate"], last.source, last.says)
    return Chapter("predicate", "award", f"{named}.", step, steps, _since(last.rule, on))


def _document(review: Review, on: date, law: date) -> Chapter:
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
    return Chapter("document", "file-pen-line", answer, step, tuple(details), _since("predicate.final", law))
