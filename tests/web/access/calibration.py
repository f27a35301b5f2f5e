"""Who may open what of calibration and of the distribution by unit."""

from __future__ import annotations

from typing import Any

from kinerja.assessment.actions import remark
from kinerja.assessment.models import Review
from tests.apps.assessment.office import WINDOW, user
from tests.web.access.assessment import signed, to_rate
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def team(world: World) -> dict[str, Any]:
    to_rate(world)
    return {"appraiser_id": world.section_head.pk}


def remarked(world: World) -> dict[str, Any]:
    facts = to_rate(world)
    review = Review.objects.get(pk=facts["review_id"])
    row = remark(review=review, text="Apa dasarnya?", actor=user(world.puskesmas_head), at=WINDOW)
    return {**facts, "remark_id": row.pk}


ROWS = [
    Row("assessment:calibration", nothing, "get", only(200, "appraiser", "head")),
    Row("assessment:calibration_team", team, "get", only(200, "head")),
    Row("assessment:remark", to_rate, "get", only(200, "head")),
    Row("assessment:remark", to_rate, "post", only(422, "head")),
    Row("assessment:remark", signed, "get", only(200, "head")),
    Row("assessment:answer_remark", remarked, "get", answers(405)),
    Row("assessment:answer_remark", remarked, "post", only(302, "appraiser")),
    Row("assessment:distribution", nothing, "get", only(200, "appraiser", "head", "hr", "auditor", "admin")),
]
