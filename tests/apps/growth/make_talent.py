"""Predicates, inputs of talent and strengths for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kinerja.assessment.models import Review
from kinerja.growth.actions.talent import note_succession, offer_assignment, put_input
from kinerja.growth.models import PotentialInput, StrengthAssignment, SuccessionNote
from kinerja.growth.queries.talent import components
from kinerja.people.models import Employee, Post
from kinerja.plans.models import Period, Plan
from kinerja.voice.models import Service
from tests.apps.assessment.office import WINDOW, user
from tests.apps.growth.make import assessed
from tests.world import NOW, TODAY, World

HELD = date(2026, 3, 12)


def predicate(
    world: World,
    person: Employee,
    post: str = "PERAWAT",
    code: str = "BAIK",
    period: Period | None = None,
    received: bool = True,
) -> Review:
    """A signed review as the database has it, received by the employee or not yet."""
    about = period or world.q3
    plan, _made = Plan.objects.get_or_create(
        cycle=world.cycle,
        employee=person,
        post=world.posts[post],
        defaults={"approach": "kuantitatif", "starts": date(2026, 1, 1), "ends": date(2026, 12, 31)},
    )
    return Review.objects.create(
        plan=plan,
        period=about,
        appraiser=world.section_head,
        organisation_unit=world.units["PKM1"],
        status=Review.Status.DELIVERED if received else Review.Status.SIGNED,
        result_rating="sesuai",
        behaviour_rating="sesuai",
        predicate=code,
        signed_at=WINDOW,
        delivered_at=WINDOW if received else None,
        snapshot={},
    )


def give_inputs(
    world: World, person: Employee, score: str = "85", held_on: date = HELD, **other: str
) -> list[PotentialInput]:
    """All ten inputs with `score`; `other` by code ("" leaves one out)."""
    scores = dict.fromkeys(components(TODAY), score) | other
    return [
        put_input(
            employee=person,
            component=code,
            score=Decimal(text),
            held_on=held_on,
            source="LHA/12/2026",
            actor=user(world.hr),
            at=NOW,
        )
        for code, text in scores.items()
        if text
    ]


def note(world: World, person: Employee, post: Post, ready: str = "one") -> SuccessionNote:
    return note_succession(
        post=post, employee=person, ready=ready, reason="Sidang komite", actor=user(world.hr), at=NOW
    )


def service(world: World, unit: str = "PKM1-YAN") -> Service:
    return Service.objects.create(unit=world.units[unit], code="loket", name="Pendaftaran")


def offer(world: World, person: Employee | None = None) -> StrengthAssignment:
    """The section head offers the nurse, strong in communication, the counter."""
    whom = person or world.nurse
    if not whom.competence_assessments.exists():
        assessed(world, whom, komunikasi=4)
    return offer_assignment(
        employee=whom,
        competence="komunikasi",
        task="Melayani loket pendaftaran",
        unit=world.units["PKM1-YAN"],
        reason="Komunikasi kuat",
        starts=TODAY,
        actor=user(world.section_head),
        at=NOW,
    )
