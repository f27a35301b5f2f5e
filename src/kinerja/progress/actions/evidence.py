"""Evidence beside a realisation: a link, or a file under a random name; only while the report is a draft."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.documents.uploads import RefusedFile, kept, read_checked
from kinerja.plans.models import Period, Plan

from ..errors import NotGiven, Stale, UnknownItem
from ..evidence import LinkVerdict, RefusedLink, check_link
from ..models import Evidence, Realisation
from ..queries.content import content
from ..words import plain
from .drafts import lock_draft

PIECES = 10


def _place(plan: Plan, period: Period, indicator_key: UUID, at: datetime) -> Realisation:
    """The realisation that the evidence belongs to, made empty if nobody has written it yet."""
    report = lock_draft(plan, period)
    promised = content(plan)
    if promised is None or indicator_key not in promised.indicator_keys:
        raise UnknownItem
    row, _made = Realisation.objects.get_or_create(
        report=report, indicator_key=indicator_key, defaults={"updated_at": at}
    )
    if row.evidence.count() >= PIECES:
        raise NotGiven(_("Paling banyak 10 bukti untuk satu indikator. Hapus salah satu dahulu."))
    return row


def _noted(piece: Evidence, actor: User, at: datetime) -> Evidence:
    facts = {"title": piece.title, "url": piece.url, "sha256": piece.sha256, "size": piece.size}
    record(actor=actor, at=at, action="progress.add_evidence", target=piece, after=facts)
    return piece


@transaction.atomic
def add_evidence_link(
    *, plan: Plan, period: Period, indicator_key: UUID, url: str, title: str, actor: User, at: datetime
) -> tuple[Evidence, LinkVerdict]:
    """Keeps a link with the advice about it. Raises NotGiven for a link that cannot be kept, Closed."""
    try:
        verdict = check_link(url)
    except RefusedLink as refusal:
        raise NotGiven(str(refusal)) from refusal
    row = _place(plan, period, indicator_key, at)
    name = plain(title)[:200] or verdict.url.split("://", 1)[1][:80]
    piece = Evidence.objects.create(realisation=row, title=name, url=verdict.url, added_by=actor, added_at=at)
    return _noted(piece, actor, at), verdict


@transaction.atomic
def add_evidence_file(
    *, plan: Plan, period: Period, indicator_key: UUID, upload: UploadedFile[bytes], actor: User, at: datetime
) -> Evidence:
    """Keeps a file judged by its content, at most `settings.UPLOAD_LIMIT_BYTES` bytes.

    The name on disk is random; the name given by its owner is kept as text only. Raises NotGiven for a
    file of a kind that is not kept, Closed.
    """
    try:
        checked = read_checked(upload)
    except RefusedFile as refusal:
        raise NotGiven(str(refusal)) from refusal
    row = _place(plan, period, indicator_key, at)
    with kept("evidence", checked.data) as stored:
        piece = Evidence.objects.create(
            realisation=row,
            title=checked.name,
            file=stored,
            content_type=checked.content_type,
            size=len(checked.data),
            sha256=checked.sha256,
            added_by=actor,
            added_at=at,
        )
        return _noted(piece, actor, at)


@transaction.atomic
def remove_evidence(*, piece: Evidence, actor: User, at: datetime) -> None:
    """Takes one piece away while the report is a draft; the log keeps what it was. Raises Closed, Stale."""
    report = piece.realisation.report
    lock_draft(report.plan, report.period)
    before = {"title": piece.title, "url": piece.url, "sha256": piece.sha256, "size": piece.size}
    record(actor=actor, at=at, action="progress.remove_evidence", target=piece, before=before)
    gone, _by_model = Evidence.objects.filter(pk=piece.pk).delete()
    if gone != 1:
        raise Stale
    if stored := piece.file.name:
        transaction.on_commit(lambda: default_storage.delete(stored))
