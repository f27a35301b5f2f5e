"""The chapters on what there was to judge: evidence, realisation, feedback, citizens, sources, own words."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from kinerja.rules.codes import Reading
from kinerja.rules.explain import Step

from .. import weighed
from ..facts import Data, feedback_counts
from ..proven import told
from .chapter import Chapter

FEEDBACK_SOURCE = "PermenPANRB 6/2022 Pasal 17-19 dan Lampiran hlm 70"
EVIDENCE_SOURCE = "PermenPANRB 6/2022 Lampiran hlm 68 nomor 7"
READING_SOURCE = "PermenPANRB 6/2022 Lampiran hlm 151-153 dan 194"
SELF_SOURCE = "Dialog kinerja; tidak menentukan rating"


def evidence(facts: Data) -> Chapter:
    """How many realisations have evidence."""
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


def realisation(facts: Data) -> Chapter:
    """What was told, read against each target."""
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


def feedback(facts: Data) -> Chapter:
    """What people said, by side and tone."""
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


def citizens(facts: Data) -> tuple[Chapter, ...]:
    """Only when something is proven; otherwise the chain has no such link. Also where the citizens' source
    is off: see `parts/material.html`."""
    rows = facts.get("proven")
    return (Chapter("citizens", "scale", *told(rows)),) if rows else ()


def weighed_sources(facts: Data, on: date) -> tuple[Chapter, ...]:
    """What the appraiser had before him; not in documents signed before sources were kept."""
    rows = facts.get("sources")
    return (Chapter("sources", "layers", *weighed.told(rows, facts, on)),) if rows else ()


def own_words(facts: Data, on: bool) -> tuple[Chapter, ...]:
    """The employee's own assessment; no link of the chain where that source is off."""
    if not on:
        return ()
    own = facts["self"]
    written = [text for text in (own["results"], own["behaviour"]) if text]
    answer = "Pegawai tidak menulis penilaian diri."
    if written:
        answer = f"Pegawai menulis penilaian diri{_last(own['at'])}."
    step = Step("input", " ".join(written), SELF_SOURCE, answer)
    details = tuple(
        Step("input", "", name, text)
        for name, text in (("Hasil kerja", own["results"]), ("Perilaku kerja", own["behaviour"]))
        if text
    )
    return (Chapter("self", "pen-line", answer, step, details),)


def _last(at: str) -> str:
    """ ", terakhir 5 Oktober 2026 pukul 09.00": when the words were last changed; nothing for nothing."""
    if not at:
        return ""
    changed = timezone.localtime(datetime.fromisoformat(at))
    return f", terakhir {date_format(changed, 'j F Y')} pukul {changed:%H.%M}"
