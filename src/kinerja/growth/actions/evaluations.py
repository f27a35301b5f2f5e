"""Answering an evaluation of a training: level 1 by the participant, level 3 by those around."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.voice.errors import NotPossible

from ..access_development import may_evaluate
from ..errors import Incomplete
from ..models import TrainingEvaluation
from ..training import scale, statements
from .words import plain


@transaction.atomic
def evaluate(
    *, evaluation: TrainingEvaluation, scores: Mapping[str, int], text: str, actor: User, at: datetime
) -> TrainingEvaluation:
    """Keeps the answer: 1..4 for every statement of the level, and words. The log tells neither.

    Raises PermissionDenied for anybody else, Incomplete, NotPossible before it opens, after it closed or the
    second time.
    """
    may_evaluate(actor, evaluation).require()
    held = TrainingEvaluation.objects.select_for_update().get(pk=evaluation.pk)
    on = localdate(at)
    if held.answered_at is not None:
        raise NotPossible(_("Evaluasi ini sudah Anda isi. Terima kasih."))
    if on < held.opens:
        raise NotPossible(_("Evaluasi ini belum dibuka."))
    if held.closes is not None and on > held.closes:
        raise NotPossible(_("Evaluasi ini sudah ditutup, jadi jawaban tidak dapat dikirim lagi."))
    asked, words = statements(held.level, held.opens), scale(held.opens)
    if any(scores.get(code) not in words for code in asked):
        raise Incomplete(_("Pilih satu jawaban untuk tiap pernyataan."))
    held.scores = {code: scores[code] for code in asked}
    held.text = plain(text)
    held.answered_at = at
    held.save(update_fields=["scores", "text", "answered_at"])
    after = {"level": held.level, "enrolment": held.enrolment_id}
    record(actor=actor, at=at, action="growth.evaluate", target=held, after=after)
    return held
