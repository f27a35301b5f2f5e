"""Who may open what of the stories of programmes: all employees read, HR and services keep."""

from __future__ import annotations

from typing import Any

from kinerja.growth.models import Programme
from tests.apps.insight.make_effects import programme
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def one(world: World) -> dict[str, Any]:
    return {"programme_id": programme(world).pk}


def public(world: World) -> dict[str, Any]:
    row = programme(world)
    Programme.objects.update(published=True)
    return {"slug": row.slug}


def published(world: World) -> dict[str, Any]:
    row = programme(world)
    Programme.objects.update(published=True)
    return {"programme_id": row.pk}


def hidden(world: World) -> dict[str, Any]:
    return {"slug": programme(world).slug}


KEEPERS = ("hr", "services")
ROWS = [
    Row("insight:effects", nothing, "get", answers(200)),
    Row("insight:effect", one, "get", answers(200)),
    Row("insight:effect_file", one, "get", answers(200)),
    Row("insight:effect_new", nothing, "get", only(200, *KEEPERS)),
    Row("insight:effect_new", nothing, "post", only(422, *KEEPERS)),
    Row("insight:effect_edit", one, "get", only(200, *KEEPERS)),
    Row("insight:effect_edit", one, "post", only(422, *KEEPERS)),
    Row("insight:effect_publish", one, "get", only(200, *KEEPERS)),
    Row("insight:effect_publish", one, "post", only(302, *KEEPERS)),
    Row("insight:effect_withdraw", published, "get", only(200, *KEEPERS)),
    Row("insight:effect_withdraw", published, "post", only(422, *KEEPERS)),
    Row("insight:effects_public", nothing, "get", answers(200, anonymous=200)),
    Row("insight:effect_public", public, "get", answers(200, anonymous=200)),
    Row("insight:effect_public", hidden, "get", answers(404, anonymous=404)),
]
