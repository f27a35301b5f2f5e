"""`kinerja demo`: the sample city, from nothing to an open page."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import click

from kinerja.cli.serve import run_server
from kinerja.cli.session import Refused, migrate, on_database, plainly, tell
from kinerja.runtime.cluster import Cluster

HOST = "127.0.0.1"


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Muat kota contoh saja, tanpa server web.")
@click.option("--json", "as_json", is_flag=True, help="Cetak hasil siklus kota contoh sebagai JSON.")
@click.option("--fresh", is_flag=True, help="Buang kota contoh yang ada dan muat ulang dari awal.")
@click.option(
    "--story", "name", help="Mainkan satu kisah saja dalam folder data yang kosong, mis. tebing-tinggi."
)
def demo_command(port: int, no_serve: bool, as_json: bool, fresh: bool, name: str | None) -> None:
    """Muat kota contoh, sajikan di komputer ini, dan tunjukkan akun contohnya."""
    os.environ.setdefault("KINERJA_SITE", f"http://{HOST}:{port}")  # printed in the certificates of the city
    with on_database() as cluster:
        _known(name)
        tell("Menyiapkan tabel ...")
        migrate()
        if fresh:
            _forget_city(cluster)
        if name is None:
            _load_city()
        else:
            _load_story(name)
        if as_json:
            click.echo(json.dumps(_told(name), ensure_ascii=False, default=str))
        if not no_serve:
            _serve(port)


def _agencies() -> list[bool]:
    """For each agency in the database, whether it is sample data."""
    from kinerja.people.models import Agency

    return list(Agency.objects.values_list("is_sample", flat=True))


def _refuse_real_data() -> None:
    if not all(_agencies()):
        raise Refused(
            "Basis data ini berisi data instansi sungguhan; kota contoh tidak dimuat ke sana.",
            "Pakai folder data lain, misalnya: KINERJA_DATA=/var/lib/kinerja-contoh ./kinerja demo",
        )


def _load_city() -> None:
    """Load the sample city whole or not at all; one already loaded is kept as it is."""
    from django.db import connection, transaction

    from kinerja.demo import load

    _refuse_real_data()
    if _agencies():
        tell("Kota contoh sudah ada; data Anda di dalamnya tetap.")
        return
    with _progress() as report, transaction.atomic():
        load(report)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # so many rows at once: the planner must not guess on the first pages


def _known(name: str | None) -> None:
    from kinerja.demo import STORIES

    if name is not None and name not in STORIES:
        raise Refused(f"Kisah {name!r} tidak dikenal.", f"Pilihan: {', '.join(STORIES)}.")


def _load_story(name: str) -> None:
    """Play one story into an empty database, whole or not at all; in a loaded city it is there already."""
    from django.db import transaction

    from kinerja.demo import STORIES, load_story

    _refuse_real_data()
    if _agencies():
        if not _told(name)["played"]:
            raise Refused(
                "Folder data ini sudah berisi kisah lain.",
                "Tambahkan --fresh untuk memulai dari awal, atau pakai folder lain dengan KINERJA_DATA.",
            )
        tell("Kisah ini sudah ada dalam folder data; faktanya dibaca dari sana.")
        return
    with _progress() as report, transaction.atomic():
        load_story(STORIES[name], report)


def _told(name: str | None) -> dict[str, Any]:
    """The facts of a story, or of the whole city."""
    from django.utils import timezone

    from kinerja.demo import STORIES, summary
    from kinerja.web.middleware import current_moment

    if name is None:
        return summary()
    return STORIES[name].facts(timezone.localdate(current_moment()))


def _forget_city(cluster: Cluster | None) -> None:
    from django.db import connections

    _refuse_real_data()
    if cluster is None:
        raise Refused(
            "--fresh hanya untuk basis data bawaan, bukan untuk DATABASE_URL.",
            "Kosongkan basis data itu sendiri, lalu ulangi tanpa --fresh.",
        )
    connections.close_all()
    with plainly():
        cluster.recreate_database()
    migrate()


class _progress:
    """A bar for each stage, on standard error."""

    def __enter__(self) -> Callable[[str, int, int], None]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.description:<32}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        self.bar = Progress(*columns, console=Console(stderr=True))
        self.tasks: dict[str, Any] = {}
        self.bar.start()
        return self._report

    def _report(self, stage: str, done: int, total: int) -> None:
        if stage not in self.tasks:
            self.tasks[stage] = self.bar.add_task(stage, total=total)
        self.bar.update(self.tasks[stage], completed=done, total=total)

    def __exit__(self, *trouble: object) -> None:
        self.bar.stop()


def _serve(port: int) -> None:
    from kinerja.runtime.server import beside, next_free_port

    with plainly():
        free = next_free_port(HOST, port)
    if free != port:
        tell(f"Port {port} sedang dipakai; memakai {free}.")
    with beside("worker"):
        run_server(HOST, free, None, announce=_accounts())


def _accounts() -> tuple[str, ...]:
    from kinerja.demo import accounts

    return ("\nAkun contoh:", *(f"  {account}" for account in accounts()), "")
