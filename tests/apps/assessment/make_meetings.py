"""Meetings of Puskesmas Melati about the third quarter, in each of their states, by the acts themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from kinerja.assessment.actions import open_reviews, sign
from kinerja.assessment.actions.decisions import decide
from kinerja.assessment.actions.meetings import begin, plan_meeting
from kinerja.assessment.actions.minutes import approve_minutes, draft_minutes
from kinerja.assessment.models import Decision, Meeting, Review
from kinerja.people.models import Employee
from kinerja.plans.models import Period
from tests.apps.assessment.office import WINDOW, give_plan, organisation, rate, tell, user
from tests.world import NOW, World

HOUR = timedelta(hours=1)


def head(world: World) -> Any:
    return user(world.puskesmas_head)


def planned(
    world: World, *, unit: str = "PKM1", period: Period | None = None, at: datetime = NOW, **facts: Any
) -> Meeting:
    """An hour from now, chaired by the head of the puskesmas."""
    given: dict[str, Any] = {
        "chair": world.puskesmas_head,
        "starts_at": at + HOUR,
        "ends_at": at + 3 * HOUR,
        "place": "Ruang rapat lantai 2",
        "actor": head(world),
    }
    return plan_meeting(unit=world.units[unit], period=period or world.q3, at=at, **given | facts)


def running(world: World, *, at: datetime = NOW, **facts: Any) -> Meeting:
    return begin(meeting=planned(world, at=at, **facts), actor=head(world), at=at)


def drafted(world: World, *, at: datetime = NOW, **facts: Any) -> Meeting:
    return draft_minutes(meeting=running(world, at=at, **facts), actor=head(world), at=at)


def approved(world: World, *, at: datetime = NOW, **facts: Any) -> Meeting:
    return approve_minutes(meeting=drafted(world, at=at, **facts), actor=head(world), at=at)


def decision(world: World, meeting: Meeting, *, at: datetime = NOW, **facts: Any) -> Decision:
    """A task of the section head, due in two weeks."""
    given: dict[str, Any] = {
        "kind": "task",
        "text": "Tambah satu loket pendaftaran",
        "owner": world.section_head,
        "due": date(2026, 10, 19),
    }
    return decide(meeting=meeting, actor=head(world), at=at, **given | facts)


def many(world: World, count: int, owner: Employee) -> None:
    """So many cancelled meetings of the unit, and as many open decisions of `owner` from one of them."""
    rows = Meeting.objects.bulk_create(
        Meeting(
            unit=world.units["PKM1"],
            period=world.q3,
            chair=world.puskesmas_head,
            starts_at=NOW,
            ends_at=NOW + HOUR,
            place="Aula",
            status=Meeting.Status.DRAFTED if not number else Meeting.Status.CANCELLED,
            made_by=head(world),
        )
        for number in range(count)
    )
    Decision.objects.bulk_create(
        Decision(
            meeting=rows[0],
            kind="task",
            text=f"Tugas {number}",
            owner=owner,
            due=date(2026, 10, 1) + timedelta(days=number),
            decided_at=NOW,
        )
        for number in range(count)
    )


def judged(world: World) -> list[Review]:
    """The midwife's draft by the head, above; the nurse's signed review by the section head, below."""
    organisation(world)
    organisation(world, "PKM1")
    for person, post in ((world.midwife, "BIDAN"), (world.nurse, "PERAWAT")):
        tell(give_plan(world, person, world.posts[post]), world.q3, "85%", "88%")
    open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    above = rate(world, Review.objects.get(plan__employee=world.midwife), "diatas", "diatas")
    below = rate(
        world, Review.objects.get(plan__employee=world.nurse), "dibawah", "sesuai",
        result_reason="Antrean memanjang.",
    )  # fmt: skip
    return [above, sign(review=below, actor=user(world.section_head), at=WINDOW)]
