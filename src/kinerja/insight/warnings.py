"""Raising early warnings: every detector over what is due, each fact once, those concerned told.

A closed case comes back as a new one when its figure has grown, or when it counts what is missing and that is
still so `again_days` after closing (law `supervision.window`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Func, TextField, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.assessment.models import EarlyWarning
from kinerja.assessment.notices import Told, tell_each
from kinerja.audit.actions import record
from kinerja.people.models import Agency, Employee
from kinerja.plans.models import Cycle, Period
from kinerja.rules.loader import in_force

from . import detectors
from .detectors import Found

BY_PERIOD = (
    detectors.no_feedback,
    detectors.no_evidence,
    detectors.window,
    detectors.alike,
    detectors.hurried,
    detectors.pasted,
    detectors.copied_target,
    detectors.leaning,
)
# What a case counts, whatever its kind; only what is missing can still be mended after its closing.
MISSING = "missing"
FIGURES = (MISSING, "marked", "reviews", "equal", "people")
# Behind it a key carries the day on which the case came back.
CAME_BACK = "@"
HOMES = """
SELECT DISTINCT ON (held.employee_id) held.employee_id, post.unit_id
FROM people_appointment held JOIN people_post post ON post.id = held.post_id
WHERE held.employee_id = ANY(%(people)s) AND held.starts <= %(on)s
  AND (held.ends IS NULL OR held.ends >= %(on)s)
ORDER BY held.employee_id, held.kind <> 'definitif', held.id
"""


@transaction.atomic
def warning_round(at: datetime) -> int:
    """Raises what is new at `at` and tells the people concerned; returns how many warnings are new.

    Running it again raises nothing twice; no open case changes, and no closed one opens again.
    """
    on = timezone.localdate(at)
    found = {item.key: item for item in _found(on)}
    newest = _newest(found)
    cases = (_case(item, newest.get(key), on) for key, item in found.items())
    fresh = [case for case in cases if case is not None]
    if not fresh:
        return 0
    homes = _homes([item.employee_id for item in fresh if item.employee_id and not item.unit_id], on)
    EarlyWarning.objects.bulk_create(
        (
            EarlyWarning(
                key=item.key,
                kind=item.kind,
                period_id=item.period_id,
                unit_id=item.unit_id or homes.get(item.employee_id or 0),
                employee_id=item.employee_id,
                facts=item.facts,
                raised_at=at,
            )
            for item in fresh
        ),
        ignore_conflicts=True,
        batch_size=2_000,
    )
    _told(fresh, at)
    _logged(fresh, at)
    return len(fresh)


def _found(on: date) -> Iterator[Found]:
    """Everything that is so on the day: this year's plans, objections of any period, and periods under
    evaluation or just after."""
    for cycle in Cycle.objects.filter(year=on.year):
        yield from detectors.no_plan(cycle, on)
    yield from detectors.late_objection(on)
    after = timedelta(days=in_force("supervision.window", on)["after_days"])
    for period in Period.objects.filter(opens__lte=on, closes__gte=on - after).order_by("starts", "id"):
        for detector in BY_PERIOD:
            yield from detector(period, on)


def _newest(keys: Collection[str]) -> dict[str, EarlyWarning]:
    """The newest case of each fact; one query."""
    fact = Func(F("key"), Value(CAME_BACK), Value(1), function="split_part", output_field=TextField())
    rows = EarlyWarning.objects.alias(fact=fact).filter(fact__in=keys).order_by("raised_at", "id")
    return {row.key.split(CAME_BACK)[0]: row for row in rows}


def _case(item: Found, before: EarlyWarning | None, on: date) -> Found | None:
    """The case to raise: the fact for the first time, or come back after its closing; None for neither."""
    if before is None:
        return item
    if before.status == EarlyWarning.Status.OPEN or before.closed_at is None:
        return None
    closed = timezone.localdate(before.closed_at)
    grown = _figure(item.facts) > _figure(before.facts)
    waited = on >= closed + timedelta(days=in_force("supervision.window", on)["again_days"])
    if not grown and not (waited and MISSING in item.facts):
        return None
    facts = item.facts | {"closed_before": closed.isoformat()}
    return replace(item, key=f"{item.key}{CAME_BACK}{on}", facts=facts)


def _figure(facts: dict[str, Any]) -> int:
    return next((int(facts[name]) for name in FIGURES if name in facts), 0)


def _homes(people: list[int], on: date) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(HOMES, {"people": people, "on": on})
        return dict(cursor.fetchall())


def _told(fresh: list[Found], at: datetime) -> None:
    """Who is concerned reads it himself, in the same words as the supervisor."""
    people = {item.employee_id for item in fresh if item.employee_id}
    users = dict(Employee.objects.filter(pk__in=people, user__isnull=False).values_list("pk", "user_id"))
    title, url = _("Ada peringatan dini tentang pekerjaan Anda"), reverse("insight:warnings_mine")
    rows = (
        Told(user, f"warning:{item.key}", title, url, None)
        for item in fresh
        if (user := users.get(item.employee_id or 0))
    )
    tell_each(rows, at=at)


def _logged(fresh: list[Found], at: datetime) -> None:
    agency = Agency.objects.first()
    if agency is None:
        return
    counts: dict[str, int] = {}
    for item in fresh:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    record(actor=None, at=at, action="insight.raise_warnings", target=agency, after=counts)
