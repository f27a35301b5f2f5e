"""Settings of the agency and its days off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import event as audit_event
from kinerja.audit.actions import record, record_all
from kinerja.rules.calendar import indonesia
from kinerja.rules.loader import rule

from ..errors import NotPossible
from ..models import Agency, Holiday
from ..queries.agency import years_in_law
from .common import facts

KINDS = {"nasional": Holiday.Kind.NATIONAL, "cuti_bersama": Holiday.Kind.COLLECTIVE}


class AgencyFacts(TypedDict):
    name: str
    short_name: str
    place: str
    head_title: str
    head_name: str
    workweek: int
    daily_log: str


@transaction.atomic
def set_agency(*, actor: User | None, at: datetime, **values: Unpack[AgencyFacts]) -> Agency:
    """Sets the one agency's settings; the first time it creates the agency."""
    old = Agency.objects.select_for_update().first()
    before = facts(old, *values) if old else None
    agency, _created = Agency.objects.update_or_create(pk=1, defaults=values)
    record(actor=actor, at=at, action="people.set_agency", target=agency, before=before, after=values)
    return agency


@transaction.atomic
def seed_holidays(*, years: Iterable[int], actor: User | None, at: datetime) -> int:
    """Adds the national and collective days off of these years from the law; known days stay as they are.

    Days that follow the moon and are not yet decreed come as not certain. Returns how many were added.
    Raises NotPossible for a year of which the law holds no days.
    """
    wanted = set(years)
    if missing := sorted(wanted - years_in_law()):
        message = _("Hari libur tahun %(year)s belum ada. Masukkan sendiri menurut SKB 3 Menteri.")
        raise NotPossible(message % {"year": missing[0]})
    known = set(Holiday.objects.filter(day__year__in=wanted).values_list("day", flat=True))
    law = rule("calendar.holidays")
    rows = Holiday.objects.bulk_create(
        Holiday(
            day=day.date,
            name=day.name,
            kind=KINDS[day.kind],
            certain=day.certain,
            source=law.on(day.date).source,
        )
        for day in sorted(indonesia(wanted).days_off)
        if day.date not in known
    )
    record_all(
        audit_event(
            actor=actor,
            at=at,
            action="people.seed_holiday",
            target=row,
            after=facts(row, "day", "name", "kind", "certain"),
        )
        for row in rows
    )
    return len(rows)


@transaction.atomic
def put_holiday(
    *, day: date, name: str, kind: str, works: bool, source: str, actor: User | None, at: datetime
) -> Holiday:
    """Sets a day off, or a working day in spite of one (`works`), with its basis."""
    fields = ("day", "name", "kind", "certain", "works", "source")
    old = Holiday.objects.select_for_update().filter(day=day).first()
    before = facts(old, *fields) if old else None
    values = {"name": name, "kind": kind, "works": works, "source": source, "certain": True}
    row, _created = Holiday.objects.update_or_create(day=day, defaults=values)
    record(
        actor=actor,
        at=at,
        action="people.put_holiday",
        target=row,
        before=before,
        after=facts(row, *fields),
        why=source,
    )
    return row


@transaction.atomic
def remove_holiday(*, holiday: Holiday, reason: str, actor: User | None, at: datetime) -> None:
    """Takes a day out of the table; the log keeps what it was."""
    before = facts(holiday, "day", "name", "kind", "source")
    record(actor=actor, at=at, action="people.remove_holiday", target=holiday, before=before, why=reason)
    holiday.delete()
