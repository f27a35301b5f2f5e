"""Who may open which page of reporting: everybody, with number and key where it is somebody's own."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kinerja.voice.models import Complaint, ComplaintFile
from tests.apps.voice import make_complaints as make
from tests.web.access.roles import Row, answers, nothing
from tests.world import NOW, World


def own(world: World) -> dict[str, Any]:
    row, key = make.handed_in(world)
    return {"number": row.number, "key": key}


def public(world: World) -> dict[str, Any]:
    return {"number": make.forwarded(world, open_to_public=True).number}


def piece(row: Complaint) -> dict[str, Any]:
    stored = default_storage.save("complaints/uji-akses", ContentFile(b"%PDF-"))
    made = ComplaintFile.objects.create(
        complaint=row,
        name="surat.pdf",
        file=stored,
        content_type="application/pdf",
        size=5,
        sha256="0" * 64,
        at=NOW,
    )
    return {"token": made.token}


def own_piece(world: World) -> dict[str, Any]:
    row, key = make.handed_in(world)
    return piece(row) | {"number": row.number, "key": key}


EVERYBODY = answers(200, anonymous=200)
ROWS = [
    Row("voice:complain", nothing, "get", EVERYBODY),
    Row("voice:complain", nothing, "post", answers(422, anonymous=422)),
    Row("voice:track", nothing, "get", EVERYBODY),
    Row("voice:track", nothing, "post", answers(422, anonymous=422)),
    Row("voice:tracked", own, "get", EVERYBODY),
    Row("voice:tracked", own, "post", EVERYBODY),
    Row("voice:received", own, "get", EVERYBODY),
    Row("voice:reporter_file", own_piece, "get", EVERYBODY),
    Row("voice:public_complaints", nothing, "get", EVERYBODY),
    Row("voice:public_complaint", public, "get", EVERYBODY),
]
