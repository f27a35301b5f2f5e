"""Who may open which page of the office's side of complaints. The counter's officer answers."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kinerja.voice.actions import handling
from kinerja.voice.actions.redactions import cover_words
from kinerja.voice.models import Complaint, ComplaintFile
from tests.apps.voice.make_complaints import category, complaint
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, World


def fresh(world: World) -> Complaint:
    return complaint(world, category=category())


def assigned(world: World) -> Complaint:
    unit = world.units["DUKCAPIL-KTP"]
    return handling.forward(
        complaint=fresh(world), unit=unit, officer=world.counter_officer, actor=None, at=NOW
    )


def at_desk(world: World) -> dict[str, Any]:
    return {"complaint_id": fresh(world).pk}


def in_unit(world: World) -> dict[str, Any]:
    return {"complaint_id": assigned(world).pk}


def forwarding(world: World) -> dict[str, Any]:
    return at_desk(world) | {"name": "teruskan"}


def answering(world: World) -> dict[str, Any]:
    return in_unit(world) | {"name": "jawab"}


def assigning(world: World) -> dict[str, Any]:
    return in_unit(world) | {"name": "tugaskan"}


def file(world: World) -> dict[str, Any]:
    stored = default_storage.save("complaints/uji-akses", ContentFile(b"%PDF-1.4"))
    made = ComplaintFile.objects.create(
        complaint=assigned(world),
        name="surat.pdf",
        file=stored,
        content_type="application/pdf",
        size=8,
        sha256="",
        at=NOW,
    )
    return {"token": made.token}


def cover(world: World) -> dict[str, Any]:
    actor = world.complaints_officer.user
    assert actor is not None
    made = cover_words(complaint=fresh(world), words="loket", reason="uji", actor=actor, at=NOW)
    return {"redaction_id": made[0].pk}


def topic(world: World) -> dict[str, Any]:
    return {"category_id": category().pk}


READERS = only(200, "complaints", "auditor", "counter")
ROWS = [
    Row("voice:desk", nothing, "get", only(200, "complaints")),
    Row("voice:unit_complaints", nothing, "get", answers(200)),
    Row("voice:complaint", at_desk, "get", only(200, "complaints", "auditor")),
    Row("voice:complaint", in_unit, "get", READERS),
    Row("voice:complaint_file", file, "get", READERS),
    Row("voice:complaint_reporter", in_unit, "get", only(200, "complaints")),
    Row("voice:complaint_reporter", in_unit, "post", only(422, "complaints")),
    Row("voice:complaint_act", forwarding, "get", only(200, "complaints")),
    Row("voice:complaint_act", forwarding, "post", only(422, "complaints")),
    Row("voice:complaint_act", answering, "get", only(200, "counter")),
    Row("voice:complaint_act", answering, "post", only(422, "counter")),
    Row("voice:complaint_act", assigning, "get", answers(403)),
    Row("voice:complaint_act", assigning, "post", answers(403)),
    Row("voice:redactions", at_desk, "get", only(200, "complaints")),
    Row("voice:redactions", at_desk, "post", only(422, "complaints")),
    Row("voice:redaction_lift", cover, "get", only(200, "complaints")),
    Row("voice:redaction_lift", cover, "post", only(422, "complaints")),
    Row("voice:categories", nothing, "get", only(200, "complaints")),
    Row("voice:category_new", nothing, "get", only(200, "complaints")),
    Row("voice:category_new", nothing, "post", only(422, "complaints")),
    Row("voice:category_edit", topic, "get", only(200, "complaints")),
    Row("voice:category_edit", topic, "post", only(422, "complaints")),
    Row("voice:category_seed", nothing, "get", answers(405)),
    Row("voice:category_seed", nothing, "post", only(302, "complaints")),
    Row("voice:category_retire", topic, "get", answers(405)),
    Row("voice:category_retire", topic, "post", only(302, "complaints")),
]
