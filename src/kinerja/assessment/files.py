"""The signed PDF: rendered once from the frozen snapshot, kept, and served ever after.

Signing does not wait for a renderer: the first reader makes the file. Its bytes and SHA-256 are stored
(`SignedFile` says why), so that whoever holds the file can compare it on the verification page.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from kinerja.documents import render

from .models import Review, SignedFile


def stage(review: Review) -> str:
    """Which signatures the file shows: the rater's alone, or with the employee's answer."""
    if review.acknowledged_at:
        return Review.Status.ACKNOWLEDGED.value
    return Review.Status.DECLINED.value if review.declined_reason else Review.Status.SIGNED.value


def document_data(review: Review, verify_url: str) -> dict[str, Any]:
    """The snapshot with the employee's answer, as the layouts take it."""
    frozen = dict(review.snapshot or {})
    answered = review.acknowledged_at
    day = timezone.localdate(answered).isoformat() if answered else ""
    frozen["signed"] = {**frozen["signed"], "employee_at": day}
    frozen["declined_reason"] = review.declined_reason
    frozen["verify_url"] = verify_url
    frozen["sha256"] = review.snapshot_sha256
    return frozen


def signed_file(review: Review, form: str, *, verify_url: str, at: datetime) -> SignedFile:
    """The stored file of this stage, rendered on the first call; two at once keep one."""
    now = stage(review)
    kept = SignedFile.objects.filter(review=review, form=form, stage=now).first()
    if kept is not None:
        return kept
    content = render(form, document_data(review, verify_url))
    made = SignedFile(
        review=review,
        form=form,
        stage=now,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        made_at=at,
    )
    made.file.save(f"{uuid4().hex}.pdf", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        made.file.delete(save=False)
        return SignedFile.objects.get(review=review, form=form, stage=now)
    return made
