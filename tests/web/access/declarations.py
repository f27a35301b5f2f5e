"""Who may open what of integrity: the nurse declared a gift."""

from __future__ import annotations

from typing import Any

from tests.apps.assessment.test_declarations import declared
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def gift(world: World) -> dict[str, Any]:
    return {"declaration_id": declared(world).pk}


def nurse(world: World) -> dict[str, Any]:
    return {"employee_id": world.nurse.pk}


ROWS = [
    Row("assessment:declarations", nothing, "get", answers(200)),
    Row("assessment:declaration_new", nothing, "get", answers(200)),
    Row("assessment:declaration_new", nothing, "post", answers(422)),
    Row("assessment:declaration", gift, "get", only(200, "nurse", "hr", "auditor")),
    Row("assessment:declaration", gift, "post", only(422, "hr", "auditor")),
    Row("assessment:integrity", nurse, "get", only(200, "nurse", "appraiser", "hr", "auditor")),
]
