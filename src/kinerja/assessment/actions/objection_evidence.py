"""What either side brings to an objection: always described in words, with a file where there is one."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.documents.uploads import Checked, RefusedFile, kept, read_checked
from kinerja.rows import lock_row

from ..access_objections import may_add_evidence
from ..errors import BadFile, Incomplete
from ..models import Objection, ObjectionEvidence

AT_MOST = 20
RULE = "PermenPANRB 6/2022 Ps 29, Lampiran hlm 117-119"


@transaction.atomic
def add_evidence(
    *, objection: Objection, text: str, upload: UploadedFile[bytes] | None, actor: User, at: datetime
) -> ObjectionEvidence:
    """Adds one piece until the objection is decided; the file is judged by its bytes, not by its name.

    Raises PermissionDenied, Incomplete without words or beyond 20 pieces, BadFile for a file that is not
    kept; then nothing is.
    """
    fresh = lock_row(Objection.objects.select_related("review__plan"), objection.pk)
    may_add_evidence(actor, fresh, timezone.localdate(at)).require()
    words = text.replace("\x00", "").strip()
    if not words:
        raise Incomplete(_("Tulis apa yang ditunjukkan bukti ini."))
    if fresh.evidence.count() >= AT_MOST:
        raise Incomplete(_("Paling banyak %(most)s bukti untuk satu keberatan.") % {"most": AT_MOST})
    piece = ObjectionEvidence(objection=fresh, text=words, by=actor, at=at)
    checked = _checked(upload) if upload is not None else None
    if checked is not None:
        piece.content_type, piece.sha256 = checked.content_type, checked.sha256
    with kept("objections", checked.data) if checked else nullcontext("") as stored:
        piece.file.name = stored
        piece.save(force_insert=True)
        after = {"sha256": piece.sha256}
        record(actor=actor, at=at, action="assessment.objection_evidence", target=fresh,
               after=after, rule=RULE)  # fmt: skip
    return piece


def _checked(upload: UploadedFile[bytes]) -> Checked:
    try:
        return read_checked(upload)
    except RefusedFile as refusal:
        raise BadFile(str(refusal)) from refusal
