"""Which result serves which: up to the agency's goal, down to everyone, and what one may choose.

A key is that of a result, an indicator or a goal. What a served key says comes from the best version of its
plan (set before draft, newer before older); it is provisional while no version of that plan is set.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from kinerja.people.models import Unit
from kinerja.people.queries import appraiser_of

from .models import Cycle, Goal, Indicator, Plan, PlanVersion, Result, RoleAssignment
from .queries import SET, active_plan, best_version, day_within, set_first
from .storage import read_content

MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class Node:
    """One promise in the cascade: `kind` is "goal", "result" or "indicator".

    `statement` is that of the goal or result, `indicator` the indicator's text (empty for a result);
    `owner` and `place` are person and post, or for a goal the unit; `result_key` is the result an
    indicator belongs to, else the key itself; `plan_id` is None for goals.
    """

    key: uuid.UUID
    kind: str
    statement: str
    indicator: str = ""
    target: str = ""
    owner: str = ""
    place: str = ""
    plan_id: int | None = None
    result_key: uuid.UUID | None = None
    serves: uuid.UUID | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A choice for "serves": `text` the result or goal, `detail` the indicator when it is one."""

    key: uuid.UUID
    text: str
    detail: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a plan's results may serve, the roles waiting to be taken, and a note when little is on offer."""

    groups: tuple[OptionGroup, ...]
    roles: tuple[RoleAssignment, ...] = ()
    note: str = ""

    @property
    def keys(self) -> set[uuid.UUID]:
        return {option.key for group in self.groups for option in group.options}


def resolve(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Node]:
    """What each key says (three queries). Keys that exist nowhere are left out."""
    wanted = list(set(keys))
    if not wanted:
        return {}
    found: dict[uuid.UUID, Node] = {}
    results = Result.objects.filter(key__in=wanted).select_related(
        "version__plan__employee", "version__plan__post"
    )
    for row in results.order_by(set_first("version__"), "-version__number"):
        found.setdefault(row.key, result_node(row))
    indicators = Indicator.objects.filter(key__in=wanted).select_related(
        "result__version__plan__employee", "result__version__plan__post"
    )
    for item in indicators.order_by(set_first("result__version__"), "-result__version__number"):
        found.setdefault(item.key, _indicator_node(item))
    for goal in Goal.objects.filter(key__in=wanted).select_related("unit", "parent"):
        found.setdefault(goal.key, goal_node(goal))
    return found


def result_node(row: Result) -> Node:
    """A result as a node; its version, plan, employee and post are loaded."""
    plan = row.version.plan
    return Node(
        key=row.key,
        kind="result",
        statement=row.statement,
        owner=plan.employee.name,
        place=plan.post.title,
        plan_id=plan.pk,
        result_key=row.key,
        serves=row.serves,
        provisional=row.version.status != SET,
    )


def goal_node(goal: Goal) -> Node:
    """A goal as a node; its unit and parent are loaded."""
    return Node(
        key=goal.key,
        kind="goal",
        statement=goal.statement,
        indicator=goal.indicator,
        target=goal.target,
        owner=goal.unit.name,
        place=goal.source,
        result_key=goal.key,
        serves=goal.parent.key if goal.parent else None,
    )


def _indicator_node(item: Indicator) -> Node:
    whole = result_node(item.result)
    return Node(
        key=item.key,
        kind="indicator",
        statement=whole.statement,
        indicator=item.statement,
        target=item.target,
        owner=whole.owner,
        place=whole.place,
        plan_id=whole.plan_id,
        result_key=whole.key,
        serves=whole.serves,
        provisional=whole.provisional,
    )


# From a key one step up, whatever it is: a result serves, an indicator's result serves, a goal has a parent.
UP = """
WITH RECURSIVE up(key, step) AS (
    SELECT %(key)s::uuid, 0
    UNION ALL
    SELECT above.key, up.step + 1
    FROM up CROSS JOIN LATERAL (
        SELECT coalesce(
            (SELECT result.serves FROM plans_result result
                JOIN plans_planversion version ON version.id = result.version_id
                WHERE result.key = up.key
                ORDER BY (version.status = 'set') DESC, version.number DESC LIMIT 1),
            (SELECT result.serves FROM plans_indicator indicator
                JOIN plans_result result ON result.id = indicator.result_id
                JOIN plans_planversion version ON version.id = result.version_id
                WHERE indicator.key = up.key
                ORDER BY (version.status = 'set') DESC, version.number DESC LIMIT 1),
            (SELECT parent.key FROM plans_goal goal JOIN plans_goal parent ON parent.id = goal.parent_id
                WHERE goal.key = up.key)
        ) AS key
    ) above
    WHERE above.key IS NOT NULL AND up.step < %(most)s
)
SELECT key FROM up ORDER BY step
"""


def ladder(key: uuid.UUID) -> list[Node]:
    """The way from `key` up to the agency's goal, `key` itself first (four queries). A loop ends it."""
    with connection.cursor() as cursor:
        cursor.execute(UP, {"key": key, "most": MOST_STEPS})
        way = [row[0] for row in cursor.fetchall()]
    nodes = resolve(way)
    return [nodes[step] for step in dict.fromkeys(way) if step in nodes]


def choices(plan: Plan, on: date) -> Choices:
    """What the plan's results may serve: the appraiser's results, roles from the matrix, goals for leaders.

    The appraiser's plan counts even as a draft (marked provisional), so that nobody waits for anybody.
    """
    day = day_within(plan, on)
    groups: list[OptionGroup] = []
    line = appraiser_of(plan.employee, day)
    above = active_plan(line.employee, day) if line else None
    version = best_version(above) if above and above.cycle_id == plan.cycle_id else None
    if line and version:
        label = _("Hasil kerja %(name)s") % {"name": line.employee.name}
        groups.append(OptionGroup(label, _leader_options(version)))
    roles = tuple(
        RoleAssignment.objects.filter(
            employee=plan.employee,
            leader_plan__cycle=plan.cycle_id,
            status=RoleAssignment.Status.APPROVED,
        ).select_related("leader_plan__employee")
    )
    groups += _role_options(roles, {option.key for group in groups for option in group.options})
    if plan.post.leads_unit or plan.post.is_leader or not groups:
        groups += goal_options(plan)
    note = ""
    if line and not version:
        note = _("%(name)s belum menyusun SKP. Anda tetap dapat menyusun dan menautkannya nanti.") % {
            "name": line.employee.name
        }
    waiting = tuple(role for role in roles if role.result_key is None)
    return Choices(tuple(group for group in groups if group.options), waiting, note)


def goal_options(plan: Plan) -> list[OptionGroup]:
    """Goals of the plan's unit and of the units above it."""
    units = _units_up(plan.post.unit_id)
    rows = Goal.objects.filter(cycle=plan.cycle_id, unit__in=units).select_related("unit")
    by_unit: dict[str, list[Option]] = {}
    for goal in sorted(rows, key=lambda goal: (units.index(goal.unit_id), goal.pk)):
        by_unit.setdefault(goal.unit.name, []).append(Option(goal.key, goal.statement, goal.indicator))
    return [
        OptionGroup(_("Sasaran %(unit)s") % {"unit": unit}, tuple(rows)) for unit, rows in by_unit.items()
    ]


def _units_up(unit_id: int) -> list[int]:
    above = dict(Unit.objects.values_list("id", "parent_id"))
    way: list[int] = []
    here: int | None = unit_id
    while here is not None and here not in way:
        way.append(here)
        here = above.get(here)
    return way


def _leader_options(version: PlanVersion) -> tuple[Option, ...]:
    draft = version.status != SET
    made: list[Option] = []
    for result in read_content(version).results:
        if not result.statement:
            continue
        made.append(Option(result.key, result.statement, "", draft))
        made += [
            Option(indicator.key, result.statement, indicator.statement, draft)
            for indicator in result.indicators
            if indicator.statement
        ]
    return tuple(made)


def _role_options(roles: Iterable[RoleAssignment], known: set[uuid.UUID]) -> list[OptionGroup]:
    """Columns of other leaders' matrices in which the employee has a role (second level, other units)."""
    columns = {role.column: role for role in roles if role.column not in known}
    nodes = resolve(columns)
    by_leader: dict[str, list[Option]] = {}
    for column, node in nodes.items():
        by_leader.setdefault(columns[column].leader_plan.employee.name, []).append(
            Option(column, node.statement, node.indicator, node.provisional)
        )
    return [
        OptionGroup(_("Matriks %(name)s") % {"name": name}, tuple(options))
        for name, options in by_leader.items()
    ]


def provisional_statements(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Statements of served results whose plan is not set yet."""
    return tuple(node.statement for node in nodes if node.provisional)


def goals_of(cycle: Cycle) -> list[Goal]:
    """All goals of the year with unit and parent, in the order of the units."""
    return list(cycle.goals.select_related("unit", "parent"))
