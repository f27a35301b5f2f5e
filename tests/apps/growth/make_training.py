"""Courses and sessions for tests: HR plans, the nurse takes part."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kinerja.growth.actions.courses import make_course
from kinerja.growth.actions.enrolments import enrol
from kinerja.growth.actions.sessions import begin_session, check_in, plan_session
from kinerja.growth.models import Course, Enrolment, Session
from kinerja.people.models import Employee
from tests.apps.assessment.office import user
from tests.world import NOW, World

STARTS = NOW + timedelta(days=7)
ENDS = STARTS + timedelta(hours=6)
DURING = STARTS + timedelta(hours=1)
QUESTIONS = [
    ("Warga marah di loket. Apa yang pertama dilakukan?", ["Membantah", "Mendengarkan", "Pergi"], 1),
    ("Kapan warga diberi tahu berkasnya kurang?", ["Saat itu juga", "Minggu depan"], 0),
    ("Siapa yang menjelaskan syarat layanan?", ["Petugas", "Tidak ada"], 0),
]


def course(world: World, **other: Any) -> Course:
    facts: dict[str, Any] = {
        "title": "Komunikasi pelayanan",
        "purpose": "Petugas menjelaskan layanan dengan ramah dan jelas.",
        "kind": "pelatihan_teknis",
        "form": "class",
        "hours": 8,
        "competence": "komunikasi",
        "materials": [("Buku saku", "Salam, senyum, sapa.", ""), ("Video", "", "https://contoh.test/video")],
        "questions": QUESTIONS,
    }
    return make_course(**(facts | other), actor=user(world.hr), at=NOW)


def session(world: World, made: Course | None = None, *, seats: int = 2, **other: Any) -> Session:
    facts: dict[str, Any] = {"starts_at": STARTS, "ends_at": ENDS, "place": "Aula", "trainer": "Widyaiswara"}
    return plan_session(
        course=made or course(world), seats=seats, **(facts | other), actor=user(world.hr), at=NOW
    )


def seat(held: Session, person: Employee, at: datetime = NOW) -> Enrolment:
    """Enrols a person on his own wish."""
    return enrol(session=held, employee=person, actor=user(person), at=at)


def running(world: World, *people: Employee, **other: Any) -> Session:
    """A session under way with these people seated."""
    held = session(world, seats=max(len(people), 1), needs_approval=False, **other)
    for person in people:
        seat(held, person)
    return begin_session(session=held, actor=user(world.hr), at=STARTS)


def present(held: Session, *people: Employee) -> None:
    """They scan the code."""
    for person in people:
        check_in(session=held, employee=person, actor=user(person), at=DURING)
