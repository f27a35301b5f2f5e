"""Who may open what of competence: the nurse is assessed by the section head."""

from __future__ import annotations

from typing import Any

from tests.apps.growth.make import assessed, begin, technical
from tests.web.access.roles import STRANGERS, Row, answers, nothing, only
from tests.world import World


def nurse(world: World) -> dict[str, Any]:
    return {"employee_id": world.nurse.pk}


def draft(world: World) -> dict[str, Any]:
    return {"assessment_id": begin(world).pk}


def final(world: World) -> dict[str, Any]:
    return {"assessment_id": assessed(world).pk}


def row(world: World) -> dict[str, Any]:
    return {"competence_id": technical().pk}


def post(world: World) -> dict[str, Any]:
    return {"post_id": world.posts["PERAWAT"].pk}


ROWS = [
    Row("growth:competence", nothing, "get", answers(200)),
    Row("growth:competence_of", nurse, "get", answers(200, **STRANGERS)),
    Row("growth:assess_new", nurse, "get", only(200, "appraiser", "hr")),
    Row("growth:assess_new", nurse, "post", only(422, "appraiser", "hr")),
    Row("growth:assessment", draft, "get", only(200, "appraiser", "hr")),
    Row("growth:assessment", draft, "post", only(422, "appraiser")),
    Row("growth:assessment", final, "get", answers(200, **STRANGERS)),
    Row("growth:assessment", final, "post", only(422, "appraiser")),
    Row("growth:technical", nothing, "get", only(200, "hr")),
    Row("growth:technical_new", nothing, "get", only(200, "hr")),
    Row("growth:technical_new", nothing, "post", only(422, "hr")),
    Row("growth:technical_edit", row, "get", only(200, "hr")),
    Row("growth:technical_edit", row, "post", only(422, "hr")),
    Row("growth:standard", post, "get", only(200, "hr")),
    Row("growth:standard", post, "post", only(422, "hr")),
]
