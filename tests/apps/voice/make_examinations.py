"""Examinations in each of their states, by the acts themselves; they begin on BEGUN, in the third quarter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kinerja.accounts.models import User
from kinerja.people.models import Employee
from kinerja.voice.actions import examinations as acts
from kinerja.voice.actions.examination_evidence import add_evidence
from kinerja.voice.models import Complaint, Examination
from tests.apps.voice.make_complaints import complaint
from tests.world import NOW, World

BEGUN = datetime(2026, 7, 6, 9, 0, tzinfo=NOW.tzinfo)
ALLEGATION = "Membentak pasien di loket pada 1 Juli 2026"
REPLY = "Suara saya keras karena ruangan ramai"
GROUNDS = "Dua saksi dan catatan antrean saling menguatkan"
REPORTER = "Kusnadi Warga"
WORDS = "Perawat itu membentak ibu saya. Hubungi saya di 0812-3456-7890."


def user(person: Employee) -> User:
    assert person.user is not None
    return person.user


def report(world: World, **facts: Any) -> Complaint:
    """A complaint that names the nurse, with a reporter who told who he is."""
    given = {
        "title": "Pasien dibentak",
        "text": WORDS,
        "unit": world.units["PKM1-YAN"],
        "name": REPORTER,
        "email": "kusnadi@warga.test",
        "at": BEGUN,
    }
    return complaint(world, **given | facts)


def opened(
    world: World, row: Complaint | None = None, *, employee: Employee | None = None, **facts: Any
) -> Examination:
    """Of the nurse, by the auditor."""
    given = {"allegation": ALLEGATION, "examiner": world.auditor, "at": BEGUN} | facts
    return acts.open_examination(
        complaint=row or report(world),
        employee=employee or world.nurse,
        actor=user(world.complaints_officer),
        **given,
    )


def notified(world: World, row: Complaint | None = None, **facts: Any) -> Examination:
    found = opened(world, row, **facts)
    acts.notify(examination=found, actor=user(world.complaints_officer), at=BEGUN)
    return found


def replied(world: World, row: Complaint | None = None, **facts: Any) -> Examination:
    """Answered on the next day, with one piece of evidence by the examiner."""
    found, at = notified(world, row, **facts), BEGUN + timedelta(days=1)
    acts.reply(examination=found, text=REPLY, actor=user(found.employee), at=at)
    prove(world, found, at=at)
    return found


def prove(world: World, row: Examination, *, at: datetime = BEGUN) -> None:
    given = {"text": "Catatan antrean 1 Juli", "upload": None, "from_employee": False}
    add_evidence(examination=row, **given, actor=user(world.auditor), at=at)


def decided(
    world: World, row: Complaint | None = None, *, finding: str = "proven", **facts: Any
) -> Examination:
    """Found two days after it began; it can still be contested."""
    found, at = replied(world, row, **facts), BEGUN + timedelta(days=2)
    acts.find(examination=found, finding=finding, grounds=GROUNDS, actor=user(world.auditor), at=at)
    return found


def contested(world: World, row: Complaint | None = None, **facts: Any) -> Examination:
    found, at = decided(world, row, **facts), BEGUN + timedelta(days=3)
    acts.appeal(examination=found, text="Saksinya tidak di tempat", actor=user(found.employee), at=at)
    return found


def final(
    world: World, row: Complaint | None = None, *, finding: str = "proven", **facts: Any
) -> Examination:
    """Not contested in time: final on 15 August."""
    found = decided(world, row, finding=finding, **facts)
    acts.settle(examination=found, actor=None, at=BEGUN + timedelta(days=40))
    return found


def dropped(world: World, row: Complaint | None = None, *, finding: str = "withdrawn") -> Examination:
    found, at = replied(world, row), BEGUN + timedelta(days=2)
    facts = {"finding": finding, "grounds": GROUNDS}
    acts.drop(examination=found, **facts, actor=user(world.complaints_officer), at=at)
    return found
