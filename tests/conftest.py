"""The database under test, started once a run and only when a test asks for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from kinerja.runtime.cluster import hold
from kinerja.settings import _database
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


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that made the run's folder (not an xdist worker) takes it away."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["KINERJA_TEST_RUN"], ignore_errors=True)
