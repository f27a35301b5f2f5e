"""Evidence of both sides: always described in words, with a file where there is one."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.documents.uploads import kept

from ..access.examinations import EVIDENCE_BY_EMPLOYEE, EVIDENCE_BY_EXAMINER
from ..attachments import checked_photo
from ..errors import NotPossible
from ..models import Examination, ExaminationEvidence
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
    checked = checked_photo(upload) if upload is not None else None
    if checked is not None:
        piece.content_type, piece.sha256 = checked.content_type, checked.sha256
    with kept("examinations", checked.data) if checked else nullcontext("") as stored:
        piece.file.name = stored
        piece.save(force_insert=True)
        after = {"from_employee": from_employee, "sha256": piece.sha256}
        record(actor=actor, at=at, action="voice.examination_evidence", target=held, after=after)
    return piece
