"""Form B.1.8: what an employee says about a coaching, for the coach's superior only.

The log keeps that it was given and read, never an answer: a coach may have a duty that reads the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.queries import appraiser_of
from kinerja.voice.errors import NotPossible

from ..access_support import may_answer, may_read_feedback
from ..errors import Incomplete
from ..models import CoachFeedback, SupportPlan
from ..queries.coach_feedback import statements
from ..support_notices import tell_feedback
from .support import S, locked
from .words import plain

RULE = "PermenPANRB 6/2022, Lampiran hlm 83 (B.1.8)"


@transaction.atomic
def give_feedback(
    *, plan: SupportPlan, answers: Mapping[str, int], note: str, actor: User, at: datetime
) -> CoachFeedback:
    """The nine statements, each 1..4, once a plan, after the first session.

    It goes to who appraises the coach today.

    Raises PermissionDenied, Incomplete, NotPossible before a session, a second time, or when the coach has no
    superior here other than the employee himself.
    """
    held = locked(plan, S.RUNNING, S.CLOSED)
    may_answer(actor, held).require()
    on = localdate(at)
    if not held.talks.exists():
        raise NotPossible(_("Umpan balik dapat diberikan setelah sesi pertama."))
    if CoachFeedback.objects.filter(plan=held).exists():
        raise NotPossible(_("Umpan balik untuk rencana ini sudah Anda kirim."))
    line = appraiser_of(held.guide, on)
    if line is None or line.employee.pk == held.employee_id:
        raise NotPossible(_("Atasan pembimbing tidak ada di sistem, jadi umpan balik tidak dapat dikirim."))
    asked, scale = statements(on)
    known = {item.code for item in asked}
    if set(answers) != known or not all(1 <= value <= len(scale) for value in answers.values()):
        raise Incomplete(_("Jawab kesembilan pernyataan."))
    made = CoachFeedback.objects.create(
        plan=held, to=line.employee, answers=dict(answers), note=plain(note), at=at
    )
    record(actor=actor, at=at, action="growth.give_coach_feedback", target=made, rule=RULE)
    tell_feedback(made, at)
    return made


@transaction.atomic
def read_feedback(*, feedback: CoachFeedback, actor: User, at: datetime) -> CoachFeedback:
    """The superior ticks that he has read it; a second tick changes nothing. Raises PermissionDenied."""
    may_read_feedback(actor, feedback).require()
    if CoachFeedback.objects.filter(pk=feedback.pk, read_at__isnull=True).update(read_at=at):
        feedback.read_at = at
        record(actor=actor, at=at, action="growth.read_coach_feedback", target=feedback, rule=RULE)
    return feedback
