"""The worker's rounds: each for itself, the next time is always asked for, and none signs anything."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from kinerja.assessment.models import EarlyWarning, Review
from kinerja.audit.actions import verify
from kinerja.audit.models import Event, Seal
from kinerja.jobs import upkeep as rounds
from kinerja.jobs.upkeep import ROUNDS, early_warnings, keep_going, open_due_periods, seal_log, upkeep
from kinerja.plans.models import Cycle, Period
from tests.apps.insight.rows import plan_of
from tests.world import World


@pytest.fixture
def running(world: World) -> Period:
    """The third quarter with its window around today."""
    today = timezone.localdate()
    Period.objects.filter(pk=world.q3.pk).update(
        opens=today - timedelta(days=1), closes=today + timedelta(days=9)
    )
    plan_of(world, world.nurse)
    return Period.objects.get(pk=world.q3.pk)


def work() -> dict[str, str]:
    """Does every waiting task as the worker does; path to the status it ended in."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="uji",
        excluded_queue_names=[],
    )
    for row in DBTaskResult.objects.ready():
        worker.run_task(row)
    return dict(DBTaskResult.objects.values_list("task_path", "status"))


def test_a_round_opens_what_is_due_and_signs_nothing(running: Period) -> None:
    assert open_due_periods.call() == 1
    assert open_due_periods.call() == 0
    review = Review.objects.get(period=running)
    assert (review.status, review.result_rating, review.signed_at) == ("open", "", None)


def test_a_round_seals_what_has_come_to_rest(world: World) -> None:
    old = timezone.now() - timedelta(hours=1)
    Event.objects.create(
        at=old, actor_name="sistem", action="uji", object_type="uji", object_id="1", why=str(date.today())
    )
    seal_log.call()
    assert Seal.objects.get().count == 1
    assert verify() == []


def test_every_round_is_a_task_of_its_own_and_ends_well(running: Period) -> None:
    assert upkeep.call() == len(ROUNDS)
    ended = work()
    assert {ended[item.module_path] for item in ROUNDS} == {TaskResultStatus.SUCCESSFUL}
    assert ended[upkeep.module_path] == TaskResultStatus.READY, "the next time waits"


def test_one_that_fails_is_named_in_the_log_and_stops_nothing(
    running: Period, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(at: object) -> None:
        raise OSError("tidak ada cakram")

    monkeypatch.setattr(rounds, "complaint_round", broken)
    upkeep.call()
    ended = work()
    failed = [path for path, status in ended.items() if status == TaskResultStatus.FAILED]
    assert failed == ["kinerja.jobs.upkeep.complaints"]
    assert "kinerja.jobs.upkeep.complaints" in caplog.text
    assert Review.objects.filter(period=running).exists(), "the other rounds were done"
    assert ended[upkeep.module_path] == TaskResultStatus.READY


def test_the_next_time_is_asked_for_even_when_a_round_cannot_be(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "ROUNDS", (object(),))
    with pytest.raises(AttributeError):
        upkeep.call()
    assert DBTaskResult.objects.filter(task_path=upkeep.module_path).count() == 1


@pytest.fixture
def late(world: World) -> None:
    """This year's plans were due yesterday, and nobody has one."""
    today = timezone.localdate()
    Cycle.objects.filter(pk=world.cycle.pk).update(year=today.year, plan_due=today - timedelta(days=1))


def test_the_worker_raises_early_warnings_once_a_day(late: None) -> None:
    upkeep.call()
    assert work()[early_warnings.module_path] == TaskResultStatus.SUCCESSFUL
    raised = EarlyWarning.objects.filter(kind="no_plan").count()
    assert raised > 0
    upkeep.call()
    work()
    runs = DBTaskResult.objects.filter(task_path=early_warnings.module_path)
    assert (runs.count(), EarlyWarning.objects.count()) == (1, raised)
    runs.update(finished_at=timezone.now() - timedelta(days=1))
    upkeep.call()
    assert runs.count() == 2


def test_warnings_that_failed_are_tried_again_the_same_day(
    late: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(at: object) -> None:
        raise OSError("tidak ada cakram")

    with monkeypatch.context() as patched:
        patched.setattr(rounds, "warning_round", broken)
        upkeep.call()
        assert work()[early_warnings.module_path] == TaskResultStatus.FAILED
    upkeep.call()
    work()
    assert EarlyWarning.objects.exists()


def test_rounds_do_not_pile_up_behind_a_slow_worker(world: World) -> None:
    upkeep.call()
    assert upkeep.call() == 0
    assert DBTaskResult.objects.filter(task_path=seal_log.module_path).count() == 1


def test_only_one_next_round_waits(world: World) -> None:
    keep_going()
    keep_going()
    assert DBTaskResult.objects.filter(task_path=upkeep.module_path).count() == 1
