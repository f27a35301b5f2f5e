"""Who may open what of talent: the nurse's box, succession for her puskesmas, an assignment for her."""

from __future__ import annotations

from typing import Any

from kinerja.growth.actions.talent import accept_assignment
from tests.apps.assessment.office import user
from tests.apps.growth.make_talent import note, offer
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, World


def nurse(world: World) -> dict[str, Any]:
    return {"employee_id": world.nurse.pk}


def kind(world: World) -> dict[str, Any]:
    return {"kind": "xlsx"}


def post(world: World) -> dict[str, Any]:
    return {"post_id": world.posts["KA-PKM1"].pk}


def candidate(world: World) -> dict[str, Any]:
    return post(world) | nurse(world)


def noted(world: World) -> dict[str, Any]:
    return {"note_id": note(world, world.nurse, world.posts["KA-PKM1"]).pk}


def offered(world: World) -> dict[str, Any]:
    return {"assignment_id": offer(world).pk}


def running(world: World) -> dict[str, Any]:
    row = offer(world)
    return {"assignment_id": accept_assignment(assignment=row, actor=user(world.nurse), at=NOW).pk}


LOOKS = ("hr", "auditor", "appraiser", "head")
ROWS = [
    Row("growth:talent", nothing, "get", answers(200)),
    Row("growth:talent_of", nurse, "get", only(200, "nurse", "hr", "auditor")),
    Row("growth:talent_input", nurse, "get", only(200, "hr")),
    Row("growth:talent_input", nurse, "post", only(422, "hr")),
    Row("growth:talent_import", nothing, "get", only(200, "hr")),
    Row("growth:talent_import", nothing, "post", only(422, "hr")),
    Row("growth:talent_template", kind, "get", only(200, "hr")),
    Row("growth:successions", nothing, "get", only(200, "hr", "auditor")),
    Row("growth:succession", post, "get", only(200, "hr", "auditor")),
    Row("growth:succession_note", candidate, "get", only(200, "hr")),
    Row("growth:succession_note", candidate, "post", only(422, "hr")),
    Row("growth:succession_end", noted, "get", only(200, "hr")),
    Row("growth:succession_end", noted, "post", only(422, "hr")),
    Row("growth:strengths", nothing, "get", only(200, *LOOKS)),
    Row("growth:assignment_offer", nurse, "get", only(200, "hr", "appraiser")),
    Row("growth:assignment_offer", nurse, "post", only(422, "hr", "appraiser")),
    Row("growth:assignments", nothing, "get", answers(200)),
    Row("growth:assignment", offered, "get", only(200, "nurse", "appraiser", "hr", "auditor")),
    Row("growth:assignment_accept", offered, "get", only(200, "nurse")),
    Row("growth:assignment_accept", offered, "post", only(302, "nurse")),
    Row("growth:assignment_decline", offered, "get", only(200, "nurse")),
    Row("growth:assignment_decline", offered, "post", only(422, "nurse")),
    Row("growth:assignment_end", running, "get", only(200, "appraiser", "hr")),
    Row("growth:assignment_end", running, "post", only(422, "appraiser", "hr")),
]
