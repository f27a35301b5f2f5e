"""What Django's settings read from the environment, filled in before Django loads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinerja.runtime.cluster import Cluster, Tell, hold
from kinerja.runtime.paths import data_dir, prepare, secret_key


@contextmanager
def environment(tell: Tell) -> Iterator[Cluster | None]:
    """Data folder, signing key and database for this process and the processes it starts.

    The database is DATABASE_URL where it is given (then None is yielded), else the embedded one, held for as
    long as the block lasts.

    Raises:
        Problem: the data folder or the embedded database cannot be used.
    """
    data = data_dir()
    prepare(data)
    os.environ["KINERJA_DATA"] = str(data)
    if not os.environ.get("KINERJA_SECRET_KEY"):
        os.environ["KINERJA_SECRET_KEY"] = secret_key(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.settings")
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    with hold(data, tell=tell) as cluster:
        os.environ["DATABASE_URL"] = cluster.url()
        try:
            yield cluster
        finally:
            del os.environ["DATABASE_URL"]


def files_dir(data: Path) -> Path:
    """Where uploads lie; closed to everybody else, never a folder above the database's."""
    return data / "files"
