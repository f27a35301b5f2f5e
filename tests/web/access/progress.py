"""Who may open which page of doing and telling. The plan is the nurse's, her appraiser the section head."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kinerja.progress.models import Evidence, FeedbackRequest, Realisation, Report
from tests.apps.progress.conftest import make_skp
from tests.web.access.roles import STRANGERS, Row, answers, nothing, only
from tests.world import NOW, World


def plan(world: World) -> dict[str, Any]:
    return {"plan_id": make_skp(world, world.nurse, "PERAWAT", world.section_head).plan.pk}


def period(world: World) -> dict[str, Any]:
    return plan(world) | {"period_id": world.q3.pk}


def sent(world: World) -> dict[str, Any]:
    facts = period(world)
    Report.objects.create(**facts, status=Report.Status.SUBMITTED, submitted_at=NOW)
    return facts


def indicator(world: World) -> dict[str, Any]:
    skp = make_skp(world, world.nurse, "PERAWAT", world.section_head)
    return {"plan_id": skp.plan.pk, "period_id": world.q3.pk, "key": skp.patients}


def piece(world: World) -> dict[str, Any]:
    facts = indicator(world)
    report = Report.objects.create(plan_id=facts["plan_id"], period=world.q3)
    row = Realisation.objects.create(report=report, indicator_key=facts["key"], updated_at=NOW)
    stored = default_storage.save("evidence/uji-akses", ContentFile(b"a;b"))
    made = Evidence.objects.create(
        realisation=row,
        title="register.csv",
        file=stored,
        content_type="text/csv",
        added_by=world.nurse.user,
        added_at=NOW,
    )
    return {"token": made.token}


def asked(world: World) -> dict[str, Any]:
    """The nurse asks the colleague from another office."""
    skp = make_skp(world, world.nurse, "PERAWAT", world.section_head)
    made = FeedbackRequest.objects.create(
        plan=skp.plan, period=world.q3, asked=world.outsider, value_code="BP", asked_at=NOW
    )
    return {"request_id": made.pk}


READERS = answers(200, **STRANGERS)
ROWS = [
    Row("progress:my_plan", nothing, "get", answers(200)),
    Row("progress:report", nothing, "get", answers(200)),
    Row("progress:report", period, "get", READERS),
    Row("progress:report", period, "post", only(302, "nurse")),
    Row("progress:report_send", period, "get", only(302, "nurse")),
    Row("progress:report_send", period, "post", only(302, "nurse")),
    Row("progress:report_decide", sent, "get", answers(405)),
    Row("progress:report_decide", sent, "post", only(302, "appraiser")),
    Row("progress:evidence_of", indicator, "get", only(200, "nurse")),
    Row("progress:evidence_of", indicator, "post", only(302, "nurse")),
    Row("progress:evidence", piece, "get", READERS),
    Row("progress:evidence_remove", piece, "get", only(200, "nurse")),
    Row("progress:evidence_remove", piece, "post", only(302, "nurse")),
    Row("progress:daily", nothing, "get", answers(200)),
    Row("progress:daily", nothing, "post", answers(200)),  # nobody here has a plan to log against
    Row("progress:daily_week", nothing, "get", answers(200)),
    Row("progress:daily_week", nothing, "post", answers(200)),
    Row("progress:daily_import", nothing, "get", answers(200)),
    Row("progress:daily_import", nothing, "post", answers(200)),
    Row("progress:daily_sample", nothing, "get", answers(200)),
    Row("progress:feedback", nothing, "get", answers(200)),
    Row("progress:feedback_find", nothing, "get", answers(200)),
    Row("progress:feedback_give", plan, "get", answers(200, nurse=403)),
    Row("progress:feedback_give", plan, "post", answers(422, nurse=403)),
    Row("progress:feedback_ask", nothing, "get", answers(200)),
    Row("progress:feedback_ask", nothing, "post", answers(200)),
    Row("progress:feedback_answer", asked, "get", only(200, "outsider")),
    Row("progress:feedback_answer", asked, "post", only(422, "outsider")),
]
