"""Words covered for readers who may not see them. The citizen's text itself never changes.

A cover is an overlay with a reason and a history: who covered, who lifted, when and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record

from ..errors import NotPossible, Stale
from ..models import Complaint, ComplaintMessage, Redaction

Where = tuple[str, ComplaintMessage | None, str]
F = Redaction.Field


def texts(complaint: Complaint) -> list[Where]:
    """Every text of a complaint that can be covered: field, message if it is one, words."""
    found: list[Where] = [
        (F.TITLE, None, complaint.title),
        (F.TEXT, None, complaint.text),
        (F.LOCATION, None, complaint.location),
    ]
    said = ComplaintMessage.objects.filter(complaint=complaint)
    return found + [(F.MESSAGE, message, message.text) for message in said]


def places(words: str, text: str) -> list[tuple[int, int]]:
    """Where `words` stand in `text` as whole words; case and the kind of white space do not count."""
    phrase = r"\s+".join(re.escape(part) for part in words.split())
    if not phrase:
        return []
    pattern = rf"(?<!\w){phrase}(?!\w)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


@transaction.atomic
def cover_words(
    *, complaint: Complaint, words: str, reason: str, actor: User, at: datetime
) -> list[Redaction]:
    """Covers every place where `words` stand, in all texts of the complaint; returns the new covers.

    Several words or phrases come on a line each. Raises NotPossible without a reason, or when nothing new
    would be covered.
    """
    phrases = [line.strip() for line in words.splitlines() if line.strip()]
    held = _locked(complaint, reason, bool(phrases))
    found = [
        (field, message, start, end)
        for field, message, text in texts(held)
        for phrase in phrases
        for start, end in places(phrase, text)
    ]
    return _cover(held, found, reason, actor, at)


@transaction.atomic
def lift(*, redaction: Redaction, reason: str, actor: User, at: datetime) -> None:
    """Takes a cover away; that it was there stays on record. Raises NotPossible without a reason, Stale."""
    if not reason.strip():
        raise NotPossible(_("Tulis mengapa bagian ini boleh dibaca lagi."))
    rows = Redaction.objects.filter(pk=redaction.pk, lifted_at=None)
    if rows.update(lifted_at=at, lifted_by=actor, lifted_reason=reason.strip()) != 1:
        raise Stale
    after = {"field": redaction.field, "redaction": redaction.pk}
    record(actor=actor, at=at, action="voice.lift_redaction", target=redaction.complaint, after=after)


def _locked(complaint: Complaint, reason: str, has_words: bool) -> Complaint:
    if not has_words:
        raise NotPossible(_("Tulis kata yang akan ditutup, satu baris untuk tiap kata atau nama."))
    if not reason.strip():
        raise NotPossible(_("Tulis alasan menutup kata ini, misalnya “nama pegawai” atau “nomor telepon”."))
    return Complaint.objects.select_for_update().get(pk=complaint.pk)


def _cover(
    held: Complaint,
    found: Iterable[tuple[str, ComplaintMessage | None, int, int]],
    reason: str,
    actor: User,
    at: datetime,
) -> list[Redaction]:
    """Writes the covers that are not yet there. What is covered is kept out of the log."""
    live = held.redactions.filter(lifted_at=None).values_list("field", "message_id", "start", "end")
    there: set[tuple[str, int | None, int, int]] = set(live)
    new: list[Redaction] = []
    for field, message, start, end in found:
        key = (field, message.pk if message else None, start, end)
        if key in there:
            continue
        there.add(key)
        facts = {"field": field, "message": message, "start": start, "end": end}
        new.append(Redaction(complaint=held, **facts, reason=reason.strip(), by=actor, at=at))
    if not new:
        raise NotPossible(
            _("Kata itu tidak ditemukan sebagai kata utuh, atau sudah ditutup semua. Salin dari tulisannya.")
        )
    made = Redaction.objects.bulk_create(new)
    after = {"places": len(made), "fields": sorted({cover.field for cover in made})}
    record(actor=actor, at=at, action="voice.cover_words", target=held, after=after)
    return made
