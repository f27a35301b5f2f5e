"""The lines of one month for everybody with a post: read in bulk, computed by the rule, each with its why.

Nothing is guessed: without base or predicate the amount is 0 and the line says the problem in words.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from kinerja.assessment.models import Review
from kinerja.assessment.queries.reviews import current
from kinerja.people.models import Post
from kinerja.people.queries.law import in_force
from kinerja.people.queries.lines import own_posts
from kinerja.rules import allowance as rule
from kinerja.rules.codes import Predicate
from kinerja.rules.explain import as_dicts
from kinerja.rules.labels import labels

from .models import AllowanceRun, AttendanceCut
from .queries.pay import CLASSES, DISCIPLINE, PERFORMANCE, class_of, month_ends


@dataclass(frozen=True, slots=True)
class Held:
    """The newest signed predicate of somebody, the period it is about and the version of its review."""

    predicate: str
    period: str
    version: int


@dataclass(frozen=True, slots=True)
class Computed:
    """What everybody with the same class of post, predicate, period and cuts gets, and why.

    `should` is for difference runs alone, see `AllowanceLine`.
    """

    base: Decimal = Decimal(0)
    predicate: str = ""
    performance: Decimal = Decimal(0)
    attendance: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    explanation: str = "{}"
    problem: str = ""
    should: Decimal | None = None

    def facts(self) -> dict[str, Any]:
        """The explanation, read."""
        return dict(json.loads(self.explanation))


COLUMNS = tuple(field.name for field in fields(Computed))
# Few results stand for many people: each is computed and written out once, and joined in the database.
WRITE = """
WITH told AS MATERIALIZED (
    SELECT own.employee, result.*
    FROM unnest(%(people)s::bigint[], %(places)s::int[]) AS own(employee, place)
    JOIN unnest(%(base)s::numeric[], %(predicate)s::text[], %(performance)s::numeric[],
                %(attendance)s::numeric[], %(amount)s::numeric[], %(explanation)s::text[]::jsonb[],
                %(problem)s::text[], %(should)s::numeric[])
         WITH ORDINALITY
         AS result(base, predicate, performance, attendance, amount, explanation, problem, should, place)
      ON result.place = own.place)
INSERT INTO growth_allowanceline
    (run_id, employee_id, base, predicate, performance, attendance, amount, explanation, problem, should)
SELECT %(run)s, employee, base, predicate, performance, attendance, amount, explanation, problem, should
FROM told
"""


def month_lines(run: AllowanceRun) -> dict[int, Computed]:
    """Employee id to his line by today's facts, for everybody with a post on the last day of the month.

    Six queries. A predicate that an objection replaced counts by its newest version, however late that came.
    """
    on = month_ends(run.year, run.month)
    own = own_posts(on)
    # Nearly every post is held: to read them all is cheaper than to name 20,000 of them.
    kinds = {row["pk"]: class_of(row) for row in Post.objects.order_by().values("pk", "level", "grade")}
    held, cuts, compute = _predicates(on), _cuts(run), _computer(run, on)
    return {
        employee: compute(kinds[post], held.get(employee), cuts.get(employee, ()))
        for employee, post in own.items()
    }


def write_lines(run: AllowanceRun, lines: Mapping[int, Computed]) -> None:
    """Writes the line of every employee (id) into the run; one statement."""
    places: dict[Computed, int] = {}
    seats = [places.setdefault(line, len(places) + 1) for line in lines.values()]
    columns = {name: [getattr(row, name) for row in places] for name in COLUMNS}
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {**columns, "people": [*lines], "places": seats, "run": run.pk})


def _predicates(on: date) -> dict[int, Held]:
    """Employee id to the newest predicate of a period that ended in time; one query.

    Its review was signed by the day; what an objection made of it later counts in its place. An annual
    predicate goes before a periodic one that ended on the same day.
    """
    months = in_force("allowance.predicate_months", on)["months"]
    first = on.replace(day=1)
    for _month in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    same = Review.objects.filter(plan=OuterRef("plan"), period=OuterRef("period"))
    replaced = Q(version__gt=1) & Exists(same.filter(signed_at__date__lte=on))
    in_time = current().filter(Q(signed_at__date__lte=on) | replaced, period__ends__range=(first, on))
    rows = in_time.exclude(predicate="")
    facts = ("plan__employee_id", "predicate", "period__label", "period__cycle__year", "version")
    found = {}
    # Oldest first; of two that end alike the longer one comes last and stays.
    for employee, predicate, label, year, version in rows.order_by(
        "period__ends", "-period__starts", "pk"
    ).values_list(*facts):
        found[employee] = Held(predicate, f"{label} {year}", version)
    return found


def _cuts(run: AllowanceRun) -> dict[int, tuple[Decimal, ...]]:
    found: dict[int, list[Decimal]] = defaultdict(list)
    rows = AttendanceCut.objects.filter(year=run.year, month=run.month).order_by("pk")
    for employee, percent in rows.values_list("employee_id", "percent"):
        found[employee].append(percent)
    return {employee: tuple(cuts) for employee, cuts in found.items()}


def _computer(run: AllowanceRun, on: date) -> Callable[[str, Held | None, tuple[Decimal, ...]], Computed]:
    """The rule on one table; the same class, predicate and cuts are computed once however many share them."""
    table = run.table
    mapping = rule.predicate_map(table.percent, source=table.basis, on=on)
    weights = {name: Decimal(share) for name, share in table.weights.items()}
    names = labels("predicate", on)

    @cache
    def compute(kind: str, found: Held | None, cuts: tuple[Decimal, ...]) -> Computed:
        if kind not in table.bases:
            predicate = found.predicate if found else ""
            missing = f"Dasar untuk {CLASSES.get(kind, kind)} belum ada di tabel."
            return Computed(predicate=predicate, problem=missing)
        base = Decimal(table.bases[kind])
        if found is None:
            return Computed(
                base, problem="Belum ada predikat bertanda tangan yang dapat dipakai untuk bulan ini."
            )
        score, step = rule.performance_score(Predicate(found.predicate), mapping=mapping, on=on)
        present = rule.attendance_score(cuts)
        parts = [
            rule.Component(PERFORMANCE, weights[PERFORMANCE], score),
            rule.Component(DISCIPLINE, weights[DISCIPLINE], present),
        ]
        got = rule.allowance(base=base, components=parts, on=on)
        facts = {
            "period": found.period,
            "version": found.version,
            "predicate": names[found.predicate],
            "class": CLASSES.get(kind, kind),
            "steps": as_dicts((step, *got.explanation)),
        }
        return Computed(base, found.predicate, score, present, got.amount, json.dumps(facts))

    return compute
