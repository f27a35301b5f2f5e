"""A command's stay on the database: environment filled, Django loaded, problems told in plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from kinerja.runtime.cluster import Cluster
from kinerja.runtime.environment import environment
from kinerja.runtime.problems import Problem


class Refused(click.ClickException):
    """What is wrong and what to do, on two lines of standard error; exit 1."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}\n  -> {mend}")

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


def tell(line: str) -> None:
    """One line for the person; standard output stays free for results."""
    click.echo(line, err=True)


@contextmanager
def plainly() -> Iterator[None]:
    """Every Problem within becomes a Refused."""
    try:
        yield
    except Problem as problem:
        raise Refused(problem.what, problem.mend) from problem


@contextmanager
def on_database() -> Iterator[Cluster | None]:
    """Django loaded, on the database of DATABASE_URL or on the embedded one (which is then yielded)."""
    with plainly(), environment(tell) as cluster:
        import django
        from django.db import OperationalError, connections

        django.setup()
        try:
            yield cluster
        except OperationalError as error:
            if connections["default"].connection is not None:
                raise
            raise Problem(
                f"Basis data tidak dapat dihubungi: {str(error).strip().splitlines()[0]}",
                "Periksa DATABASE_URL (nama, sandi, alamat) dan apakah PostgreSQL itu berjalan.",
            ) from error
        finally:
            connections.close_all()


def pending_migrations() -> int:
    """How many changes of the tables wait to be applied."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> int:
    """Bring the tables up to date. Returns how many changes were applied."""
    from django.core.management import call_command

    waiting = pending_migrations()
    if waiting:
        call_command("migrate", verbosity=0, interactive=False)
    return waiting
