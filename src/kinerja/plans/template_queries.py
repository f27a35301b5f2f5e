"""What the pages ask about templates of goals."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kinerja.people.models import Appointment, Employee
from kinerja.people.queries import in_force, unit_tree_ids

from .models import GoalTemplate, Plan, TemplateGoal


def templates() -> QuerySet[GoalTemplate]:
    """Those in use first, with `people`: how many plans got something of this version."""
    rows = GoalTemplate.objects.select_related("unit").annotate(people=Count("sent__plan", distinct=True))
    return rows.order_by(F("retired_at").desc(nulls_first=True), "title", "-version")


def template_people(
    *, unit_id: int | None, level: str, words: str, on: date, allowed: set[int] | None
) -> QuerySet[Employee]:
    """Employees by unit (with those below), level and words of the own or acting post of the day.

    `allowed` limits the units; None is every unit.
    """
    held = Appointment.objects.filter(in_force(on), employee=OuterRef("pk"))
    held = held.exclude(kind=Appointment.Kind.PLH)
    if allowed is not None:
        held = held.filter(post__unit_id__in=allowed)
    if unit_id is not None:
        held = held.filter(post__unit_id__in=unit_tree_ids([unit_id]))
    if level:
        held = held.filter(post__level=level)
    titles = Q()
    for word in words.split():
        titles &= Q(post__title__icontains=word)
    return Employee.objects.filter(Exists(held.filter(titles))).order_by("name", "nip")


def template_titles(plan: Plan) -> dict[uuid.UUID, str]:
    """Results of the plan that came from a template: their key and the title of the template."""
    rows = TemplateGoal.objects.filter(plan=plan).values_list("result_key", "template__title")
    return dict(rows)
