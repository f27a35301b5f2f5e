"""Who may open what of people and accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from kinerja.accounts.models import RoleGrant
from kinerja.people.imports import uploads
from kinerja.people.imports.template import csv_template
from kinerja.people.models import Holiday, LawOverride
from tests.web.access.roles import STRANGERS, Row, answers, nothing, only
from tests.world import NOW, TODAY, World

MANAGERS = ("hr", "admin")
READERS = ("hr", "auditor", "admin")


def the_nurse(world: World) -> dict[str, Any]:
    return {"employee_id": world.nurse.pk}


def the_outsider(world: World) -> dict[str, Any]:
    return {"employee_id": world.outsider.pk}


def nurse_to_post(world: World) -> dict[str, Any]:
    return {"employee_id": world.nurse.pk, "post_id": world.posts["PERAWAT2"].pk}


def an_appointment(world: World) -> dict[str, Any]:
    return {"appointment_id": world.nurse.appointments.get().pk}


def an_override(world: World) -> dict[str, Any]:
    row = LawOverride.objects.create(
        rule="deadline.complaint_verify", key="days", value=2, starts=TODAY, basis="Perwal 1", reason="Uji"
    )
    return {"override_id": row.pk}


def a_unit(world: World) -> dict[str, Any]:
    return {"unit_id": world.units["PKM1"].pk}


def a_post(world: World) -> dict[str, Any]:
    return {"post_id": world.posts["KA-FAR"].pk}


def a_mandate(world: World) -> dict[str, Any]:
    return {"mandate_id": world.posts["KA-FAR"].mandates.get().pk}


def a_holiday(world: World) -> dict[str, Any]:
    day = Holiday.objects.create(day=date(2026, 12, 31), name="Libur daerah", kind="regional", source="uji")
    return {"holiday_id": day.pk}


def a_run(world: World) -> dict[str, Any]:
    actor = world.hr.user
    assert actor is not None
    return {"run_id": uploads.upload(content=csv_template(), name="templat.csv", actor=actor, at=NOW).pk}


def a_grant(world: World) -> dict[str, Any]:
    return {"grant_id": RoleGrant.objects.get(role="auditor").pk}


def an_account(world: World) -> dict[str, Any]:
    return {"user_id": world.nurse.user_id}


ROWS = [
    Row("people:employees", nothing, "get", answers(200)),
    Row("people:employee", the_nurse, "get", answers(200, **STRANGERS)),
    Row("people:employee", the_outsider, "get", only(200, "outsider", *READERS)),
    Row("people:employee_new", nothing, "get", only(200, *MANAGERS)),
    Row("people:employee_new", nothing, "post", only(422, *MANAGERS)),
    Row("people:employee_edit", the_nurse, "get", only(200, *MANAGERS)),
    Row("people:employee_edit", the_nurse, "post", only(422, *MANAGERS)),
    Row("people:appoint", the_nurse, "get", only(200, *MANAGERS)),
    Row("people:appoint_to", nurse_to_post, "get", only(200, *MANAGERS)),
    Row("people:appoint_to", nurse_to_post, "post", only(422, *MANAGERS)),
    Row("people:appointment_end", an_appointment, "get", only(200, *MANAGERS)),
    Row("people:appointment_end", an_appointment, "post", only(422, *MANAGERS)),
    Row("people:import", nothing, "get", only(200, *MANAGERS)),
    Row("people:import", nothing, "post", only(422, *MANAGERS)),
    Row("people:import_template", lambda world: {"kind": "xlsx"}, "get", only(200, *MANAGERS)),
    Row("people:import_run", a_run, "get", only(200, *MANAGERS)),
    Row("people:import_confirm", a_run, "post", only(302, *MANAGERS)),
    Row("people:import_drop", a_run, "post", only(302, *MANAGERS)),
    Row("people:units", nothing, "get", only(200, *READERS)),
    Row("people:unit_new", nothing, "get", only(200, *MANAGERS)),
    Row("people:unit_new", nothing, "post", only(422, *MANAGERS)),
    Row("people:unit", a_unit, "get", only(200, *READERS)),
    Row("people:unit_edit", a_unit, "get", only(200, *MANAGERS)),
    Row("people:unit_edit", a_unit, "post", only(422, *MANAGERS)),
    Row("people:posts", nothing, "get", only(200, *READERS)),
    Row("people:post_new", nothing, "get", only(200, *MANAGERS)),
    Row("people:post_new", nothing, "post", only(422, *MANAGERS)),
    Row("people:post", a_post, "get", only(200, *READERS)),
    Row("people:post_edit", a_post, "get", only(200, *MANAGERS)),
    Row("people:post_edit", a_post, "post", only(422, *MANAGERS)),
    Row("people:mandate_new", a_post, "get", only(200, *MANAGERS)),
    Row("people:mandate_new", a_post, "post", only(422, *MANAGERS)),
    Row("people:mandate_end", a_mandate, "get", only(200, *MANAGERS)),
    Row("people:mandate_end", a_mandate, "post", only(422, *MANAGERS)),
    Row("people:settings", nothing, "get", only(200, *MANAGERS)),
    Row("people:settings", nothing, "post", only(422, *MANAGERS)),
    Row("people:crest", nothing, "get", only(200, *MANAGERS)),
    Row("people:crest", nothing, "post", only(422, *MANAGERS)),
    Row("people:crest_remove", nothing, "get", only(200, *MANAGERS)),
    Row("people:crest_remove", nothing, "post", only(422, *MANAGERS)),
    Row("people:holidays", nothing, "get", only(200, *MANAGERS)),
    Row("people:holidays", nothing, "post", only(422, *MANAGERS)),
    Row("people:holidays_seed", nothing, "post", only(302, *MANAGERS)),
    Row("people:holiday_remove", a_holiday, "get", only(200, *MANAGERS)),
    Row("people:holiday_remove", a_holiday, "post", only(422, *MANAGERS)),
    Row("people:overrides", nothing, "get", only(200, *MANAGERS)),
    Row("people:overrides", nothing, "post", only(422, *MANAGERS)),
    Row("people:override_end", an_override, "get", only(200, *MANAGERS)),
    Row("people:override_end", an_override, "post", only(422, *MANAGERS)),
    Row("accounts:grants", nothing, "get", only(200, "admin")),
    Row("accounts:grants", nothing, "post", only(422, "admin")),
    Row("accounts:revoke", a_grant, "get", only(200, "admin")),
    Row("accounts:revoke", a_grant, "post", only(422, "admin")),
    Row("accounts:password", an_account, "get", only(200, "admin")),
    Row("accounts:password", an_account, "post", only(422, "admin")),
    Row("accounts:activity", an_account, "get", only(200, "admin")),
    Row("accounts:activity", an_account, "post", only(422, "admin")),
    Row("accounts:log", nothing, "get", only(200, "auditor", "admin")),
]
