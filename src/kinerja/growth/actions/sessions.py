"""A session: planned, begun, attended, held or cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import moment, tell
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, employee_of
from kinerja.rules.states import next_state
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_development import may_keep_courses, may_run
from ..errors import Incomplete
from ..follow_up_notices import tell_needs_met
from ..models import Course, DevelopmentActivity, Enrolment, Need, Session
from ..training import days_of, evaluation_rule
from .seats import fill_from_queue, free_seats, inform, lock, turn
from .training_evaluations import open_evaluations
from .words import plain

RULE = "UU 20/2023 Ps 49; Peraturan LAN 10/2018"
S, E = Session.Status, Enrolment.Status
SHORT = 200


@transaction.atomic
def plan_session(
    *,
    course: Course,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    trainer: str,
    seats: int,
    actor: User,
    at: datetime,
    needs_approval: bool = True,
) -> Session:
    """Opens enrolment for one run of the course. Raises PermissionDenied, Incomplete, NotPossible for a
    course that is retired."""
    may_keep_courses(actor, localdate(at)).require()
    if course.retired:
        raise NotPossible(_("Pelatihan ini tidak dipakai lagi."))
    _check(starts_at, ends_at, place, trainer, seats, at)
    made = Session.objects.create(
        course=course,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip()[:SHORT],
        trainer=trainer.strip()[:SHORT],
        seats=seats,
        needs_approval=needs_approval,
        attend_key=token_urlsafe(18),
        made_by=actor,
    )
    record(
        actor=actor, at=at, action="growth.plan_session", target=made,
        after=_facts(made) | {"course": course.pk}, rule=RULE,
    )  # fmt: skip
    return made


@transaction.atomic
def change_session(
    *,
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    trainer: str,
    seats: int,
    actor: User,
    at: datetime,
) -> Session:
    """Another time, place or number of seats before it begins; new seats go to those who wait.

    Raises PermissionDenied, Incomplete, NotPossible with fewer seats than are taken.
    """
    held = _held(session, actor, at, S.PLANNED)
    _check(starts_at, ends_at, place, trainer, seats, at)
    if held.enrolments.filter(status=E.APPROVED).count() > seats:
        raise NotPossible(_("Kursi tidak dapat dikurangi di bawah jumlah peserta terdaftar."))
    before, moved = _facts(held), held.starts_at != starts_at or held.place != place.strip()[:SHORT]
    held.starts_at, held.ends_at, held.seats = starts_at, ends_at, seats
    held.place, held.trainer = place.strip()[:SHORT], trainer.strip()[:SHORT]
    held.save(update_fields=["starts_at", "ends_at", "seats", "place", "trainer"])
    action = "growth.change_session"
    record(actor=actor, at=at, action=action, target=held, before=before, after=_facts(held))
    fill_from_queue(held, at)
    if moved:
        with translation.override("id"):
            title = _("Waktu atau tempat berubah: %(course)s") % {"course": held.course.title}
        inform(held, _active(held), f"ubah:{moment(at)}", title, at)
    return held


@transaction.atomic
def cancel_session(*, session: Session, why: str, actor: User, at: datetime) -> Session:
    """Cancelled before it began; everybody enrolled is withdrawn and told. Raises PermissionDenied,
    Incomplete without a reason, NotPossible, Stale."""
    held = _held(session, actor, at, S.PLANNED)
    why = plain(why, _("Tulis alasan pembatalan, agar peserta tahu."))
    rows = _active(held)
    move("session", held, "cancel")
    for row in rows:
        move("enrolment", row, "withdraw", why=why)
    record(
        actor=actor, at=at, action="growth.cancel_session", target=held,
        before={"status": S.PLANNED.value}, after={"status": held.status}, why=why,
    )  # fmt: skip
    with translation.override("id"):
        title = _("Dibatalkan: %(course)s") % {"course": held.course.title}
    inform(held, rows, "batal", title, at)
    return held


@transaction.atomic
def begin_session(*, session: Session, actor: User, at: datetime) -> Session:
    """Begins, at the earliest half an hour before its time (`training.evaluation`); the test before closes.

    Raises PermissionDenied, NotPossible, Stale.
    """
    held = _held(session, actor, at, S.PLANNED)
    if at < opens_at(held, at):
        raise NotPossible(_("Sesi belum dapat dimulai. Ubah waktunya bila dimulai lebih awal."))
    move("session", held, "begin")
    record(
        actor=actor, at=at, action="growth.begin_session", target=held,
        before={"status": S.PLANNED.value}, after={"status": held.status},
    )  # fmt: skip
    return held


@transaction.atomic
def check_in(*, session: Session, employee: Employee, actor: User, at: datetime, why: str = "") -> Enrolment:
    """Present. By oneself from half an hour before the beginning to the end, while the session runs; by who
    runs it any time while it runs, with the reason `why`.

    Who came before his superior answered is ticked by who runs the session, never by himself, and only on a
    seat that nobody has; it is kept as `unanswered`, and the superior is told.
    Raises PermissionDenied, Incomplete, NotPossible for somebody without a seat or outside the time, Stale.
    """
    held = lock(session)
    me = employee_of(actor)
    by_hand = me is None or me.pk != employee.pk
    if by_hand:
        may_run(actor, held, localdate(at)).require()
        if not why.strip():
            raise Incomplete(_("Tulis alasan kehadiran dicatat dengan tangan."))
    if held.status != S.RUNNING or not (by_hand or opens_at(held, at) <= at <= held.ends_at):
        raise NotPossible(_("Kehadiran hanya dicatat selama sesi berlangsung."))
    found = held.enrolments.select_related("employee").filter(employee=employee).first()
    if found is None or found.status not in (E.REQUESTED, E.APPROVED, E.ATTENDED):
        raise NotPossible(_("Nama ini tidak ada di daftar peserta. Hubungi penyelenggara."))
    if found.status == E.ATTENDED:
        return found
    unanswered = found.status == E.REQUESTED
    if unanswered:
        _check_unanswered(held, by_hand)
    move("enrolment", found, "attend", attended_at=at, why=why.strip(), unanswered=unanswered)
    ticked = "growth.check_in_unanswered" if unanswered else "growth.check_in_by_hand"
    action = ticked if by_hand else "growth.check_in"
    after = {"status": found.status, "employee": employee.pk}
    record(actor=actor, at=at, action=action, target=found, after=after, why=why.strip())
    if unanswered:
        _tell_appraiser(held, found, at)
    return found


@transaction.atomic
def hold_session(*, session: Session, actor: User, at: datetime) -> Session:
    """Ends a running session: who did not come is absent, hours are written down, evaluations opened, needs
    met. Raises PermissionDenied, NotPossible, Stale."""
    held = _held(session, actor, at, S.RUNNING)
    move("session", held, "hold")
    absent = next_state("enrolment", E.APPROVED, "miss")
    held.enrolments.filter(status=E.APPROVED).update(status=absent)
    with translation.override("id"):
        late = _("Sesi selesai sebelum ada kursi.")
    for row in held.enrolments.filter(status__in=(E.REQUESTED, E.WAITING)):
        move("enrolment", row, "refuse" if row.status == E.REQUESTED else "withdraw", why=late)
    present = list(held.enrolments.filter(status=E.ATTENDED).select_related("employee__user", "session"))
    write_hours(held, present, actor)
    opened = open_evaluations(held, present, at)
    met = meet_needs(held, present)
    tell_needs_met(met, held.course.title, actor, at)
    met_ids = [need.pk for need in met]
    after = {"status": held.status, "attended": len(present), "evaluations": opened, "needs_met": met_ids}
    record(
        actor=actor, at=at, action="growth.hold_session", target=held,
        before={"status": S.RUNNING.value}, after=after, rule=RULE,
    )  # fmt: skip
    with translation.override("id"):
        title = _("Isi evaluasi: %(course)s") % {"course": held.course.title}
    inform(held, present, "evaluasi", title, at)
    return held


def _check_unanswered(session: Session, by_hand: bool) -> None:
    """Somebody else than himself saw him in the room, and no seat of others is given away."""
    if not by_hand:
        raise NotPossible(
            _("Atasan Anda belum menjawab permintaan Anda. Minta penyelenggara mencatat kehadiran Anda.")
        )
    if not free_seats(session):
        raise NotPossible(
            _("Semua kursi sudah terisi, jadi permintaan yang belum dijawab tidak dapat dicatat hadir.")
        )


def _tell_appraiser(session: Session, enrolment: Enrolment, at: datetime) -> None:
    line = appraiser_of(enrolment.employee, localdate(at))
    if line is None or line.employee.user_id is None:
        return
    with translation.override("id"):
        facts = {"name": enrolment.employee.name, "course": session.course.title}
        title = _("%(name)s hadir di %(course)s sebelum Anda menjawab permintaannya") % facts
    key, url = f"growth.unanswered:{turn(enrolment)}", reverse("growth:session", args=[session.pk])
    tell([line.employee.user_id], key=key, title=title, url=url, due=None, at=at)


def opens_at(session: Session, at: datetime) -> datetime:
    """From when somebody may be present."""
    return session.starts_at - timedelta(minutes=evaluation_rule("attend_before", localdate(at)))


def write_hours(session: Session, present: list[Enrolment], actor: User) -> None:
    """The hours of a held session, for those who were there."""
    course, last = session.course, localdate(session.ends_at)
    days = days_of(course.kind, course.hours, localdate(session.starts_at), last)
    with translation.override("id"):
        facts = {"day": format_date(last, "j F Y"), "place": session.place}
        evidence = _("Daftar hadir sesi %(day)s, %(place)s") % facts
    DevelopmentActivity.objects.bulk_create(
        DevelopmentActivity(
            employee=row.employee,
            kind=course.kind,
            title=course.title,
            day=day,
            amount=amount,
            evidence=evidence[:300],
            enrolment=row,
            confirmed_by=actor,
        )
        for row in present
        for day, amount in days
    )


def meet_needs(session: Session, present: list[Enrolment]) -> list[Need]:
    """Needs named in the enrolment, and those of the participants for the competence of the course."""
    about = Q(pk__in=[row.need_id for row in present if row.need_id is not None])
    if session.course.competence:
        people = [row.employee_id for row in present]
        about |= Q(employee__in=people, competence=session.course.competence)
    live = Need.objects.filter(about, status__in=(Need.Status.OPEN, Need.Status.PLANNED))
    rows = list(live.select_related("follow_up__responsible"))
    for need in rows:
        move("need", need, "meet")
    return rows


def _active(session: Session) -> list[Enrolment]:
    rows = session.enrolments.filter(status__in=(E.REQUESTED, E.APPROVED, E.WAITING))
    return list(rows.select_related("employee"))


def _held(session: Session, actor: User, at: datetime, *states: str) -> Session:
    """The row locked, run by this person and in one of the states."""
    may_run(actor, session, localdate(at)).require()
    held = lock(session)
    if held.status not in states:
        shown = _(held.get_status_display())
        raise NotPossible(
            _("Ini tidak dapat dilakukan lagi: keadaannya sekarang “%(state)s”.") % {"state": shown}
        )
    return held


def _check(
    starts_at: datetime, ends_at: datetime, place: str, trainer: str, seats: int, at: datetime
) -> None:
    if not place.strip() or not trainer.strip():
        raise Incomplete(_("Tulis tempat dan pengajar."))
    if ends_at <= starts_at:
        raise Incomplete(_("Sesi selesai sesudah mulai. Periksa jamnya."))
    if ends_at <= at:
        raise Incomplete(_("Waktu sesi sudah lewat. Pilih waktu yang akan datang."))
    if seats < 1:
        raise Incomplete(_("Kursi paling sedikit satu."))


def _facts(session: Session) -> dict[str, object]:
    return {
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "place": session.place,
        "seats": session.seats,
    }
