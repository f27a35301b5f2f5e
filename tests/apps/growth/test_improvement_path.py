"""The improvement path of six months: the law's clock, who opens it, who does its steps, when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.assessment.models import Notice, Review
from kinerja.audit.models import Event
from kinerja.growth.actions import improvement
from kinerja.growth.actions import support as acts
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import PathStep
from kinerja.growth.queries.improvement import waiting_for_path
from kinerja.people.models import Employee
from kinerja.rules.loader import Value, in_force
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_support import (
    DAY,
    DUE,
    GOAL,
    by,
    low_review,
    offered,
    path,
)
from tests.world import NOW, TODAY, World


def test_the_path_has_the_clocks_of_the_law(world: World) -> None:
    plan = path(world)
    assert (plan.kind, plan.starts, plan.due) == ("improvement", TODAY, date(2027, 4, 5))
    rows = {row.code: (row.opens, row.due) for row in plan.path_steps.all()}
    assert rows["chance"] == (TODAY, date(2027, 4, 5)) and rows["competence_test"][0] == date(2027, 4, 5)
    assert "honourable_dismissal" in rows and len(rows) == 5
    assert not waiting_for_path(Employee.objects.all(), TODAY).exists()
    with pytest.raises(NotPossible):
        improvement.open_path(
            review=Review.objects.get(), guide=world.section_head, goal=GOAL, **by(world.section_head)
        )
    with pytest.raises(NotPossible):
        words = {"goal": GOAL, "facts": "", "options": "", "adjusts_target": False}
        acts.change_plan(plan=plan, **words, starts=TODAY, due=DUE, **by(world.section_head))


def test_another_chance_in_the_law_is_another_end_of_the_plan(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def longer(rule: str, on: date) -> Value:
        value = in_force(rule, on)
        if rule != "improvement.path":
            return value
        steps = [
            {**step, "within_months": 9} if step["code"] == "chance" else step for step in value["steps"]
        ]
        return replace(value, data={**value.data, "steps": steps})

    monkeypatch.setattr("kinerja.rules.improvement.in_force", longer)
    plan = path(world)
    assert plan.due == plan.path_steps.get(code="chance").due == date(2027, 7, 5)


@pytest.mark.parametrize(
    "change",
    [{"predicate": "BAIK"}, {"delivered_at": None}, {"period": "q3"}],
    ids=["good predicate", "not received", "not annual"],
)
def test_the_path_opens_from_a_low_annual_result_only(world: World, change: dict[str, Any]) -> None:
    review = low_review(world)
    facts = {"period": world.q3} if "period" in change else change
    Review.objects.filter(pk=review.pk).update(**facts)
    assert not waiting_for_path(Employee.objects.all(), TODAY).exists()
    with pytest.raises(NotPossible):
        improvement.open_path(review=review, guide=world.section_head, goal=GOAL, **by(world.section_head))


def test_the_path_is_opened_by_the_appraiser_after_receipt(world: World) -> None:
    review = low_review(world)
    assert list(waiting_for_path(Employee.objects.filter(pk=world.nurse.pk), TODAY)) == [review]
    facts = {"review": review, "guide": world.section_head, "goal": GOAL}
    for wrong in (world.nurse, world.hr, world.puskesmas_head, world.outsider):
        with pytest.raises(PermissionDenied):
            improvement.open_path(**facts, **by(wrong))
    with pytest.raises(Incomplete):
        improvement.open_path(**facts, starts=TODAY - DAY, **by(world.section_head))


def test_steps_of_the_path_are_done_by_people_in_their_time(world: World) -> None:
    plan = path(world)
    acts.offer(plan=plan, **by(world.section_head))
    acts.agree(plan=plan, **by(world.nurse))
    chance, test = (plan.path_steps.get(code=code) for code in ("chance", "competence_test"))
    with pytest.raises(Incomplete):
        improvement.do_path_step(step=test, on=TODAY, note="x", **by(world.hr))
    with pytest.raises(PermissionDenied):
        improvement.do_path_step(step=chance, on=TODAY, note="x", **by(world.nurse))
    improvement.do_path_step(step=chance, on=TODAY, note="Rencana disepakati", **by(world.section_head))
    with pytest.raises(NotPossible):
        improvement.do_path_step(step=chance, on=TODAY, note="x", **by(world.section_head))
    after = NOW + timedelta(days=190)
    acts.close_plan(plan=plan, result="missed", outcome="Belum membaik", **by(world.section_head, after))
    improvement.do_path_step(step=test, on=after.date(), note="SK 3/2027", **by(world.hr, after))
    assert PathStep.objects.filter(done_on__isnull=False).count() == 2


def test_after_an_improvement_nothing_follows(world: World) -> None:
    plan = path(world)
    acts.offer(plan=plan, **by(world.section_head))
    acts.agree(plan=plan, **by(world.nurse))
    after = NOW + timedelta(days=190)
    acts.close_plan(plan=plan, result="reached", outcome="Membaik", **by(world.section_head, after))
    step = plan.path_steps.get(code="competence_test")
    with pytest.raises(NotPossible):
        improvement.do_path_step(step=step, on=after.date(), note="x", **by(world.hr, after))


def test_who_never_answers_does_not_stop_the_path(world: World) -> None:
    plan = path(world)
    acts.offer(plan=plan, **by(world.section_head))
    assert plan.answer_by == TODAY + timedelta(days=14)
    last, after = NOW + timedelta(days=14), NOW + timedelta(days=15)
    here = reverse("growth:support_plan", args=[plan.pk])
    assert (
        "Jawaban pegawai masih ditunggu sampai" in world.client(world.section_head).get(here).content.decode()
    )
    assert "Jawaban Anda ditunggu sampai" in world.client(world.nurse).get(here).content.decode()
    with pytest.raises(NotPossible, match="19 Oktober 2026"):
        improvement.start_unanswered(plan=plan, why="Diam", **by(world.section_head, last))
    for wrong in (world.nurse, world.hr, world.puskesmas_head, world.outsider):
        with pytest.raises(PermissionDenied):
            improvement.start_unanswered(plan=plan, why="Diam", **by(wrong, after))
    with pytest.raises(Incomplete):
        improvement.start_unanswered(plan=plan, why=" ", **by(world.section_head, after))
    why = "Ditanya tiga kali."
    improvement.start_unanswered(plan=plan, why=why, **by(world.section_head, after))
    assert (plan.status, plan.agreed_at) == ("running", None)
    assert why in world.client(world.nurse).get(here).content.decode()
    assert Notice.objects.filter(user=user(world.nurse), title__contains="tanpa jawaban").count() == 1
    event = Event.objects.get(action="growth.start_unanswered")
    assert why not in str(event.after) + event.why, "the log tells the act, the plan its words"
    talk = {"progress": "Mulai.", "agreed": "Lanjut."}
    with pytest.raises(Incomplete):
        acts.log_talk(plan=plan, held_on=TODAY, **talk, **by(world.section_head, after))
    acts.log_talk(plan=plan, held_on=after.date(), **talk, **by(world.section_head, after))
    test, later = plan.path_steps.get(code="competence_test"), NOW + timedelta(days=190)
    improvement.do_path_step(step=test, on=later.date(), note="SK 3/2027", **by(world.hr, later))
    with pytest.raises(NotPossible):
        improvement.start_unanswered(plan=plan, why=why, **by(world.section_head, later))


def test_sending_it_back_again_and_again_wins_only_the_days_to_read_it(world: World) -> None:
    plan, at = path(world), NOW
    for day in (0, 10, 20):
        at = NOW + timedelta(days=day)
        acts.offer(plan=plan, **by(world.section_head, at))
        assert plan.answer_by == max(TODAY + timedelta(days=14), at.date() + timedelta(days=3))
        if day < 20:
            acts.return_plan(plan=plan, why="Nanti", **by(world.nurse, at))
            with pytest.raises(NotPossible):  # a draft is no offer
                improvement.start_unanswered(plan=plan, why="x", **by(world.section_head, at + 15 * DAY))
    with pytest.raises(NotPossible):
        improvement.start_unanswered(plan=plan, why="x", **by(world.section_head, at + 3 * DAY))
    improvement.start_unanswered(plan=plan, why="x", **by(world.section_head, at + 4 * DAY))


def test_coaching_never_starts_without_a_yes(world: World) -> None:
    plan = offered(world)
    with pytest.raises(NotPossible):
        improvement.start_unanswered(plan=plan, why="x", **by(world.section_head, NOW + 40 * DAY))
