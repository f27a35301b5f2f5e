"""What the form of a programme begins with when somebody comes from a course or a published change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from kinerja.growth.models import Course, Enrolment, Programme, Session
from kinerja.people.models import Post, Unit
from kinerja.people.queries.lines import own_posts
from kinerja.voice.models import Change

TITLE = 160  # of a programme
CAME = (Enrolment.Status.APPROVED, Enrolment.Status.ATTENDED)


def courses_to_prove() -> QuerySet[Course]:
    """Courses that a programme may name."""
    return Course.objects.filter(retired=False)


def changes_to_prove() -> QuerySet[Change]:
    """Changes that a programme may name: what everybody may read."""
    return Change.objects.filter(published_at__isnull=False)


def begun_with(query: Mapping[str, str]) -> dict[str, Any]:
    """Title, kind, units and first day from `?pelatihan=` or `?perubahan=`; nothing for an id that is
    unknown or may not be named. At most four queries."""
    if (pk := _number(query.get("pelatihan", ""))) is not None:
        course = courses_to_prove().filter(pk=pk).first()
        return _of_course(course) if course is not None else {}
    if (pk := _number(query.get("perubahan", ""))) is not None:
        change = changes_to_prove().filter(pk=pk).select_related("unit", "service").first()
        return _of_change(change) if change is not None else {}
    return {}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def _of_course(course: Course) -> dict[str, Any]:
    """From its first session: that day, and the units of those who took part."""
    known = {"title": course.title[:TITLE], "kind": Programme.Kind.TRAINING, "course": course}
    held = course.sessions.exclude(status=Session.Status.CANCELLED).order_by("starts_at", "pk").first()
    if held is None:
        return known
    day = localdate(held.starts_at)
    return known | {"starts": day, "treated": _units_of(held, day)}


def _units_of(session: Session, day: date) -> list[Unit]:
    people = session.enrolments.filter(status__in=CAME).values_list("employee_id", flat=True)
    posts = own_posts(day, people).values()
    units = Post.objects.filter(pk__in=posts).values("unit_id")
    return list(Unit.objects.filter(pk__in=units).order_by("name"))


def _of_change(change: Change) -> dict[str, Any]:
    service = change.service if change.service is not None and change.service.retired_on is None else None
    return {
        "title": change.title[:TITLE],
        "kind": Programme.Kind.PROCESS,
        "change": change,
        "service": service,
        "starts": change.changed_on,
        "treated": [change.unit],
    }
