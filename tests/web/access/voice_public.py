"""Who may open which page of the public side: reading is for everybody, telling changes for the office."""

from __future__ import annotations

from typing import Any

from kinerja.voice.models import Change
from tests.apps.voice.make_public import make_change
from tests.apps.voice.make_services import make_service
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def unit(world: World) -> dict[str, Any]:
    return {"unit_id": make_service(world).unit_id}


def data(world: World) -> dict[str, Any]:
    return {"name": "layanan"}


def draft(world: World) -> dict[str, Any]:
    change: Change = make_change(make_service(world), published_at=None)
    return {"change_id": change.pk}


EVERYBODY = answers(200, anonymous=200)
# The draft is of the counter's unit: of those in this table only the managers tell its changes.
TELLERS = only(200, "services", "admin")

ROWS = [
    Row("voice:public", nothing, "get", EVERYBODY),
    Row("voice:public", nothing, "post", answers(405, anonymous=405)),
    Row("voice:public_unit", unit, "get", EVERYBODY),
    Row("voice:public_changes", nothing, "get", EVERYBODY),
    Row("voice:open_data", nothing, "get", EVERYBODY),
    Row("voice:data_csv", data, "get", EVERYBODY),
    Row("voice:data_json", data, "get", EVERYBODY),
    Row("voice:changes", nothing, "get", only(200, "services", "admin", "head", "appraiser")),
    Row("voice:change_new", nothing, "get", answers(404)),
    Row("voice:change_edit", draft, "get", TELLERS),
    Row("voice:change_publish", draft, "get", TELLERS),
]
