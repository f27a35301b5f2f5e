"""Rounds of feedback in the cast's puskesmas."""

from __future__ import annotations

from datetime import date, datetime

from kinerja.assessment.actions.rounds import close_round, make_round, open_round
from kinerja.assessment.actions.tickets import answer, take_ticket
from kinerja.assessment.models import FeedbackAsk, FeedbackRound
from kinerja.people.models import Employee
from kinerja.rules.behaviour import behaviour_values
from tests.apps.assessment.office import WINDOW, ZONE, user
from tests.world import World, appoint, nip

STARTS, ENDS = date(2026, 10, 5), date(2026, 10, 12)
LATER = datetime(2026, 10, 13, 9, 0, tzinfo=ZONE)
CODES = [value.code for value in behaviour_values(STARTS)]


def colleagues(world: World, count: int, post: str = "PERAWAT") -> list[Employee]:
    """More people in a post, with accounts."""
    made = []
    for number in range(count):
        own = nip(300 + number)
        account = type(user(world.hr)).objects.create(username=own, full_name=f"Rekan {number:02d}")
        person = Employee.objects.create(nip=own, name=f"Rekan {number:02d}", user=account)
        appoint(person, world.posts[post])
        made.append(person)
    return made


def draft(
    world: World, unit: str = "PKM1-YAN", who: Employee | None = None, **facts: object
) -> FeedbackRound:
    given: dict[str, object] = {"starts": STARTS, "ends": ENDS, "message": "Mohon waktunya.", **facts}
    return make_round(
        name="Umpan balik triwulan III", unit=world.units[unit], period=world.q3,
        actor=user(who or world.hr), at=WINDOW, **given,  # type: ignore[arg-type]
    )  # fmt: skip


def running(world: World, unit: str = "PKM1-YAN") -> FeedbackRound:
    made = draft(world, unit)
    open_round(round=made, actor=user(world.hr), at=WINDOW)
    return made


def speak(ask: FeedbackAsk, step: int, keep: str = "", change: str = "", **values: int) -> None:
    """Takes the ticket and answers `step` on every value, or what `values` say."""
    code = take_ticket(ask=ask, actor=user(ask.asked), at=WINDOW)
    given = dict.fromkeys(CODES, step) | values
    answer(code=code, asked=ask.asked, values=given, keep=keep, change=change, at=WINDOW)


def closed(world: World, subject: Employee, *steps: int, relation: str = "peer") -> FeedbackRound:
    """A closed round in which as many as `steps` of one side answered about the subject."""
    made = running(world)
    asks = FeedbackAsk.objects.filter(round=made, subject=subject, relation=relation)
    assert asks.count() >= len(steps), "too few are asked in this office"
    for ask, step in zip(asks, steps, strict=False):
        speak(ask, step, keep=f"Menyapa pasien ({step})", change=f"Datang lebih awal ({step})")
    close_round(round=made, actor=user(world.hr), at=LATER)
    return made
