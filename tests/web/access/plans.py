"""Who may open what of plans."""

from __future__ import annotations

from typing import Any

from kinerja.plans.models import Goal, GoalTemplate, PlanVersion, RoleAssignment
from kinerja.plans.storage import read_content
from tests.apps.plans.conftest import Maker
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World

MANAGERS = ("hr", "admin")
READERS = ("nurse", "appraiser", "head", "hr", "auditor", "admin")


def _version(world: World, act: str) -> PlanVersion:
    version: PlanVersion = getattr(Maker(world), act)(world.nurse)
    return version


def a_draft(world: World) -> dict[str, Any]:
    return {"plan_id": _version(world, "draft").plan_id}


def sent(world: World) -> dict[str, Any]:
    return {"plan_id": _version(world, "submitted").plan_id}


def done(world: World) -> dict[str, Any]:
    return {"plan_id": _version(world, "set").plan_id}


def a_form(world: World) -> dict[str, Any]:
    return {**done(world), "form": "A.1.7"}


def the_leaders(world: World) -> dict[str, Any]:
    return {"plan_id": Maker(world).set(world.section_head).plan_id}


def a_goal(world: World) -> dict[str, Any]:
    return {"goal_id": _goal(world).pk}


def _goal(world: World) -> Goal:
    return Goal.objects.create(
        cycle=world.cycle, unit=world.units["PKM1"], statement="Sehat", indicator="IKS", target="80"
    )


def a_node(world: World) -> dict[str, Any]:
    return {"key": _goal(world).key}


def a_period(world: World) -> dict[str, Any]:
    return {"period_id": world.q3.pk}


def a_role(world: World) -> dict[str, Any]:
    leader = Maker(world).set(world.section_head)
    role = RoleAssignment.objects.create(
        leader_plan=leader.plan,
        column=read_content(leader).results[0].key,
        employee=world.nurse,
        statement="Pasien terlayani",
        status=RoleAssignment.Status.PROPOSED,
    )
    return {"role_id": role.pk}


def an_approved_role(world: World) -> dict[str, Any]:
    made = a_role(world)
    RoleAssignment.objects.filter(pk=made["role_id"]).update(status=RoleAssignment.Status.APPROVED)
    return made


def a_template(world: World) -> dict[str, Any]:
    made = GoalTemplate.objects.create(title="Sasaran perawat", unit=world.units["PKM1"])
    return {"template_id": made.pk}


ROWS = [
    Row("plans:start", nothing, "get", answers(200)),
    Row("plans:detail", a_draft, "get", only(200, *READERS)),
    Row("plans:edit", a_draft, "get", only(200, "nurse")),
    Row("plans:versions", a_draft, "get", only(200, *READERS)),
    Row("plans:submit", a_draft, "get", only(200, "nurse")),
    # In October the appraiser's superior may decide in his place: the plan was due on 31 January.
    Row("plans:return", sent, "get", {**only(200, "appraiser", "head"), "nurse": 302}),
    Row("plans:set", sent, "get", {**only(200, "appraiser", "head"), "nurse": 302}),
    Row("plans:revise", done, "get", only(200, "nurse", "appraiser")),
    Row("plans:end", done, "get", only(200, "appraiser", *MANAGERS)),
    Row("plans:pdf", a_form, "get", only(200, *READERS)),
    Row("plans:matrix", nothing, "get", answers(200)),
    Row("plans:matrix", the_leaders, "get", only(200, *READERS)),
    Row("plans:decide_role", a_role, "post", only(302, "appraiser")),
    Row("plans:take_role", an_approved_role, "post", only(302, "nurse")),
    Row("plans:tree", nothing, "get", answers(200)),
    Row("plans:tree_node", a_node, "get", answers(200)),
    Row("plans:goals", nothing, "get", answers(200)),
    Row("plans:goal_new", nothing, "get", only(200, "head", "appraiser", *MANAGERS)),
    Row("plans:goal_edit", a_goal, "get", only(200, "head", *MANAGERS)),
    Row("plans:goal_delete", a_goal, "get", only(200, "head", *MANAGERS)),
    Row("plans:templates", nothing, "get", only(200, "head", "appraiser", "auditor", *MANAGERS)),
    Row("plans:template_new", nothing, "get", only(200, "head", "appraiser", "hr")),
    Row("plans:template", a_template, "get", only(200, "head", "appraiser", "auditor", *MANAGERS)),
    Row("plans:template_send", a_template, "get", only(200, "head", "appraiser", "hr")),
    Row("plans:template_copy", a_template, "get", only(200, "head", "hr")),
    Row("plans:template_retire", a_template, "get", only(200, "head", "hr")),
    Row("plans:cycle", nothing, "get", only(200, *MANAGERS)),
    Row("plans:period", a_period, "get", only(200, *MANAGERS)),
]
