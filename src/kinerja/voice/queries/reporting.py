"""What the report form offers, and what is already reported."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kinerja.people.models import Unit

from ..models import Category, Complaint, Service
from ..suggestions import Near, Subject, Suggestion, near, suggest
from .complaints import public_list, unveiled

LOOK_BACK = timedelta(days=60)
COMPARED = 200
S = Complaint.Status
ENDED = (S.CLOSED, S.MERGED, S.REJECTED, S.WITHDRAWN)


def units_to_report() -> QuerySet[Unit]:
    """Units that citizens know by name; what lies inside an office is found by the office."""
    return Unit.objects.exclude(kind__in=[Unit.Kind.SECTION, Unit.Kind.AGENCY]).order_by("name")


def live_categories() -> QuerySet[Category]:
    """Topics in use, by name."""
    return Category.objects.filter(retired=False)


def suggested(text: str) -> list[tuple[Category, Suggestion]]:
    """The likeliest topics with the words that point there; one query."""
    rows = {row.code: row for row in live_categories()}
    found = suggest(text, [Subject(row.code, tuple(row.keywords)) for row in rows.values()])
    return [(rows[item.code], item) for item in found]


def alike(
    text: str, *, at: datetime, unit: Unit | None, service: Service | None, category: Category | None
) -> list[tuple[Complaint, Near[str]]]:
    """Public reports of the last 60 days that still run and speak of the same thing; one query.

    Those of the same unit, service or topic are compared, the newest 200. What has covered words or names an
    employee is left out: the shared words are shown.
    """
    place = Q()
    if unit:
        place |= Q(reported_unit=unit) | Q(unit=unit)
    if service:
        place |= Q(service=service)
    if category:
        place |= Q(category=category)
    rows = unveiled(public_list()).filter(place, received_at__gte=at - LOOK_BACK)
    found = {row.number: row for row in rows.exclude(status__in=ENDED).prefetch_related(None)[:COMPARED]}
    texts = {number: f"{row.title}\n{row.text}" for number, row in found.items()}
    return [(found[item.key], item) for item in near(text, texts)]
