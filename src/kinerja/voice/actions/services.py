"""Keeping the catalogue: services, dated versions of their standards, the pledge of a unit.

A published version never changes; the next one ends it on the day before its own first day. Sources: UU
25/2009 Ps 20-22 (standar, maklumat); PermenPANRB 15/2014 (14 components, six of them published).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.rules.states import step

from ..components import missing_public
from ..errors import NotPossible, Stale
from ..models import Pledge, Service, Standard

RULE = "UU 25/2009 Ps 20-22; PermenPANRB 15/2014"
ONE_DAY = timedelta(days=1)


@transaction.atomic
def create_service(
    *, unit: Unit, code: str, name: str, online: bool = False, actor: User, at: datetime
) -> Service:
    """A new service of the unit, without a standard yet. Raises NotPossible when the code is taken."""
    service = Service(unit=unit, code=code, name=name, online=online)
    try:
        with transaction.atomic():
            service.save(force_insert=True)
    except IntegrityError as taken:
        message = _("Kode %(code)s sudah dipakai layanan lain. Pilih kode lain.")
        raise NotPossible(message % {"code": code}) from taken
    after = {"unit": unit.code, "code": code, "name": name, "online": online}
    record(
        actor=actor, at=at, action="voice.create_service", target=service, before=None, after=after, rule=RULE
    )
    return service


@transaction.atomic
def draft_standard(
    *,
    service: Service,
    values: Mapping[str, Any],
    actor: User,
    at: datetime,
    standard: Standard | None = None,
) -> Standard:
    """A new draft with `values`, or `standard` (a draft of this service) with them.

    Raises NotPossible when that version is published or the service is retired.
    """
    Service.objects.select_for_update().get(pk=service.pk)
    if service.retired_on is not None:
        raise NotPossible(_("Layanan ini sudah dihentikan, sehingga standarnya tidak dapat diubah."))
    if standard is None:
        last = service.standards.aggregate(last=Max("number"))["last"] or 0
        standard = Standard(service=service, number=last + 1, starts=localdate(at))
    else:
        fixed = NotPossible(_("Versi yang sudah terbit tidak dapat diubah. Buat versi baru."))
        step("standard", standard.state, "change", fixed)
    for name, value in values.items():
        setattr(standard, name, value)
    standard.save()
    after = {"service": service.code, "number": standard.number, "promise": _promise(standard)}
    record(actor=actor, at=at, action="voice.draft_standard", target=standard, after=after, rule=RULE)
    return standard


@transaction.atomic
def publish_standard(*, standard: Standard, starts: date, actor: User, at: datetime) -> Standard:
    """Puts the draft in force from `starts` and ends the version before on the day before.

    Raises NotPossible: one of the six public components is empty, another version starts on or after that
    day, or the day is past while an earlier version was promised to citizens; Stale.
    """
    service = Service.objects.select_for_update().get(pk=standard.service_id)
    if service.retired_on is not None:
        raise NotPossible(_("Layanan ini sudah dihentikan, sehingga standarnya tidak dapat diubah."))
    step("standard", standard.state, "publish", Stale())
    if missing := missing_public(standard):
        message = _("Lengkapi dahulu komponen yang wajib dipublikasikan: %(missing)s.")
        raise NotPossible(message % {"missing": ", ".join(missing)})
    before = service.standards.filter(published_at__isnull=False).order_by("-starts").first()
    if before is not None:
        _fits_after(before, starts, localdate(at))
        if before.ends is None or before.ends >= starts:
            before.ends = starts - ONE_DAY
            before.save(update_fields=["ends"])
    drafts = Standard.objects.filter(pk=standard.pk, published_at__isnull=True)
    if drafts.update(starts=starts, ends=None, published_at=at) != 1:
        raise Stale
    standard.refresh_from_db()
    record(
        actor=actor,
        at=at,
        action="voice.publish_standard",
        target=standard,
        before={"number": before.number, "promise": _promise(before)} if before else None,
        after={"number": standard.number, "promise": _promise(standard), "starts": starts},
        rule=RULE,
    )
    return standard


def _fits_after(before: Standard, starts: date, today: date) -> None:
    if starts <= before.starts:
        message = _("Versi %(number)d sudah berlaku mulai %(day)s. Pilih hari sesudahnya.")
        day = before.starts.strftime("%d/%m/%Y")
        raise NotPossible(message % {"number": before.number, "day": day})
    if starts < today:
        raise NotPossible(
            _("Versi baru berlaku paling cepat hari ini: janji lama berlaku bagi yang sudah dilayani.")
        )


@transaction.atomic
def retire_service(*, service: Service, day: date, reason: str, actor: User, at: datetime) -> Service:
    """From `day` the service is given no more; what was measured stays.

    Raises NotPossible for a day in the past, Stale when it was retired in the meantime.
    """
    if day < localdate(at):
        raise NotPossible(_("Pilih hari ini atau sesudahnya."))
    rows = Service.objects.filter(pk=service.pk, retired_on__isnull=True)
    if rows.update(retired_on=day) != 1:
        raise Stale
    service.retired_on = day
    after = {"retired_on": day}
    record(
        actor=actor,
        at=at,
        action="voice.retire_service",
        target=service,
        after=after,
        why=reason.strip(),
        rule=RULE,
    )
    return service


@transaction.atomic
def record_pledge(
    *, unit: Unit, text: str, signed_by: str, starts: date, actor: User, at: datetime
) -> Pledge:
    """The maklumat of a unit from `starts`; the one before ends on the day before.

    Raises NotPossible when another starts on or after that day.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    before = unit.pledges.order_by("-starts").first()
    if before is not None and starts <= before.starts:
        message = _("Maklumat yang tercatat berlaku mulai %(day)s. Pilih hari sesudahnya.")
        raise NotPossible(message % {"day": before.starts.strftime("%d/%m/%Y")})
    if before is not None and (before.ends is None or before.ends >= starts):
        before.ends = starts - ONE_DAY
        before.save(update_fields=["ends"])
    facts = {"text": text.strip(), "signed_by": signed_by.strip(), "starts": starts}
    pledge = Pledge.objects.create(unit=unit, recorded_by=actor, **facts)
    record(
        actor=actor,
        at=at,
        action="voice.record_pledge",
        target=pledge,
        after={"unit": unit.code, "starts": starts},
        rule=RULE,
    )
    return pledge


def _promise(standard: Standard) -> str:
    return f"{standard.promise} {standard.promise_unit}"
