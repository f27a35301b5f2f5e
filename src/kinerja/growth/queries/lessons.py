"""Lessons for somebody, and how far they have reached, by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kinerja.accounts.models import User
from kinerja.people.models import Appointment, Employee, Post, Unit
from kinerja.people.queries import employee_of, in_force, unit_tree_ids
from kinerja.people.queries.lines import own_posts

from ..access_socialisation import audiences
from ..models import Lesson, LessonRead


@dataclass(frozen=True, slots=True)
class ReachRow:
    """A unit with everything below it: `people` with a post, `reached` have read all common lessons."""

    unit: Unit
    people: int
    reached: int

    @property
    def share(self) -> float | None:
        """0..100, None for a unit without people."""
        return 100 * self.reached / self.people if self.people else None

    @property
    def left(self) -> int:
        """Who has still something to read."""
        return self.people - self.reached


def lessons_for(user: User, on: date) -> list[tuple[Lesson, bool]]:
    """The published lessons that concern somebody, each with whether he has finished it."""
    rows = list(Lesson.objects.filter(published=True, audience__in=audiences(user, on)))
    me = employee_of(user)
    read = set(LessonRead.objects.filter(employee=me).values_list("lesson_id", flat=True)) if me else set()
    return [(row, row.pk in read) for row in rows]


def unread_lessons(user: User, on: date) -> QuerySet[Lesson]:
    """What somebody has still to read."""
    read = LessonRead.objects.filter(lesson=OuterRef("pk"), employee=employee_of(user))
    return Lesson.objects.filter(~Exists(read), published=True, audience__in=audiences(user, on))


def _common() -> list[int]:
    rows = Lesson.objects.filter(published=True, audience=Lesson.For.ALL)
    return list(rows.order_by().values_list("pk", flat=True))


def reached_ids(common: list[int]) -> set[int]:
    """Employees who have read all of these lessons. One query."""
    rows = LessonRead.objects.filter(lesson__in=common).order_by().values("employee")
    full = rows.annotate(n=Count("pk")).filter(n=len(common))
    return set(full.values_list("employee", flat=True))


def reach(units: Iterable[Unit], on: date) -> list[ReachRow]:
    """How far the common lessons have come in each of the units. Five queries, however many units."""
    common = _common()
    done = reached_ids(common) if common else set()
    own = own_posts(on)
    place = dict(Post.objects.order_by().values_list("pk", "unit_id"))
    above = dict(Unit.objects.order_by().values_list("pk", "parent_id"))
    people: dict[int, int] = defaultdict(int)
    reached: dict[int, int] = defaultdict(int)
    for employee, post in own.items():
        for unit in chain(place[post], above):
            people[unit] += 1
            reached[unit] += employee in done
    return [ReachRow(unit, people[unit.pk], reached[unit.pk]) for unit in units]


def chain(unit: int, above: Mapping[int, int | None]) -> list[int]:
    """The unit and those over it, nearest first; a ring in the tree ends the walk."""
    found: list[int] = []
    here: int | None = unit
    while here is not None and here not in found:
        found.append(here)
        here = above.get(here)
    return found


def offices() -> list[Unit]:
    """The agency and the offices directly under it."""
    roots = Q(parent__isnull=True) | Q(parent__parent__isnull=True)
    return list(Unit.objects.filter(roots).order_by("parent__code", "code"))


def unreached(unit: Unit, on: date) -> QuerySet[Employee]:
    """Who in and below the unit has not read all common lessons, by name; nobody when there are none."""
    common = _common()
    if not common:
        return Employee.objects.none()
    held = Appointment.objects.filter(in_force(on), post__unit__in=unit_tree_ids([unit.pk]))
    held = held.exclude(kind=Appointment.Kind.PLH).order_by()
    rows = Employee.objects.filter(pk__in=held.values("employee_id"))
    return rows.exclude(pk__in=reached_ids(common)).order_by("name", "nip")
