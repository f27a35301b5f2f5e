"""Settings of the agency and its days off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

import holidays
from django.db import transaction

from kinerja.accounts.models import User
from kinerja.audit.actions import event as audit_event
from kinerja.audit.actions import record, record_all

from ..models import Agency, Holiday
from .common import facts

ESTIMATE = " (perkiraan)"
SOURCE = "Paket holidays; cocokkan dengan SKB Tiga Menteri tentang hari libur"
CATEGORIES = {"public": Holiday.Kind.NATIONAL, "government": Holiday.Kind.COLLECTIVE}


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
    agency, _ = Agency.objects.update_or_create(pk=1, defaults=values)
    record(actor=actor, at=at, action="people.set_agency", target=agency, before=before, after=values)
    return agency


@transaction.atomic
def seed_holidays(*, years: Iterable[int], actor: User | None, at: datetime) -> int:
    """Adds the national and collective days off of these years; days already there stay as they are.

    Days that follow the moon and are not yet decreed come as not certain. Returns how many were added.
    """
    wanted = list(years)
    known = set(Holiday.objects.filter(day__year__in=wanted).values_list("day", flat=True))
    fresh: dict[date, Holiday] = {}
    for category, kind in CATEGORIES.items():
        found = holidays.country_holidays("ID", years=wanted, categories=(category,), language="id")
        for day, name in sorted(found.items()):
            if day not in known and day not in fresh:
                certain = ESTIMATE not in name
                plain = name.replace(ESTIMATE, "")
                fresh[day] = Holiday(day=day, name=plain, kind=kind, certain=certain, source=SOURCE)
    rows = Holiday.objects.bulk_create(fresh.values())
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
    row, _ = Holiday.objects.update_or_create(day=day, defaults=values)
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
