"""One link of the chain from evidence to predicate, and the questions that the links answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from kinerja.rules.errors import RuleError
from kinerja.rules.explain import Explanation, Step
from kinerja.rules.loader import in_force

from ..facts import Data

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


def since(rule: str, on: date) -> date | None:
    """The first day of the rule's value in force; None when there is no such rule."""
    try:
        return in_force(rule, on).start
    except RuleError:
        return None
