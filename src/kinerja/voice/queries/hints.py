"""Suggestions beside a new report, each with its reasons: its category, and reports about the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ..models import Category, Complaint
from ..suggestions import Subject, near, suggest

LOOK_BACK = timedelta(days=60)
AT_MOST = 300
S = Complaint.Status
OPEN = (S.RECEIVED, S.INCOMPLETE, S.FORWARDED, S.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class CategoryHint:
    """A category in use, and the words of the report that point to it."""

    category: Category
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TwinHint:
    """An open report that may be about the same thing, and the words both have."""

    complaint: Complaint
    words: tuple[str, ...]


def category_hints(complaint: Complaint) -> list[CategoryHint]:
    """The likeliest categories other than the present one; one query."""
    known = {row.code: row for row in Category.objects.filter(retired=False)}
    subjects = [Subject(row.code, tuple(row.keywords)) for row in known.values()]
    found = suggest(f"{complaint.title} {complaint.text}", subjects)
    hints = [CategoryHint(known[item.code], item.words) for item in found]
    return [hint for hint in hints if hint.category.pk != complaint.category_id]


def twin_hints(complaint: Complaint) -> list[TwinHint]:
    """Open reports of the 60 days before it and since that share many words; secret ones are never compared.
    One query."""
    if complaint.secret:
        return []
    rows = Complaint.objects.filter(
        status__in=OPEN, secret=False, received_at__gte=complaint.received_at - LOOK_BACK
    ).exclude(pk=complaint.pk)
    others = {row.pk: row for row in rows.select_related("unit").order_by("-received_at")[:AT_MOST]}
    texts = {pk: f"{row.title} {row.text}" for pk, row in others.items()}
    found = near(f"{complaint.title} {complaint.text}", texts)
    return [TwinHint(others[item.key], item.words) for item in found]
