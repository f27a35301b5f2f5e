"""Incentives: tables in force, runs and their lines, what one employee gets."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat

from kinerja.accounts.models import User
from kinerja.assessment.models import Objection
from kinerja.assessment.queries.reviews import current
from kinerja.people.models import Employee, Post

from ..models import AllowanceLine, AllowanceRun, AllowanceTable, AttendanceCut

# The two components that a line knows, as in the law `allowance.weights`.
PERFORMANCE, DISCIPLINE = "kinerja", "disiplin"
# Classes of posts that a base is given for: the grade of a functional post, else the level.
CLASSES: dict[str, str] = {
    **{code: str(name) for code, name in Post.Level.choices if code != Post.Level.FUNCTIONAL},
    **{code: f"JF {name}" for code, name in Post.Grade.choices},
}


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run comes to: lines, lines with a problem, rupiah."""

    lines: int
    problems: int
    amount: Decimal


def month_ends(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year, month, monthrange(year, month)[1])


def class_of(post: Mapping[str, Any]) -> str:
    """The class of a post with `level` and `grade`."""
    return str(post["grade"] or post["level"])


def tables() -> QuerySet[AllowanceTable]:
    return AllowanceTable.objects.select_related("made_by", "approved_by")


def table_in_force(on: date) -> AllowanceTable | None:
    """The newest approved table that holds on the day."""
    held = Q(ends__isnull=True) | Q(ends__gte=on)
    return tables().filter(held, approved_at__isnull=False, starts__lte=on).order_by("-starts", "-pk").first()


def runs() -> QuerySet[AllowanceRun]:
    return AllowanceRun.objects.select_related("table", "made_by", "approved_by")


def with_totals(rows: QuerySet[AllowanceRun]) -> QuerySet[AllowanceRun]:
    """Runs with `people`, `problems` and `amount`, newest first; no further query."""
    return rows.order_by("-year", "-month", "-pk").annotate(
        people=Count("lines"),
        problems=Count("lines", filter=~Q(lines__problem="")),
        amount=Sum("lines__amount", default=Decimal(0)),
    )


def approved_in(year: int, month: int) -> QuerySet[AllowanceRun]:
    """The approved runs of a month: the first one, then its difference runs."""
    rows = runs().filter(year=year, month=month, status=AllowanceRun.Status.APPROVED)
    return rows.order_by("pk")


def open_difference(run: AllowanceRun) -> AllowanceRun | None:
    """The draft of a difference run of the month of `run`."""
    rows = runs().filter(year=run.year, month=run.month, status=AllowanceRun.Status.DRAFT)
    return rows.filter(follows__isnull=False).first()


def to_approve(user: User, me: Employee | None) -> QuerySet[AllowanceRun]:
    """Drafts that somebody else made; no difference run with a line about the reader himself."""
    own = Q(follows__isnull=False) & Exists(AllowanceLine.objects.filter(run=OuterRef("pk"), employee=me))
    return runs().filter(~own, status=AllowanceRun.Status.DRAFT).exclude(made_by=user)


def touched() -> QuerySet[AllowanceRun]:
    """Approved months that an objection decided since touches: who stood on the old predicate would get other
    money, and no difference run was made after the decision."""
    month = Q(year=OuterRef(OuterRef("year")), month=OuterRef(OuterRef("month")))
    since = AllowanceRun.objects.filter(month, follows__isnull=False, made_at__gte=OuterRef("decided_at"))
    told = Cast(OuterRef("review__period__cycle__year"), CharField())
    lines = AllowanceLine.objects.alias(
        period=KT("explanation__period"),
        then=_share(F("predicate")),
        now=_share(OuterRef("changed_review__predicate")),
    ).filter(
        run=OuterRef(OuterRef("pk")),
        employee=OuterRef("review__plan__employee"),
        predicate=OuterRef("review__predicate"),
        period=Concat(OuterRef("review__period__label"), Value(" "), told),
        base__gt=0,
    )
    changed = Objection.objects.filter(
        Exists(lines.exclude(then=F("now"))),
        ~Exists(since.exclude(status=AllowanceRun.Status.CANCELLED)),
        status=Objection.Status.CHANGED,
        decided_at__gt=OuterRef("made_at"),
    )
    first = AllowanceRun.objects.filter(status=AllowanceRun.Status.APPROVED, follows__isnull=True)
    return first.filter(Exists(changed))


def _share(code: Combinable) -> Cast:
    """What the table of the line's run pays for the predicate `code`, in percent."""
    found = Func(
        F("run__table__percent"), code,
        template="(%(expressions)s)", arg_joiner=" ->> ", output_field=CharField(),
    )  # fmt: skip
    return Cast(found, DecimalField(max_digits=21, decimal_places=6))


def totals(run: AllowanceRun) -> Totals:
    found = run.lines.aggregate(
        lines=Count("pk"),
        problems=Count("pk", filter=~Q(problem="")),
        amount=Sum("amount", default=Decimal(0)),
    )
    return Totals(**found)


def lines_of(run: AllowanceRun, *, words: str = "", problems: bool = False) -> QuerySet[AllowanceLine]:
    """The lines of a run by name; narrowed by a name or to those that could not be computed."""
    rows = AllowanceLine.objects.filter(run=run).select_related("employee")
    if words:
        rows = rows.filter(Q(employee__name__icontains=words) | Q(employee__nip__startswith=words))
    return rows.exclude(problem="") if problems else rows


def own_lines(employee: Employee) -> QuerySet[AllowanceLine]:
    """What the employee got by approved runs, newest first."""
    rows = AllowanceLine.objects.filter(employee=employee, run__status=AllowanceRun.Status.APPROVED)
    return rows.select_related("run__table").order_by("-run__year", "-run__month", "-run_id")


def unreceived(employee: Employee) -> dict[tuple[str, int], int]:
    """Period and version, as `AllowanceLine.evaluation` names them, to the signed evaluation that the
    employee has yet to receive: until then his own pages hold back what it pays
    (`assessment.access.sees_judgement`)."""
    rows = current().filter(plan__employee=employee, signed_at__isnull=False, delivered_at__isnull=True)
    facts = rows.values_list("period__label", "period__cycle__year", "version", "pk")
    return {(f"{label} {year}", version): pk for label, year, version, pk in facts}


def cuts_of(year: int, month: int) -> QuerySet[AttendanceCut]:
    """The attendance cuts of a month by name."""
    rows = AttendanceCut.objects.filter(year=year, month=month).select_related("employee", "by")
    return rows.order_by("employee__name", "employee_id", "pk")
