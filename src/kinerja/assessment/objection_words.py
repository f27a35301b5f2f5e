"""What the explanation of a predicate says about an objection, before and after its decision."""

from __future__ import annotations

from django.utils import timezone

from kinerja.rules.explain import Explanation, Step

from .facts import Data
from .models import Objection

SOURCE = "PermenPANRB 6/2022 Ps 29 dan Lampiran hlm 117-119"
Words = tuple[str, Step, Explanation]


def objection_filed(objection: Objection) -> Words:
    """Answer, step and details for the version that was objected to."""
    filed = timezone.localdate(objection.filed_at)
    answer = {
        Objection.Status.FILED.value: "Pegawai mengajukan keberatan; putusannya belum ada.",
        Objection.Status.ASKED.value: "Pegawai mengajukan keberatan; penjelasan kedua pihak sudah diminta.",
        Objection.Status.UPHELD.value: "Keberatan diputus: hasil evaluasi dikuatkan.",
        Objection.Status.CHANGED.value: "Keberatan diputus: hasil evaluasi diubah pada versi berikutnya.",
    }[objection.status]
    says = f"{answer} Diajukan {filed:%d-%m-%Y}, diputus paling lambat {objection.due_decision:%d-%m-%Y}."
    value = {"status": objection.status, "due": objection.due_decision.isoformat()}
    step = Step("deadline.objection_decision", value, SOURCE, says)
    return answer, step, ()


def objection_told(facts: Data, judged: bool = True) -> Words:
    """The same for the version that the decision made, from its snapshot."""
    before, who = facts["previous"], facts["decided_by"]["name"]
    answer = f"{who} mengubah hasil evaluasi atas keberatan pegawai."
    says = f"{answer} Hasil ini final."
    details: list[Step] = []
    if judged:
        says += f" Sebelumnya {before['predicate_label']}, nomor {before['number']}."
        texts = (
            ("Alasan keberatan", facts["filed_at"], facts["reasons"]),
            ("Penjelasan pejabat penilai", facts["appraiser_stated_at"], facts["appraiser_statement"]),
            ("Penjelasan pegawai", facts["employee_stated_at"], facts["employee_statement"]),
            ("Putusan", facts["decided_at"], facts["decision"]),
        )
        details = [Step("input", "", f"{name}, {day}", text) for name, day, text in texts if text]
    step = Step("deadline.objection_decision", facts["decided_at"], SOURCE, says)
    return answer, step, tuple(details)
