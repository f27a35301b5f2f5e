"""The lines of one month for everybody with a post: read in bulk, computed by the rule, each with its why.

Nothing is guessed: without base or predicate the amount is 0 and the line says the problem in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from kinerja.assessment.queries.reviews import current
from kinerja.people.models import Post
from kinerja.people.queries.law import in_force
from kinerja.people.queries.lines import own_posts
from kinerja.rules import allowance as rule
from kinerja.rules.codes import Predicate
from kinerja.rules.explain import as_dicts
from kinerja.rules.labels import labels

from .models import AllowanceLine, AllowanceRun, AttendanceCut
from .queries.pay import CLASSES, DISCIPLINE, PERFORMANCE, class_of, month_ends


@dataclass(frozen=True, slots=True)
class Held:
    """The newest signed predicate of somebody and the period it is about."""

    predicate: str
    period: str
    ends: date


@dataclass(frozen=True, slots=True)
class Sum:
    """What a base, a predicate and cuts come to."""

    performance: Decimal
    attendance: Decimal
    amount: Decimal
    steps: list[dict[str, Any]]


def lines_for(run: AllowanceRun) -> Iterator[AllowanceLine]:
    """Unsaved lines for every employee with a post on the last day of the month; six queries in all."""
    on = month_ends(run.year, run.month)
    own = own_posts(on)
    posts = {
        row["pk"]: row for row in Post.objects.filter(pk__in=set(own.values())).values("pk", "level", "grade")
    }
    held = _predicates(on)
    cuts = _cuts(run)
    names = labels("predicate", on)
    compute = _computer(run, on)
    for employee, post in own.items():
        kind = class_of(posts[post])
        base = run.table.bases.get(kind)
        found = held.get(employee)
        line = AllowanceLine(run=run, employee_id=employee, predicate=found.predicate if found else "")
        if base is None:
            line.problem = f"Dasar untuk {CLASSES.get(kind, kind)} belum ada di tabel."
        elif found is None:
            line.base = Decimal(base)
            line.problem = "Belum ada predikat bertanda tangan yang dapat dipakai untuk bulan ini."
        else:
            got = compute(base, found.predicate, cuts.get(employee, ()))
            line.base, line.amount = Decimal(base), got.amount
            line.performance, line.attendance = got.performance, got.attendance
            line.explanation = {
                "period": found.period,
                "predicate": names[found.predicate],
                "class": CLASSES.get(kind, kind),
                "steps": got.steps,
            }
        yield line


def _predicates(on: date) -> dict[int, Held]:
    """Employee id to the newest predicate signed for a period that ended in time; one query.

    An annual predicate goes before a periodic one that ended on the same day.
    """
    months = in_force("allowance.predicate_months", on)["months"]
    first = on.replace(day=1)
    for _month in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    rows = current().filter(signed_at__date__lte=on, period__ends__range=(first, on)).exclude(predicate="")
    facts = ("plan__employee_id", "predicate", "period__label", "period__cycle__year", "period__ends")
    found = {}
    # Oldest first; of two that end alike the longer one comes last and stays.
    for employee, predicate, label, year, ends in rows.order_by(
        "period__ends", "-period__starts", "pk"
    ).values_list(*facts):
        found[employee] = Held(predicate, f"{label} {year}", ends)
    return found


def _cuts(run: AllowanceRun) -> dict[int, tuple[Decimal, ...]]:
    found: dict[int, list[Decimal]] = defaultdict(list)
    rows = AttendanceCut.objects.filter(year=run.year, month=run.month).order_by("pk")
    for employee, percent in rows.values_list("employee_id", "percent"):
        found[employee].append(percent)
    return {employee: tuple(cuts) for employee, cuts in found.items()}


def _computer(run: AllowanceRun, on: date) -> Callable[[str, str, tuple[Decimal, ...]], Sum]:
    """The rule on one table; the same base, predicate and cuts are computed once however many share them."""
    table = run.table
    mapping = rule.predicate_map(table.percent, source=table.basis, on=on)
    weights = {name: Decimal(share) for name, share in table.weights.items()}

    @cache
    def compute(base: str, predicate: str, cuts: tuple[Decimal, ...]) -> Sum:
        score, step = rule.performance_score(Predicate(predicate), mapping=mapping, on=on)
        present = rule.attendance_score(cuts)
        parts = [
            rule.Component(PERFORMANCE, weights[PERFORMANCE], score),
            rule.Component(DISCIPLINE, weights[DISCIPLINE], present),
        ]
        found = rule.allowance(base=Decimal(base), components=parts, on=on)
        return Sum(score, present, found.amount, as_dicts((step, *found.explanation)))

    return compute
