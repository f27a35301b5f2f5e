"""Appointments (definitive, Plt, Plh, study), transfers and mandates to appraise."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kinerja.accounts.errors import Stale
from kinerja.accounts.models import User
from kinerja.audit.actions import record

from ..errors import NotPossible
from ..models import Appointment, AppraisalMandate, Employee, Post
from ..queries.in_force import OWN_KINDS, in_force
from .common import facts, plain_refusals

FIELDS = ("employee_id", "post_id", "kind", "starts", "ends", "decree")
MANDATE_RULE = "PermenPANRB 6/2022 Lampiran hlm 89 no 7"


def appoint(
    *,
    employee: Employee,
    post: Post,
    kind: str,
    starts: date,
    ends: date | None = None,
    decree: str = "",
    actor: User | None,
    at: datetime,
) -> Appointment:
    """Appoints; raises PostTaken or NotPossible. A Plt or Plh needs another own post on the first day."""
    if kind not in OWN_KINDS:
        _refuse_standing_in_for_oneself(employee, post, starts)
    with plain_refusals():
        row = Appointment.objects.create(
            employee=employee,
            post=post,
            kind=kind,
            starts=starts,
            ends=ends,
            decree=decree,
            sole=post.sole_holder,
        )
        record(actor=actor, at=at, action="people.appoint", target=row, after=facts(row, *FIELDS))
    return row


def end_appointment(
    *, appointment: Appointment, ends: date, reason: str, actor: User | None, at: datetime
) -> None:
    """Sets the last day. Raises NotPossible (no reason, before the start), Stale when somebody was faster."""
    if not reason.strip():
        raise NotPossible(_("Tulis alasan mengakhiri jabatan."))
    before = facts(appointment, "ends")
    with plain_refusals():
        same = Appointment.objects.filter(pk=appointment.pk, ends=appointment.ends)
        if appointment.ends is None:
            same = Appointment.objects.filter(pk=appointment.pk, ends__isnull=True)
        if same.update(ends=ends) != 1:
            raise Stale
        appointment.ends = ends
        after = facts(appointment, "ends")
        record(
            actor=actor,
            at=at,
            action="people.end_appointment",
            target=appointment,
            before=before,
            after=after,
            why=reason,
        )


def transfer(
    *,
    employee: Employee,
    post: Post,
    starts: date,
    kind: str = Appointment.Kind.DEFINITIVE.value,
    decree: str = "",
    actor: User | None,
    at: datetime,
) -> Appointment:
    """Ends the own post the day before `starts` and appoints to `post` from then on, or nothing at all.

    With kind "tugas_belajar" and the same post it starts a study assignment. Raises NotPossible when the
    own post starts on or after that day, PostTaken when the new one is held.
    """
    with plain_refusals():
        old = employee.appointments.filter(in_force(starts), kind__in=OWN_KINDS).first()
        if old is not None:
            if old.starts >= starts:
                raise NotPossible(
                    _("Jabatan sekarang mulai pada hari itu juga. Perbaiki jabatan itu, jangan pindahkan.")
                )
            reason = f"Pindah ke {post.title}" if post != old.post else "Berganti jenis pengangkatan"
            last = starts - timedelta(days=1)
            end_appointment(appointment=old, ends=last, reason=reason, actor=actor, at=at)
        return appoint(
            employee=employee, post=post, kind=kind, starts=starts, decree=decree, actor=actor, at=at
        )


def mandate(
    *, post: Post, starts: date, basis: str, ends: date | None = None, actor: User | None, at: datetime
) -> AppraisalMandate:
    """Delegates the appraisal to a functional post that leads a unit (school, installation).

    Raises NotPossible for any other post (PermenPANRB 6/2022 Lampiran hlm 89 no 7).
    """
    if post.level != Post.Level.FUNCTIONAL or not post.leads_unit:
        raise NotPossible(
            _("Pelimpahan hanya untuk jabatan fungsional yang memimpin unit (sekolah, instalasi).")
        )
    if not basis.strip():
        raise NotPossible(_("Tulis dasar pelimpahan, misalnya nomor keputusan."))
    with plain_refusals():
        row = AppraisalMandate.objects.create(post=post, starts=starts, ends=ends, basis=basis)
        after = facts(row, "post_id", "starts", "ends", "basis")
        record(actor=actor, at=at, action="people.mandate", target=row, after=after, rule=MANDATE_RULE)
    return row


def end_mandate(
    *, mandate: AppraisalMandate, ends: date, reason: str, actor: User | None, at: datetime
) -> None:
    """Sets the last day of a mandate. Raises NotPossible without a reason or before its start."""
    if not reason.strip():
        raise NotPossible(_("Tulis alasan mengakhiri pelimpahan."))
    before = facts(mandate, "ends")
    with plain_refusals():
        mandate.ends = ends
        mandate.save(update_fields=["ends"])
        after = facts(mandate, "ends")
        record(
            actor=actor,
            at=at,
            action="people.end_mandate",
            target=mandate,
            before=before,
            after=after,
            why=reason,
        )


def _refuse_standing_in_for_oneself(employee: Employee, post: Post, starts: date) -> None:
    own = employee.appointments.filter(in_force(starts), kind=Appointment.Kind.DEFINITIVE, post=post)
    if own.exists():
        raise NotPossible(_("Pegawai ini sudah pejabat definitif di jabatan itu; Plt atau Plh tidak perlu."))
