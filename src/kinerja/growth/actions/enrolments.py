"""Enrolling: asked, approved by the appraiser, seated or queued, withdrawn, asked again; the tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_development import may_approve_for, may_enrol, may_take_test, may_withdraw
from ..errors import Incomplete
from ..models import Enrolment, Need, Session, TestResult
from .seats import fill_from_queue, inform, lock, queue_end, seat, turn
from .words import plain

S, E = Session.Status, Enrolment.Status
CENT = Decimal("0.01")


@transaction.atomic
def enrol(
    *, session: Session, employee: Employee, actor: User, at: datetime, need: Need | None = None
) -> Enrolment:
    """Asks for a seat. Without approval, or asked by the one who approves, it is given or queued at once.
    Who was enrolled by another is told.

    Who withdrew asks again through the same door: approved anew, and behind everybody who asked before.
    Raises PermissionDenied, NotPossible when enrolment is closed, when he asked and did not withdraw, or when
    the need is somebody else's.
    """
    on = localdate(at)
    may_enrol(actor, employee, on).require()
    held = lock(session)
    if held.status != S.PLANNED or at >= held.ends_at:
        raise NotPossible(_("Pendaftaran sesi ini sudah ditutup. Pilih sesi lain."))
    if need is not None and need.employee_id not in (None, employee.pk):
        raise NotPossible(_("Kebutuhan itu milik pegawai lain."))
    made = held.enrolments.filter(employee=employee).first()
    again = made is not None and made.status == E.WITHDRAWN
    before = {"status": E.WITHDRAWN.value} if again else None
    if made is None:
        asked: dict[str, Any] = {"need": need, "asked_by": actor, "asked_at": at}
        made = Enrolment.objects.create(session=held, employee=employee, **asked)
    elif again:
        made.session, made.employee = held, employee
        last = queue_end(held, at)
        move("enrolment", made, "ask_again", need=need, asked_by=actor, asked_at=last, why="")
    else:
        raise NotPossible(_("Pegawai ini sudah pernah didaftarkan untuk sesi ini. Pilih sesi lain."))
    if not held.needs_approval or may_approve_for(actor, employee, on):
        seat(held, made)
    else:
        _ask_appraiser(made, at)
    after = {"session": held.pk, "employee": employee.pk, "status": made.status}
    action = "growth.enrol_again" if again else "growth.enrol"
    record(actor=actor, at=at, action=action, target=made, before=before, after=after)
    with translation.override("id"):
        titles = {
            E.APPROVED: _("Anda didaftarkan: %(course)s"),
            E.WAITING: _("Anda didaftarkan dan masuk daftar tunggu: %(course)s"),
            E.REQUESTED: _("Anda didaftarkan, menunggu persetujuan atasan: %(course)s"),
        }
        title = titles[E(made.status)] % {"course": held.course.title}
    _tell_participant(held, made, f"didaftarkan:{turn(made)}", title, actor, at)
    return made


@transaction.atomic
def approve_enrolment(*, enrolment: Enrolment, actor: User, at: datetime) -> Enrolment:
    """Gives the seat, or a place in the queue when all are taken; the participant is told.

    Raises PermissionDenied, NotPossible, Stale.
    """
    held, row = _locked(enrolment)
    may_approve_for(actor, row.employee, localdate(at)).require()
    if row.status != E.REQUESTED or held.status not in (S.PLANNED, S.RUNNING):
        raise NotPossible(_("Permintaan ini tidak lagi menunggu persetujuan."))
    before = {"status": row.status}
    seat(held, row)
    record(
        actor=actor, at=at, action="growth.approve_enrolment", target=row,
        before=before, after={"status": row.status},
    )  # fmt: skip
    with translation.override("id"):
        given = _("Anda terdaftar: %(course)s")
        queued = _("Anda di daftar tunggu: %(course)s")
        title = (given if row.status == E.APPROVED else queued) % {"course": held.course.title}
    inform(held, [row], f"setuju:{turn(row)}", title, at)
    return row


@transaction.atomic
def refuse_enrolment(*, enrolment: Enrolment, why: str, actor: User, at: datetime) -> Enrolment:
    """Not approved, with the reason that the participant reads. Raises PermissionDenied, Incomplete,
    NotPossible, Stale."""
    held, row = _locked(enrolment)
    may_approve_for(actor, row.employee, localdate(at)).require()
    why = plain(why, _("Tulis alasannya, agar pegawai tahu."))
    before = {"status": row.status}
    move("enrolment", row, "refuse", why=why)
    record(
        actor=actor, at=at, action="growth.refuse_enrolment", target=row,
        before=before, after={"status": row.status}, why=why,
    )  # fmt: skip
    with translation.override("id"):
        title = _("Pendaftaran tidak disetujui: %(course)s") % {"course": held.course.title}
    inform(held, [row], f"tolak:{turn(row)}", title, at)
    return row


@transaction.atomic
def withdraw_enrolment(*, enrolment: Enrolment, actor: User, at: datetime, why: str = "") -> Enrolment:
    """Gives the seat back before the session begins; the first who waits moves up. He may `enrol` again.
    Whose place another gave back is told.

    Raises PermissionDenied, NotPossible, Stale.
    """
    held, row = _locked(enrolment)
    may_withdraw(actor, row, localdate(at)).require()
    if held.status != S.PLANNED:
        raise NotPossible(_("Sesi sudah dimulai, jadi pendaftaran tidak dapat dibatalkan."))
    before = {"status": row.status}
    move("enrolment", row, "withdraw", why=why.strip())
    moved = fill_from_queue(held, at)
    after = {"status": row.status, "moved_up": [other.pk for other in moved]}
    record(
        actor=actor, at=at, action="growth.withdraw_enrolment", target=row,
        before=before, after=after, why=why.strip(),
    )  # fmt: skip
    with translation.override("id"):
        title = _("Pendaftaran Anda dibatalkan: %(course)s") % {"course": held.course.title}
    _tell_participant(held, row, f"dibatalkan:{turn(row)}", title, actor, at)
    return row


@transaction.atomic
def take_test(
    *, enrolment: Enrolment, moment: str, answers: Mapping[int, int], actor: User, at: datetime
) -> TestResult:
    """The test of the course: "before" until the session begins, "after" once one was present.

    `answers`: question id to the index of the chosen option, for every question. The score is the share of
    right answers, 0 to 100, rounded half up to 0.01. Raises PermissionDenied, Incomplete, NotPossible.
    """
    may_take_test(actor, enrolment).require()
    held, row = _locked(enrolment)
    if not is_test_open(held, row, moment):
        raise NotPossible(_("Tes ini sedang tidak dibuka."))
    questions = list(held.course.questions.all())
    if not questions:
        raise NotPossible(_("Pelatihan ini tidak mempunyai tes."))
    if row.tests.filter(moment=moment).exists():
        raise NotPossible(_("Tes ini sudah Anda kerjakan."))
    given = {question.pk: answers.get(question.pk, -1) for question in questions}
    if any(not 0 <= given[question.pk] < len(question.options) for question in questions):
        raise Incomplete(_("Jawab semua pertanyaan. Jawaban lain tetap tersimpan di halaman ini."))
    right = sum(given[question.pk] == question.right for question in questions)
    score = (Decimal(100) * right / len(questions)).quantize(CENT, ROUND_HALF_UP)
    made = TestResult.objects.create(
        enrolment=row, moment=moment, score=score, at=at, answers={str(k): v for k, v in given.items()}
    )
    after = {"enrolment": row.pk, "moment": moment}
    record(actor=actor, at=at, action="growth.take_test", target=made, after=after)
    return made


def is_test_open(session: Session, enrolment: Enrolment, moment: str) -> bool:
    """Whether the test may be taken now, apart from having been taken."""
    if moment == TestResult.Moment.BEFORE:
        return session.status == S.PLANNED and enrolment.status == E.APPROVED
    running = session.status in (S.RUNNING, S.HELD)
    return moment == TestResult.Moment.AFTER and running and enrolment.status == E.ATTENDED


def _locked(enrolment: Enrolment) -> tuple[Session, Enrolment]:
    """Session first, then the row as it is now: the same order everywhere, so nobody waits for ever."""
    held = lock(enrolment.session_id)
    return held, held.enrolments.select_related("employee__user").get(pk=enrolment.pk)


def _tell_participant(
    session: Session, enrolment: Enrolment, key: str, title: str, actor: User, at: datetime
) -> None:
    """What another did with his place; nobody is told of his own act."""
    if enrolment.employee.user_id != actor.pk:
        inform(session, [enrolment], key, title, at)


def _ask_appraiser(enrolment: Enrolment, at: datetime) -> None:
    line = appraiser_of(enrolment.employee, localdate(at))
    if line is None or line.employee.user_id is None:
        return
    with translation.override("id"):
        facts = {"name": enrolment.employee.name, "course": enrolment.session.course.title}
        title = _("%(name)s ingin ikut %(course)s") % facts
    key, url = f"growth.enrolment:{turn(enrolment)}", reverse("growth:approvals")
    due = localdate(enrolment.session.starts_at)
    tell([line.employee.user_id], key=key, title=title, url=url, due=due, at=at)
