"""What the worker does by itself, again and again: seals the log, drops old sign-ins, opens due periods,
reminds of complaints.

Nothing is signed, rated or answered by a clock; only a complaint that was answered, and whose reporter stayed
silent, closes by itself, and a finding that nobody contested in time becomes final.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kinerja.assessment.actions import open_reviews
from kinerja.audit.actions import seal
from kinerja.plans.models import Period
from kinerja.voice.actions.examinations import settle_uncontested
from kinerja.voice.digests import forum_round
from kinerja.voice.upkeep import complaint_round

EVERY = timedelta(minutes=15)


@task()
def upkeep() -> int:
    """One round; asks for the next one. Returns how many reviews were opened."""
    now = timezone.now()
    today = timezone.localdate(now)
    seal(at=now)
    complaint_round(now)
    settle_uncontested(at=now)
    forum_round.enqueue()
    call_command("clearsessions")
    due = Period.objects.filter(opens__lte=today, closes__gte=today).select_related("cycle")
    opened = sum(open_reviews(period=period, actor=None, at=now).opened for period in due)
    upkeep.using(run_after=now + EVERY).enqueue()
    return opened


def keep_going() -> None:
    """Asks for a first round unless one is already waiting."""
    waiting = DBTaskResult.objects.filter(task_path=upkeep.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        upkeep.enqueue()
