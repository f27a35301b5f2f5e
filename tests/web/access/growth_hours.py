"""Who may open what of hours and own plans: the nurse reports, the section head confirms and agrees."""

from __future__ import annotations

from typing import Any

from tests.apps.growth.hours_office import agreed, goal, own_draft, report, sent
from tests.web.access.roles import STRANGERS, Row, answers, nothing, only
from tests.world import World


def nurse(world: World) -> dict[str, Any]:
    return {"employee_id": world.nurse.pk}


def activity(world: World) -> dict[str, Any]:
    return {"activity_id": report(world).pk}


def draft(world: World) -> dict[str, Any]:
    return {"plan_id": own_draft(world).pk}


def waiting(world: World) -> dict[str, Any]:
    return {"plan_id": sent(world).pk}


def running(world: World) -> dict[str, Any]:
    return {"plan_id": agreed(world).pk}


def draft_goal(world: World) -> dict[str, Any]:
    return {"goal_id": goal(world, own_draft(world)).pk}


def running_goal(world: World) -> dict[str, Any]:
    return {"goal_id": agreed(world).goals.get().pk}


ROWS = [
    Row("growth:hours", nothing, "get", answers(200)),
    Row("growth:hours_one", nurse, "get", answers(200, **STRANGERS)),
    Row("growth:hours_file", nothing, "get", only(200, "hr", "auditor")),
    Row("growth:activity_new", nothing, "get", answers(200)),
    Row("growth:activity_new", nothing, "post", answers(422)),
    Row("growth:activity_confirm", activity, "post", only(302, "appraiser", "hr")),
    Row("growth:activity_refuse", activity, "get", only(200, "appraiser", "hr")),
    Row("growth:activity_refuse", activity, "post", only(422, "appraiser", "hr")),
    Row("growth:own_plans", nothing, "get", answers(200)),
    Row("growth:own_plan_start", nothing, "post", answers(302)),
    Row("growth:own_plan", draft, "get", answers(200, **STRANGERS)),
    Row("growth:own_plan_submit", draft, "post", only(302, "nurse")),
    Row("growth:own_plan_return", waiting, "get", only(200, "appraiser")),
    Row("growth:own_plan_return", waiting, "post", only(422, "appraiser")),
    Row("growth:own_plan_agree", waiting, "post", only(302, "appraiser")),
    Row("growth:own_plan_reopen", running, "get", only(200, "nurse")),
    Row("growth:own_plan_reopen", running, "post", only(302, "nurse")),
    Row("growth:own_plan_close", running, "get", only(200, "nurse")),
    Row("growth:own_plan_close", running, "post", only(422, "nurse")),
    Row("growth:own_goal_new", draft, "get", only(200, "nurse")),
    Row("growth:own_goal_new", draft, "post", only(422, "nurse")),
    Row("growth:own_goal_adopt", draft, "post", only(404, "nurse")),
    Row("growth:own_goal_edit", draft_goal, "get", only(200, "nurse")),
    Row("growth:own_goal_edit", draft_goal, "post", only(422, "nurse")),
    Row("growth:own_goal_drop", draft_goal, "post", only(302, "nurse")),
    Row("growth:own_goal_finish", running_goal, "get", only(200, "nurse")),
    Row("growth:own_goal_finish", running_goal, "post", only(422, "nurse")),
]
