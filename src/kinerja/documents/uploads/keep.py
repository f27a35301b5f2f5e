"""Keeping what somebody handed in: its bytes are checked, and no file stays when its row does not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from .files import RefusedFile, inspect, shown_name


@dataclass(frozen=True, slots=True)
class Checked:
    """A file judged by its content: the owner's name for it (text only), media type and bytes."""

    name: str
    content_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_checked(upload: UploadedFile[bytes]) -> Checked:
    """Reads at most `settings.UPLOAD_LIMIT_BYTES`. Raises RefusedFile, naming file and reason."""
    limit = settings.UPLOAD_LIMIT_BYTES
    name = shown_name(upload.name or "")
    data = upload.read(limit + 1)
    try:
        kind = inspect(name, data, limit=limit)
    except RefusedFile as refusal:
        raise RefusedFile(f"{name}: {refusal}") from refusal
    return Checked(name, kind.content_type, data)


@contextmanager
def kept(folder: str, data: bytes) -> Iterator[str]:
    """The bytes under a random name in `folder`, for a block that writes the row in one transaction.

    A block that fails, for whatever reason (also an interrupt), takes the file with it.
    """
    stored = default_storage.save(f"{folder}/{uuid4().hex}", ContentFile(data))
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        default_storage.delete(stored)
        raise
