"""Who may open what of project teams: the puskesmas head made it, the midwife leads, the nurse is in."""

from __future__ import annotations

from typing import Any

from kinerja.assessment.models import TeamGoal
from tests.apps.assessment.make_teams import make, member
from tests.web.access.roles import STRANGERS, Row, answers, nothing, only
from tests.world import World


def team(world: World) -> dict[str, Any]:
    return {"team_id": make(world).pk}


def goal(world: World) -> dict[str, Any]:
    return {"goal_id": TeamGoal.objects.get(team=make(world)).pk}


def role(world: World) -> dict[str, Any]:
    return {"member_id": member(make(world, confirmed=False), world, "nurse").pk}


def told(world: World) -> dict[str, Any]:
    return {"member_id": member(make(world), world, "nurse").pk, "period_id": world.q3.pk}


MAKERS = ("head", "hr")
ROWS = [
    Row("assessment:teams", nothing, "get", answers(200)),
    Row("assessment:team_new", nothing, "get", only(200, "appraiser", *MAKERS)),
    Row("assessment:team_new", nothing, "post", only(422, "appraiser", *MAKERS)),
    Row("assessment:team_page", team, "get", answers(200, **STRANGERS)),
    Row("assessment:team_change", team, "get", only(200, *MAKERS)),
    Row("assessment:team_change", team, "post", only(422, *MAKERS)),
    Row("assessment:team_invite", team, "get", only(200, *MAKERS)),
    Row("assessment:team_invite", team, "post", only(422, *MAKERS)),
    Row("assessment:team_goal_new", team, "get", only(200, *MAKERS)),
    Row("assessment:team_goal_new", team, "post", only(422, *MAKERS)),
    Row("assessment:team_goal", goal, "get", only(200, *MAKERS)),
    Row("assessment:team_goal", goal, "post", only(422, *MAKERS)),
    Row("assessment:team_close", team, "get", only(200, *MAKERS)),
    Row("assessment:team_close", team, "post", only(422, *MAKERS)),
    Row("assessment:team_role", role, "get", only(200, "nurse")),
    Row("assessment:team_role", role, "post", only(422, "nurse")),
    Row("assessment:team_member_end", role, "get", only(200, *MAKERS)),
    Row("assessment:team_member_end", role, "post", only(302, *MAKERS)),
    Row("assessment:contribution", told, "get", only(200, "nurse")),
    Row("assessment:contribution", told, "post", only(422, "nurse")),
]
