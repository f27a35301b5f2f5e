"""Data protection: the record is for everybody, requests and breaches for the officer alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kinerja.voice.models import Breach, DataRequest
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, World


def a_request(world: World) -> dict[str, Any]:
    row = DataRequest.objects.create(
        kind="export", email="warga@contoh.test", received_at=NOW, due_at=NOW + timedelta(hours=72)
    )
    return {"request_id": row.pk}


def a_breach(world: World) -> dict[str, Any]:
    row = Breach.objects.create(
        discovered_at=NOW,
        due_at=NOW + timedelta(hours=72),
        happened="Ponsel hilang",
        data="Daftar antrean",
        recorded_by=world.privacy_officer.user,
    )
    return {"breach_id": row.pk}


EVERYBODY = answers(200, anonymous=200)

ROWS = [
    Row("voice:home", nothing, "get", answers(200)),
    Row("voice:processing", nothing, "get", EVERYBODY),
    Row("voice:my_data", nothing, "get", EVERYBODY),
    Row("voice:my_data", nothing, "post", answers(422, anonymous=422)),
    Row("voice:protection", nothing, "get", only(200, "privacy")),
    Row("voice:data_request", a_request, "get", only(200, "privacy")),
    Row("voice:data_request", a_request, "post", only(200, "privacy")),
    Row("voice:breach_new", nothing, "get", only(200, "privacy")),
    Row("voice:breach_new", nothing, "post", only(422, "privacy")),
    Row("voice:breach", a_breach, "get", only(200, "privacy")),
    Row("voice:breach", a_breach, "post", only(302, "privacy")),
]
