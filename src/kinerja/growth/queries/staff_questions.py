"""Questions about the assessment, as each person may see them."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from kinerja.accounts.models import User
from kinerja.people.queries import employee_of

from ..access_socialisation import may_socialise
from ..models import StaffQuestion


def questions_seen_by(user: User, on: date, words: str = "") -> QuerySet[StaffQuestion]:
    """First what waits for an answer, then newest first. HR sees all, others what is answered or their own.

    `words` are looked for in question and answer.
    """
    rows = StaffQuestion.objects.select_related("asked_by", "answered_by")
    if not may_socialise(user, on):
        rows = rows.filter(~Q(answer="") | Q(asked_by=employee_of(user)))
    if words:
        rows = rows.filter(Q(text__icontains=words) | Q(answer__icontains=words))
    return rows.order_by(F("answered_at").desc(nulls_first=True), "-asked_at", "-pk")


def unanswered() -> QuerySet[StaffQuestion]:
    """What HR has still to answer, oldest first."""
    return StaffQuestion.objects.filter(answer="").order_by("asked_at", "pk")
