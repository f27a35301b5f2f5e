"""Who appraises whom seen from above, and which employees somebody may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from kinerja.accounts.access import may_read_all
from kinerja.accounts.models import User

from ..models import Appointment, AppraisalMandate, Employee, Post, Unit
from .in_force import APPRAISING_LEVELS, HOLDING_KINDS, chart, in_force, posts_up_from
from .lines import lines_in, own_posts

# Down from the given posts; below a post whose holder may appraise, that holder appraises.
DOWN_TO_THE_ABLE = """
WITH RECURSIVE below(id, goes_on) AS (
    SELECT id, true FROM people_post WHERE id = ANY(%(posts)s)
    UNION
    SELECT post.id,
        NOT (
            (post.level = ANY(%(levels)s) OR EXISTS (
                SELECT 1 FROM people_appraisalmandate mandate WHERE mandate.post_id = post.id
                AND mandate.starts <= %(on)s AND (mandate.ends IS NULL OR mandate.ends >= %(on)s)))
            AND EXISTS (
                SELECT 1 FROM people_appointment held WHERE held.post_id = post.id
                AND held.kind = ANY(%(kinds)s)
                AND held.starts <= %(on)s AND (held.ends IS NULL OR held.ends >= %(on)s)))
    FROM people_post post JOIN below ON post.reports_to_id = below.id WHERE below.goes_on
)
SELECT DISTINCT id FROM below
"""
DOWN = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM people_post WHERE reports_to_id = ANY(%s)
    UNION
    SELECT post.id FROM people_post post JOIN below ON post.reports_to_id = below.id
)
SELECT id FROM below
"""
UNIT_TREE = """
WITH RECURSIVE tree(id) AS (
    SELECT id FROM people_unit WHERE id = ANY(%s)
    UNION
    SELECT unit.id FROM people_unit unit JOIN tree ON unit.parent_id = tree.id
)
SELECT id FROM tree
"""


def _ids(statement: str, parameters: list[list[int]] | dict[str, Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {row[0] for row in cursor.fetchall()}


def unit_tree_ids(unit_ids: Iterable[int]) -> set[int]:
    """The units themselves and everything below them."""
    return _ids(UNIT_TREE, [list(unit_ids)])


def posts_below(post_ids: Iterable[int]) -> set[int]:
    """Every post that reports to these, directly or through others."""
    return _ids(DOWN, [list(post_ids)])


def _held_posts(employee: Employee, on: date) -> QuerySet[Post]:
    held = in_force(on, "appointments__")
    return Post.objects.filter(
        held, appointments__employee=employee, appointments__kind__in=HOLDING_KINDS
    ).order_by()


def _authority(on: date) -> Q:
    mandates = AppraisalMandate.objects.filter(in_force(on), post=OuterRef("pk"))
    return Q(level__in=APPRAISING_LEVELS) | Q(Exists(mandates))


def led_units(employee: Employee, on: date) -> QuerySet[Unit]:
    """Units whose leading post he holds on the day, as definitive, Plt or Plh."""
    led = _held_posts(employee, on).filter(leads_unit=True)
    return Unit.objects.filter(pk__in=led.values("unit_id"))


def team_of(employee: Employee, on: date) -> QuerySet[Employee]:
    """Employees whose appraiser he is on the day."""
    mine = list(_held_posts(employee, on).filter(_authority(on)).values_list("pk", flat=True))
    if not mine:
        return Employee.objects.none()
    parameters = {"posts": mine, "levels": list(APPRAISING_LEVELS), "kinds": list(HOLDING_KINDS), "on": on}
    reached = _ids(DOWN_TO_THE_ABLE, parameters)
    # Anybody with a seat down there may be led from here (a Plh who stands in for his own superior).
    seated = Appointment.objects.filter(in_force(on), post_id__in=reached).order_by()
    own = own_posts(on, seated.values_list("employee_id", flat=True))
    rows = lines_in(chart(on, posts_up_from(set(own.values()))), own)
    return Employee.objects.filter(pk__in=[pk for pk, row in rows.items() if row.appraiser_id == employee.pk])


def is_appraiser(user: User | AnonymousUser, on: date) -> bool:
    """Holds a post with authority to appraise and with posts below it; one query, remembered on the user."""
    if not isinstance(user, User):
        return False
    cached: dict[date, bool] = user.__dict__.setdefault("_appraiser_on", {})
    if on not in cached:
        held = Appointment.objects.filter(in_force(on), employee__user=user, kind__in=HOLDING_KINDS)
        posts = Post.objects.filter(_authority(on), pk__in=held.values("post_id"))
        cached[on] = posts.filter(Exists(Post.objects.filter(reports_to=OuterRef("pk")))).exists()
    return cached[on]


def employee_of(user: User | AnonymousUser) -> Employee | None:
    """The employee who signs in as `user`; administrators need not be employees."""
    return getattr(user, "employee", None) if isinstance(user, User) else None


def visible_to(user: User | AnonymousUser, on: date) -> QuerySet[Employee]:
    """Employees whose page `user` may open.

    Everybody sees himself; an appraiser his team and the teams below; the head of a unit all in it and its
    sub-units; analysts, auditors and administrators all.
    """
    if may_read_all(user, on):
        return Employee.objects.all()
    me = employee_of(user)
    if me is None:
        return Employee.objects.none()
    mine = list(_held_posts(me, on).filter(_authority(on)).values_list("pk", flat=True))
    below = posts_below(mine) if mine else set()
    units = unit_tree_ids(led_units(me, on).values_list("pk", flat=True))
    places = Q(post_id__in=below) | Q(post__unit_id__in=units)
    seated = Appointment.objects.filter(places, in_force(on)).order_by()
    return Employee.objects.filter(Q(pk=me.pk) | Q(pk__in=seated.values("employee_id")))
