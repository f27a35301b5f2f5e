"""Who may open what of evaluation meetings. The meeting is that of Puskesmas Melati: its head chairs, the
section head is invited, the nurse is not."""

from __future__ import annotations

from typing import Any

from kinerja.assessment.ics import calendar_token
from tests.apps.assessment.make_meetings import approved, decision, drafted, planned, running
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World

READERS = ("appraiser", "head", "hr", "auditor", "admin")
WRITERS = ("head", "hr")


def to_come(world: World) -> dict[str, Any]:
    return {"meeting_id": planned(world).pk}


def under_way(world: World) -> dict[str, Any]:
    return {"meeting_id": running(world).pk}


def in_draft(world: World) -> dict[str, Any]:
    return {"meeting_id": drafted(world).pk}


def over(world: World) -> dict[str, Any]:
    return {"meeting_id": approved(world).pk}


def decided(world: World) -> dict[str, Any]:
    """Owned by the section head."""
    return {"decision_id": decision(world, running(world)).pk}


def token(world: World) -> dict[str, Any]:
    return {"token": calendar_token(world.nurse)}


ROWS = [
    Row("assessment:meetings", nothing, "get", answers(200)),
    Row("assessment:meeting_new", nothing, "get", only(200, "appraiser", "head")),
    Row("assessment:meeting_new", nothing, "post", only(422, "appraiser", "head")),
    Row("assessment:decisions", nothing, "get", answers(200)),
    Row("assessment:decision_close", decided, "get", only(200, "appraiser", "head")),
    Row("assessment:decision_close", decided, "post", only(422, "appraiser", "head")),
    Row("assessment:decision_change", decided, "get", only(200, "head")),
    Row("assessment:decision_change", decided, "post", only(422, "head")),
    Row("assessment:calendar_address", nothing, "get", answers(200)),
    Row("assessment:calendar_renew", nothing, "get", answers(200)),
    Row("assessment:calendar_renew", nothing, "post", answers(302)),
    Row("assessment:calendar", token, "get", answers(200, anonymous=200)),
    Row("assessment:meeting", to_come, "get", only(200, *READERS)),
    Row("assessment:meeting_ics", to_come, "get", only(200, *READERS)),
    Row("assessment:meeting_change", to_come, "get", only(200, "head")),
    Row("assessment:meeting_change", to_come, "post", only(422, "head")),
    Row("assessment:meeting_cancel", to_come, "get", only(200, "head")),
    Row("assessment:meeting_cancel", to_come, "post", only(422, "head")),
    Row("assessment:meeting_invite", to_come, "get", only(200, "head")),
    Row("assessment:meeting_invite", to_come, "post", only(302, "head")),
    Row("assessment:meeting_item", to_come, "get", only(200, "head")),
    Row("assessment:meeting_item", to_come, "post", only(422, "head")),
    Row("assessment:meeting_begin", to_come, "get", answers(405)),
    Row("assessment:meeting_begin", to_come, "post", only(302, "head")),
    Row("assessment:meeting_named", under_way, "post", only(302, "head")),
    Row("assessment:meeting_attendance", under_way, "get", only(200, "head")),
    Row("assessment:meeting_attendance", under_way, "post", only(302, "head")),
    Row("assessment:meeting_notes", under_way, "post", only(302, "head")),
    Row("assessment:projector", under_way, "get", only(200, *READERS)),
    Row("assessment:meeting_decide", under_way, "get", only(200, "head")),
    Row("assessment:meeting_decide", under_way, "post", only(422, "head")),
    Row("assessment:minutes_draft", under_way, "post", only(302, "head")),
    Row("assessment:minutes", in_draft, "get", only(200, *WRITERS)),
    Row("assessment:minutes", in_draft, "post", only(422, *WRITERS)),
    Row("assessment:minutes_redraft", in_draft, "get", only(200, *WRITERS)),
    Row("assessment:minutes_redraft", in_draft, "post", only(302, *WRITERS)),
    Row("assessment:minutes_approve", in_draft, "post", only(302, "head")),
    Row("assessment:minutes_print", over, "get", only(200, *READERS)),
]
