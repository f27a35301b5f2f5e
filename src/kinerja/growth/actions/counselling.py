"""A counselling: appointed by HR, written by the two in sealed notes, closed by the counsellor.

Neither audit events nor notices hold a word of what is said (PermenPANRB 6/2022 Lampiran hlm 85-88).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from kinerja.accounts.access import HR
from kinerja.accounts.given_passwords import sealed_until
from kinerja.accounts.models import RoleGrant, User
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, in_force
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from .. import access_counselling as access
from ..errors import Incomplete
from ..models import BehaviourReport, Counselling, CounsellingNote
from ..queries.counselling import running_of
from ..sealing import seal, unseal
from .words import plain

RULE = "PermenPANRB 6/2022 Lampiran hlm 87-88"
S = Counselling.Status


@dataclass(frozen=True, slots=True)
class ReadNote:
    """One note opened for one of the two."""

    held_on: date
    by: Employee
    text: str
    at: datetime


@transaction.atomic
def appoint(*, report: BehaviourReport, counsellor: Employee, actor: User, at: datetime) -> Counselling:
    """HR appoints an independent counsellor; from here on HR reads only that it goes on and how it ended.

    Raises PermissionDenied, NotPossible naming why this person cannot be it, Stale.
    """
    on = localdate(at)
    access.may_decide(actor, report, on).require()
    fit = access.may_counsel(counsellor, report, actor, on)
    if not fit:
        raise NotPossible(fit.reason)
    old = report.status
    move("behaviour_report", report, "appoint", decided_by=actor, decided_at=at)
    facts = {"before": {"status": old}, "after": {"status": report.status}, "rule": RULE}
    record(actor=actor, at=at, action="growth.appoint_counsellor", target=report, **facts)
    return _begin(report, counsellor, actor, at)


@transaction.atomic
def replace_counsellor(
    *, report: BehaviourReport, counsellor: Employee, why: str, actor: User, at: datetime
) -> Counselling:
    """HR names another counsellor; the notes so far stay sealed for the old two, who read the reason.

    A new counselling of the same report begins without a note. Raises PermissionDenied, Incomplete,
    NotPossible when none runs or this person cannot be it, Stale.
    """
    on = localdate(at)
    access.may_decide(actor, report, on).require()
    old = running_of(report)
    if old is None:
        raise NotPossible(_("Tidak ada konseling yang berjalan untuk laporan ini."))
    access.may_replace(actor, old, report, on).require()
    if counsellor.pk == old.counsellor_id:
        raise NotPossible(_("Orang ini sudah konselornya. Pilih orang lain."))
    fit = access.may_counsel(counsellor, report, actor, on)
    if not fit:
        raise NotPossible(fit.reason)
    reason = plain(why, _("Tulis alasan mengganti konselor."))
    move("counselling", old, "replace", why=reason, closed_at=at)
    facts = {"before": {"status": S.OPEN.value}, "after": {"status": old.status}, "rule": RULE}
    record(actor=actor, at=at, action="growth.replace_counsellor", target=old, **facts)
    with translation.override("id"):
        title = _("Konselor diganti; catatan sampai hari ini tetap hanya untuk berdua")
    _tell([old.employee.user_id, old.counsellor.user_id], old, "diganti", title, at)
    return _begin(report, counsellor, actor, at)


def _begin(report: BehaviourReport, counsellor: Employee, actor: User, at: datetime) -> Counselling:
    """A new counselling; both are told."""
    made = Counselling.objects.create(
        employee=report.employee, counsellor=counsellor, report=report, appointed_by=actor, appointed_at=at
    )
    after = {"employee": made.employee_id, "counsellor": made.counsellor_id, "status": made.status}
    record(actor=actor, at=at, action="growth.open_counselling", target=made, after=after, rule=RULE)
    with translation.override("id"):
        title = _("Konseling Anda dibuka. Isinya rahasia")
        asked = _("Anda ditunjuk sebagai konselor")
    _tell([made.employee.user_id], made, "dibuka", title, at)
    _tell([counsellor.user_id], made, "ditunjuk", asked, at)
    return made


@transaction.atomic
def write_note(
    *, counselling: Counselling, held_on: date, text: str, actor: User, at: datetime
) -> CounsellingNote:
    """Seals what one of the two writes about a talk. A note is never changed; write another one.

    Raises PermissionDenied, Incomplete, NotPossible when the counselling is closed.
    """
    access.may_read_notes(actor, counselling).require()
    words = plain(text, _("Tulis catatannya."))
    if held_on > localdate(at):
        raise Incomplete(_("Tanggal pertemuan tidak boleh sesudah hari ini."))
    held = Counselling.objects.select_for_update().get(pk=counselling.pk)
    if held.status != S.OPEN:
        raise NotPossible(_("Konseling ini sudah selesai, jadi catatannya tidak bertambah lagi."))
    writer = employee_of(actor)
    assert writer is not None  # may_read_notes asked for it
    note = CounsellingNote.objects.create(
        counselling=held, by=writer, held_on=held_on, sealed=seal(words, held.pk), at=at
    )
    record(
        actor=actor, at=at, action="growth.write_counselling", target=held, after={"note": note.pk}, rule=RULE
    )
    other = held.employee if writer.pk == held.counsellor_id else held.counsellor
    with translation.override("id"):
        title = _("Ada catatan konseling baru untuk Anda")
    _tell([other.user_id], held, f"catatan.{note.pk}", title, at)
    return note


def read_notes(*, counselling: Counselling, reader: User, at: datetime) -> list[ReadNote]:
    """The notes in words, newest first, for the two alone.

    Raises PermissionDenied, CannotOpen, NotPossible in the week after an administrator gave the reader's
    account a password: he could sign in with it.
    """
    access.may_read_notes(reader, counselling).require()
    if until := sealed_until(reader, at):
        message = _(
            "Administrator baru membuatkan kata sandi untuk akun ini, jadi catatan tetap tertutup sampai"
            " %(day)s. Bila bukan Anda yang meminta kata sandi itu, segera beri tahu analis kepegawaian."
        )
        raise NotPossible(message % {"day": date_format(localtime(until), "j F Y H.i")})
    rows = counselling.notes.select_related("by").order_by("-held_on", "-pk")
    return [ReadNote(row.held_on, row.by, unseal(bytes(row.sealed), counselling.pk), row.at) for row in rows]


@transaction.atomic
def close_counselling(*, counselling: Counselling, route: str, actor: User, at: datetime) -> Counselling:
    """Ends it by one of the three routes, which is all that HR learns of it.

    Raises PermissionDenied, Incomplete, NotPossible before the counsellor wrote a note, Stale.
    """
    access.may_close(actor, counselling).require()
    if route not in Counselling.Route.values:
        raise Incomplete(_("Pilih hasil konseling."))
    if not counselling.notes.filter(by_id=counselling.counsellor_id).exists():
        raise NotPossible(_("Tulis dulu satu catatan pertemuan, lalu tutup konseling ini."))
    move("counselling", counselling, "close", route=route, closed_at=at)
    facts = {"before": {"status": S.OPEN.value}, "after": {"status": S.CLOSED.value, "route": route}}
    record(actor=actor, at=at, action="growth.close_counselling", target=counselling, rule=RULE, **facts)
    with translation.override("id"):
        title = _("Konseling Anda selesai")
        known = _("Sebuah konseling selesai; hasilnya dapat dilihat")
    _tell([counselling.employee.user_id], counselling, "selesai", title, at)
    grants = RoleGrant.objects.filter(in_force(localdate(at)), role=HR)
    two = [counselling.employee_id, counselling.counsellor_id]
    readers = grants.exclude(user__employee__in=two).values_list("user_id", flat=True)
    url = reverse("growth:counselling") + "?lihat=kelola"
    tell(readers, key=f"konseling.hasil:{counselling.pk}", title=known, url=url, due=None, at=at)
    return counselling


def _tell(
    users: Iterable[int | None], counselling: Counselling, stage: str, title: str, at: datetime
) -> None:
    url = reverse("growth:counselling_notes", args=[counselling.pk])
    known = [user for user in users if user is not None]
    tell(known, key=f"konseling.{stage}:{counselling.pk}", title=title, url=url, due=None, at=at)
