"""The cascade as a tree: goals, the results that serve them, the results that serve those.

Drawn a few levels at a time from one node down; the number of queries depends on the levels only.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from .cascade import Node, goal_node, resolve, result_node
from .models import Cycle, Goal, Indicator, Result
from .queries import best_version_id

LEVELS = 3
WIDTH = 40


@dataclass(slots=True)
class Branch:
    """A node with what serves it. `total` counts all that do, of which `children` are shown.

    `through` is the leader's indicator by which a result serves its parent ("" for the whole result).
    """

    node: Node
    through: str = ""
    total: int = 0
    children: list[Branch] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return self.total - len(self.children)


def roots(cycle: Cycle, on: date, *, levels: int) -> list[Branch]:
    """The agency's goals (those without a parent) with `levels` levels below."""
    goals = Goal.objects.filter(cycle=cycle, parent=None).select_related("unit", "parent")
    branches = [Branch(goal_node(goal)) for goal in goals]
    _grow(branches, on, levels)
    return branches


def branch(key: uuid.UUID, on: date, *, levels: int = LEVELS) -> Branch | None:
    """One node with `levels` levels below; None when the key is nowhere. An indicator gives its result."""
    node = resolve([key]).get(key)
    if node is None:
        return None
    if node.kind == "indicator" and node.result_key:
        node = resolve([node.result_key])[node.result_key]
    top = Branch(node)
    _grow([top], on, levels)
    return top


def _grow(level: list[Branch], on: date, levels: int) -> None:
    seen = {branch.node.key for branch in level}
    for depth in range(levels + 1):
        if not level:
            return
        if depth == levels:
            _count(level, on)
            return
        level = [child for child in _expand(level, on) if child.node.key not in seen]
        seen |= {child.node.key for child in level}


def _expand(level: list[Branch], on: date) -> list[Branch]:
    """Adds the children of every branch of a level (three queries) and returns them all."""
    by_key = {branch.node.key: branch for branch in level}
    grown: list[Branch] = []
    goals = Goal.objects.filter(parent__key__in=by_key).select_related("unit", "parent")
    for goal in goals:
        if goal.parent:
            grown.append(_hang(by_key[goal.parent.key], Branch(goal_node(goal)), 1))
    doors = _doors(level)
    parents = set(by_key) | set(doors)
    ranked = (
        _serving(parents, on)
        .annotate(
            rank=Window(RowNumber(), partition_by="serves", order_by=("version__plan__post__code", "id")),
            of=Window(Count("pk"), partition_by="serves"),
        )
        .filter(rank__lte=WIDTH)
        .select_related("version__plan__employee", "version__plan__post")
        .order_by("version__plan__post__code", "id")
    )
    counted: set[uuid.UUID] = set()
    for row in ranked:
        served = row.serves
        if served is None:
            continue
        parent_key, through = doors.get(served, (served, ""))
        more = row.of if served not in counted else 0
        counted.add(served)
        grown.append(_hang(by_key[parent_key], Branch(result_node(row), through), more))
    return grown


def _hang(parent: Branch, child: Branch, more: int) -> Branch:
    parent.children.append(child)
    parent.total += more
    return child


def _count(level: list[Branch], on: date) -> None:
    """How many serve each branch of the last level, without loading them (three queries)."""
    by_key = {branch.node.key: branch for branch in level}
    doors = _doors(level)
    found: defaultdict[uuid.UUID, int] = defaultdict(int)
    rows = _serving(set(by_key) | set(doors), on).values("serves").annotate(n=Count("pk")).order_by()
    for served, count in rows.values_list("serves", "n"):
        if served:
            found[doors.get(served, (served, ""))[0]] += count
    goals = Goal.objects.filter(parent__key__in=by_key).order_by()
    for key, count in goals.values_list("parent__key").annotate(n=Count("pk")):
        found[key] += count
    for key, count in found.items():
        by_key[key].total += count


def _doors(level: Iterable[Branch]) -> dict[uuid.UUID, tuple[uuid.UUID, str]]:
    """Indicator key to (key of its result, its words), for the results of a level (one query)."""
    results = [branch.node.key for branch in level if branch.node.kind == "result"]
    rows = Indicator.objects.filter(
        result__key__in=results, result__version=best_version_id("result__version__plan")
    )
    return {
        key: (result, statement)
        for key, result, statement in rows.values_list("key", "result__key", "statement")
    }


def _serving(keys: Iterable[uuid.UUID], on: date) -> QuerySet[Result]:
    """Results of plans of the day, in their best version, that serve one of the keys."""
    return Result.objects.filter(
        Q(version__plan__starts__lte=on, version__plan__ends__gte=on),
        serves__in=list(keys),
        version=best_version_id("version__plan"),
    )
