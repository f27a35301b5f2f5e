"""The city in memory while its history is written: who is who, who appraises whom, who promised what."""

from __future__ import annotations

import tomllib
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from kinerja.accounts.models import User
from kinerja.people.models import Agency, Appointment, Employee, Unit
from kinerja.people.queries import in_force, lines
from kinerja.plans.models import Cycle, Period, Plan, PlanVersion

JAKARTA = ZoneInfo("Asia/Jakarta")


def at(day: date, hour: int = 10) -> datetime:
    """A moment in office hours."""
    return datetime.combine(day, time(hour), tzinfo=JAKARTA)


@dataclass(slots=True)
class Person:
    """An employee in the post that he holds on the day of the book."""

    employee: Employee
    post: Any
    unit: Unit
    appraiser: Employee | None
    superior: Employee | None
    appraised_unit: Unit
    quality: float

    @property
    def party(self) -> dict[str, str]:
        """The five fields of every form."""
        return {
            "name": self.employee.name,
            "nip": self.employee.nip,
            "rank": self.employee.rank,
            "post": self.post.title,
            "unit": self.unit.name,
        }


@dataclass(slots=True)
class Book:
    """Everything later stages need. `cast` names the people of the story."""

    agency: Agency
    admin: User
    today: date
    cast: dict[str, Employee]
    people: list[Person]
    random: Random
    cycles: dict[int, Cycle] = field(default_factory=dict)
    windows: dict[int, list[Period]] = field(default_factory=dict)
    plans: dict[int, dict[int, tuple[Plan, PlanVersion]]] = field(default_factory=dict)
    # Codes of the units whose people have plans; None: everybody.
    units: frozenset[str] | None = None

    @property
    def planning(self) -> list[Person]:
        """Who has plans and is judged."""
        return [row for row in self.people if self.units is None or row.unit.code in self.units]

    def periods(self, year: int, *, upto: date | None = None) -> list[Period]:
        """Periods of a year, oldest end first; with `upto` only those whose window has opened by then."""
        if year not in self.windows:
            found = self.cycles[year].periods.select_related("cycle").order_by("ends", "starts")
            self.windows[year] = list(found)
        return [period for period in self.windows[year] if upto is None or period.opens <= upto]

    def newest(self) -> Period | None:
        """The period of the running year whose window opened last."""
        return next(reversed(self.periods(self.today.year, upto=self.today)), None)

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)


def open_book(agency: Agency, admin: User, today: date, cast: dict[str, str], random: Random) -> Book:
    """Reads the imported city once."""
    employees = Employee.objects.select_related("user").in_bulk()
    units = Unit.objects.in_bulk()
    rows = lines(today)
    own = Appointment.objects.filter(in_force(today), kind__in=["definitif", "tugas_belajar"])
    people = []
    for appointment in own.select_related("post").order_by("employee__nip"):
        row = rows[appointment.employee_id]
        people.append(
            Person(
                employees[appointment.employee_id],
                appointment.post,
                units[appointment.post.unit_id],
                employees.get(row.appraiser_id) if row.appraiser_id else None,
                employees.get(row.superior_id) if row.superior_id else None,
                units[row.unit_id or appointment.post.unit_id],
                random.gauss(0, 1),
            )
        )
    by_nip = {employee.nip: employee for employee in employees.values()}
    return Book(agency, admin, today, {role: by_nip[nip] for role, nip in cast.items()}, people, random)


def promises(title: str) -> dict[str, Any]:
    """What somebody with this post promises, from content.toml."""
    return next(post for post in _content() if title.startswith(post["title"]))


@cache
def _content() -> list[dict[str, Any]]:
    text = (resources.files("kinerja.demo") / "content.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["post"])
