"""Who may open what of insight."""

from __future__ import annotations

from typing import Any

from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World

READERS = ("hr", "auditor", "admin")


def a_step(world: World) -> dict[str, Any]:
    return {"unit_id": world.units["KOTA"].pk, "period_id": world.q3.pk, "step": "plan"}


def a_period(world: World) -> dict[str, Any]:
    return {"period_id": world.q3.pk}


ROWS = [
    Row("insight:today", nothing, "get", answers(200)),
    Row("insight:control", nothing, "get", only(200, *READERS)),
    Row("insight:waiting", a_step, "get", only(200, *READERS)),
    Row("insight:remind", a_step, "get", only(200, "hr", "admin")),
    Row("insight:remind", a_step, "post", only(302, "hr", "admin")),
    Row("insight:open_period", a_period, "get", only(200, "hr")),
    Row("insight:open_period", a_period, "post", only(302, "hr")),
    Row("insight:close_period", a_period, "get", only(200, "hr")),
    Row("insight:close_period", a_period, "post", only(302, "hr")),
]
