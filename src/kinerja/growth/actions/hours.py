"""What somebody did for his development: reported with evidence, confirmed or refused."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.rows import lock_row
from kinerja.rules.loader import in_force
from kinerja.voice.errors import NotPossible

from ..access_hours import may_add_activity, may_judge_activity
from ..errors import Incomplete
from ..models import DevelopmentActivity
from ..notices import tell_other
from .words import plain

RULE = "PP 11/2017 Pasal 203; Peraturan LAN 10/2018"
MOST = 400


@transaction.atomic
def add_activity(
    *,
    employee: Employee,
    kind: str,
    title: str,
    day: date,
    amount: int,
    evidence: str,
    actor: User,
    at: datetime,
) -> DevelopmentActivity:
    """Reports one's own activity; `kind` of `hours.kind`, `amount` 1..400 in that kind's unit.

    It counts once confirmed. Raises PermissionDenied, Incomplete.
    """
    on = localdate(at)
    may_add_activity(actor, employee).require()
    if kind not in in_force("hours.kind", on)["kind"]:
        raise Incomplete(_("Pilih jenis kegiatan."))
    if day > on:
        raise Incomplete(_("Kegiatan dilaporkan setelah terjadi. Tanggalnya tidak boleh sesudah hari ini."))
    if day.year < on.year - 1:
        raise Incomplete(_("Yang dapat dilaporkan hanya kegiatan tahun ini dan tahun lalu."))
    if not 1 <= amount <= MOST:
        raise Incomplete(_("Isi jumlah 1 sampai %(most)d.") % {"most": MOST})
    words = {"title": title.strip(), "evidence": evidence.strip()}
    if not all(words.values()):
        raise Incomplete(_("Tulis nama kegiatan dan buktinya."))
    made = DevelopmentActivity.objects.create(employee=employee, kind=kind, day=day, amount=amount, **words)
    after = {"employee": employee.pk, "kind": kind, "day": day, "amount": amount}
    record(actor=actor, at=at, action="growth.add_activity", target=made, after=after, rule=RULE)
    return made


@transaction.atomic
def confirm_activity(*, activity: DevelopmentActivity, actor: User, at: datetime) -> DevelopmentActivity:
    """From now on it counts. Raises PermissionDenied, NotPossible when it was judged before."""
    held = _waiting(activity, actor, at)
    held.confirmed_by = actor
    held.save(update_fields=["confirmed_by"])
    record(actor=actor, at=at, action="growth.confirm_activity", target=held, rule=RULE)
    with translation.override("id"):
        title = _("Kegiatan dikonfirmasi: %(title)s") % {"title": held.title}
    _tell(held, title, actor, at)
    return held


@transaction.atomic
def refuse_activity(
    *, activity: DevelopmentActivity, why: str, actor: User, at: datetime
) -> DevelopmentActivity:
    """It does not count, and the employee reads why. Raises PermissionDenied, Incomplete, NotPossible."""
    held = _waiting(activity, actor, at)
    reason = plain(why, _("Tulis alasan agar pegawai tahu apa yang kurang."))
    held.refused = reason
    held.save(update_fields=["refused"])
    record(actor=actor, at=at, action="growth.refuse_activity", target=held, why=reason, rule=RULE)
    with translation.override("id"):
        title = _("Kegiatan tidak dihitung, baca alasannya: %(title)s") % {"title": held.title}
    _tell(held, title, actor, at)
    return held


def _tell(activity: DevelopmentActivity, title: str, actor: User, at: datetime) -> None:
    """Once: an activity is judged once."""
    url = f"{reverse('growth:hours')}?lihat=saya&tahun={activity.day.year}"
    tell_other(
        activity.employee, actor=actor, key=f"activity_judged:{activity.pk}", title=title, url=url, at=at
    )


def _waiting(activity: DevelopmentActivity, actor: User, at: datetime) -> DevelopmentActivity:
    held = lock_row(DevelopmentActivity.objects.select_related("employee"), activity.pk)
    may_judge_activity(actor, held.employee, localdate(at)).require()
    if held.confirmed_by_id or held.enrolment_id or held.refused:
        raise NotPossible(_("Kegiatan ini sudah diputus."))
    return held
