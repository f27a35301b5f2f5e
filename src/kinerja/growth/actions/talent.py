"""Talent: inputs with day and source, notes of succession, assignments that fit a strength."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinerja.accounts.models import User
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.people.models import Employee, Post, Unit
from kinerja.people.queries import employee_of, own_post
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_talent import (
    may_answer_offer,
    may_end_assignment,
    may_keep_talent_of,
    may_offer,
)
from ..errors import Incomplete
from ..models import PotentialInput, StrengthAssignment, SuccessionNote
from ..queries.competence import competences_of
from ..queries.strengths import offered_among, praise_of, strength_of
from ..queries.talent import components

RULE = "PermenPANRB 3/2020 (diubah 20/2025); Keputusan Kepala BKN 411/2025"
ASSIGNMENT = "strength_assignment"


@transaction.atomic
def put_input(
    *,
    employee: Employee,
    component: str,
    score: Decimal,
    held_on: date,
    source: str,
    actor: User,
    at: datetime,
) -> PotentialInput:
    """One score 0..100 of a component of `talent.weights`; a second word for the same day replaces the first.

    The component "kinerja" is refused: it is computed from predicates. Raises PermissionDenied, Incomplete.
    """
    on = localdate(at)
    may_keep_talent_of(actor, employee.pk, on).require()
    if component not in components(on):
        raise Incomplete(_("Pilih komponen dari daftar. Predikat kinerja dihitung sendiri."))
    if not 0 <= score <= 100:
        raise Incomplete(_("Nilai ada di antara 0 dan 100."))
    if held_on > on:
        raise Incomplete(_("Tanggal tidak boleh sesudah hari ini."))
    if not source.strip():
        raise Incomplete(_("Tulis sumber nilai, misalnya nomor laporan asesmen."))
    row, made = PotentialInput.objects.update_or_create(
        employee=employee,
        component=component,
        held_on=held_on,
        defaults={"score": score, "source": source.strip(), "by": actor, "at": at},
    )
    # Administrators read the log and no boxes: what is entered stays out of it.
    after = {"employee": employee.pk, "component": component, "held_on": held_on, "replaced": not made}
    act = "growth.put_talent_input"
    record(actor=actor, at=at, action=act, target=row, after=after, rule=RULE)
    return row


@transaction.atomic
def note_succession(
    *,
    post: Post,
    employee: Employee,
    ready: str,
    reason: str,
    actor: User,
    at: datetime,
    lacks: str = "",
    starts: date | None = None,
) -> SuccessionNote:
    """What the committee says of a candidate from a day on (default today); a newer word ends the older.

    Raises PermissionDenied, also about oneself, Incomplete, NotPossible for the holder of the post himself.
    """
    on = localdate(at)
    may_keep_talent_of(actor, employee.pk, on).require()
    if ready not in SuccessionNote.Ready.values:
        raise Incomplete(_("Pilih kesiapan."))
    if not reason.strip():
        raise Incomplete(_("Tulis alasan komite."))
    held = own_post(employee, on)
    if held is not None and held.post_id == post.pk:
        raise NotPossible(_("Pegawai ini sudah menduduki jabatan tersebut."))
    Employee.objects.select_for_update().get(pk=employee.pk)
    old = _open_note(post, employee)
    before = None
    if old is not None:
        before = {"note": old.pk}
        old.ended_on = on
        old.save(update_fields=["ended_on"])
    made = SuccessionNote.objects.create(
        post=post,
        employee=employee,
        ready=ready,
        lacks=lacks.strip(),
        starts=starts or on,
        reason=reason.strip(),
        by=actor,
    )
    after = {"post": post.pk, "employee": employee.pk}
    act = "growth.note_succession"
    record(actor=actor, at=at, action=act, target=made, before=before, after=after, rule=RULE)
    return made


@transaction.atomic
def end_succession(*, note: SuccessionNote, why: str, actor: User, at: datetime) -> SuccessionNote:
    """Takes a candidate out; `why` is added to the note's reason.

    Raises PermissionDenied, also about oneself, Incomplete, NotPossible when he is out already.
    """
    on = localdate(at)
    may_keep_talent_of(actor, note.employee_id, on).require()
    if not why.strip():
        raise Incomplete(_("Tulis alasan mengeluarkan calon ini."))
    reason = f"{note.reason}\n\n{why.strip()}"
    standing = SuccessionNote.objects.filter(pk=note.pk, ended_on__isnull=True)
    if standing.update(ended_on=on, reason=reason) != 1:
        raise NotPossible(_("Calon ini sudah dikeluarkan."))
    note.ended_on, note.reason = on, reason
    record(actor=actor, at=at, action="growth.end_succession", target=note, rule=RULE)
    return note


def _open_note(post: Post, employee: Employee) -> SuccessionNote | None:
    rows = SuccessionNote.objects.select_for_update().order_by("pk")
    return rows.filter(post=post, employee=employee, ended_on__isnull=True).first()


@transaction.atomic
def offer_assignment(
    *,
    employee: Employee,
    competence: str,
    task: str,
    unit: Unit,
    reason: str,
    starts: date,
    actor: User,
    at: datetime,
    ends: date | None = None,
) -> StrengthAssignment:
    """Offers a task that fits a strength; nothing runs before the employee accepts.

    The strength must be seen as `talent.strength` says: a level above what the post asks for in the newest
    final assessment, or citizens' praise that was proven lately. Raises PermissionDenied, Incomplete,
    NotPossible.
    """
    on = localdate(at)
    may_offer(actor, employee, on).require()
    _check_offer(employee, competence, task, reason, starts, ends, on)
    Employee.objects.select_for_update().get(pk=employee.pk)
    score = strength_of(employee, competence, on)
    praise = praise_of(employee, on)
    if score is None and not praise:
        raise NotPossible(
            _(
                "Kekuatan ini belum terlihat: levelnya belum di atas syarat jabatan dan belum ada apresiasi "
                "warga yang terverifikasi. Nilai kompetensinya dulu."
            )
        )
    if offered_among([employee.pk], competence):
        raise NotPossible(_("Masih ada tawaran atau penugasan berjalan untuk kekuatan ini."))
    me = employee_of(actor)
    assert me is not None, "may_offer asks for an employee"
    made = StrengthAssignment.objects.create(
        employee=employee,
        competence=competence,
        task=task.strip(),
        unit=unit,
        reason=reason.strip(),
        starts=starts,
        ends=ends,
        offered_by=me,
    )
    proof = {"level": score.achieved, "required": score.required} if score else {"praise": len(praise)}
    after = {"employee": employee.pk, "competence": competence, "unit": unit.pk, "proof": proof}
    record(actor=actor, at=at, action="growth.offer_assignment", target=made, after=after, rule=RULE)
    _tell(made, employee, "offer", gettext_noop("Anda ditawari penugasan yang sesuai kekuatan Anda"), at)
    return made


@transaction.atomic
def accept_assignment(*, assignment: StrengthAssignment, actor: User, at: datetime) -> StrengthAssignment:
    """The employee takes it. Raises PermissionDenied, NotPossible, Stale."""
    may_answer_offer(actor, assignment).require()
    move(ASSIGNMENT, assignment, "accept")
    after = {"status": assignment.status}
    record(actor=actor, at=at, action="growth.accept_assignment", target=assignment, after=after, rule=RULE)
    _tell(assignment, assignment.offered_by, "accepted", gettext_noop("Penugasan diterima pegawai"), at)
    return assignment


@transaction.atomic
def decline_assignment(
    *, assignment: StrengthAssignment, why: str, actor: User, at: datetime
) -> StrengthAssignment:
    """The employee does not take it and says why. Raises PermissionDenied, Incomplete, NotPossible, Stale."""
    may_answer_offer(actor, assignment).require()
    if not why.strip():
        raise Incomplete(_("Tulis alasan Anda. Menolak tidak memengaruhi penilaian kinerja."))
    move(ASSIGNMENT, assignment, "decline", outcome=why.strip())
    after = {"status": assignment.status}
    record(actor=actor, at=at, action="growth.decline_assignment", target=assignment, after=after, rule=RULE)
    _tell(assignment, assignment.offered_by, "declined", gettext_noop("Tawaran penugasan tidak diterima"), at)
    return assignment


@transaction.atomic
def end_assignment(
    *,
    assignment: StrengthAssignment,
    outcome: str,
    actor: User,
    at: datetime,
    ends: date | None = None,
) -> StrengthAssignment:
    """Ends a running one with what came of it. `ends` (default today) is the last day.

    Raises PermissionDenied, Incomplete, NotPossible, Stale.
    """
    on = localdate(at)
    may_end_assignment(actor, assignment, on).require()
    last = ends or on
    if not outcome.strip():
        raise Incomplete(_("Tulis hasil penugasan."))
    if not assignment.starts <= last <= on:
        raise Incomplete(_("Hari terakhir ada di antara hari mulai dan hari ini."))
    move(ASSIGNMENT, assignment, "end", outcome=outcome.strip(), ends=last)
    after = {"status": assignment.status, "ends": last}
    record(actor=actor, at=at, action="growth.end_assignment", target=assignment, after=after, rule=RULE)
    _tell(assignment, assignment.employee, "ended", gettext_noop("Penugasan Anda selesai"), at)
    return assignment


def _check_offer(
    employee: Employee, competence: str, task: str, reason: str, starts: date, ends: date | None, on: date
) -> None:
    held = own_post(employee, on)
    if held is None:
        raise NotPossible(_("Pegawai ini tidak menduduki jabatan."))
    if competence not in {item.code for item in competences_of(held.post, on)}:
        raise Incomplete(_("Pilih kompetensi dari daftar."))
    if not task.strip() or not reason.strip():
        raise Incomplete(_("Tulis penugasan dan alasannya."))
    if ends is not None and ends < starts:
        raise Incomplete(_("Hari terakhir tidak boleh sebelum hari mulai."))


def _tell(row: StrengthAssignment, person: Employee, event: str, title: str, at: datetime) -> None:
    """`title` is a message id: what is kept is in the language of the office."""
    if person.user_id is not None:
        with translation.override("id"):
            said = _(title)
        url = reverse("growth:assignment", args=[row.pk])
        key = f"strength-{row.pk}-{event}"
        tell([person.user_id], key=key, title=said, url=url, due=None, at=at)
