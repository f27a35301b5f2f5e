"""One round of reminders: whatever comes due is told once at each stage, and what is late goes up.

A round tells; it never changes a plan, a report, a review or an objection. Nothing is signed by the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from . import reminders_cycle as cycle
from . import reminders_decisions, team_notices
from . import reminders_papers as papers
from .escalation import late_reviews
from .notices import Told, tell_each
from .reminder_leads import Lead, lead

KINDS: tuple[Callable[[Lead], Iterator[Told]], ...] = (
    cycle.plans,
    cycle.given_goals,
    cycle.reports,
    cycle.feedback,
    cycle.windows_open,
    cycle.own_words,
    cycle.windows_close,
    cycle.rated_unsigned,
    papers.documents,
    papers.official,
    papers.objections,
    papers.meetings,
    papers.decisions,
    reminders_decisions.decisions_late,
    reminders_decisions.decisions_without_owner,
    papers.rounds,
    papers.drafts,
    team_notices.contributions,
    papers.follow_ups,
    late_reviews,
)


@transaction.atomic
def reminder_round(at: datetime) -> int:
    """Tells everybody what comes due; returns how many notices are new. People are left in peace on days
    off: what falls on one is told on the working day before."""
    today = lead(localdate(at))
    if not today.days.is_working_day(today.on):
        return 0
    return sum(tell_each(kind(today), at=at) for kind in KINDS)
