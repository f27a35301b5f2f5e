"""Raising early warnings: every detector over what is due, each fact once, those concerned told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import connection, transaction
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

    Running it again raises nothing twice: a closed warning stays closed.
    """
    on = timezone.localdate(at)
    found = {item.key: item for item in _found(on)}
    known = set(EarlyWarning.objects.filter(key__in=found).values_list("key", flat=True))
    fresh = [item for key, item in found.items() if key not in known]
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
    """Everything that is so on the day: this year's plans, and periods under evaluation or just after."""
    for cycle in Cycle.objects.filter(year=on.year):
        yield from detectors.no_plan(cycle, on)
    after = timedelta(days=in_force("supervision.window", on)["after_days"])
    for period in Period.objects.filter(opens__lte=on, closes__gte=on - after).order_by("starts", "id"):
        for detector in BY_PERIOD:
            yield from detector(period, on)


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
