"""Who may open what of needs, catalogue, sessions, tests and evaluations."""

from __future__ import annotations

from typing import Any

from kinerja.accounts.models import User
from kinerja.assessment.models import Decision, Meeting
from kinerja.growth.actions.needs import add_need, group_needs
from kinerja.growth.actions.sessions import hold_session
from kinerja.growth.models import CourseMaterial, Need, TestQuestion, TrainingEvaluation
from tests.apps.growth import make_training as make
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, World


def hr(world: World) -> User:
    assert world.hr.user is not None
    return world.hr.user


def course(world: World) -> dict[str, Any]:
    return {"course_id": make.course(world).pk}


def material(world: World) -> dict[str, Any]:
    make.course(world)
    return {"material_id": CourseMaterial.objects.order_by("pk")[0].pk}


def question(world: World) -> dict[str, Any]:
    make.course(world)
    return {"question_id": TestQuestion.objects.order_by("pk")[0].pk}


def session(world: World) -> dict[str, Any]:
    return {"session_id": make.session(world, seats=50).pk}


def key(world: World) -> dict[str, Any]:
    return {"key": make.running(world, world.nurse).attend_key}


def asked(world: World) -> dict[str, Any]:
    return {"enrolment_id": make.seat(make.session(world), world.nurse).pk}


def attending(world: World) -> dict[str, Any]:
    return {"enrolment_id": make.running(world, world.nurse).enrolments.get().pk}


def absent(world: World) -> dict[str, Any]:
    held = make.running(world, world.nurse)
    hold_session(session=held, actor=hr(world), at=make.ENDS)
    return {"enrolment_id": held.enrolments.get().pk, "state": "hadir"}


def sitting_test(world: World) -> dict[str, Any]:
    held = make.session(world, needs_approval=False)
    return {"enrolment_id": make.seat(held, world.nurse).pk, "moment": "before"}


def evaluation(world: World) -> dict[str, Any]:
    held = make.running(world, world.nurse)
    make.present(held, world.nurse)
    hold_session(session=held, actor=hr(world), at=make.ENDS)
    TrainingEvaluation.objects.update(opens=NOW.date())
    return {"evaluation_id": TrainingEvaluation.objects.get(level="reaction").pk}


def need_row(world: World) -> Need:
    unit = world.units["PKM1-YAN"]
    facts: dict[str, Any] = {"source": "gap", "topic": "Komunikasi", "reason": "Level 1."}
    return add_need(unit=unit, employee=world.nurse, **facts, actor=hr(world), at=NOW)


def need(world: World) -> dict[str, Any]:
    return {"need_id": need_row(world).pk}


def group(world: World) -> dict[str, Any]:
    facts: dict[str, Any] = {"title": "Komunikasi", "year": 2027, "price": 500_000}
    return {"group_id": group_needs(needs=[need_row(world)], **facts, actor=hr(world), at=NOW).pk}


def decision(world: World) -> dict[str, Any]:
    meeting = Meeting.objects.create(
        unit=world.units["PKM1"],
        period=world.q3,
        chair=world.puskesmas_head,
        starts_at=NOW,
        ends_at=make.STARTS,
        place="Aula",
        made_by=hr(world),
    )
    facts: dict[str, Any] = {"text": "Latih petugas loket", "due": NOW.date(), "decided_at": NOW}
    made = Decision.objects.create(meeting=meeting, kind="task", owner=world.section_head, **facts)
    return {"decision_id": made.pk}


HR_ONLY = only(200, "hr")
HR_POSTS = only(422, "hr")
# The nurse's appraiser and the head of her puskesmas lead units; so do the heads among the other roles: none.
PLANS = only(200, "hr", "appraiser", "head")

ROWS = [
    Row("growth:development", nothing, "get", answers(200)),
    Row("growth:courses", nothing, "get", answers(200)),
    Row("growth:course", course, "get", answers(200)),
    Row("growth:course_new", nothing, "get", HR_ONLY),
    Row("growth:course_new", nothing, "post", HR_POSTS),
    Row("growth:course_edit", course, "get", HR_ONLY),
    Row("growth:course_edit", course, "post", HR_POSTS),
    Row("growth:material_new", course, "get", HR_ONLY),
    Row("growth:material_new", course, "post", HR_POSTS),
    Row("growth:material_remove", material, "post", only(302, "hr")),
    Row("growth:question_new", course, "get", HR_ONLY),
    Row("growth:question_new", course, "post", HR_POSTS),
    Row("growth:question_remove", question, "post", only(302, "hr")),
    Row("growth:session_new", course, "get", HR_ONLY),
    Row("growth:session_new", course, "post", HR_POSTS),
    Row("growth:session", session, "get", answers(200)),
    Row("growth:session_edit", session, "get", HR_ONLY),
    Row("growth:session_edit", session, "post", HR_POSTS),
    Row("growth:session_cancel", session, "get", HR_ONLY),
    Row("growth:session_cancel", session, "post", HR_POSTS),
    Row("growth:session_begin", session, "get", HR_ONLY),
    Row("growth:session_begin", session, "post", only(302, "hr")),
    Row("growth:session_hold", session, "get", HR_ONLY),
    Row("growth:session_hold", session, "post", only(302, "hr")),
    Row("growth:session_attendance", session, "get", HR_ONLY),
    Row("growth:session_results", session, "get", only(200, "hr", "auditor")),
    Row("growth:enrol_me", session, "post", answers(302)),
    Row("growth:enrol_other", session, "get", answers(200)),
    Row("growth:enrol_other", session, "post", answers(422)),
    Row("growth:attend", key, "get", answers(200)),
    Row("growth:attend", key, "post", answers(422)),
    Row("growth:approvals", nothing, "get", answers(200)),
    Row("growth:enrolment_approve", asked, "post", only(302, "appraiser")),
    Row("growth:enrolment_refuse", asked, "get", only(200, "appraiser")),
    Row("growth:enrolment_refuse", asked, "post", only(422, "appraiser")),
    Row("growth:enrolment_withdraw", asked, "get", only(200, "nurse", "hr")),
    Row("growth:enrolment_withdraw", asked, "post", only(302, "nurse", "hr")),
    Row("growth:enrolment_attend", attending, "get", HR_ONLY),
    Row("growth:enrolment_attend", attending, "post", HR_POSTS),
    Row("growth:enrolment_correct", absent, "get", HR_ONLY),
    Row("growth:enrolment_correct", absent, "post", HR_POSTS),
    Row("growth:test", sitting_test, "get", only(200, "nurse")),
    Row("growth:test", sitting_test, "post", only(422, "nurse")),
    Row("growth:evaluation", evaluation, "get", only(200, "nurse")),
    Row("growth:evaluation", evaluation, "post", only(422, "nurse")),
    Row("growth:needs", nothing, "get", answers(200)),
    Row("growth:need_proposals", nothing, "get", only(200, "hr", "auditor", "appraiser", "head")),
    Row("growth:need_proposals", nothing, "post", only(302, "hr", "appraiser", "head")),
    Row("growth:need_wish", nothing, "get", answers(200)),
    Row("growth:need_wish", nothing, "post", answers(422)),
    Row("growth:need_new", nothing, "get", PLANS),
    Row("growth:need_new", nothing, "post", only(422, "hr", "appraiser", "head")),
    Row("growth:need_from_decision", decision, "get", only(200, "hr", "head")),
    Row("growth:need_from_decision", decision, "post", only(422, "hr", "head")),
    Row("growth:need_groups", nothing, "get", PLANS),
    Row("growth:need_group_new", nothing, "get", PLANS),
    Row("growth:need_group_new", nothing, "post", only(422, "hr", "appraiser", "head")),
    Row("growth:need_group", group, "get", PLANS),
    Row("growth:need_group", group, "post", only(422, "hr", "appraiser", "head")),
    Row("growth:need_drop", need, "get", only(200, "hr", "appraiser", "head")),
    Row("growth:need_drop", need, "post", only(422, "hr", "appraiser", "head")),
    Row("growth:need_ungroup", need, "post", only(302, "hr", "appraiser", "head")),
]
