"""What every story needs at hand: days counted back from today, units by code, people by post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from kinerja.accounts.models import User
from kinerja.assessment.queries import current
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import calendar
from kinerja.plans.models import Period
from kinerja.rules.calendar import Calendar

from ..book import Book, at

Facts = dict[str, Any]


@dataclass(slots=True)
class Stage:
    """The city while a story is played in it."""

    book: Book
    units: Mapping[str, Unit] = field(init=False)
    days_off: Calendar = field(init=False)

    def __post_init__(self) -> None:
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        year = self.book.today.year
        self.days_off = calendar(range(year - 2, year + 2))

    def day(self, ago: int) -> date:
        """The working day so many days ago, or the first after it."""
        day = self.book.today - timedelta(days=ago)
        while not self.days_off.is_working_day(day):
            day += timedelta(days=1)
        return min(day, self.book.today)

    def at(self, ago: int, hour: int = 10) -> datetime:
        """An office hour of that day."""
        return at(self.day(ago), hour)

    def quarter(self, ago: int) -> tuple[date, date]:
        """First and last day of the last quarter that had ended so many days ago."""
        day = self.day(ago)
        last = date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
        return date(last.year, last.month - 2, 1), last

    def met(self) -> list[Period]:
        """Quarters whose meeting, ten working days after their end, lies in the past; oldest first."""
        years = (self.book.today.year - 1, self.book.today.year)
        every = [row for year in years for row in self.book.periods(year)]
        return [
            row
            for row in every
            if row.kind == Period.Kind.QUARTERLY and self.meeting_day(row) < self.book.today
        ]

    def meeting_day(self, period: Period) -> date:
        return self.days_off.add_working_days(period.ends, 10)

    def ago(self, day: date) -> int:
        """How many days before today."""
        return (self.book.today - day).days

    def who(self, role: str) -> Employee:
        """Somebody of the cast."""
        return self.book.cast[role]

    def user(self, who: str | Employee) -> User:
        """The sign-in of a role of the cast or of an employee."""
        employee = self.who(who) if isinstance(who, str) else who
        assert employee.user is not None
        return employee.user

    def head(self, unit: str) -> Employee:
        """Who leads the unit."""
        found = (row.employee for row in self.book.people if row.unit.code == unit and row.post.leads_unit)
        return next(found)

    def appraiser(self, employee: Employee) -> Employee:
        """Who appraises this person."""
        found = next(row.appraiser for row in self.book.people if row.employee == employee)
        assert found is not None
        return found

    def staff(self, unit: str, *titles: str) -> list[Employee]:
        """People of a unit, by NIP; only posts whose title begins with one of `titles`, when given."""
        rows = [row for row in self.book.people if row.unit.code == unit]
        chosen = [row for row in rows if not titles or row.post.title.startswith(titles)]
        return [row.employee for row in chosen]

    def good(self, people: list[Employee], starts: date, ends: date) -> list[Employee]:
        """Those of them whose signed evaluation of a period that ended then is at least "Baik"."""
        rows = current().filter(
            plan__employee__in=people,
            signed_at__isnull=False,
            predicate__in=["SANGAT_BAIK", "BAIK"],
            period__ends__range=(starts, ends),
        )
        chosen = set(rows.values_list("plan__employee_id", flat=True))
        return [person for person in people if person.pk in chosen]


@dataclass(frozen=True, slots=True)
class Story:
    """One city's wish, played through the acts that people do on the pages.

    `units` are those whose services and surveys it needs; `facts(on)` reads what came of it from the data.
    """

    name: str
    title: str
    units: tuple[str, ...]
    play: Callable[[Stage], None]
    facts: Callable[[date], Facts]
