"""Questionnaires: made from the standard nine elements, changed as a new version once they were used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.rules import skm

from ..errors import NotPossible, Stale
from ..models import Question, Questionnaire, QuestionnaireVersion, SurveyAnswer

RULE = "PermenPANRB 14/2017, Lampiran"
MOST_QUESTIONS = 40
LONGEST_LABEL = 60
# What a citizen may add in his own words (refinement of 2025: open questions beside the nine elements).
OPEN_QUESTION = "Apa yang paling perlu kami perbaiki?"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is written: rated with an element and four labels for 1..4, or open with neither."""

    text: str
    element: str = ""
    labels: tuple[str, ...] = ()


def standard(on: date) -> list[Asked]:
    """The nine questions of the regulation with their official labels, and one open question."""
    rated = [Asked(element.question, element.code, element.labels) for element in skm.elements(on)]
    return [*rated, Asked(OPEN_QUESTION)]


def faults(questions: Sequence[Asked], on: date) -> list[str]:
    """Why these questions cannot be asked, one sentence a fault; none for a sound questionnaire."""
    found = []
    names = {element.code: element.name for element in skm.elements(on)}
    for number, asked in enumerate(questions, start=1):
        place = {"number": number}
        if not asked.text.strip():
            found.append(_("Pertanyaan %(number)d belum berisi kata-kata.") % place)
        if asked.element and asked.element not in names:
            found.append(_("Pertanyaan %(number)d menyebut unsur yang tidak dikenal.") % place)
        labels = [label.strip() for label in asked.labels]
        if asked.element and (len(labels) != 4 or not all(labels)):
            found.append(_("Pertanyaan %(number)d memerlukan empat pilihan jawaban.") % place)
        if any(len(label) > LONGEST_LABEL for label in labels):
            found.append(_("Pilihan jawaban pertanyaan %(number)d lebih dari 60 huruf.") % place)
        if len(set(labels)) < len(labels):
            found.append(_("Dua pilihan jawaban pertanyaan %(number)d sama.") % place)
        if labels and not asked.element:
            found.append(_("Pertanyaan terbuka %(number)d tidak memakai pilihan jawaban.") % place)
    asked_for = {asked.element for asked in questions}
    if missing := [name for code, name in names.items() if code not in asked_for]:
        words = _("Kesembilan unsur harus ditanyakan; belum ada: %(names)s.")
        found.append(words % {"names": ", ".join(missing)})
    if len(questions) > MOST_QUESTIONS:
        found.append(_("Paling banyak %(most)d pertanyaan.") % {"most": MOST_QUESTIONS})
    return found


def _write(version: QuestionnaireVersion, questions: Sequence[Asked]) -> None:
    Question.objects.bulk_create(
        Question(
            version=version,
            order=order,
            element=asked.element,
            text=asked.text.strip(),
            labels=[label.strip() for label in asked.labels],
        )
        for order, asked in enumerate(questions, start=1)
    )


@transaction.atomic
def create_questionnaire(*, name: str, unit: Unit | None, actor: User, at: datetime) -> QuestionnaireVersion:
    """A questionnaire of a unit (None: the agency's) with the standard questions as version 1."""
    made = Questionnaire.objects.create(name=name.strip(), unit=unit)
    version = QuestionnaireVersion.objects.create(questionnaire=made, number=1)
    _write(version, standard(localdate(at)))
    after = {"name": made.name, "unit": unit.code if unit else ""}
    record(actor=actor, at=at, action="voice.create_questionnaire", target=made, after=after, rule=RULE)
    return version


def is_used(version: QuestionnaireVersion) -> bool:
    """A period opened with it or an answer exists: then its words are what people answered."""
    return version.frozen_at is not None or SurveyAnswer.objects.filter(period__version=version).exists()


@transaction.atomic
def save_version(
    *, version: QuestionnaireVersion, intro: str, questions: Sequence[Asked], actor: User, at: datetime
) -> QuestionnaireVersion:
    """Writes the questions in their order: into this version while it is unused, else as a new one.

    Returns the version that holds them. Raises NotPossible with every fault, and Stale when `version` is
    no longer the newest.
    """
    if found := faults(questions, localdate(at)):
        raise NotPossible(" ".join(found))
    # The questionnaire's row first: two edits, or an edit and an opening, wait for each other.
    held = Questionnaire.objects.select_for_update().get(pk=version.questionnaire_id)
    latest = held.versions.select_for_update().order_by("-number").first()
    if latest is None or latest.pk != version.pk:
        raise Stale(_("Kuesioner ini sudah mempunyai versi yang lebih baru. Buka versi itu, lalu ulangi."))
    target = latest
    if is_used(latest):
        target = QuestionnaireVersion.objects.create(
            questionnaire=held, number=latest.number + 1, intro=intro.strip()
        )
    else:
        latest.questions.all().delete()
        latest.intro = intro.strip()
        latest.save(update_fields=["intro"])
    _write(target, questions)
    record(
        actor=actor,
        at=at,
        action="voice.save_questionnaire",
        target=held,
        before={"version": latest.number},
        after={"version": target.number, "questions": len(questions)},
        rule=RULE,
    )
    return target


@transaction.atomic
def freeze(*, version: QuestionnaireVersion, at: datetime) -> None:
    """From now on an edit makes a new version. Waits for an edit that is under way."""
    Questionnaire.objects.select_for_update().get(pk=version.questionnaire_id)
    QuestionnaireVersion.objects.filter(pk=version.pk, frozen_at=None).update(frozen_at=at)
    version.refresh_from_db(fields=["frozen_at"])
