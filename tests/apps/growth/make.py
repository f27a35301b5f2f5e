"""Competence assessments for tests: the section head assesses the nurse."""

from __future__ import annotations

from datetime import date

from kinerja.growth.actions.competence import Answer, begin_assessment, finalise, save_draft
from kinerja.growth.models import CompetenceAssessment, TechnicalCompetence
from kinerja.people.models import Employee
from kinerja.rules.competence import dictionary
from tests.apps.assessment.office import user
from tests.world import NOW, TODAY, World

HELD = date(2026, 9, 28)
EVIDENCE = "Menyusun jadwal antrean baru bersama loket, September 2026."


def begin(world: World, employee: Employee | None = None) -> CompetenceAssessment:
    return begin_assessment(
        employee=employee or world.nurse,
        assessor=world.section_head,
        method="observation",
        held_on=HELD,
        actor=user(world.section_head),
        at=NOW,
    )


def fill(
    world: World, row: CompetenceAssessment, level: int = 2, **other: int | None
) -> CompetenceAssessment:
    """A draft in which all nine have `level` and evidence; `other` by code."""
    levels: dict[str, int | None] = dict.fromkeys((item.code for item in dictionary(TODAY)), level)
    answers = {code: Answer(value, EVIDENCE) for code, value in (levels | other).items()}
    facts = {"note": "Ikut pelatihan manajemen perubahan.", "method": "interview", "held_on": HELD}
    return save_draft(assessment=row, answers=answers, **facts, actor=user(world.section_head), at=NOW)


def assessed(world: World, employee: Employee | None = None, **other: int | None) -> CompetenceAssessment:
    row = fill(world, begin(world, employee), **other)
    return finalise(assessment=row, actor=user(world.section_head), at=NOW)


def technical(code: str = "asuhan", family: str = "Perawat") -> TechnicalCompetence:
    texts = [f"Asuhan tingkat {number}" for number in range(1, 6)]
    return TechnicalCompetence.objects.create(job_family=family, code=code, name="Asuhan", levels=texts)
