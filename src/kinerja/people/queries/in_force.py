"""Rows in force on a day, and the chart of posts built from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q

from ..chart import Chart, Place, Seat
from ..models import Appointment, AppraisalMandate, Post

OWN_KINDS = (Appointment.Kind.DEFINITIVE.value, Appointment.Kind.STUDY.value)
ACTING_KINDS = (Appointment.Kind.PLT.value, Appointment.Kind.PLH.value)
HOLDING_KINDS = (Appointment.Kind.DEFINITIVE.value, *ACTING_KINDS)
APPRAISING_LEVELS = (Post.Level.JPT.value, Post.Level.ADMINISTRATOR.value, Post.Level.PENGAWAS.value)

UP = """
WITH RECURSIVE chain(id, above) AS (
    SELECT id, reports_to_id FROM people_post WHERE id = ANY(%s)
    UNION
    SELECT post.id, post.reports_to_id FROM people_post post JOIN chain ON post.id = chain.above
)
SELECT id FROM chain
"""


def in_force(on: date, prefix: str = "") -> Q:
    """Rows whose `starts`..`ends` (both included) hold the day `on`; `prefix` reaches over a relation."""
    ends = Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gte": on})
    return ends & Q(**{f"{prefix}starts__lte": on})


def posts_up_from(post_ids: Iterable[int]) -> list[int]:
    """The posts themselves and all posts above them."""
    with connection.cursor() as cursor:
        cursor.execute(UP, [list(post_ids)])
        return [row[0] for row in cursor.fetchall()]


def chart(on: date, post_ids: Iterable[int] | None = None) -> Chart:
    """The chart of the day: all posts, or with `post_ids` only those (three queries either way)."""
    posts = Post.objects.order_by()
    held = Appointment.objects.filter(in_force(on), kind__in=HOLDING_KINDS)
    mandates = AppraisalMandate.objects.filter(in_force(on))
    if post_ids is not None:
        wanted = list(post_ids)
        posts, held, mandates = (
            posts.filter(pk__in=wanted),
            held.filter(post_id__in=wanted),
            mandates.filter(post_id__in=wanted),
        )
    mandated = set(mandates.values_list("post_id", flat=True))
    places = {
        pk: Place(pk, title, unit_id, above, level in APPRAISING_LEVELS or pk in mandated)
        for pk, title, unit_id, above, level in posts.values_list(
            "id", "title", "unit_id", "reports_to_id", "level"
        )
    }
    return Chart(places, _seats(held.order_by("starts", "id").values_list("post_id", "employee_id", "kind")))


def _seats(rows: Iterable[tuple[int, int, str]]) -> dict[int, Seat]:
    """Acting holders stand before the definitive one; among equals the longest in post."""
    seats: dict[int, Seat] = {}
    for post_id, employee_id, kind in rows:
        acting = kind if kind in ACTING_KINDS else ""
        sitting = seats.get(post_id)
        if sitting is None or (acting and not sitting.acting):
            seats[post_id] = Seat(employee_id, acting)
    return seats
