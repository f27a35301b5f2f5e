"""Who may open which page of services: the catalogue, the card for citizens, the counter, the measures."""

from __future__ import annotations

from typing import Any

from tests.apps.voice.make_services import make_case, make_service, make_standard, moment
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def service(world: World) -> dict[str, Any]:
    return {"service_id": make_service(world).pk}


def code(world: World) -> dict[str, Any]:
    return {"code": make_service(world).code}


def draft(world: World) -> dict[str, Any]:
    return {"standard_id": make_standard(make_service(world), published_at=None).pk}


def unit(world: World) -> dict[str, Any]:
    return {"unit_id": world.units["DUKCAPIL-KTP"].pk}


def counter(world: World) -> dict[str, Any]:
    make_service(world)
    return {}


def case(world: World) -> dict[str, Any]:
    return {"case_id": make_case(make_service(world), "K-1", received=moment(2026, 10, 2)).pk}


KEEPERS = only(200, "services", "admin")
READERS = only(200, "services", "complaints", "hr", "auditor", "admin", "counter")
ROWS = [
    Row("voice:catalogue", nothing, "get", answers(200)),
    Row("voice:service", service, "get", answers(200)),
    Row("voice:service_new", nothing, "get", only(200, "services", "admin", "appraiser", "head")),
    Row("voice:standard_new", service, "get", KEEPERS),
    Row("voice:standard_edit", draft, "get", KEEPERS),
    Row("voice:standard_publish", draft, "get", KEEPERS),
    Row("voice:service_retire", service, "get", KEEPERS),
    Row("voice:pledge", unit, "get", KEEPERS),
    Row("voice:card", code, "get", answers(200, anonymous=200)),
    Row("voice:counter", counter, "get", only(200, "counter")),
    Row("voice:counter_act", case, "get", answers(405)),
    Row("voice:counter_act", case, "post", only(302, "counter")),
    Row("voice:measures", nothing, "get", answers(200)),
    Row("voice:service_measures", service, "get", READERS),
]
