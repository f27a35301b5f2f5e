"""Who may open what of an examination. It is about the nurse; the auditor examines."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kinerja.voice.models import ExaminationEvidence
from tests.apps.voice import make_examinations as make
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def a_report(world: World) -> dict[str, Any]:
    return {"complaint_id": make.report(world).pk}


def opened(world: World) -> dict[str, Any]:
    """The nurse has not been told yet."""
    return {"examination_id": make.opened(world).pk}


def told(world: World) -> dict[str, Any]:
    return {"examination_id": make.notified(world).pk}


def contested(world: World) -> dict[str, Any]:
    return {"examination_id": make.contested(world).pk}


def proven(world: World) -> dict[str, Any]:
    return {"examination_id": make.final(world).pk}


def step(name: str) -> Any:
    return lambda world: told(world) | {"step": name}


def a_file(world: World) -> dict[str, Any]:
    row = make.replied(world)
    piece = row.evidence.get()
    name = default_storage.save("examinations/uji-akses", ContentFile(b"%PDF-1.7 %%EOF"))
    ExaminationEvidence.objects.filter(pk=piece.pk).update(file=name, content_type="application/pdf")
    return {"token": piece.token}


PARTIES = ("nurse", "auditor", "complaints")
ROWS = [
    Row("voice:examinations", nothing, "get", answers(200)),
    Row("voice:examination_open", a_report, "get", only(200, "complaints")),
    Row("voice:examination_open", a_report, "post", only(200, "complaints")),
    Row("voice:examination", opened, "get", only(200, "auditor", "complaints")),
    Row("voice:examination", told, "get", only(200, *PARTIES)),
    Row("voice:examination", proven, "get", only(200, *PARTIES)),
    Row("voice:examination_evidence", told, "get", only(200, "nurse", "auditor")),
    Row("voice:examination_evidence", told, "post", only(422, "nurse", "auditor")),
    Row("voice:examination_file", a_file, "get", only(200, *PARTIES)),
    Row("voice:examination_examiner", told, "get", only(200, "complaints")),
    Row("voice:examination_examiner", contested, "post", only(422, "complaints")),
    Row("voice:examination_step", step("reply"), "get", only(200, "nurse")),
    Row("voice:examination_step", step("reply"), "post", only(422, "nurse")),
    Row("voice:examination_step", step("no_reply"), "post", only(302, "auditor")),
    Row("voice:examination_step", step("find"), "post", only(422, "auditor")),
    Row("voice:examination_step", step("drop"), "post", only(422, "auditor", "complaints")),
    Row("voice:examination_step", step("settle"), "post", only(422, "auditor", "complaints")),
    Row("voice:examination_step", step("appeal"), "post", only(422, "nurse")),
    Row("voice:examination_step", step("decide"), "get", only(403)),
]
