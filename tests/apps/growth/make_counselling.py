"""A behaviour report about the nurse and its counselling; the headteacher of another office counsels."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kinerja.growth.actions.behaviour import report_behaviour, tell_behaviour
from kinerja.growth.actions.counselling import appoint, write_note
from kinerja.growth.models import BehaviourReport, Counselling
from tests.apps.assessment.office import user
from tests.world import NOW, World

TOLD = date(2026, 9, 4)
TELLING = NOW - timedelta(days=31)
SECRET = "Ibu saya sakit sejak Juli dan saya kurang tidur."


def tell(world: World, **other: Any) -> BehaviourReport:
    facts: dict[str, Any] = {
        "employee": world.nurse,
        "value": "BP",
        "problem": "Menjawab pasien dengan nada tinggi.",
        "detail": "Tiga kali di loket pada Agustus.",
        "told_on": TOLD,
        "efforts": "Bicara berdua di ruang seksi.",
        "actor": user(world.section_head),
        "at": TELLING,
    }
    return tell_behaviour(**facts | other)


def report(world: World, told: BehaviourReport | None = None) -> BehaviourReport:
    facts: dict[str, Any] = {
        "report": told or tell(world),
        "efforts": "Dua kali mendampingi di loket.",
        "evidence": "Pengaduan 12 dan 19 September.",
        "actor": user(world.section_head),
        "at": NOW,
    }
    return report_behaviour(**facts)


def counselling(world: World) -> Counselling:
    return appoint(report=report(world), counsellor=world.headteacher, actor=user(world.hr), at=NOW)


def noted(world: World, text: str = SECRET) -> Counselling:
    row = counselling(world)
    facts: dict[str, Any] = {"held_on": NOW.date(), "text": text, "actor": user(world.headteacher), "at": NOW}
    write_note(counselling=row, **facts)
    return row
