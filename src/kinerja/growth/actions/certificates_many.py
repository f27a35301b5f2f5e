"""Certificates of everybody who has earned one: one job each, so one that fails leaves the others whole.

Each job is the single act of `certificates`, with its own transaction, its own look at who may, and its own
line in the log. A certificate carries the day on which the button was pressed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import Task

from kinerja.accounts.models import User
from kinerja.rows import lock_row
from kinerja.voice.errors import NotPossible

from ..access_certificates import may_issue_session
from ..access_recognition import may_keep
from ..models import AwardProposal, AwardScheme, Course, Enrolment, Session
from ..queries.certificates_due import due_of_scheme, due_of_session, standing
from .certificates import issue, issue_training

# Behind mails and reminders: a hundred certificates hold up nobody else.
LATER = -10


@transaction.atomic
def issue_session(*, session: Session, actor: User, at: datetime) -> int:
    """Asks the worker for a certificate of everybody who attended and never had one; returns for how many.

    Who waits already is not asked for again. Raises PermissionDenied, NotPossible when nobody is left.
    """
    # The lock of the single act: two who press together come one after the other.
    Course.objects.select_for_update().get(pk=session.course_id)
    may_issue_session(actor, session, localdate(at)).require()
    due = due_of_session(session, actor).values_list("pk", flat=True)
    return _ask(training_certificate, due, actor, at)


@transaction.atomic
def issue_scheme(*, scheme: AwardScheme, actor: User, at: datetime) -> int:
    """The same for every award under the scheme; returns for how many.

    Raises PermissionDenied, NotPossible when none is left.
    """
    held = lock_row(AwardScheme.objects.select_related("unit"), scheme.pk)
    on = localdate(at)
    may_keep(actor, held.unit, on).require()
    return _ask(award_certificate, due_of_scheme(held, actor, on).values_list("pk", flat=True), actor, at)


@task(priority=LATER)
def training_certificate(row: int, actor: int, at: str) -> int:
    """The certificate of one enrolment, unless it has one by now; returns how many were made.

    Raises PermissionDenied when whoever pressed may not any more, User.DoesNotExist when his account is shut.
    """
    found = Enrolment.objects.select_related("session").get(pk=row)
    user = User.objects.get(pk=actor, is_active=True)
    if not due_of_session(found.session, user).filter(pk=row).exists():
        return 0
    issue_training(enrolment=found, actor=user, at=datetime.fromisoformat(at))
    return 1


@task(priority=LATER)
def award_certificate(row: int, actor: int, at: str) -> int:
    """The certificate of one award; as `training_certificate`."""
    found = AwardProposal.objects.select_related("scheme").get(pk=row)
    user, moment = User.objects.get(pk=actor, is_active=True), datetime.fromisoformat(at)
    if not due_of_scheme(found.scheme, user, localdate(moment)).filter(pk=row).exists():
        return 0
    issue(proposal=found, actor=user, at=moment)
    return 1


def _ask(job: Task[..., Any], due: Iterable[int], actor: User, at: datetime) -> int:
    rows = standing(job, due).open
    if not rows:
        raise NotPossible(_("Tidak ada yang perlu diterbitkan: semua sudah terbit atau sedang dibuat."))
    for row in rows:
        job.enqueue(row=row, actor=actor.pk, at=at.isoformat())
    return len(rows)
