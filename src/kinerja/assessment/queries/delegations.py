"""Who prepares reviews for whom on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from kinerja.people.models import Employee

from ..models import Delegation


def in_effect(on: date) -> QuerySet[Delegation]:
    """Delegations of the day that nobody has ended."""
    return Delegation.objects.filter(ended_at__isnull=True, starts__lte=on, ends__gte=on)


def prepares_for(taker_id: int, giver_id: int, on: date) -> bool:
    """Whether `taker_id` prepares for `giver_id` on the day."""
    return in_effect(on).filter(taker=taker_id, giver=giver_id).exists()


def delegations_of(employee: Employee) -> QuerySet[Delegation]:
    """Given or taken by `employee`, newest first."""
    mine = Q(giver=employee) | Q(taker=employee)
    return Delegation.objects.filter(mine).select_related("giver", "taker").order_by("-starts", "-pk")
