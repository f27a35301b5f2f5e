"""Lists of the register as pages show them: employees, posts, units; a constant number of queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ..models import Appointment, AppraisalMandate, Employee, Post, Unit
from .in_force import HOLDING_KINDS, OWN_KINDS, chart, in_force, posts_up_from
from .lines import lines_in, own_posts
from .teams import unit_tree_ids


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """An employee with his post and appraiser of the day."""

    employee: Employee
    post: Post | None
    appraiser: Employee | None


@dataclass(frozen=True, slots=True)
class Holder:
    employee: Employee
    kind: str
    since: date


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with everybody who holds it on the day; `mandated` by a mandate in force."""

    post: Post
    holders: list[Holder]
    mandated: bool


@dataclass(slots=True)
class UnitNode:
    """A unit in its tree; `people` counts own posts held in it on the day, `whole` also those below.

    `led` says whether it has a leading post, `head` who holds that on the day.
    """

    unit: Unit
    led: bool
    head: Employee | None
    people: int
    children: list[UnitNode] = field(default_factory=list)

    @property
    def whole(self) -> int:
        return self.people + sum(child.whole for child in self.children)


def find_employees(
    people: QuerySet[Employee], words: str, unit_id: int | None, on: date
) -> QuerySet[Employee]:
    """Narrows by words (name, NIP, unit or post of the day) and by a unit with everything below it."""
    today = Appointment.objects.filter(in_force(on), employee=OuterRef("pk"))
    for word in words.split():
        place = Q(post__unit__name__icontains=word) | Q(post__title__icontains=word)
        person = Q(name__icontains=word) | Q(nip__startswith=word)
        people = people.filter(person | Q(Exists(today.filter(place))))
    if unit_id is not None:
        people = people.filter(Exists(today.filter(post__unit_id__in=unit_tree_ids([unit_id]))))
    return people


def employee_rows(people: Sequence[Employee], on: date) -> list[EmployeeRow]:
    """Post and appraiser of a page of employees."""
    own = own_posts(on, [person.pk for person in people])
    found = lines_in(chart(on, posts_up_from(set(own.values()))), own)
    posts = Post.objects.select_related("unit").in_bulk(set(own.values()))
    appraisers = Employee.objects.in_bulk({row.appraiser_id for row in found.values() if row.appraiser_id})
    return [
        EmployeeRow(
            person,
            posts.get(own.get(person.pk, 0)),
            appraisers.get(found[person.pk].appraiser_id or 0) if person.pk in found else None,
        )
        for person in people
    ]


def find_posts(words: str) -> QuerySet[Post]:
    """Posts by words in code, title or unit."""
    posts = Post.objects.select_related("unit", "reports_to")
    for word in words.split():
        posts = posts.filter(
            Q(title__icontains=word) | Q(code__icontains=word) | Q(unit__name__icontains=word)
        )
    return posts


def post_rows(posts: Iterable[Post], on: date) -> list[PostRow]:
    """Holders and mandates of a page of posts."""
    wanted = list(posts)
    ids = [post.pk for post in wanted]
    held = Appointment.objects.filter(in_force(on), post_id__in=ids, kind__in=HOLDING_KINDS)
    holders: dict[int, list[Holder]] = defaultdict(list)
    for row in held.select_related("employee").order_by("-kind", "starts"):
        holders[row.post_id].append(Holder(row.employee, row.get_kind_display(), row.starts))
    mandated = set(
        AppraisalMandate.objects.filter(in_force(on), post_id__in=ids).values_list("post_id", flat=True)
    )
    return [PostRow(post, holders[post.pk], post.pk in mandated) for post in wanted]


def unit_forest(on: date) -> list[UnitNode]:
    """All units as trees with heads and head counts; three queries."""
    own = in_force(on, "posts__appointments__") & Q(posts__appointments__kind__in=OWN_KINDS)
    units = Unit.objects.annotate(people=Count("posts__appointments", filter=own))
    heads = Post.objects.filter(leads_unit=True).values_list("unit_id", "pk")
    head_of = dict(heads)
    seats = chart_seats(on, list(head_of.values()))
    nodes = {
        unit.pk: UnitNode(unit, unit.pk in head_of, seats.get(head_of.get(unit.pk, 0)), unit.people)
        for unit in units
    }
    roots: list[UnitNode] = []
    for node in nodes.values():
        parent = node.unit.parent_id
        (nodes[parent].children if parent else roots).append(node)
    return roots


def chart_seats(on: date, post_ids: Sequence[int]) -> dict[int, Employee]:
    """Who holds these posts on the day, acting holders first."""
    held = Appointment.objects.filter(in_force(on), post_id__in=post_ids, kind__in=HOLDING_KINDS)
    found: dict[int, Employee] = {}
    for row in held.select_related("employee").order_by("kind", "starts"):
        if row.kind != Appointment.Kind.DEFINITIVE or row.post_id not in found:
            found[row.post_id] = row.employee
    return found
