"""What the worker does by itself, again and again: seals the log, opens due periods, reminds, tells, forgets.

Nothing is signed, rated or answered by a clock; only a complaint that was answered, and whose reporter stayed
silent, closes by itself, a round of feedback closes after its last day or is cancelled if it was never
opened, and a finding that nobody contested in time becomes final.

Every round is a task of its own: one that fails is logged under its name with its traceback, keeps its own
transaction to itself and stops neither the others nor the next time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from kinerja.assessment.actions import open_reviews
from kinerja.assessment.actions.rounds import cancel_due_drafts, close_due_rounds
from kinerja.assessment.notice_mails import mail_round
from kinerja.assessment.reminding import reminder_round
from kinerja.audit.actions import seal
from kinerja.growth.evaluation_notices import evaluation_round
from kinerja.insight.warnings import warning_round
from kinerja.plans.models import Period
from kinerja.voice.actions.examinations import settle_uncontested
from kinerja.voice.digests import forum_round
from kinerja.voice.retention import retention_round
from kinerja.voice.upkeep import complaint_round

EVERY = timedelta(minutes=15)
# Enough to look into a failure; every round leaves a row.
KEEP_RESULTS_DAYS = 7


@task()
def seal_log() -> None:
    """Links what has come to rest in the log."""
    seal(at=timezone.now())


@task()
def open_due_periods() -> int:
    """Opens the reviews of periods whose window is open; returns how many."""
    now = timezone.now()
    today = timezone.localdate(now)
    due = Period.objects.filter(opens__lte=today, closes__gte=today, closing=None).select_related("cycle")
    return sum(open_reviews(period=period, actor=None, at=now).opened for period in due)


@task()
def complaints() -> None:
    """Closes answered complaints, reminds of the others."""
    complaint_round(timezone.now())


@task()
def examinations() -> int:
    """Findings that nobody contested in time become final; returns how many."""
    return settle_uncontested(at=timezone.now())


@task()
def feedback_rounds() -> int:
    """Closes rounds of feedback whose last day has passed and cancels drafts of such; returns how many."""
    now = timezone.now()
    return close_due_rounds(at=now) + cancel_due_drafts(at=now)


@task()
def reminders() -> int:
    """Tells people what is due; returns how many notices are new."""
    return reminder_round(timezone.now())


@task()
def training_evaluations() -> int:
    """Tells who is asked about behaviour after a training; returns how many notices are new."""
    return evaluation_round(timezone.now())


@task()
def early_warnings() -> int:
    """Raises what is worth a look; returns how many warnings are new."""
    return warning_round(timezone.now())


@task()
def mails() -> int:
    """Sends the notices that people want by mail; returns how many mails went out."""
    return mail_round(timezone.now())


@task()
def retention() -> int:
    """Destroys what is kept no longer, once a day; returns how much."""
    return retention_round(timezone.now())


@task()
def tidy() -> None:
    """Old sign-ins and results of old tasks go."""
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEEP_RESULTS_DAYS, queue_name="*", verbosity=0)


ROUNDS: tuple[Task[[], Any], ...] = (
    seal_log,
    open_due_periods,
    complaints,
    examinations,
    feedback_rounds,
    reminders,
    training_evaluations,
    early_warnings,
    mails,
    forum_round,
    retention,
    tidy,
)
# These read a whole agency: once a day is enough, and again only when they failed.
DAILY: tuple[Task[[], Any], ...] = (early_warnings,)


@task()
def upkeep() -> int:
    """Asks for the next time first, then for every round that is not still waiting, or daily and done today;
    returns how many."""
    upkeep.using(run_after=timezone.now() + EVERY).enqueue()
    done = _waiting([item.module_path for item in ROUNDS]) | _done_today([item.module_path for item in DAILY])
    due = [item for item in ROUNDS if item.module_path not in done]
    for item in due:
        item.enqueue()
    return len(due)


def keep_going() -> None:
    """Asks for a first time unless one is already waiting."""
    if not _waiting([upkeep.module_path]):
        upkeep.enqueue()


def _waiting(paths: list[str]) -> set[str]:
    rows = DBTaskResult.objects.filter(task_path__in=paths, status=TaskResultStatus.READY)
    return set(rows.order_by().values_list("task_path", flat=True))


def _done_today(paths: list[str]) -> set[str]:
    rows = DBTaskResult.objects.filter(
        task_path__in=paths,
        status=TaskResultStatus.SUCCESSFUL,
        finished_at__date=timezone.localdate(),
    )
    return set(rows.order_by().values_list("task_path", flat=True))
