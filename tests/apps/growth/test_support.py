"""Support plans by state and refusal; promises, and feedback on the coach."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kinerja.accounts.errors import ActionError
from kinerja.assessment.models import Decision, Notice
from kinerja.audit.models import Event
from kinerja.growth.actions import coach_feedback, promises
from kinerja.growth.actions import support as acts
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import CoachFeedback, DevelopmentActivity, Promise, SupportPlan
from kinerja.growth.queries.coach_feedback import feedback_to_read, statements
from kinerja.growth.queries.support import (
    late_below,
    offered_to,
    own,
    promises_due,
    record_of,
    record_of_leader,
    standing,
    steps_due,
    waiting_decisions,
)
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.make_meetings import decision
from tests.apps.assessment.make_meetings import running as meeting
from tests.apps.assessment.office import user
from tests.apps.growth.make import assessed
from tests.apps.growth.make_support import (
    DAY,
    DUE,
    GOAL,
    SECRET,
    by,
    closed,
    dropped,
    feedback,
    low_review,
    offered,
    opened,
    promised,
    running,
    talked,
)
from tests.world import NOW, TODAY, World

STATES: dict[str, Callable[..., SupportPlan]] = {
    "draft": opened,
    "offered": offered,
    "running": running,
    "closed": closed,
    "dropped": dropped,
}
ALLOWED = {
    "change": {"draft"},
    "offer": {"draft"},
    "agree": {"offered"},
    "return": {"offered"},
    "step": {"draft", "running"},
    "remove": {"draft"},
    "finish": {"running"},
    "talk": {"running"},
    "promise": {"draft", "offered", "running"},
    "close": {"running"},
    "drop": {"draft", "offered", "running"},
}


def act_on(world: World, name: str, plan: SupportPlan) -> object:
    """One act, done by whoever does it."""
    lead, own_one = {"plan": plan, **by(world.section_head)}, {"plan": plan, **by(world.nurse)}
    words: dict[str, Any] = {"goal": GOAL, "facts": "", "options": "", "adjusts_target": True}
    step = plan.steps.get(by="employee")
    made: dict[str, Callable[[], object]] = {
        "change": lambda: acts.change_plan(**lead, **words, starts=TODAY, due=DUE),
        "offer": lambda: acts.offer(**lead),
        "agree": lambda: acts.agree(**own_one),
        "return": lambda: acts.return_plan(**own_one, why="Sore hari saja"),
        "step": lambda: acts.add_step(**lead, text="Catat", by="guide", due=DUE),
        "remove": lambda: acts.remove_step(step=step, **by(world.section_head)),
        "finish": lambda: acts.finish_step(step=step, done_on=TODAY, evidence="Foto", **by(world.nurse)),
        "talk": lambda: talked(world, plan),
        "promise": lambda: promised(world, plan),
        "close": lambda: acts.close_plan(**lead, result="partly", outcome="Turun sedikit"),
        "drop": lambda: acts.drop_plan(**lead, why="Cuti panjang"),
    }
    return made[name]()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ALLOWED)
def test_an_act_is_done_in_its_states_only(name: str, state: str, world: World) -> None:
    plan = STATES[state](world)
    before = Event.objects.count()
    if state in ALLOWED[name]:
        act_on(world, name, plan)
        assert Event.objects.count() == before + 1
    else:
        with pytest.raises(NotPossible):
            act_on(world, name, plan)
        assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["nurse", "puskesmas_head", "outsider", "hr", "auditor", "admin", "midwife"])
def test_only_the_appraiser_opens(world: World, name: str) -> None:
    with pytest.raises(PermissionDenied):
        opened(world, **by(getattr(world, name)))


@pytest.mark.parametrize("name", ["change", "offer", "step", "remove", "promise", "drop"])
def test_only_guide_and_appraiser_lead(world: World, name: str) -> None:
    plan = opened(world, guide=world.midwife)
    for wrong in (world.nurse, world.puskesmas_head, world.hr, world.outsider, world.admin):
        with pytest.raises(PermissionDenied), transaction.atomic():
            acts.offer(plan=plan, **by(wrong))
        with pytest.raises(PermissionDenied), transaction.atomic():
            acts.add_step(plan=plan, text="x", by="guide", due=DUE, **by(wrong))
    act_on(world, name, plan)
    assert plan.guide == world.midwife


def test_the_employee_answers_himself(world: World) -> None:
    plan = offered(world)
    for wrong in (world.section_head, world.hr, world.puskesmas_head):
        with pytest.raises(PermissionDenied):
            acts.agree(plan=plan, **by(wrong))
    with pytest.raises(Incomplete):
        acts.return_plan(plan=plan, why=" ", **by(world.nurse))
    acts.return_plan(plan=plan, why="Sore hari saja", **by(world.nurse))
    assert plan.status == "draft" and plan.wish == "Sore hari saja"
    acts.offer(plan=plan, **by(world.section_head, NOW + DAY))
    acts.agree(plan=plan, **by(world.nurse, NOW + DAY))
    assert plan.status == "running" and plan.agreed_at == NOW + DAY
    told = Notice.objects.filter(user=user(world.nurse), key__startswith=f"pembinaan:{plan.pk}:tawaran")
    assert told.count() == 2


def test_what_is_missing_is_said(world: World) -> None:
    for wrong in ({"goal": " "}, {"due": TODAY - DAY}, {"guide": world.nurse}):
        with pytest.raises(Incomplete), transaction.atomic():
            opened(world, **wrong)
    with pytest.raises(NotPossible):
        opened(world, kind="improvement")
    bare = opened(world, steps=[])
    with pytest.raises(Incomplete):
        acts.offer(plan=bare, **by(world.section_head))
    for wrong_step in (("", "guide", DUE), ("x", "lain", DUE), ("x", "guide", DUE + DAY)):
        with pytest.raises(Incomplete):
            acts.put_step(bare, *wrong_step)
    plan = running(world)
    for told in ({"result": "", "outcome": "x"}, {"result": "reached", "outcome": " "}):
        with pytest.raises(Incomplete):
            acts.close_plan(plan=plan, **told, **by(world.section_head))
    step = plan.steps.get(by="employee")
    for day, words in ((TODAY + DAY, "x"), (TODAY - DAY, "x"), (TODAY, " ")):
        with pytest.raises(Incomplete):
            acts.finish_step(step=step, done_on=day, evidence=words, **by(world.nurse))
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportPlan.objects.filter(pk=plan.pk).update(status="closed")


def test_each_ticks_his_own_steps(world: World) -> None:
    plan = running(world)
    theirs, mine = plan.steps.get(by="guide"), plan.steps.get(by="employee")
    with pytest.raises(PermissionDenied):
        acts.finish_step(step=theirs, done_on=TODAY, evidence="x", **by(world.nurse))
    acts.finish_step(step=mine, done_on=TODAY, evidence="x", **by(world.section_head))
    with pytest.raises(NotPossible):
        acts.finish_step(step=mine, done_on=TODAY, evidence="x", **by(world.nurse))
    assert list(steps_due(world.section_head, DUE)) == [theirs]
    assert not steps_due(world.nurse, DUE).exists() and not steps_due(world.section_head, TODAY).exists()


def test_a_coaching_session_counts_as_hours_once_a_day(world: World) -> None:
    plan = talked(world)
    row = DevelopmentActivity.objects.get()
    assert (row.employee, row.kind, row.amount, row.day) == (world.nurse, "coaching", 1, TODAY)
    assert row.confirmed_by == user(world.section_head) and GOAL not in row.title + row.evidence
    with pytest.raises(NotPossible):
        talked(world, plan)
    with pytest.raises(PermissionDenied):
        acts.log_talk(plan=plan, held_on=TODAY, progress="x", agreed="y", **by(world.nurse))
    for day in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(Incomplete):
            acts.log_talk(plan=plan, held_on=day, progress="x", agreed="y", **by(world.section_head))
    talked(world, running(world, kind="guidance"))
    assert DevelopmentActivity.objects.count() == 1


def support_decision(world: World, owner: Employee, about: Employee | None = None) -> Decision:
    about = about or world.nurse
    return decision(
        world, meeting(world), kind="support", text="Dampingi komunikasi", owner=owner, about=about
    )


def test_a_plan_closes_the_decision_it_came_from(world: World) -> None:
    row = support_decision(world, world.section_head)
    assert list(waiting_decisions(world.section_head, TODAY)) == [row]
    plan = running(world, decision=row)
    assert not waiting_decisions(world.section_head, TODAY).exists()
    with pytest.raises(NotPossible):
        opened(world, decision=row)
    acts.close_plan(plan=plan, result="reached", outcome=SECRET, **by(world.section_head))
    row.refresh_from_db()
    assert row.status == "done" and "Tercapai" in row.outcome and SECRET not in row.outcome


def test_a_decision_of_somebody_else_waits_for_its_owner(world: World) -> None:
    row = support_decision(world, world.midwife)
    plan = running(world, decision=row)
    acts.close_plan(plan=plan, result="missed", outcome="Belum", **by(world.section_head))
    row.refresh_from_db()
    assert row.status == "open"
    assert Notice.objects.filter(user=user(world.midwife), key=f"pembinaan:{plan.pk}:keputusan").exists()


def test_the_owner_of_a_decision_opens_as_guide_himself(world: World) -> None:
    row = support_decision(world, world.midwife)
    facts = {"decision": row, **by(world.midwife)}
    with pytest.raises(NotPossible):
        opened(world, **facts)
    assert opened(world, **facts, guide=world.midwife).decision == row


def test_a_dropped_plan_frees_its_decision(world: World) -> None:
    row = support_decision(world, world.section_head)
    plan = running(world, decision=row)
    acts.drop_plan(plan=plan, why="Pindah", **by(world.section_head))
    assert plan.decision_id is None and Decision.objects.get(pk=row.pk).status == "open"
    assert opened(world, decision=row).decision == row


def test_sources_must_fit_the_employee(world: World) -> None:
    other = support_decision(world, world.section_head, world.pppk)
    review = low_review(world)
    for wrong in (
        {"decision": other},
        {"competence": "tidak_ada"},
        {"employee": world.pppk, "review": review},
    ):
        with pytest.raises(NotPossible), transaction.atomic():
            opened(world, **wrong)
    assessed(world, komunikasi=1)
    plan = opened(world, competence="komunikasi", review=review)
    assert (plan.competence, plan.review) == ("komunikasi", review)


def test_a_draft_is_the_guides_until_it_is_offered(world: World) -> None:
    plan = opened(world)
    assert not own(world.nurse).exists()
    acts.offer(plan=plan, **by(world.section_head))
    assert list(own(world.nurse)) == [plan] == list(offered_to(world.nurse))
    acts.return_plan(plan=plan, why="x", **by(world.nurse))
    assert list(own(world.nurse)) == [plan]


def test_promises_are_counted_by_their_day(world: World) -> None:
    plan = running(world)
    early, late, gone, waits = (promised(world, plan, due=TODAY + n * DAY) for n in range(4))
    later, lead = NOW + 3 * DAY, world.section_head
    promises.keep_promise(promise=early, on=TODAY, note="Terpasang", **by(lead, later))
    promises.keep_promise(promise=late, on=TODAY + 3 * DAY, note="Terpasang", **by(lead, later))
    promises.withdraw_promise(promise=gone, on=TODAY, note="Anggaran habis", **by(lead, later))
    day = TODAY + 4 * DAY
    assert [standing(row, day) for row in (early, late, gone, waits)] == [
        "in_time", "late", "broken", "overdue"
    ]  # fmt: skip
    assert standing(waits, waits.due) == "open"
    counted = record_of(plan.promises.all(), day)
    assert counted == record_of_leader(lead, day) and (counted.in_time, counted.overdue) == (1, 1)
    assert list(promises_due(lead, day)) == [waits] == list(late_below(world.puskesmas_head, day))
    assert not late_below(world.office_head, day).exists()
    with pytest.raises(NotPossible):
        promises.keep_promise(promise=early, on=TODAY, note="lagi", **by(lead))


def test_a_promise_is_made_by_who_can_keep_it(world: World) -> None:
    plan = running(world)
    for wrong in (world.nurse, world.outsider, world.midwife):
        with pytest.raises(NotPossible):
            promised(world, plan, promised_by=wrong)
    for told in ({"text": " "}, {"due": TODAY - DAY}):
        with pytest.raises(Incomplete):
            promised(world, plan, **told)
    row = promised(world, plan, promised_by=world.puskesmas_head)
    assert Notice.objects.filter(user=user(world.puskesmas_head), key=f"pembinaan.janji:{row.pk}").exists()
    promises.answer_promise(promise=row, confirmed=True, **by(world.puskesmas_head))
    with pytest.raises(PermissionDenied):
        promises.withdraw_promise(promise=row, on=TODAY, note="x", **by(world.section_head))
    for nobody in (world.nurse, world.hr, world.office_head):
        with pytest.raises(PermissionDenied):
            promises.keep_promise(promise=row, on=TODAY, note="x", **by(nobody))
    for on, note in ((TODAY + DAY, "x"), (TODAY - DAY, "x"), (TODAY, " ")):
        with pytest.raises(Incomplete):
            promises.withdraw_promise(promise=row, on=on, note=note, **by(world.puskesmas_head))
    promises.withdraw_promise(promise=row, on=TODAY, note="Tidak ada anggaran", **by(world.puskesmas_head))
    assert Promise.objects.get(pk=row.pk).status == "withdrawn"


def test_feedback_goes_to_the_superior_of_the_coach(world: World) -> None:
    plan = running(world)
    with pytest.raises(NotPossible):
        feedback(world, plan)
    talked(world, plan)
    row = feedback(world, plan)
    assert row.to == world.puskesmas_head and list(feedback_to_read(world.puskesmas_head)) == [row]
    with pytest.raises(NotPossible):
        feedback(world, plan)
    for wrong in (world.section_head, world.nurse, world.hr, world.admin, world.office_head):
        with pytest.raises(PermissionDenied):
            coach_feedback.read_feedback(feedback=row, **by(wrong))
    coach_feedback.read_feedback(feedback=row, **by(world.puskesmas_head))
    coach_feedback.read_feedback(feedback=row, **by(world.puskesmas_head, NOW + DAY))
    assert CoachFeedback.objects.get().read_at == NOW and not feedback_to_read(world.puskesmas_head).exists()


def test_feedback_needs_all_nine_within_the_scale(world: World) -> None:
    plan = talked(world)
    asked, scale = statements(TODAY)
    assert [item.about for item in asked] == ["self"] * 3 + ["leader"] * 3 + ["both"] * 3 and len(scale) == 4
    good = dict.fromkeys((item.code for item in asked), 4)
    for wrong in ({}, good | {"self_open": 5}, good | {"self_open": 0}, good | {"lain": 1}):
        with pytest.raises(Incomplete):
            coach_feedback.give_feedback(plan=plan, answers=wrong, note="", **by(world.nurse))
    with pytest.raises(PermissionDenied):
        coach_feedback.give_feedback(plan=plan, answers=good, note="", **by(world.section_head))


def test_a_subordinate_who_coaches_is_not_reported_to_his_own_trainee(world: World) -> None:
    """Reverse: the nurse guides the section head; the nurse's superior is the one who was coached."""
    facts = {"employee": world.section_head, "guide": world.nurse, **by(world.puskesmas_head)}
    plan = opened(world, **facts)
    acts.offer(plan=plan, **by(world.nurse))
    acts.agree(plan=plan, **by(world.section_head))
    acts.log_talk(plan=plan, held_on=TODAY, progress="x", agreed="y", **by(world.nurse))
    good = dict.fromkeys((item.code for item in statements(TODAY)[0]), 4)
    with pytest.raises(ActionError):
        coach_feedback.give_feedback(plan=plan, answers=good, note="", **by(world.section_head))


def test_the_log_tells_no_word_of_a_plan_and_no_answer(world: World) -> None:
    plan = talked(world)
    row = promised(world, plan)
    promises.keep_promise(promise=row, on=TODAY, note="Rahasia janji", **by(world.section_head))
    feedback(world, plan)
    step = plan.steps.get(by="employee")
    acts.finish_step(step=step, done_on=TODAY, evidence="Rahasia bukti", **by(world.nurse))
    acts.close_plan(plan=plan, result="partly", outcome="Rahasia hasil", **by(world.section_head))
    shown = ("action", "before", "after", "why")
    kept = json.dumps(list(Event.objects.values(*shown)), default=str)
    told = json.dumps(list(Notice.objects.values("title", "url")))
    for word in (GOAL, SECRET, "Rahasia", "Antrean", "leader_listens", "Kurang waktu", "komputer"):
        assert word not in kept + told
