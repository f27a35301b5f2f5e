"""Who may open what of support: the section head coaches the nurse, the head of the puskesmas is above."""

from __future__ import annotations

from typing import Any

from tests.apps.growth import make_support as make
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World

THE_TWO_AND_ABOVE = ("nurse", "appraiser", "head")


def draft(world: World) -> dict[str, Any]:
    return {"plan_id": make.opened(world).pk}


def offered(world: World) -> dict[str, Any]:
    return {"plan_id": make.offered(world).pk}


def running(world: World) -> dict[str, Any]:
    return {"plan_id": make.running(world).pk}


def talked(world: World) -> dict[str, Any]:
    return {"plan_id": make.talked(world).pk}


def path(world: World) -> dict[str, Any]:
    return {"plan_id": make.path(world).pk}


def path_offered(world: World) -> dict[str, Any]:
    return {"plan_id": make.acts.offer(plan=make.path(world), **make.by(world.section_head)).pk}


def path_step(world: World) -> dict[str, Any]:
    return {"step_id": make.path(world).path_steps.earliest("pk").pk}


def review(world: World) -> dict[str, Any]:
    return {"review_id": make.low_review(world).pk}


def employee(world: World) -> dict[str, Any]:
    return {"employee_id": world.nurse.pk}


def leader(world: World) -> dict[str, Any]:
    return {"employee_id": world.section_head.pk}


def own_step(world: World) -> dict[str, Any]:
    return {"step_id": make.running(world).steps.get(by="employee").pk}


def draft_step(world: World) -> dict[str, Any]:
    return {"step_id": make.opened(world).steps.get(by="employee").pk}


def promise(world: World) -> dict[str, Any]:
    return {"promise_id": make.promised(world, make.running(world)).pk}


def promise_in_his_name(world: World) -> dict[str, Any]:
    """Written by the section head in the name of the head of the puskesmas."""
    made = make.promised(world, make.running(world), promised_by=world.puskesmas_head)
    return {"promise_id": made.pk}


def feedback(world: World) -> dict[str, Any]:
    return {"feedback_id": make.feedback(world).pk}


ROWS = [
    Row("growth:support", nothing, "get", answers(200)),
    Row("growth:support_waves", nothing, "get", only(200, "hr", "services")),
    # Who leads nobody and has no decision to see to has nothing to open.
    Row("growth:support_new", nothing, "get", only(200, "appraiser", "head")),
    Row("growth:support_open", employee, "get", only(200, "appraiser")),
    Row("growth:support_open", employee, "post", only(422, "appraiser")),
    Row("growth:support_path", review, "get", only(200, "appraiser")),
    Row("growth:support_path", review, "post", only(422, "appraiser")),
    # A draft is no offer yet: the employee does not read it; HR reads the improvement path only.
    Row("growth:support_plan", draft, "get", only(200, "appraiser", "head")),
    Row("growth:support_plan", running, "get", only(200, *THE_TWO_AND_ABOVE)),
    Row("growth:support_plan", path, "get", only(200, "appraiser", "head", "hr")),
    Row("growth:support_change", draft, "get", only(200, "appraiser")),
    Row("growth:support_change", draft, "post", only(422, "appraiser")),
    Row("growth:support_offer", draft, "post", only(302, "appraiser")),
    Row("growth:support_agree", offered, "post", only(302, "nurse")),
    Row("growth:support_return", offered, "get", only(200, "nurse")),
    Row("growth:support_return", offered, "post", only(422, "nurse")),
    Row("growth:support_start", path_offered, "get", only(200, "appraiser")),
    Row("growth:support_start", path_offered, "post", only(422, "appraiser")),
    Row("growth:support_step", running, "get", only(200, "nurse", "appraiser")),
    Row("growth:support_step", running, "post", only(422, "nurse", "appraiser")),
    Row("growth:support_step_done", own_step, "get", only(200, "nurse", "appraiser")),
    Row("growth:support_step_done", own_step, "post", only(422, "nurse", "appraiser")),
    Row("growth:support_step_remove", draft_step, "post", only(302, "appraiser")),
    Row("growth:support_talk", running, "get", only(200, "appraiser")),
    Row("growth:support_talk", running, "post", only(422, "appraiser")),
    Row("growth:support_close", running, "get", only(200, "appraiser")),
    Row("growth:support_close", running, "post", only(422, "appraiser")),
    Row("growth:support_drop", running, "get", only(200, "appraiser")),
    Row("growth:support_drop", running, "post", only(422, "appraiser")),
    Row("growth:support_path_step", path_step, "get", only(200, "appraiser", "hr")),
    Row("growth:support_path_step", path_step, "post", only(422, "appraiser", "hr")),
    Row("growth:support_promise", running, "get", only(200, "appraiser")),
    Row("growth:support_promise", running, "post", only(422, "appraiser")),
    Row("growth:support_settle", promise, "get", only(200, "appraiser")),
    Row("growth:support_settle", promise, "post", only(422, "appraiser")),
    Row("growth:support_settle", promise_in_his_name, "get", only(200, "head")),
    Row("growth:support_settle", promise_in_his_name, "post", only(422, "head")),
    Row("growth:support_promises", leader, "get", only(200, "appraiser", "head", "hr")),
    Row("growth:coach_feedback_new", talked, "get", only(200, "nurse")),
    Row("growth:coach_feedback_new", talked, "post", only(422, "nurse")),
    Row("growth:coach_feedbacks", nothing, "get", answers(200)),
    # Neither the coach nor the employee, neither HR nor the administrator.
    Row("growth:coach_feedback", feedback, "get", only(200, "head")),
    Row("growth:coach_feedback", feedback, "post", only(302, "head")),
]
