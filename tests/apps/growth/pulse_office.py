"""A pulse with answers, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kinerja.growth.actions import pulses
from kinerja.growth.models import Pulse
from kinerja.people.models import Employee
from tests.apps.assessment.office import user
from tests.world import NOW, World

STATEMENTS = ("Saya paham apa yang dinilai.", "Umpan balik membantu saya.")
HEALTH = ("nurse", "pppk", "midwife", "section_head", "puskesmas_head", "office_head")
OTHERS = ("hr", "agency_hr_head", "headteacher", "outsider", "registry_head")


def planned(world: World, **other: Any) -> Pulse:
    facts: dict[str, Any] = {
        "title": "Suara Oktober",
        "statements": STATEMENTS,
        "starts": date(2026, 10, 1),
        "ends": date(2026, 10, 20),
        "actor": user(world.hr),
        "at": NOW,
    }
    return pulses.make_pulse(**facts | other)


def opened(world: World, **other: Any) -> Pulse:
    return pulses.open_pulse(pulse=planned(world, **other), actor=user(world.hr), at=NOW)


def say(pulse: Pulse, person: Employee, first: int = 3, second: int = 3, text: str = "") -> None:
    scores = {"p1": first, "p2": second}
    pulses.answer_pulse(pulse=pulse, scores=scores, text=text, actor=user(person), at=NOW)


def closed(world: World, people: Iterable[str] = (*HEALTH, *OTHERS), first: int = 3, **other: Any) -> Pulse:
    """Everybody answers `first` and 2; each writes a line of his own."""
    pulse = opened(world, **other)
    for number, name in enumerate(people):
        say(pulse, world.people[name], first, 2, f"Usulan nomor {number}")
    return pulses.close_pulse(pulse=pulse, actor=user(world.hr), at=NOW)
