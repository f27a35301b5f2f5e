"""Pairs for tests: the nurse of Kenanga mentors the nurse of Melati; both in the same office."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kinerja.growth.actions.mentor_meetings import plan_meeting
from kinerja.growth.actions.mentoring import agree_mentorship, offer, propose_mentorship, seek, set_change
from kinerja.growth.models import MentorMeeting, MentorOffer, Mentorship, MentorWish
from kinerja.people.models import Employee
from tests.apps.assessment.office import user
from tests.world import NOW, TODAY, World

SKILL = "Komunikasi dengan pasien"
STARTS, ENDS = TODAY - timedelta(days=30), TODAY + timedelta(days=150)


def wished(world: World, person: Employee | None = None, **other: Any) -> MentorWish:
    facts = {"skill": SKILL, "competence": "komunikasi", "actor": user(person or world.nurse), "at": NOW}
    return seek(**facts | other)


def offered(world: World, person: Employee | None = None, **other: Any) -> MentorOffer:
    facts = {"skill": SKILL, "competence": "komunikasi", "actor": user(person or world.nurse2), "at": NOW}
    return offer(**facts | other)


def proposed(world: World, **other: Any) -> Mentorship:
    facts: dict[str, Any] = {
        "mentor": world.nurse2,
        "mentee": world.nurse,
        "skill": SKILL,
        "expected": "Menyapa lebih dulu dan menjelaskan obat.",
        "measure": "Keluhan per bulan.",
        "starts": STARTS,
        "ends": ENDS,
        "actor": user(world.nurse),
        "at": NOW,
    }
    return propose_mentorship(**facts | other)


def running(world: World, **other: Any) -> Mentorship:
    row = proposed(world, **other)
    return agree_mentorship(mentorship=row, actor=user(row.mentor), at=NOW)


def measured(world: World) -> Mentorship:
    facts = {"before": Decimal(6), "after": Decimal(2), "actor": user(world.nurse), "at": NOW}
    return set_change(mentorship=running(world), **facts)


def met(world: World, row: Mentorship, day: date = TODAY - timedelta(days=3)) -> MentorMeeting:
    begins = NOW.replace(year=day.year, month=day.month, day=day.day)
    return plan_meeting(mentorship=row, starts_at=begins, place="Aula Melati", actor=user(row.mentee), at=NOW)
