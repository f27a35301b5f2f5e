"""Files beside a complaint: photos and PDF, judged by content, without what a camera writes into them.

A photo tells where and with which telephone it was taken; whoever reports anonymously must not be betrayed
by it. Only the picture itself and its orientation are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.documents.uploads import Checked, RefusedFile, kept, read_checked

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
    checked = [_accepted(upload) for upload in given]
    with ExitStack() as files:
        return [
            ComplaintFile.objects.create(
                complaint=complaint,
                from_reporter=from_reporter,
                name=one.name,
                file=files.enter_context(kept("complaints", one.data)),
                content_type=one.content_type,
                size=len(one.data),
                sha256=one.sha256,
                at=at,
            )
            for one in checked
        ]


def checked_photo(upload: UploadedFile[bytes]) -> Checked:
    """The file without the traces of a camera. Raises NotPossible for a file that is not kept."""
    try:
        found = read_checked(upload)
    except RefusedFile as refusal:
        raise NotPossible(str(refusal)) from refusal
    return replace(found, data=without_traces(found.data, found.content_type))


def _accepted(upload: UploadedFile[bytes]) -> Checked:
    found = checked_photo(upload)
    if found.content_type not in ACCEPTED:
        words = _("%(name)s: hanya foto (JPEG atau PNG) dan PDF yang dapat dilampirkan.")
        raise NotPossible(words % {"name": found.name})
    return found
