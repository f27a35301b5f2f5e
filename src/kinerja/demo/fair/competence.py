"""A competence round at Puskesmas Melati: skilled hands, and communication that needs a level more."""

from __future__ import annotations

from datetime import date

from kinerja.growth.actions.competence import Answer, begin_assessment, finalise, save_draft
from kinerja.growth.models import CompetenceAssessment
from kinerja.rules.competence import dictionary

from ..book import Book, at
from ..voice.decisions import user_of

HOW_MANY = 12
WEAK = {"komunikasi", "pelayanan_publik"}
SEEN = "Terlihat pada pelayanan loket dan rapat mingguan selama triwulan ini."


def write_competence(book: Book) -> None:
    """The head of the section assesses some of his team in one week of August."""
    assessor = book.cast["section_head"]
    day = date(book.today.year, 8, 10)
    if day > book.today:
        return
    team = [person for person in book.people if person.appraiser == assessor][:HOW_MANY]
    actor = user_of(assessor)
    for person in team:
        made = begin_assessment(
            employee=person.employee,
            assessor=assessor,
            method=CompetenceAssessment.Method.OBSERVATION,
            held_on=day,
            actor=actor,
            at=at(day),
        )
        answers = {
            item.code: Answer(1 if item.code in WEAK else min(4, 2 + (person.quality > 0.5)), SEEN)
            for item in dictionary(day)
        }
        save_draft(
            assessment=made,
            answers=answers,
            note="Dibahas bersama pegawai.",
            method=made.method,
            held_on=day,
            actor=actor,
            at=at(day),
        )
        finalise(assessment=made, actor=actor, at=at(day))
