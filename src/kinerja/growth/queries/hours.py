"""Development hours of a year against the duty: what counts, what a rule cut, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from kinerja.people.models import Employee
from kinerja.people.queries import team_of
from kinerja.rules.development_hours import Activity, DevelopmentHours, development_hours
from kinerja.rules.loader import in_force

from ..models import DevelopmentActivity

PER = {
    "certificate": gettext_lazy("%(n)d JP"),
    "session": gettext_lazy("%(n)d sesi"),
    "activity": gettext_lazy("%(n)d kegiatan"),
    "day": gettext_lazy("%(n)d JP"),
}

# Counts: what somebody else confirmed, or what the attendance of a session made. Waits: neither, not refused.
WAITS = Q(refused="", confirmed_by__isnull=True, enrolment__isnull=True)


@dataclass(frozen=True, slots=True)
class HoursView:
    """The year of one person. `done` is what counts, `waiting` and `refused` do not."""

    employee: Employee
    done: DevelopmentHours
    rows: tuple[DevelopmentActivity, ...]
    waiting: tuple[DevelopmentActivity, ...]
    refused: tuple[DevelopmentActivity, ...]

    @property
    def cut(self) -> int:
        """JP above a cap of its kind."""
        return sum(item.cut for item in self.done.kinds)


def hours_of(employee: Employee, year: int, on: date) -> HoursView:
    """The hours of one person. One query."""
    return hours_list([employee], year, on)[0]


def hours_list(employees: Iterable[Employee], year: int, on: date) -> list[HoursView]:
    """The hours of many, in their order. One query."""
    people = list(employees)
    rows = DevelopmentActivity.objects.filter(employee__in=people, day__year=year)
    by_person: dict[int, list[DevelopmentActivity]] = defaultdict(list)
    for row in rows.select_related("confirmed_by"):
        by_person[row.employee_id].append(row)
    return [_view(person, by_person[person.pk], year, on) for person in people]


def _view(person: Employee, rows: list[DevelopmentActivity], year: int, on: date) -> HoursView:
    refused = tuple(row for row in rows if row.refused)
    counts = tuple(row for row in rows if not row.refused and (row.confirmed_by_id or row.enrolment_id))
    waiting = tuple(row for row in rows if not (row.refused or row.confirmed_by_id or row.enrolment_id))
    told = [Activity(row.kind, row.day, row.amount) for row in counts]
    done = development_hours(told, year=year, status=person.kind.upper(), on=on)
    return HoursView(person, done, counts, waiting, refused)


def to_confirm(
    appraiser: Employee, on: date, team: QuerySet[Employee] | None = None
) -> QuerySet[DevelopmentActivity]:
    """What this appraiser's team reported and nobody has judged yet, oldest first; `team` if at hand."""
    people = team_of(appraiser, on) if team is None else team
    rows = DevelopmentActivity.objects.filter(WAITS, employee__in=people.values("pk"))
    return rows.select_related("employee").order_by("day", "pk")


def all_to_confirm() -> QuerySet[DevelopmentActivity]:
    """What waits in the whole agency, oldest first."""
    return DevelopmentActivity.objects.filter(WAITS).select_related("employee").order_by("day", "pk")


def in_words(rows: Iterable[DevelopmentActivity], on: date) -> list[tuple[DevelopmentActivity, str]]:
    """Each with its kind and amount as people read it: "Coaching, 2 sesi"."""
    law = in_force("hours.kind", on)["kind"]
    return [
        (row, f"{law[row.kind]['name']}, {PER[law[row.kind]['per']] % {'n': row.amount}}") for row in rows
    ]
