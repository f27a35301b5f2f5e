"""The worker's round: it seals and opens, asks for the next round once, and signs nothing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kinerja.assessment.models import Review
from kinerja.audit.actions import verify
from kinerja.audit.models import Event, Seal
from kinerja.jobs.upkeep import keep_going, upkeep
from kinerja.plans.models import Period
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


def test_a_round_opens_what_is_due_and_signs_nothing(running: Period) -> None:
    assert upkeep.call() == 1
    assert upkeep.call() == 0
    review = Review.objects.get(period=running)
    assert (review.status, review.result_rating, review.signed_at) == ("open", "", None)


def test_a_round_seals_what_has_come_to_rest(world: World) -> None:
    old = timezone.now() - timedelta(hours=1)
    Event.objects.create(
        at=old, actor_name="sistem", action="uji", object_type="uji", object_id="1", why=str(date.today())
    )
    upkeep.call()
    assert Seal.objects.get().count == 1
    assert verify() == []


def test_only_one_next_round_waits(world: World) -> None:
    keep_going()
    keep_going()
    assert DBTaskResult.objects.filter(task_path=upkeep.module_path).count() == 1
