"""The database under test, started once a run and only when a test asks for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations

from kinerja.runtime.chromium import MISSING, chromium, launch_flags
from kinerja.runtime.cluster import hold
from kinerja.settings import _database
from tests.telling import tell_story as tell_story
from tests.world import world as world


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Point Django at DATABASE_URL if given, else at an embedded server shared by this run's processes.

    KINERJA_TEST_CLUSTER names a folder whose server several runs share.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    shared = os.environ.get("KINERJA_TEST_CLUSTER") or Path(os.environ["KINERJA_TEST_RUN"]) / "server"
    with hold(Path(shared).resolve(), tell=lambda line: None, durable=False) as cluster:
        connections["default"].settings_dict.update(_database(cluster.url()))
        yield


@pytest.fixture
def swept(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For a test that writes a city and takes it back: asked for before `db`, it clears away what is left on
    the disk, so that the next tests do not read through it."""
    yield
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


@pytest.fixture(scope="session", autouse=True)
def _only_filled_tables_are_emptied() -> Iterator[None]:
    """Tests with real transactions leave empty tables behind; to truncate all of them costs more than a test.

    Foreign keys are checked at the end of the transaction, so the order does not matter. For that moment
    alone tables that refuse to be emptied let go. What deleted rows leave behind is vacuumed now and then.
    """
    # On the class: a browser's event loop gets a connection object of its own.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", _empty)
        yield


def _empty(self: DatabaseOperations, sql_list: list[str]) -> None:
    connection: Any = self.connection
    every = sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))
    asks = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in every)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(asks)
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        guarded = {name for (name,) in cursor.fetchall()}
        for name in filled:
            if name in guarded:
                cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {name}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in guarded.intersection(filled):
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE n_dead_tup > 1000")
        worn = [name for (name,) in cursor.fetchall()]
    if worn and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {', '.join(worn)}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's chromium. Without it a journey fails; it is never skipped."""
    found = chromium()
    if found is None:
        pytest.fail(MISSING, pytrace=False)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": found, "args": launch_flags()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that made the run's folder (not an xdist worker) takes it away."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["KINERJA_TEST_RUN"], ignore_errors=True)
