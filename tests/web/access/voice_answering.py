"""Who may open which address of the citizens' survey: everybody but staff."""

from __future__ import annotations

from typing import Any

from tests.apps.voice.make_filled import Survey
from tests.web.access.roles import Row, answers, nothing
from tests.world import World


def code(world: World) -> dict[str, Any]:
    return {"code": Survey(world).code()}


def poster(world: World) -> dict[str, Any]:
    return {"code": Survey(world).period.poster_code}


def style(world: World) -> dict[str, Any]:
    return {"name": "survei.css"}


ROWS = [
    Row("voice:survey", code, "get", answers(403, anonymous=200)),
    Row("voice:survey", code, "post", answers(403, anonymous=422)),
    Row("voice:survey_poster", poster, "get", answers(403, anonymous=200)),
    Row("voice:survey_poster", poster, "post", answers(403, anonymous=422)),
    Row("voice:survey_thanks", nothing, "get", answers(200, anonymous=200)),
    Row("voice:survey_asset", style, "get", answers(200, anonymous=200)),
    Row("voice:survey_worker", nothing, "get", answers(200, anonymous=200)),
]
