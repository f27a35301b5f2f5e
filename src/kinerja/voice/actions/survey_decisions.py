"""A person judges answers that were held for a sign of abuse: they count, or they are taken out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.rules.states import next_state

from ..errors import NotPossible, Stale
from ..models import SurveyAnswer, SurveyPeriod


@transaction.atomic
def decide_answers(
    *,
    period: SurveyPeriod,
    counts: bool,
    reason: str,
    actor: User,
    at: datetime,
    answers: Collection[UUID] = (),
    flag: str = "",
) -> int:
    """Lets the held answers count (`counts`) or takes them out; returns how many.

    Either the named `answers`, or all held ones with the sign `flag`. The answers themselves, and the
    figure over all of them, stay. Raises NotPossible without a reason or after publication, Stale when
    one of the named answers is no longer held.
    """
    why = reason.strip()
    if not why:
        raise NotPossible(_("Tulis alasannya, agar orang lain dapat menilai keputusan ini."))
    held = SurveyPeriod.objects.select_for_update().get(pk=period.pk)
    if held.status == SurveyPeriod.Status.PUBLISHED:
        raise NotPossible(_("Hasil survei ini sudah diterbitkan, jadi jawabannya tidak dapat diubah."))
    rows = SurveyAnswer.objects.filter(period=held, state=SurveyAnswer.State.HELD)
    rows = rows.filter(flags__contains=[flag]) if flag else rows.filter(pk__in=answers)
    state = next_state("survey_answer", SurveyAnswer.State.HELD, "count" if counts else "drop")
    done = rows.update(state=state, decided_by=actor, decided_at=at, reason=why)
    if done == 0 or (not flag and done != len(set(answers))):
        raise Stale(_("Sebagian jawaban sudah diputuskan orang lain. Muat ulang halaman, lalu ulangi."))
    record(
        actor=actor,
        at=at,
        action="voice.decide_answers",
        target=held,
        after={"state": state, "count": done, "flag": flag},
        why=why,
    )
    return done
