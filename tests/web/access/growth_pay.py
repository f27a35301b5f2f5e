"""Who may open what of incentives and honours: HR made it, the nurse is in it, her appraiser sees nothing."""

from __future__ import annotations

from typing import Any

from kinerja.growth.models import AllowanceRun, AllowanceTable
from tests.apps.growth.make_pay import cut, honour, line, run, second, table
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def drafted(world: World) -> dict[str, Any]:
    return {"table_id": table(world, approved=False).pk}


def made_by_another(world: World) -> dict[str, Any]:
    row = table(world, approved=False)
    AllowanceTable.objects.filter(pk=row.pk).update(made_by=second(world))
    return {"table_id": row.pk}


def cut_row(world: World) -> dict[str, Any]:
    return {"cut_id": cut(world).pk}


def kind(world: World) -> dict[str, Any]:
    return {"kind": "csv"}


def month(world: World) -> dict[str, Any]:
    return {"run_id": run(world).pk}


def month_by_another(world: World) -> dict[str, Any]:
    row = run(world)
    AllowanceRun.objects.filter(pk=row.pk).update(made_by=second(world))
    return {"run_id": row.pk}


def approved(world: World) -> dict[str, Any]:
    return {"run_id": run(world, approved=True).pk} | kind(world)


def paid_month(world: World) -> dict[str, Any]:
    return {"run_id": run(world, approved=True).pk}


def own_line(world: World) -> dict[str, Any]:
    return {"line_id": line(world).pk}


def drafted_line(world: World) -> dict[str, Any]:
    return {"line_id": line(world, approved=False).pk}


def step(world: World) -> dict[str, Any]:
    return {"employee_id": world.nurse.pk, "years": 10}


def proposed(world: World) -> dict[str, Any]:
    return {"honour_id": honour(world).pk}


READS = ("hr", "auditor")
ROWS = [
    Row("growth:allowances", nothing, "get", answers(200)),
    Row("growth:allowance_tables", nothing, "get", only(200, *READS)),
    Row("growth:allowance_table_new", nothing, "get", only(200, "hr")),
    Row("growth:allowance_table_new", nothing, "post", only(422, "hr")),
    Row("growth:allowance_table", drafted, "get", only(200, *READS)),
    Row("growth:allowance_table_approve", drafted, "get", answers(403)),
    Row("growth:allowance_table_approve", made_by_another, "get", only(200, "hr")),
    Row("growth:allowance_table_approve", made_by_another, "post", only(302, "hr")),
    Row("growth:attendance_cuts", nothing, "get", only(200, *READS)),
    Row("growth:attendance_cut_new", nothing, "get", only(200, "hr")),
    Row("growth:attendance_cut_new", nothing, "post", only(422, "hr")),
    Row("growth:attendance_cut_drop", cut_row, "get", only(200, "hr")),
    Row("growth:attendance_cut_drop", cut_row, "post", only(302, "hr")),
    Row("growth:attendance_import", nothing, "get", only(200, "hr")),
    Row("growth:attendance_import", nothing, "post", only(422, "hr")),
    Row("growth:attendance_template", kind, "get", only(200, "hr")),
    Row("growth:allowance_run_new", nothing, "get", only(200, "hr")),
    Row("growth:allowance_run_new", nothing, "post", only(422, "hr")),
    Row("growth:allowance_run", month, "get", only(200, *READS)),
    Row("growth:allowance_run_approve", month, "get", answers(403)),
    Row("growth:allowance_run_approve", month_by_another, "get", only(200, "hr")),
    Row("growth:allowance_run_approve", month_by_another, "post", only(302, "hr")),
    Row("growth:allowance_run_cancel", month, "get", only(200, "hr")),
    Row("growth:allowance_run_cancel", month, "post", only(422, "hr")),
    Row("growth:allowance_run_export", approved, "get", answers(405)),
    Row("growth:allowance_run_export", approved, "post", only(200, "hr")),
    Row("growth:allowance_differences", paid_month, "get", only(200, *READS)),
    Row("growth:allowance_difference_make", paid_month, "get", answers(405)),
    Row("growth:allowance_difference_make", paid_month, "post", only(302, "hr")),
    Row("growth:allowance_line", own_line, "get", only(200, "nurse", *READS)),
    Row("growth:allowance_line", drafted_line, "get", only(200, *READS)),
    Row("growth:honours", nothing, "get", answers(200)),
    Row("growth:honours_export", kind, "get", answers(405)),
    Row("growth:honours_export", kind, "post", only(200, "hr")),
    Row("growth:honour_propose", step, "get", only(200, "hr")),
    Row("growth:honour_propose", step, "post", only(302, "hr")),
    Row("growth:honour_aside", step, "get", only(200, "hr")),
    Row("growth:honour_aside", step, "post", only(422, "hr")),
    Row("growth:honour_grant", proposed, "get", only(200, "hr")),
    Row("growth:honour_grant", proposed, "post", only(422, "hr")),
]
