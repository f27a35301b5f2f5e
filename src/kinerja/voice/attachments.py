"""Files beside a complaint: photos and PDF, judged by content, without what a camera writes into them.

A photo tells where and with which telephone it was taken; whoever reports anonymously must not be betrayed
by it. Only the picture itself and its orientation are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.documents.uploads import RefusedFile, inspect, shown_name

from .errors import NotPossible
from .models import Complaint, ComplaintFile
from .photos import without_traces

ACCEPTED = frozenset({"image/jpeg", "image/png", "application/pdf"})
ENDINGS = (".jpg", ".jpeg", ".png", ".pdf")
AT_ONCE, AT_MOST = 5, 20


@transaction.atomic
def keep_files(
    complaint: Complaint,
    uploads: Iterable[UploadedFile[bytes]],
    *,
    at: datetime,
    from_reporter: bool = True,
) -> list[ComplaintFile]:
    """Keeps JPEG, PNG and PDF of at most `settings.UPLOAD_LIMIT_BYTES` each, at most 5 at once and 20 in all.

    The name on disk is random. Raises NotPossible for a file that is not kept; then none is.
    """
    given = list(uploads)
    if not given:
        return []
    if len(given) > AT_ONCE or complaint.files.count() + len(given) > AT_MOST:
        words = _("Paling banyak %(once)d berkas sekali kirim dan %(most)d untuk satu laporan.")
        raise NotPossible(words % {"once": AT_ONCE, "most": AT_MOST})
    checked = [_checked(upload) for upload in given]
    stored: list[str] = []
    try:
        with transaction.atomic():
            return [_keep(complaint, *facts, at, from_reporter, stored) for facts in checked]
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


def _checked(upload: UploadedFile[bytes]) -> tuple[str, str, bytes]:
    """Name, media type and bytes of one file. Raises NotPossible."""
    limit = settings.UPLOAD_LIMIT_BYTES
    name = shown_name(upload.name or "")
    data = upload.read(limit + 1)
    try:
        kind = inspect(name, data, limit=limit)
    except RefusedFile as refusal:
        raise NotPossible(f"{name}: {refusal}") from refusal
    if kind.content_type not in ACCEPTED:
        words = _("%(name)s: hanya foto (JPEG atau PNG) dan PDF yang dapat dilampirkan.")
        raise NotPossible(words % {"name": name})
    return name, kind.content_type, without_traces(data, kind.content_type)


def _keep(
    complaint: Complaint,
    name: str,
    content_type: str,
    data: bytes,
    at: datetime,
    from_reporter: bool,
    stored: list[str],
) -> ComplaintFile:
    stored.append(default_storage.save(f"complaints/{uuid4().hex}", ContentFile(data)))
    return ComplaintFile.objects.create(
        complaint=complaint,
        from_reporter=from_reporter,
        name=name,
        file=stored[-1],
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        at=at,
    )
