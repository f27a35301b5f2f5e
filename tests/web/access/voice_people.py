"""Who may read what citizens said about a person and about a unit: the nurse and her place."""

from __future__ import annotations

from typing import Any

from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def the_nurse(world: World) -> dict[str, Any]:
    return {"employee_id": world.nurse.pk}


def her_unit(world: World) -> dict[str, Any]:
    return {"unit_id": world.units["PKM1-YAN"].pk}


def the_counter(world: World) -> dict[str, Any]:
    return {"unit_id": world.units["DUKCAPIL-KTP"].pk}


DUTIES = ("hr", "auditor", "admin", "services", "complaints")
ROWS = [
    Row("voice:my_voice", nothing, "get", answers(200)),
    Row("voice:signal", the_nurse, "get", only(200, "appraiser")),
    Row("voice:unit_voice", her_unit, "get", only(200, "nurse", "appraiser", "head", *DUTIES)),
    Row("voice:unit_voice", the_counter, "get", only(200, "counter", *DUTIES)),
]
