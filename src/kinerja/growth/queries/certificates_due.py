"""Who earned a certificate and was never handed one, and how far the worker is with those asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from kinerja.accounts.models import User
from kinerja.assessment.models import Membership
from kinerja.people.models import Appointment
from kinerja.people.queries import employee_of, in_force
from kinerja.voice.queries.surveys import units_above

from ..models import AwardProposal, AwardScheme, Certificate, Enrolment, Session


@dataclass(frozen=True, slots=True)
class Standing:
    """Of those who are due: ids that may be asked for now, how many wait for the worker, how many failed.

    Who failed may be asked for again, so he is among the open ones too.
    """

    open: tuple[int, ...]
    waiting: int
    failed: int


def due_of_session(session: Session, user: User) -> QuerySet[Enrolment]:
    """Who attended a held session and never had its certificate, in the order of asking; not `user` himself.

    Whose certificate was revoked is left out: a new one is a decision about him alone.
    """
    of_training = Certificate.objects.filter(kind=Certificate.Kind.TRAINING, employee=OuterRef("employee"))
    named = Cast(KeyTextTransform("enrolment", "facts"), BigIntegerField())
    had = of_training.annotate(named=named).filter(named=OuterRef("pk"))
    rows = Enrolment.objects.filter(
        ~Exists(had), session=session, session__status=Session.Status.HELD, status=Enrolment.Status.ATTENDED
    )
    me = employee_of(user)
    rows = rows.exclude(employee=me) if me is not None else rows
    return rows.order_by("asked_at", "pk")


def due_of_scheme(scheme: AwardScheme, user: User, on: date) -> QuerySet[AwardProposal]:
    """What was awarded under the scheme and never had a certificate, the oldest first.

    None that concerns `user` himself (`access_recognition.concerned`, here as one question to the database).
    """
    rows = AwardProposal.objects.filter(
        scheme=scheme, status=AwardProposal.Status.AWARDED, certificate__isnull=True
    )
    me = employee_of(user)
    if me is not None and scheme.given_to == AwardScheme.For.EMPLOYEE:
        rows = rows.exclude(employee=me)
    elif me is not None and scheme.given_to == AwardScheme.For.TEAM:
        within = Membership.objects.filter(employee=me, declined_reason="", left_on=None)
        rows = rows.exclude(Q(team__lead=me) | Q(team__in=within.values("team")))
    elif me is not None:
        held = Appointment.objects.filter(in_force(on), employee=me).exclude(kind=Appointment.Kind.STUDY)
        rows = rows.exclude(unit__in=units_above(held.values_list("post__unit_id", flat=True)))
    return rows.order_by("decided_at", "pk")


def standing(job: Task[..., Any], due: Iterable[int]) -> Standing:
    """How far `job`, which takes one of these as `row`, is with who is due. One query, if anybody is."""
    ids = tuple(due)
    if not ids:
        return Standing((), 0, 0)
    status = TaskResultStatus
    asked = DBTaskResult.objects.filter(
        task_path=job.module_path, status__in=(status.READY, status.FAILED), args_kwargs__kwargs__row__in=ids
    )
    told = asked.order_by().values_list("args_kwargs__kwargs__row", "status")
    waiting = {row for row, state in told if state == status.READY}
    failed = {row for row, state in told if state == status.FAILED} - waiting
    return Standing(tuple(row for row in ids if row not in waiting), len(waiting), len(failed))
