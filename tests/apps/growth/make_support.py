"""Support plans for tests: the section head coaches the nurse; the head of the puskesmas is above him."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from kinerja.assessment.models import Decision, Meeting, Review
from kinerja.growth.actions import improvement, promises
from kinerja.growth.actions import support as acts
from kinerja.growth.actions.coach_feedback import give_feedback
from kinerja.growth.models import CoachFeedback, Promise, SupportPlan
from kinerja.growth.queries.coach_feedback import statements
from kinerja.people.models import Employee
from kinerja.voice.models import FollowUp
from tests.apps.assessment.office import AFTER, signed_review, user
from tests.world import NOW, TODAY, World, appoint, nip

DUE = date(2026, 12, 31)
GOAL = "Waktu tunggu poli turun dari 50 menjadi 30 menit."
SECRET = "Sering gugup di depan pasien."
DAY = timedelta(days=1)


def by(person: Employee, at: datetime = NOW) -> dict[str, Any]:
    return {"actor": user(person), "at": at}


def opened(world: World, **facts: Any) -> SupportPlan:
    """A draft with one step of each."""
    given: dict[str, Any] = {
        "kind": "coaching",
        "employee": world.nurse,
        "guide": world.section_head,
        "goal": GOAL,
        "facts": SECRET,
        "starts": TODAY,
        "due": DUE,
        "steps": [("Atur jadwal jaga", "employee", date(2026, 10, 20)), ("Dampingi", "guide", DUE)],
        **by(world.section_head),
    }
    return acts.open_plan(**given | facts)


def offered(world: World, **facts: Any) -> SupportPlan:
    return acts.offer(plan=opened(world, **facts), **by(world.section_head))


def running(world: World, **facts: Any) -> SupportPlan:
    plan = offered(world, **facts)
    return acts.agree(plan=plan, **by(plan.employee))


def closed(world: World, **facts: Any) -> SupportPlan:
    told = {"result": "reached", "outcome": "Waktu tunggu 28 menit."}
    return acts.close_plan(plan=running(world, **facts), **told, **by(world.section_head))


def dropped(world: World, **facts: Any) -> SupportPlan:
    return acts.drop_plan(plan=running(world, **facts), why="Pindah unit", **by(world.section_head))


def talked(world: World, plan: SupportPlan | None = None) -> SupportPlan:
    plan = plan or running(world)
    words = {"progress": "Antrean mulai tertib.", "agreed": "Coba loket kedua."}
    acts.log_talk(plan=plan, held_on=TODAY, **words, **by(world.section_head))
    return plan


def promised(world: World, plan: SupportPlan, due: date = date(2026, 10, 12), **facts: Any) -> Promise:
    given = {"text": "Satu komputer loket", "promised_by": world.section_head, "due": due}
    return promises.add_promise(plan=plan, **given | by(world.section_head) | facts)


def feedback(world: World, plan: SupportPlan | None = None) -> CoachFeedback:
    answers = dict.fromkeys((item.code for item in statements(TODAY)[0]), 3)
    given = {"answers": answers, "note": "Kurang waktu.", **by(world.nurse)}
    return give_feedback(plan=plan or talked(world), **given)


def low_review(world: World, predicate: str = "KURANG") -> Review:
    """The nurse's annual evaluation as received; only the facts that the path reads are set."""
    review = signed_review(world)
    facts = {"period": world.year, "predicate": predicate, "delivered_at": NOW, "status": "delivered"}
    Review.objects.filter(pk=review.pk).update(**facts)
    return Review.objects.select_related("plan__employee", "plan__post", "period").get(pk=review.pk)


def path(world: World, **facts: Any) -> SupportPlan:
    given = {"review": low_review(world), "guide": world.section_head, "goal": GOAL, **by(world.section_head)}
    steps = [("Ikut kelas komunikasi", "employee", date(2026, 11, 1))]
    return improvement.open_path(**given | {"steps": steps} | facts)


def follow_up(world: World, unit: str = "PKM1", responsible: Employee | None = None) -> FollowUp:
    return FollowUp.objects.create(
        unit=world.units[unit], programme="Kelas senyum sapa", year=2026, quarter=4,
        responsible=responsible or world.puskesmas_head, made_at=NOW,
    )  # fmt: skip


def coached(
    world: World, reason: FollowUp | Meeting, count: int, *, post: str = "PERAWAT", **facts: Any
) -> list[SupportPlan]:
    """So many new people with a running plan for one reason, straight into the database."""
    given = {"kind": "coaching", "goal": GOAL, "starts": TODAY, "due": DUE, "status": "running"}
    given |= {"guide": world.section_head, "made_by": user(world.section_head), "made_at": NOW}
    made = []
    for _number in range(count):
        number = 400 + Employee.objects.count()
        person = Employee.objects.create(nip=nip(number), name=f"Orang ke-{number}")
        appoint(person, world.posts[post])
        source: dict[str, Any] = {"follow_up": reason}
        if isinstance(reason, Meeting):
            decided = {"kind": "support", "text": "Dampingi", "owner": world.section_head, "about": person}
            source = {"decision": Decision.objects.create(meeting=reason, due=DUE, decided_at=NOW, **decided)}
        made.append(SupportPlan.objects.create(employee=person, **given | source | facts))
    return made


__all__ = ["AFTER", "DAY", "DUE", "GOAL", "SECRET", "by", "closed", "coached", "dropped", "feedback",
           "follow_up", "low_review", "offered", "opened", "path", "promised", "running",
           "talked"]  # fmt: skip
