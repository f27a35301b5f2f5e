"""Who may open what of objections."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kinerja.assessment.actions import receive
from kinerja.assessment.actions.objections import ask_statements, file_objection
from kinerja.assessment.models import Objection
from tests.apps.assessment.office import WINDOW, signed_review, user
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def received(world: World) -> dict[str, Any]:
    return {"review_id": receive(review=signed_review(world), actor=user(world.nurse), at=WINDOW).pk}


def _filed(world: World) -> Objection:
    review = receive(review=signed_review(world), actor=user(world.nurse), at=WINDOW)
    evidence = [("Rekap antrean", SimpleUploadedFile("rekap.pdf", PDF))]
    reasons = "Rekap September belum dibaca."
    return file_objection(
        review=review, reasons=reasons, actor=user(world.nurse), at=WINDOW, evidence=evidence
    )


def filed(world: World) -> dict[str, Any]:
    return {"objection_id": _filed(world).pk}


def asked(world: World) -> dict[str, Any]:
    found = ask_statements(objection=_filed(world), actor=user(world.puskesmas_head), at=WINDOW)
    return {"objection_id": found.pk}


def file(world: World) -> dict[str, Any]:
    return {"token": _filed(world).evidence.get().token}


READERS = ("nurse", "appraiser", "head", "hr", "auditor")
ROWS = [
    Row("assessment:objections", nothing, "get", answers(200)),
    Row("assessment:objection_new", received, "get", only(200, "nurse")),
    Row("assessment:objection_new", received, "post", only(422, "nurse")),
    Row("assessment:objection", filed, "get", only(200, *READERS)),
    Row("assessment:objection_ask", filed, "get", only(200, "head")),
    Row("assessment:objection_ask", filed, "post", only(302, "head")),
    Row("assessment:objection_state", filed, "get", only(403)),
    Row("assessment:objection_state", asked, "get", only(200, "nurse", "appraiser")),
    Row("assessment:objection_state", asked, "post", only(422, "nurse", "appraiser")),
    Row("assessment:objection_evidence", filed, "get", only(200, "nurse", "appraiser")),
    Row("assessment:objection_evidence", filed, "post", only(422, "nurse", "appraiser")),
    Row("assessment:objection_decide", asked, "get", only(200, "head")),
    Row("assessment:objection_decide", asked, "post", only(422, "head")),
    Row("assessment:objection_file", file, "get", only(200, *READERS)),
]
