"""The role matrix of a leader (form A.1.5): columns are the leader's promises, rows are people."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kinerja.people.models import Appointment, Employee
from kinerja.people.queries import in_force, team_of

from .content import PlanContent
from .models import Plan, RoleAssignment
from .queries import best_version
from .storage import read_content


@dataclass(frozen=True, slots=True)
class Column:
    """A leader's indicator (leaders' form) or result (team leads); `above` is the result of an indicator."""

    key: uuid.UUID
    text: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    roles: tuple[RoleAssignment, ...]

    @property
    def lines(self) -> str:
        """The roles one a line, as the grid edits them; rejected ones are left out."""
        return "\n".join(role.statement for role in self.roles)


@dataclass(frozen=True, slots=True)
class Row:
    employee: Employee
    post: str
    own_team: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole matrix; `uncovered` are columns without any role."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def used(self) -> set[uuid.UUID]:
        """Keys of the columns with a role."""
        return {cell.column.key for row in self.rows for cell in row.cells if cell.roles}

    @property
    def uncovered(self) -> tuple[Column, ...]:
        used = self.used
        return tuple(column for column in self.columns if column.key not in used)


def columns_of(plan: Plan, content: PlanContent) -> tuple[Column, ...]:
    """Indicators for the leaders' form, results for a team lead (PermenPANRB 6/2022 Lampiran hlm 46-49)."""
    if plan.form == Plan.Form.LEADER:
        return tuple(
            Column(indicator.key, indicator.statement, result.statement)
            for result in content.results
            for indicator in result.indicators
            if indicator.statement
        )
    return tuple(Column(result.key, result.statement) for result in content.results if result.statement)


def grid(plan: Plan, on: date, people: Iterable[Employee] = ()) -> Grid:
    """The matrix of a leader's plan: the team, everybody with a role, and `people` just added to it."""
    version = best_version(plan)
    columns = columns_of(plan, read_content(version)) if version else ()
    by_cell: defaultdict[tuple[int, uuid.UUID], list[RoleAssignment]] = defaultdict(list)
    others = {person.pk: person for person in people}
    kept = plan.matrix.exclude(status=RoleAssignment.Status.REFUSED).select_related("employee")
    for role in kept.order_by("id"):
        by_cell[role.employee_id, role.column].append(role)
        others[role.employee_id] = role.employee
    team = list(team_of(plan.employee, on))
    mine = {person.pk for person in team}
    guests = sorted((person for pk, person in others.items() if pk not in mine), key=lambda one: one.name)
    posts = _posts(on, [person.pk for person in (*team, *guests)])
    rows = tuple(
        Row(
            person,
            posts.get(person.pk, ""),
            person.pk in mine,
            tuple(Cell(column, tuple(by_cell[person.pk, column.key])) for column in columns),
        )
        for person in (*team, *guests)
    )
    return Grid(columns, rows)


def uncovered_columns(plan: Plan, content: PlanContent) -> tuple[str, ...]:
    """Columns of the plan's own matrix that nobody covers; nothing while no role was given at all."""
    used = set(plan.matrix.exclude(status=RoleAssignment.Status.REFUSED).values_list("column", flat=True))
    if not used:
        return ()
    return tuple(column.text for column in columns_of(plan, content) if column.key not in used)


def _posts(on: date, employees: list[int]) -> dict[int, str]:
    """Titles of the own posts on the day, the home post before an acting one."""
    held = Appointment.objects.filter(in_force(on), employee__in=employees).select_related("post")
    home_last = sorted(
        held, key=lambda row: row.kind in {Appointment.Kind.DEFINITIVE, Appointment.Kind.STUDY}
    )
    return {row.employee_id: row.post.title for row in home_last}
