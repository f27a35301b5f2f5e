"""Objections: who decides one, whom one concerns, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kinerja.people.models import Employee, Post
from kinerja.people.queries import (
    appraiser_for_period,
    in_force,
    lines,
    own_post,
    posts_below,
    superior_of,
)
from kinerja.plans.snapshots import party

from ..clocks import count
from ..models import Objection, Review

OPEN = (Objection.Status.FILED.value, Objection.Status.ASKED.value)
NAMES = (
    *("review__plan__employee__user", "review__plan__post__unit", "review__period__cycle"),
    *("review__appraiser__user", "review__superior", "review__organisation_unit", "decider__user"),
    "changed_review",
)


def objections() -> QuerySet[Objection]:
    """Every objection with everybody whom a row or a page names."""
    return Objection.objects.select_related(*NAMES)


def decider_for(review: Review, on: date) -> Employee | None:
    """Who decides an objection to `review` on the day: the holder (also Plt, Plh) of the post above the
    appraiser's, else the superior that the review itself names, else None (PermenPANRB 6/2022 Ps 29)."""
    found = _above(review, on)
    return found[0] if found else review.superior


def decider_party(review: Review, decider: Employee, on: date) -> dict[str, str]:
    """The decider as the form names him, in the post from which he decides."""
    found = _above(review, on)
    if found and found[0].pk == decider.pk:
        return party(*found)
    own = own_post(decider, on)
    return party(decider, own.post if own else None, "")


def _above(review: Review, on: date) -> tuple[Employee, Post, str] | None:
    period, employee = review.period, review.plan.employee
    line, _appointment = appraiser_for_period(employee, period.starts, period.ends, period.opens)
    above = superior_of(line, on) if line else None
    if above is None or above.employee.pk in {review.appraiser_id, employee.pk}:
        return None
    return above.employee, above.post, above.acting


def objection_due(review: Review) -> date | None:
    """The last day to object, None before receipt or where the calendar does not know the year."""
    if review.due_objection or review.delivered_at is None:
        return review.due_objection
    received = timezone.localdate(review.delivered_at)
    found = count("objection", received, received)
    return found.due if found else None


def open_to_decide(employee: Employee, on: date) -> QuerySet[Objection]:
    """Open objections that `employee` decides: addressed to him, or he holds the post above now."""
    mine = Q(decider=employee) | Q(pk__in=_stood_in_for(employee, on))
    return objections().filter(mine, status__in=OPEN).order_by("due_decision", "filed_at")


def _stood_in_for(employee: Employee, on: date) -> list[object]:
    """Open objections addressed to somebody else whose place `employee` has taken.

    One query for whoever has nobody below him, two when nothing is open; only a leader with an open objection
    below him asks for the lines of authority. Neither side of an objection stands in for its decider.
    """
    above = employee.appointments.filter(in_force(on), post__subordinates__isnull=False)
    held = set(above.values_list("post_id", flat=True))
    if not held:
        return []
    rows = Objection.objects.filter(status__in=OPEN).exclude(
        Q(decider=employee) | Q(review__appraiser=employee) | Q(review__plan__employee=employee)
    )
    waiting = list(
        rows.values_list("pk", "review__plan__employee_id", "review__period__ends", "review__plan__post_id")
    )
    if not waiting:
        return []
    below = posts_below(held)
    waiting = [row for row in waiting if row[3] in below]
    found: list[object] = []
    for ends in {row[2] for row in waiting}:
        part = [(pk, person) for pk, person, day, _post in waiting if day == ends]
        now = lines(on, {person for _pk, person in part}, own_on=ends)
        found += [pk for pk, person in part if person in now and now[person].superior_id == employee.pk]
    return found


def standing_in_now(rows: Iterable[Objection], on: date) -> dict[UUID, int]:
    """Objection to who holds the decider's post on the day (Plt, Plh, successor); a few queries a period.

    `rows` come with review, plan and period. One whose line nobody knows any more is left out.
    """
    found: dict[UUID, int] = {}
    for ends, some in _by_end(rows).items():
        now = lines(on, {row.review.plan.employee_id for row in some}, own_on=ends)
        for row in some:
            line = now.get(row.review.plan.employee_id)
            above = line.superior_id if line is not None else None
            if above is not None and above != row.review.appraiser_id:
                found[row.pk] = above
    return found


def _by_end(rows: Iterable[Objection]) -> dict[date, list[Objection]]:
    found: dict[date, list[Objection]] = {}
    for row in rows:
        found.setdefault(row.review.period.ends, []).append(row)
    return found


def asked_of(employee: Employee) -> QuerySet[Objection]:
    """Objections in which `employee` has been asked for an explanation and has not given it."""
    as_appraiser = Q(review__appraiser=employee, appraiser_stated_at__isnull=True)
    as_employee = Q(review__plan__employee=employee, employee_stated_at__isnull=True)
    asked = objections().filter(as_appraiser | as_employee, status=Objection.Status.ASKED)
    return asked.order_by("due_decision", "filed_at")


def waiting_for(employee: Employee, on: date) -> QuerySet[Objection]:
    """What `employee` has to do now: decide, or explain."""
    ids = [*open_to_decide(employee, on).values_list("pk", flat=True)]
    ids += asked_of(employee).values_list("pk", flat=True)
    return objections().filter(pk__in=ids).order_by("due_decision", "filed_at")


def concerning(employee: Employee, also: Iterable[object] = ()) -> QuerySet[Objection]:
    """Every objection in which `employee` has a part, newest first; `also` are further ids."""
    part = Q(decider=employee) | Q(review__appraiser=employee) | Q(review__plan__employee=employee)
    return objections().filter(part | Q(pk__in=list(also))).order_by("-filed_at", "pk")


def objection_of(review: Review) -> Objection | None:
    """The objection to this version of the review, or the one whose decision made it."""
    return objections().filter(Q(review=review) | Q(changed_review=review)).first()
