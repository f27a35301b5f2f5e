"""Questions of staff about the assessment, answered once for everybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.people.queries import employee_of
from kinerja.rows import lock_row
from kinerja.voice.errors import NotPossible

from ..access_socialisation import may_socialise
from ..errors import Incomplete
from ..models import StaffQuestion
from .words import plain

LONGEST = 1_000


@transaction.atomic
def ask(*, text: str, named: bool, actor: User, at: datetime) -> StaffQuestion:
    """A question; unless `named`, no page shows who asked. Raises Incomplete, NotPossible for a user who is
    no employee."""
    me = employee_of(actor)
    if me is None:
        raise NotPossible(_("Pertanyaan diajukan pegawai."))
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise Incomplete(_("Tulis pertanyaan Anda, paling banyak %(most)d huruf.") % {"most": LONGEST})
    made = StaffQuestion.objects.create(text=words, asked_by=me, named=named, asked_at=at)
    # The log names who acts: for an unnamed question it stays silent about him.
    seen = actor if named else None
    record(actor=seen, at=at, action="growth.ask_staff_question", target=made, after={"named": named})
    return made


@transaction.atomic
def answer_question(*, question: StaffQuestion, answer: str, actor: User, at: datetime) -> StaffQuestion:
    """The answer for everybody; may be rewritten. The asker is told. Raises PermissionDenied, Incomplete."""
    may_socialise(actor, localdate(at)).require()
    words = plain(answer, _("Tulis jawabannya."))
    held = lock_row(StaffQuestion.objects.select_related("asked_by"), question.pk)
    held.answer, held.answered_by, held.answered_at = words, actor, at
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    record(actor=actor, at=at, action="growth.answer_staff_question", target=held)
    if held.asked_by.user_id is not None:
        with translation.override("id"):
            title = _("Pertanyaan Anda tentang penilaian kinerja sudah dijawab.")
        tell(
            [held.asked_by.user_id],
            key=f"growth-answer-{held.pk}",
            title=title,
            url=reverse("growth:staff_questions"),
            due=None,
            at=at,
        )
    return held
