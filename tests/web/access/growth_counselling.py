"""Who may open what of behaviour reports and counselling: the nurse, her section head, the headteacher."""

from __future__ import annotations

from typing import Any

from kinerja.growth.actions.counselling import appoint
from tests.apps.assessment.office import user
from tests.apps.growth.make_counselling import noted, report, tell
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, World


def told(world: World) -> dict[str, Any]:
    return {"report_id": tell(world).pk}


def reported(world: World) -> dict[str, Any]:
    return {"report_id": report(world).pk}


def appointed(world: World) -> dict[str, Any]:
    return {"report_id": noted(world).report_id}


def of_headteacher(world: World) -> dict[str, Any]:
    return {"counselling_id": noted(world).pk}


def of_outsider(world: World) -> dict[str, Any]:
    """The teacher counsels, who is the table's outsider."""
    row = appoint(report=report(world), counsellor=world.outsider, actor=user(world.hr), at=NOW)
    return {"counselling_id": row.pk}


ROWS = [
    Row("growth:counselling", nothing, "get", answers(200)),
    Row("growth:behaviour_new", nothing, "get", only(200, "appraiser", "head")),
    Row("growth:behaviour_new", nothing, "post", only(422, "appraiser", "head")),
    Row("growth:behaviour", told, "get", only(200, "nurse", "appraiser")),
    Row("growth:behaviour", reported, "get", only(200, "nurse", "appraiser", "hr")),
    Row("growth:behaviour_report", told, "get", only(200, "appraiser")),
    Row("growth:behaviour_report", told, "post", only(422, "appraiser")),
    Row("growth:behaviour_improved", told, "get", only(200, "appraiser")),
    Row("growth:behaviour_improved", told, "post", only(302, "appraiser")),
    Row("growth:behaviour_appoint", reported, "get", only(200, "hr")),
    Row("growth:behaviour_appoint", reported, "post", only(422, "hr")),
    Row("growth:behaviour_replace", appointed, "get", only(200, "hr")),
    Row("growth:behaviour_replace", appointed, "post", only(422, "hr")),
    Row("growth:behaviour_decline", reported, "get", only(200, "hr")),
    Row("growth:behaviour_decline", reported, "post", only(422, "hr")),
    Row("growth:counselling_notes", of_headteacher, "get", only(200, "nurse")),
    Row("growth:counselling_notes", of_outsider, "get", only(200, "nurse", "outsider")),
    Row("growth:counselling_notes", of_outsider, "post", only(422, "nurse", "outsider")),
    Row("growth:counselling_close", of_outsider, "get", only(200, "outsider")),
    Row("growth:counselling_close", of_outsider, "post", only(422, "outsider")),
]
