"""What the form of a programme begins with when somebody comes from a course, a published change or a wave of
coaching."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.growth.models import Course, Enrolment, Programme, Session
from kinerja.growth.queries.support_waves import Wave, waves
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


def begun_with(query: Mapping[str, str], on: date, *, sees_plans: bool) -> dict[str, Any]:
    """Title, kind, units and first day from `?pelatihan=`, `?perubahan=` or `?pembinaan=`; nothing for what
    is unknown or may not be named. `sees_plans`: this person may know who is coached. At most six queries."""
    if (pk := _number(query.get("pelatihan", ""))) is not None:
        course = courses_to_prove().filter(pk=pk).first()
        return _of_course(course) if course is not None else {}
    if (pk := _number(query.get("perubahan", ""))) is not None:
        change = changes_to_prove().filter(pk=pk).select_related("unit", "service").first()
        return _of_change(change) if change is not None else {}
    if key := query.get("pembinaan", ""):
        wave = next((wave for wave in waves(on) if wave.key == key), None)
        return _of_wave(wave, sees_plans=sees_plans) if wave is not None else {}
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
    people = held.enrolments.filter(status__in=CAME).values_list("employee_id", flat=True)
    return known | {"starts": day, "treated": _units_of(people, day)}


def _units_of(people: Iterable[int], day: date) -> list[Unit]:
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


def _of_wave(wave: Wave, *, sees_plans: bool) -> dict[str, Any]:
    """From the first plan: that day, and the units of the coached people. Where few of them would be told by
    their units, the unit of the reason stands for them."""
    apart = sees_plans or wave.begun is not None
    return {
        "title": (_("Pembinaan: %(reason)s") % {"reason": wave.title})[:TITLE],
        "kind": Programme.Kind.COACHING,
        "coached_for": wave.key,
        "starts": wave.starts,
        "treated": _units_of(wave.people, wave.starts) if apart else [wave.reason.unit],
    }
