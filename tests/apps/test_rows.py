"""`kinerja.rows.lock_row`: who comes second sees what the first one did, and whom the row refers to now."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from kinerja.accounts.models import User
from kinerja.assessment.errors import Stale
from kinerja.people.models import Employee, Post, Unit
from kinerja.rows import lock_row
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def alone(act: Callable[[], Any]) -> Any:
    """What `act` gives in a connection and a transaction of its own."""
    try:
        with transaction.atomic():
            return act()
    finally:
        connection.close()


def until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _again in range(1200):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.05)
    pytest.fail("nobody waits for the lock")


def another_unit(row: Post) -> Unit:
    return Unit.objects.exclude(pk=row.unit_id).earliest("pk")


def another_user(row: Employee) -> User:
    return User.objects.create(username="baru")


@pytest.mark.parametrize(
    ("rows", "field", "another"),
    [
        (Post.objects.select_related("unit"), "unit", another_unit),
        (Employee.objects.filter(user__isnull=False).select_related("user"), "user", another_user),
    ],
    ids=["required", "optional"],
)
def test_who_waited_sees_the_new_referent(
    world: World, rows: QuerySet[Any], field: str, another: Callable[[Any], Model]
) -> None:
    row = rows.earliest("pk")
    new = another(row)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            rows.model.objects.filter(pk=row.pk).update(**{field: new})
            second = pool.submit(alone, lambda: lock_row(rows.all(), row.pk))
            until_somebody_waits()
        assert getattr(second.result(timeout=120), field) == new


def test_what_is_joined_is_free_for_others(world: World) -> None:
    post = Post.objects.select_related("unit").earliest("pk")
    free = Unit.objects.select_for_update(nowait=True)
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        lock_row(Post.objects.select_related("unit"), post.pk)
        assert pool.submit(alone, lambda: free.get(pk=post.unit_id)).result(timeout=120) == post.unit


def test_what_is_gone_is_said_in_the_words_of_the_act(world: World) -> None:
    with transaction.atomic(), pytest.raises(Post.DoesNotExist):
        lock_row(Post.objects.all(), 0)
    with transaction.atomic(), pytest.raises(Stale):
        lock_row(Post.objects.all(), 0, gone=Stale)
