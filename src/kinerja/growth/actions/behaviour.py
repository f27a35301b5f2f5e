"""Form B.1.10: told to the employee, then better or reported, then decided by HR.

Audit events carry who, whom and when; what the matter is stays in the report.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.access import HR
from kinerja.accounts.models import RoleGrant, User
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, in_force
from kinerja.people.queries.law import in_force as law_in_force
from kinerja.rules.behaviour import behaviour_values
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from .. import access_counselling as access
from ..errors import Incomplete
from ..models import BehaviourReport
from .words import plain

RULE = "PermenPANRB 6/2022 Lampiran hlm 85-86 (B.1.10)"
R = BehaviourReport.Status


@transaction.atomic
def tell_behaviour(
    *,
    employee: Employee,
    value: str,
    problem: str,
    detail: str,
    told_on: date,
    efforts: str,
    actor: User,
    at: datetime,
    expectation: str = "",
    others_too: bool = False,
    evidence: str = "",
) -> BehaviourReport:
    """The appraiser keeps that he told the employee: on which day, and in `efforts` how. `value` is a code of
    the seven values.

    Raises PermissionDenied, Incomplete, NotPossible while another matter about the same value is open.
    """
    on = localdate(at)
    access.may_tell(actor, employee, on).require()
    if value not in {item.code for item in behaviour_values(on)}:
        raise Incomplete(_("Pilih nilai dasar yang bersangkutan."))
    if told_on > on:
        raise Incomplete(_("Hari penyampaian tidak boleh sesudah hari ini. Sampaikan dulu kepada pegawai."))
    words = {
        "problem": plain(problem, _("Tulis masalahnya.")),
        "detail": plain(detail, _("Tulis uraian: apa yang terjadi, kapan, di mana.")),
        "efforts": plain(efforts, _("Tulis bagaimana Anda menyampaikannya.")),
    }
    Employee.objects.select_for_update().get(pk=employee.pk)
    if BehaviourReport.objects.filter(
        employee=employee, value=value, status__in=[R.TOLD, R.REPORTED]
    ).exists():
        raise NotPossible(_("Masih ada catatan terbuka tentang nilai dasar ini. Lanjutkan catatan itu."))
    appraiser = employee_of(actor)
    assert appraiser is not None  # may_tell asked for it
    report = BehaviourReport.objects.create(
        employee=employee,
        appraiser=appraiser,
        value=value,
        told_on=told_on,
        expectation=plain(expectation),
        others_too=others_too,
        evidence=plain(evidence),
        **words,
    )
    after = {"employee": employee.pk, "told_on": told_on, "status": R.TOLD.value}
    record(actor=actor, at=at, action="growth.tell_behaviour", target=report, after=after, rule=RULE)
    with translation.override("id"):
        title = _("Pimpinan mencatat pembicaraan dengan Anda tentang perilaku kerja")
    tell_people([employee.user_id], report, "disampaikan", title, at)
    return report


def reportable_from(report: BehaviourReport) -> date:
    """The first day on which it may be reported (law `counselling.told_days`)."""
    days = law_in_force("counselling.told_days", report.told_on)["days"]
    return report.told_on + timedelta(days=int(days))


@transaction.atomic
def report_behaviour(
    *, report: BehaviourReport, efforts: str, evidence: str, actor: User, at: datetime
) -> BehaviourReport:
    """To HR, when nothing changed since the employee was told. `efforts`: what was done since then.

    Raises PermissionDenied, Incomplete, NotPossible before `reportable_from` or in another state, Stale.
    """
    on = localdate(at)
    access.may_report(actor, report, on).require()
    done = plain(efforts, _("Tulis upaya Anda sejak menyampaikannya."))
    proof = plain(evidence, _("Tulis buktinya: laporan, catatan, atau pengaduan yang dapat diperiksa."))
    first = reportable_from(report)
    if on < first:
        message = _("Beri pegawai waktu untuk berubah. Laporan dapat dikirim mulai %(day)s.")
        raise NotPossible(message % {"day": date_format(first, "j F Y")})
    old = report.status
    both = f"{report.efforts}\n\n{done}"
    move("behaviour_report", report, "report", efforts=both, evidence=proof, reported_at=at)
    _record("report_behaviour", report, old, actor, at)
    with translation.override("id"):
        title = _("Pimpinan melaporkan masalah perilaku kerja kepada unit kepegawaian")
        asked = _("Laporan perilaku kerja menunggu keputusan")
    tell_people([report.employee.user_id], report, "dilaporkan", title, at)
    grants = RoleGrant.objects.filter(in_force(on), role=HR).exclude(user__employee=report.employee_id)
    tell_people(grants.values_list("user_id", flat=True), report, "memutus", asked, at)
    return report


@transaction.atomic
def mark_improved(*, report: BehaviourReport, actor: User, at: datetime) -> BehaviourReport:
    """It got better after he was told; nothing is reported. Raises PermissionDenied, NotPossible, Stale."""
    access.may_see_change(actor, report, localdate(at)).require()
    old = report.status
    move("behaviour_report", report, "improve", decided_by=actor, decided_at=at)
    _record("improved_behaviour", report, old, actor, at)
    with translation.override("id"):
        title = _("Pimpinan melihat perbaikan perilaku kerja Anda")
    tell_people([report.employee.user_id], report, "membaik", title, at)
    return report


@transaction.atomic
def decline(*, report: BehaviourReport, why: str, actor: User, at: datetime) -> BehaviourReport:
    """HR does not go on, and says why to the employee and his appraiser.

    Raises PermissionDenied, Incomplete, NotPossible, Stale.
    """
    access.may_decide(actor, report, localdate(at)).require()
    reason = plain(why, _("Tulis alasan laporan ini tidak dilanjutkan."))
    old = report.status
    move("behaviour_report", report, "decline", why=reason, decided_by=actor, decided_at=at)
    _record("decline_behaviour", report, old, actor, at)
    with translation.override("id"):
        title = _("Laporan perilaku kerja tidak dilanjutkan")
    tell_people([report.employee.user_id, report.appraiser.user_id], report, "ditolak", title, at)
    return report


def tell_people(
    users: Iterable[int | None], report: BehaviourReport, stage: str, title: str, at: datetime
) -> None:
    """A notice that names no matter, because notices also go out by mail."""
    url = reverse("growth:behaviour", args=[report.pk])
    known = [user for user in users if user is not None]
    tell(known, key=f"perilaku.{stage}:{report.pk}", title=title, url=url, due=None, at=at)


def _record(act: str, report: BehaviourReport, old: str, actor: User, at: datetime) -> None:
    facts = {"before": {"status": old}, "after": {"status": report.status}, "rule": RULE}
    record(actor=actor, at=at, action=f"growth.{act}", target=report, **facts)
