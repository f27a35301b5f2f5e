"""Evidence of both sides: always described in words, with a file where there is one."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.documents.uploads import RefusedFile, inspect, shown_name

from ..access.examinations import EVIDENCE_BY_EMPLOYEE, EVIDENCE_BY_EXAMINER
from ..errors import NotPossible
from ..models import Examination, ExaminationEvidence
from ..photos import without_traces
from .examinations import SHORTEST

AT_MOST = 40
OPEN = frozenset({*EVIDENCE_BY_EMPLOYEE, *EVIDENCE_BY_EXAMINER})


@transaction.atomic
def add_evidence(
    *,
    examination: Examination,
    text: str,
    upload: UploadedFile[bytes] | None,
    from_employee: bool,
    actor: User,
    at: datetime,
) -> ExaminationEvidence:
    """Adds one piece, by the employee or by an examiner; the file is judged by its content.

    Raises NotPossible without words, for a file that is not kept, and once it is decided.
    """
    held = Examination.objects.select_for_update().get(pk=examination.pk)
    words = text.replace("\x00", "").strip()
    if held.status not in OPEN:
        raise NotPossible(_("Pemeriksaan ini sudah diputus, jadi bukti tidak dapat ditambahkan lagi."))
    if len(words) < SHORTEST:
        raise NotPossible(_("Tulis apa yang ditunjukkan bukti ini."))
    if held.evidence.count() >= AT_MOST:
        raise NotPossible(_("Paling banyak 40 bukti untuk satu pemeriksaan."))
    piece = ExaminationEvidence(examination=held, text=words, from_employee=from_employee, by=actor, at=at)
    stored = ""
    if upload is not None:
        data, piece.content_type = _checked(upload)
        piece.sha256 = hashlib.sha256(data).hexdigest()
        stored = default_storage.save(f"examinations/{uuid4().hex}", ContentFile(data))
        piece.file.name = stored
    try:
        with transaction.atomic():
            piece.save(force_insert=True)
            after = {"from_employee": from_employee, "sha256": piece.sha256}
            record(actor=actor, at=at, action="voice.examination_evidence", target=held, after=after)
    except BaseException:
        if stored:
            default_storage.delete(stored)
        raise
    return piece


def _checked(upload: UploadedFile[bytes]) -> tuple[bytes, str]:
    """The bytes without the traces of a camera, and their media type. Raises NotPossible."""
    limit = settings.UPLOAD_LIMIT_BYTES
    name = shown_name(upload.name or "")
    data = upload.read(limit + 1)
    try:
        kind = inspect(name, data, limit=limit)
    except RefusedFile as refusal:
        raise NotPossible(f"{name}: {refusal}") from refusal
    return without_traces(data, kind.content_type), kind.content_type
