"""Questionnaires, surveys, codes, results and follow-up: who runs, who reads, who decides."""

from __future__ import annotations

from typing import Any

from kinerja.voice.models import FollowUp
from tests.apps.voice.make_surveys import make_answers, make_case, make_period, make_service, make_version
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, World

READERS = ("services", "complaints", "hr", "auditor", "admin", "nurse", "appraiser", "head")
RUNNERS = ("services", "admin", "head", "appraiser")


def version(world: World) -> dict[str, Any]:
    return {"version_id": make_version().pk}


def opened(world: World) -> dict[str, Any]:
    return {"period_id": make_period(world.units["PKM1"]).pk}


def closed(world: World) -> dict[str, Any]:
    period = make_period(world.units["PKM1"], status="closed")
    make_answers(period, [[3] * 9] * 12)
    make_answers(period, [[4] * 9] * 3, state="held", flags=["burst"])
    return {"period_id": period.pk}


def closing(world: World) -> dict[str, Any]:
    return opened(world) | {"step": "tutup"}


def planned(world: World) -> dict[str, Any]:
    return {"period_id": make_period(world.units["PKM1"], status="planned").pk}


def case(world: World) -> dict[str, Any]:
    unit = world.units["DUKCAPIL-KTP"]
    make_period(unit)
    return {"case_id": make_case(make_service(unit)).pk}


def follow_up(world: World) -> dict[str, Any]:
    row = FollowUp.objects.create(
        unit=world.units["PKM1"],
        programme="Loket kedua",
        year=2026,
        quarter=4,
        responsible=world.nurse,
        made_at=NOW,
    )
    return {"follow_up_id": row.pk}


ROWS = [
    Row("voice:surveys", nothing, "get", answers(200)),
    Row("voice:survey_new", nothing, "get", only(302, *RUNNERS)),
    Row("voice:survey_new", nothing, "post", only(302, *RUNNERS)),
    Row("voice:survey_codes", nothing, "get", only(200, *RUNNERS)),
    Row("voice:survey_codes", nothing, "post", only(422, *RUNNERS)),
    Row("voice:questionnaires", nothing, "get", only(200, *RUNNERS)),
    Row("voice:questionnaire_new", nothing, "get", only(200, *RUNNERS)),
    Row("voice:questionnaire_new", nothing, "post", only(422, *RUNNERS)),
    Row("voice:questionnaire", version, "get", only(200, *RUNNERS)),
    Row("voice:questionnaire_edit", version, "get", only(200, "services", "admin")),
    Row("voice:questionnaire_edit", version, "post", only(422, "services", "admin")),
    Row("voice:survey_period", opened, "get", only(200, *READERS)),
    Row("voice:survey_edit", planned, "get", only(200, "services", "admin", "head")),
    Row("voice:survey_edit", planned, "post", only(422, "services", "admin", "head")),
    Row("voice:survey_move", closing, "get", only(200, "services", "admin", "head")),
    Row("voice:survey_move", closing, "post", only(302, "services", "admin", "head")),
    Row("voice:survey_poster_print", opened, "get", only(200, "services", "admin", "head")),
    Row("voice:survey_poster_switch", opened, "post", only(302, "services", "admin", "head")),
    Row("voice:survey_results", opened, "get", only(302, *READERS)),
    Row("voice:survey_results", closed, "get", only(200, *READERS)),
    Row("voice:survey_results_json", opened, "get", answers(403)),
    Row("voice:survey_results_json", closed, "get", only(200, *READERS)),
    Row("voice:survey_held", closed, "get", only(200, "services", "admin")),
    Row("voice:survey_held", closed, "post", only(422, "services", "admin")),
    Row("voice:case_token", case, "get", only(200, "counter")),
    Row("voice:case_token", case, "post", only(200, "counter")),
    Row("voice:follow_ups", nothing, "get", answers(200)),
    Row("voice:follow_up_new", closed, "get", only(200, "services", "admin", "head")),
    Row("voice:follow_up_new", closed, "post", only(422, "services", "admin", "head")),
    Row("voice:follow_up_close", follow_up, "get", only(200, "services", "admin", "head", "nurse")),
    Row("voice:follow_up_close", follow_up, "post", only(422, "services", "admin", "head", "nurse")),
]
