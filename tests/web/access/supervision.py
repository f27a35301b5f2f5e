"""Who may open what of supervising."""

from __future__ import annotations

from typing import Any

from kinerja.assessment.models import EarlyWarning
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, World

READERS = ("hr", "auditor", "admin")


def a_warning(world: World) -> dict[str, Any]:
    facts = {"missing": 1, "of": 2, "due": "2026-01-31", "employees": [world.nurse.pk]}
    row = EarlyWarning.objects.create(
        key="no_plan:1:1", kind="no_plan", unit=world.units["PKM1"], facts=facts, raised_at=NOW
    )
    return {"warning_id": row.pk}


def about_the_nurse(world: World) -> dict[str, Any]:
    made = a_warning(world)
    EarlyWarning.objects.filter(pk=made["warning_id"]).update(employee=world.nurse)
    return made


ROWS = [
    Row("insight:register", nothing, "get", only(200, *READERS)),
    Row("insight:register_people", nothing, "get", only(200, *READERS)),
    Row("insight:register_file", nothing, "get", only(200, *READERS)),
    Row("insight:warnings", nothing, "get", only(200, "hr", "auditor")),
    Row("insight:warning", a_warning, "get", only(200, "hr", "auditor")),
    # Without a note nothing closes: the form comes back.
    Row("insight:warning", a_warning, "post", only(422, "hr", "auditor")),
    Row("insight:warnings_mine", nothing, "get", answers(200)),
    Row("insight:warning_reply", about_the_nurse, "get", only(200, "nurse")),
    Row("insight:warning_reply", about_the_nurse, "post", only(422, "nurse")),
    Row("insight:seal", nothing, "get", only(200, "auditor", "admin")),
    Row("insight:seal", nothing, "post", only(302, "auditor", "admin")),
]
