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
from django.db.models.sql.compiler import SQLCompiler
from playwright.sync_api import expect

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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """No vacuum comes by itself. While a test's rows are not committed it would note tables as empty, and
    the planner would join thirty rows with thirty, twelve times over, one by one: minutes, even hours."""
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT relid::regclass::text FROM pg_stat_user_tables")
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {name} SET (autovacuum_enabled = off)")


@pytest.fixture(scope="module", autouse=True)
def _worn_tables_are_cleared(django_db_blocker: Any) -> Iterator[None]:
    """Rows that tests took back stay on the disk, and every later query reads through them."""
    yield
    settings_dict = connections["default"].settings_dict
    if settings_dict["NAME"] == settings_dict["TEST"]["NAME"]:  # some test asked for the database
        with django_db_blocker.unblock():
            _vacuum("n_dead_tup > 1000")
            connections["default"].close()


@pytest.fixture
def swept(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For a test that writes a city and takes it back; asked for before `db`. Nothing of earlier tests is
    in its way, and nothing of it in that of later ones."""
    with django_db_blocker.unblock():
        _vacuum("true")
    yield
    with django_db_blocker.unblock():
        _vacuum("true")


def _vacuum(which: str) -> None:
    """Clears the tables whose statistics say so, outside any transaction."""
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT relid::regclass::text FROM pg_stat_user_tables WHERE {which}")
        worn = [name for (name,) in cursor.fetchall()]
        if worn:
            cursor.execute(f"VACUUM (ANALYZE) {', '.join(worn)}")


@pytest.fixture(scope="session", autouse=True)
def _only_filled_tables_are_emptied() -> Iterator[None]:
    """Tests with real transactions leave empty tables behind; to truncate all of them costs more than a test.

    Foreign keys are checked at the end of the transaction, so the order does not matter. For that moment
    alone tables that refuse to be emptied let go.
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
    if not connection.in_atomic_block:
        _vacuum("n_dead_tup > 1000")


@pytest.fixture(scope="session", autouse=True)
def _a_lock_joins_nothing() -> Iterator[None]:
    """Why not: `kinerja.rows.lock_row`. Read in every statement: a race shows it by luck."""
    compiled = SQLCompiler.as_sql

    def as_sql(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        said = compiled(self, *args, **kwargs)
        if self.query.select_for_update:
            assert " JOIN " not in said[0], f"a lock with joins; use lock_row: {said[0]}"
        return said

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "as_sql", as_sql)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's chromium. Without it a journey fails; it is never skipped."""
    found = chromium()
    if found is None:
        pytest.fail(MISSING, pytrace=False)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=30_000)  # as patient as an act: a busy machine is no fault of the page
    return {**browser_type_launch_args, "executable_path": found, "args": launch_flags()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that made the run's folder (not an xdist worker) takes it away."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["KINERJA_TEST_RUN"], ignore_errors=True)
