"""Attendance put right after a session was held: the phone failed, or the wrong name was ticked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import moment
from kinerja.audit.actions import record
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_development import may_correct_attendance
from ..follow_up_notices import tell_needs_met
from ..models import Certificate, Course, Enrolment, Need, Session, TestResult
from .seats import inform, lock, turn
from .sessions import RULE, meet_needs, write_hours
from .training_evaluations import open_evaluations
from .words import plain

E = Enrolment.Status


@transaction.atomic
def correct_attendance(
    *, enrolment: Enrolment, present: bool, reason: str, actor: User, at: datetime
) -> Enrolment:
    """Who was absent by the list of a held session was there, or the other way round.

    `present`: hours, evaluations and needs follow as for the others. Else what the session wrote for him
    goes, as long as he has no valid certificate and nothing was answered, and he reads the reason.
    He is told either way.
    Raises PermissionDenied (also for himself), Incomplete without a reason, NotPossible, Stale.
    """
    may_correct_attendance(actor, enrolment, localdate(at)).require()
    reason = plain(reason, _("Tulis alasan koreksi."))
    # The course first: its certificates are issued under this lock.
    Course.objects.select_for_update().get(pk=enrolment.session.course_id)
    held = lock(enrolment.session_id)
    if held.status != Session.Status.HELD:
        raise NotPossible(_("Kehadiran baru dapat dikoreksi setelah sesi selesai."))
    row = held.enrolments.select_related("employee__user", "session").get(pk=enrolment.pk)
    before = {"status": row.status}
    follows = (_found_present if present else _found_absent)(held, row, reason, actor, at)
    record(
        actor=actor, at=at, action="growth.correct_attendance", target=row,
        before=before, after={"status": row.status, **follows}, why=reason, rule=RULE,
    )  # fmt: skip
    with translation.override("id"):
        there = _("Anda kini tercatat hadir. Isi evaluasi: %(course)s")
        not_there = _("Anda kini tercatat tidak hadir. Baca alasannya: %(course)s")
        title = (there if present else not_there) % {"course": held.course.title}
    inform(held, [row], f"koreksi:{turn(row)}:{moment(at)}", title, at)
    return row


def _found_present(
    session: Session, row: Enrolment, reason: str, actor: User, at: datetime
) -> dict[str, object]:
    move("enrolment", row, "correct_present", attended_at=at, why=reason)
    write_hours(session, [row], actor)
    opened = open_evaluations(session, [row], at)
    met = meet_needs(session, [row])
    tell_needs_met(met, session.course.title, actor, at)
    return {"evaluations": opened, "needs_met": [need.pk for need in met]}


def _found_absent(
    session: Session, row: Enrolment, reason: str, actor: User, at: datetime
) -> dict[str, object]:
    papers = Certificate.objects.filter(kind=Certificate.Kind.TRAINING, status=Certificate.Status.VALID)
    if papers.filter(employee=row.employee_id, facts__enrolment=row.pk).exists():
        raise NotPossible(_("Sertifikatnya sudah terbit. Cabut dahulu sertifikat itu, lalu koreksi."))
    asked = list(row.evaluations.select_for_update().order_by("pk"))
    tested = row.tests.filter(moment=TestResult.Moment.AFTER).exists()
    if tested or any(one.answered_at is not None for one in asked):
        raise NotPossible(
            _("Evaluasi atau tes sesudah pelatihan sudah dijawab, jadi kehadirannya tetap tercatat.")
        )
    move("enrolment", row, "correct_absent", attended_at=None, why=reason)
    row.evaluations.all().delete()
    hours, _by_model = row.activities.all().delete()
    unmet = _unmeet_needs(session, row)
    return {"evaluations_removed": len(asked), "hours_removed": hours, "needs_unmet": unmet}


def _unmeet_needs(session: Session, row: Enrolment) -> list[int]:
    """Needs that this attendance met and no other does; returns their ids."""
    about = Q(pk=row.need_id)
    if session.course.competence:
        about |= Q(employee=row.employee_id, competence=session.course.competence)
    came = Enrolment.objects.filter(status=E.ATTENDED, session__status=Session.Status.HELD)
    by_name = came.filter(need=OuterRef("pk"))
    # A course that ended before the need was noted did not meet it.
    since = came.filter(employee=OuterRef("employee"), session__ends_at__gte=OuterRef("made_at"))
    by_competence = since.filter(session__course__competence=OuterRef("competence"))
    met = Need.objects.filter(about, status=Need.Status.MET)
    left = list(met.filter(~Exists(by_name), Q(competence="") | ~Exists(by_competence)))
    for need in left:
        move("need", need, "replan" if need.group_id else "unmeet")
    return [need.pk for need in left]
