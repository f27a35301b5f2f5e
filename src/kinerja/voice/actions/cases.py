"""A case at the counter: received, waiting on the citizen, taken up again, done or cancelled.

The audit log keeps the case and its service, never a name. The time is measured when the case is done.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import Actor, record
from kinerja.people.queries import employee_of
from kinerja.rules.errors import RuleError

from ..errors import NotPossible
from ..models import CaseWait, Service, ServiceCase
from ..queries.services import measured, office_clock, standard_in_force
from .common import move

RULE = "UU 25/2009 Ps 21; PermenPANRB 15/2014"
# NIK: area (6), day of birth (women + 40), month, year, serial. A file number must not be one.
NIK = re.compile(r"\d{6}(0[1-9]|[1256]\d|[37][01]|4[1-9])(0[1-9]|1[0-2])\d{6}")


def clean_number(number: str) -> str:
    """The file number with single spaces. Raises NotPossible when empty, too long or a NIK."""
    clean = " ".join(number.split())
    if not clean:
        raise NotPossible(_("Isi nomor berkas."))
    if len(clean) > 60:
        raise NotPossible(_("Nomor berkas paling panjang 60 huruf."))
    if NIK.fullmatch(clean.replace(" ", "")):
        raise NotPossible(
            _("Nomor ini tampak seperti NIK. Pakai nomor berkas, agar data pribadi warga tidak tersimpan.")
        )
    return clean


@transaction.atomic
def receive_case(
    *,
    service: Service,
    number: str,
    received_at: datetime,
    actor: User,
    at: datetime,
    source: str = ServiceCase.Source.COUNTER,
) -> ServiceCase:
    """Takes in a case under the standard in force on the day of receipt.

    Raises NotPossible: no number, used before in this service, received in the future, no standard.
    """
    clean = clean_number(number)
    if received_at > at:
        raise NotPossible(_("Waktu penerimaan belum tiba."))
    day = localtime(received_at).date()
    if service.retired_on and day >= service.retired_on:
        raise NotPossible(_("Layanan %(service)s sudah dihentikan.") % {"service": service.name})
    standard = standard_in_force(service, day)
    if standard is None:
        message = _("%(service)s belum punya standar pelayanan yang berlaku. Terbitkan dahulu standarnya.")
        raise NotPossible(message % {"service": service.name})
    case = ServiceCase(
        service=service,
        standard=standard,
        number=clean,
        received_at=received_at,
        officer=employee_of(actor),
        source=source,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as taken:
        message = _("Nomor berkas %(number)s sudah dipakai pada %(service)s.")
        raise NotPossible(message % {"number": clean, "service": service.name}) from taken
    _log("receive_case", case, actor, at, "")
    return case


@transaction.atomic
def wait_case(*, case: ServiceCase, reason: str, actor: Actor, at: datetime) -> ServiceCase:
    """Stops the clock: the citizen has to bring something. Raises NotPossible without a reason, Stale."""
    why = reason.strip()
    if not why:
        raise NotPossible(_("Tulis apa yang ditunggu dari warga, misalnya “akta asli”."))
    old = case.status
    move("service_case", case, "wait")
    CaseWait.objects.create(case=case, starts=max(at, case.received_at), reason=why[:200])
    _log("wait_case", case, actor, at, old)
    return case


@transaction.atomic
def resume_case(*, case: ServiceCase, actor: Actor, at: datetime) -> ServiceCase:
    """The citizen came back: the clock runs again. Raises NotPossible, Stale."""
    old = case.status
    move("service_case", case, "resume")
    _end_wait(case, at)
    _log("resume_case", case, actor, at, old)
    return case


@transaction.atomic
def finish_case(*, case: ServiceCase, actor: Actor, at: datetime) -> ServiceCase:
    """Done at `at`: measures the time and whether the promise was kept. Raises NotPossible, Stale."""
    old = case.status
    # Held, so that no wait begins or ends between reading the waits and writing what they give.
    ServiceCase.objects.select_for_update().get(pk=case.pk)
    if at < case.received_at:
        raise NotPossible(_("Waktu selesai tidak boleh sebelum waktu diterima."))
    _end_wait(case, at)
    try:
        clock = office_clock(localtime(case.received_at).date(), localtime(at).date())
        elapsed = measured(clock, case.received_at, at, case.waits.values_list("starts", "ends"))
    except RuleError as unknown:
        message = _("Waktu layanan belum dapat dihitung: %(reason)s. Minta analis kepegawaian melengkapinya.")
        raise NotPossible(message % {"reason": unknown}) from unknown
    kept = elapsed.within(case.standard.promise, case.standard.promise_unit)
    done = {"done_at": at, "elapsed_minutes": elapsed.minutes, "elapsed_days": elapsed.days, "within": kept}
    move("service_case", case, "finish", **done)
    _log("finish_case", case, actor, at, old)
    return case


@transaction.atomic
def cancel_case(*, case: ServiceCase, reason: str, actor: User, at: datetime) -> ServiceCase:
    """Ends a case that is not going to be served; it counts in no measure.

    Raises NotPossible without a reason, Stale.
    """
    why = reason.strip()
    if not why:
        raise NotPossible(_("Tulis alasan pembatalan."))
    old = case.status
    move("service_case", case, "cancel")
    _end_wait(case, at)
    _log("cancel_case", case, actor, at, old, why=why[:200])
    return case


def _end_wait(case: ServiceCase, at: datetime) -> None:
    for wait in case.waits.filter(ends__isnull=True):
        wait.ends = max(at, wait.starts)
        wait.save(update_fields=["ends"])


def _log(event: str, case: ServiceCase, actor: Actor, at: datetime, old: str, why: str = "") -> None:
    record(
        actor=actor,
        at=at,
        action=f"voice.{event}",
        target=case,
        before={"status": old} if old else None,
        after={"status": case.status, "service": case.service.code},
        why=why,
        rule=RULE,
    )
