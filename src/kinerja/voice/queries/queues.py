"""What waits at the desk and in the units, in the order in which it is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateField, F, Prefetch, Q, QuerySet, When
from django.db.models.functions import Coalesce

from kinerja.accounts.models import User
from kinerja.people.queries import employee_of, led_units, unit_tree_ids

from ..access.common import units_worked_in
from ..clocks import calendar_around
from ..models import Category, Complaint, Redaction
from .complaints import covered

S = Complaint.Status
AT_DESK = (S.RECEIVED, S.INCOMPLETE)
IN_UNIT = (S.FORWARDED, S.IN_PROGRESS)
# What the filter offers: code to the states it shows.
VIEWS: dict[str, tuple[str, ...]] = {
    "meja": AT_DESK,
    "diterima": (S.RECEIVED,),
    "lengkapi": (S.INCOMPLETE,),
    "unit": IN_UNIT,
    "dijawab": (S.ANSWERED,),
    "selesai": (S.CLOSED,),
    "lain": (S.MERGED, S.REJECTED, S.WITHDRAWN),
    "semua": tuple(S.values),
}
UNIT_VIEWS: dict[str, tuple[str, ...]] = {
    "tangani": IN_UNIT,
    "dijawab": (S.ANSWERED,),
    "selesai": (S.CLOSED,),
}
# The day that counts now: at the desk that of forwarding, in the unit that of the answer.
DUE = Case(
    When(status__in=AT_DESK, then=F("verify_due")),
    When(status__in=IN_UNIT, then=F("act_due")),
    When(status=S.ANSWERED, then=F("close_due")),
    default=None,
    output_field=DateField(),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of a queue: the day that counts now and the working days left (negative: overdue)."""

    complaint: Complaint
    due: date | None
    left: int | None

    @property
    def title(self) -> str:
        """Covered where the queue asked for covers (`unit_queue`), as written at the desk."""
        return covered(self.complaint.title, vars(self.complaint).get("covers", ()))

    @property
    def late(self) -> int:
        """Working days past the due day."""
        return max(0, -(self.left or 0))


def desk(
    on: date,
    *,
    view: str = "meja",
    category: Category | None = None,
    unit_id: int | None = None,
    overdue: bool = False,
    words: str = "",
) -> QuerySet[Complaint]:
    """Complaints of the whole agency for its distributors; `due` is the day that counts now.

    `category` means it and what stands below it, `unit_id` the unit that answers or is reported, `words` a
    number or words of title and text.
    """
    rows = _ordered(Complaint.objects.filter(status__in=VIEWS.get(view, AT_DESK)))
    if category is not None:
        rows = rows.filter(category_id__in=_below(category))
    if unit_id is not None:
        rows = rows.filter(Q(unit_id=unit_id) | Q(reported_unit_id=unit_id))
    if overdue:
        rows = rows.filter(Q(due__lt=on), status__in=(*AT_DESK, *IN_UNIT))
    return _found(rows, words)


def unit_queue(
    user: User, on: date, *, view: str = "tangani", words: str = "", mine: bool = False
) -> QuerySet[Complaint]:
    """What one has to answer: assigned to oneself, or sent to a unit that one leads or that is below it.

    Secret reports about a unit one works in or leads are left out, as `access.complaints` refuses them.
    """
    me = employee_of(user)
    if me is None:
        return Complaint.objects.none()
    led = unit_tree_ids(led_units(me, on).values_list("pk", flat=True))
    own = Q(officer=me) if mine else Q(officer=me) | Q(unit_id__in=led)
    rows = Complaint.objects.filter(own, status__in=UNIT_VIEWS.get(view, IN_UNIT))
    rows = rows.annotate(about=Coalesce("reported_unit_id", "service__unit_id"))
    rows = rows.filter(Q(secret=False) | Q(about=None) | ~Q(about__in=units_worked_in(user, on)))
    covers = Redaction.objects.filter(field=Redaction.Field.TITLE, lifted_at=None)
    rows = rows.prefetch_related(Prefetch("redactions", queryset=covers, to_attr="covers"))
    return _found(_ordered(rows), words)


def dated(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """The rows, each with `due`: the day that counts in its state."""
    return rows.annotate(due=DUE)


def with_days(rows: Iterable[Complaint], on: date) -> list[Waiting]:
    """The rows of `dated` with the working days left to the day that counts; three queries in all."""
    found = [(row, _due(row)) for row in rows]
    dues = [due for _row, due in found if due]
    days = calendar_around(min([*dues, on]), max([*dues, on]))
    return [Waiting(row, due, days.working_days_between(on, due) if due else None) for row, due in found]


def _due(row: Complaint) -> date | None:
    """What `dated` put beside the row."""
    due: date | None = vars(row)["due"]
    return due


def tree(*, retired: bool = False) -> list[tuple[Category, int]]:
    """All categories from the top, each with its depth; one query."""
    below: dict[int | None, list[Category]] = {}
    rows = Category.objects.select_related("unit").order_by("name")
    for row in rows if retired else rows.filter(retired=False):
        below.setdefault(row.parent_id, []).append(row)
    return _walk(None, 0, below)


def _walk(
    parent: int | None, depth: int, below: dict[int | None, list[Category]]
) -> list[tuple[Category, int]]:
    found: list[tuple[Category, int]] = []
    for row in below.get(parent, []):
        found += [(row, depth), *_walk(row.pk, depth + 1, below)]
    return found


def _below(category: Category) -> set[int]:
    rows = list(Category.objects.order_by().values_list("pk", "parent_id"))
    found, grown = {category.pk}, True
    while grown:
        more = {pk for pk, parent in rows if parent in found} - found
        found, grown = found | more, bool(more)
    return found


def _ordered(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    related = ("category", "unit", "reported_unit", "officer", "service")
    return dated(rows.select_related(*related)).order_by(F("due").asc(nulls_last=True), "received_at", "pk")


def _found(rows: QuerySet[Complaint], words: str) -> QuerySet[Complaint]:
    for word in words.split()[:8]:
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(text__icontains=word))
    return rows
