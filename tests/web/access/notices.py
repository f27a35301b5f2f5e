"""Notices belong to one person; delegations to whoever gave and whoever took them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kinerja.assessment.models import Delegation, Notice
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, TODAY, World


def of_the_nurse(world: World) -> dict[str, Any]:
    made = Notice.objects.create(user=world.nurse.user, key="uji", title="Uji", url="/", at=NOW)
    return {"notice_id": made.pk}


def to_the_nurse(world: World) -> dict[str, Any]:
    made = Delegation.objects.create(
        giver=world.section_head,
        taker=world.nurse,
        starts=TODAY,
        ends=TODAY + timedelta(days=3),
        reason="Dinas luar",
    )
    return {"delegation_id": made.pk}


ROWS = [
    Row("assessment:notices", nothing, "get", answers(200)),
    Row("assessment:notices_seen", nothing, "get", answers(405)),
    Row("assessment:notices_seen", nothing, "post", answers(302)),
    Row("assessment:notice_settings", nothing, "get", answers(200)),
    Row("assessment:notice_settings", nothing, "post", answers(422)),
    Row("assessment:notice_open", of_the_nurse, "get", answers(405)),
    Row("assessment:notice_open", of_the_nurse, "post", answers(404, nurse=302)),
    Row("assessment:delegations", nothing, "get", answers(200)),
    Row("assessment:delegations", nothing, "post", only(422, "appraiser", "head")),
    Row("assessment:delegation_end", to_the_nurse, "get", only(200, "nurse", "appraiser")),
    Row("assessment:delegation_end", to_the_nurse, "post", only(302, "nurse", "appraiser")),
]
