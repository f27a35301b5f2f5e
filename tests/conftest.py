"""The database under test, started once a run and only when a test asks for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
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


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_log() -> Iterator[None]:
    """Tests with real transactions empty every table at their end; for that moment alone the log lets go."""
    tables = ("audit_event", "audit_seal")
    off, on = (
        [f"ALTER TABLE {table} {word} TRIGGER {table}_no_truncate" for table in tables]
        for word in ("DISABLE", "ENABLE")
    )
    flush = DatabaseOperations.execute_sql_flush

    def flush_with_log(self: DatabaseOperations, statements: list[str]) -> None:
        flush(self, [*off, *statements, *on])

    # On the class: a browser's event loop gets a connection object of its own.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_with_log)
        yield


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
