"""Who may bring cases in, keep keys and tie measures; and what the interface answers without a key."""

from __future__ import annotations

from datetime import date
from typing import Any

from kinerja.voice.actions.case_keys import make_key
from kinerja.voice.models import CaseImport, MeasureLink
from tests.apps.progress.conftest import make_skp
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, World

# Who leads a unit, and who manages the services of all of them.
BRINGS = ("appraiser", "head", "services", "admin")


def template(world: World) -> dict[str, Any]:
    return {"kind": "csv"}


def run(world: World) -> dict[str, Any]:
    """An upload of the head of the puskesmas."""
    actor = world.puskesmas_head.user
    assert actor is not None
    made = CaseImport.objects.create(name="a.csv", content=b"", by=actor, at=NOW, status="done")
    return {"run_id": made.pk}


def key(world: World) -> dict[str, Any]:
    """A key of the unit that the section head leads."""
    actor = world.services_officer.user
    assert actor is not None
    unit, day = world.units["PKM1-YAN"], date(2026, 12, 31)
    return {"key_id": make_key(unit=unit, label="SIMPUS", expires_on=day, actor=actor, at=NOW)[0].pk}


def plan(world: World) -> dict[str, Any]:
    return {"plan_id": make_skp(world, world.nurse, "PERAWAT", world.section_head).plan.pk}


def link(world: World) -> dict[str, Any]:
    skp = make_skp(world, world.nurse, "PERAWAT", world.section_head)
    actor = world.section_head.user
    assert actor is not None
    made = MeasureLink.objects.create(
        indicator_key=skp.files, kind="within", unit=world.units["PKM1"], made_by=actor, made_at=NOW
    )
    return {"plan_id": skp.plan.pk, "link_id": made.pk}


ROWS = [
    Row("voice:case_import", nothing, "get", only(200, *BRINGS)),
    Row("voice:case_import", nothing, "post", only(422, *BRINGS)),
    Row("voice:case_import_template", template, "get", only(200, *BRINGS)),
    Row("voice:case_import_run", run, "get", only(200, "head", "services", "admin")),
    Row("voice:case_keys", nothing, "get", only(200, *BRINGS)),
    Row("voice:case_keys", nothing, "post", only(422, *BRINGS)),
    Row("voice:case_key_revoke", key, "get", only(200, *BRINGS)),
    Row("voice:case_key_revoke", key, "post", only(302, *BRINGS)),
    Row("voice:measure_links", plan, "get", only(200, "appraiser", "hr")),
    Row("voice:measure_links", plan, "post", only(422, "appraiser", "hr")),
    Row("voice:measure_unlink", link, "post", only(302, "appraiser", "hr")),
    Row("voice:measure_unlink", link, "get", answers(405)),
    # A session is no key: whoever comes without one hears the same.
    Row("api:cases", nothing, "get", answers(401, anonymous=401)),
    Row("api:cases", nothing, "post", answers(401, anonymous=401)),
    Row("api:case_finish", nothing, "post", answers(401, anonymous=401)),
    Row("api:case_wait", nothing, "post", answers(401, anonymous=401)),
    Row("api:case_resume", nothing, "post", answers(401, anonymous=401)),
    Row("api:case_finish", nothing, "get", answers(405, anonymous=405)),
    Row("api:services", nothing, "get", answers(200, anonymous=200)),
    Row("api:openapi-json", nothing, "get", answers(200, anonymous=200)),
    Row("api:api-root", nothing, "get", answers(404, anonymous=404)),
]
