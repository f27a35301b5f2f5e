"""The agency's crest: set, replaced, taken away. What was printed with it stays as it is."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.documents import checked_crest
from kinerja.documents.crests import LARGEST
from kinerja.documents.uploads import RefusedFile

from ..errors import NotPossible
from ..models import Crest
from .common import facts


@transaction.atomic
def set_crest(*, upload: UploadedFile[bytes], actor: User, at: datetime) -> Crest:
    """Puts the crest on every certificate from now on. Raises NotPossible for a file that cannot be it."""
    try:
        image = checked_crest(upload.read(LARGEST + 1))
    except RefusedFile as refusal:
        raise NotPossible(str(refusal)) from refusal
    old = Crest.objects.select_for_update().first()
    before = facts(old, "sha256") if old else None
    values = {"image": image, "sha256": hashlib.sha256(image).hexdigest(), "by": actor, "at": at}
    row, _created = Crest.objects.update_or_create(pk=1, defaults=values)
    record(actor=actor, at=at, action="people.set_crest", target=row, before=before,
           after=facts(row, "sha256"))  # fmt: skip
    return row


@transaction.atomic
def remove_crest(*, actor: User, at: datetime) -> None:
    """New certificates bear the shield of the product again. Raises NotPossible when there is none."""
    old = Crest.objects.select_for_update().first()
    if old is None:
        raise NotPossible(_("Lambang instansi belum dipasang atau sudah dihapus."))
    before = facts(old, "sha256")
    record(actor=actor, at=at, action="people.remove_crest", target=old, before=before)
    old.delete()
