"""Backup and restore: what comes back is what was there, and a failed restore changes nothing."""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kinerja.runtime.cluster import Cluster, hold
from kinerja.runtime.dump import backup, restore
from kinerja.runtime.problems import Problem

ROWS = "SELECT isi FROM catatan ORDER BY isi"


def _rows(cluster: Cluster) -> list[object]:
    with psycopg.connect(cluster.url()) as connection:
        return [row[0] for row in connection.execute(ROWS).fetchall()]


def _databases(cluster: Cluster) -> set[object]:
    with cluster.connect() as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate").fetchall()
    return {row[0] for row in names}


@pytest.fixture
def cluster(place: Path) -> Iterator[Cluster]:
    """A running database with one row, and one upload beside it."""
    with hold(place, tell=lambda line: None, durable=False) as cluster:
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("CREATE TABLE catatan (isi int)")
            connection.execute("INSERT INTO catatan VALUES (1)")
        (place / "files" / "bukti.pdf").write_bytes(b"%PDF-1.7 bukti")
        yield cluster


def _add_row(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("INSERT INTO catatan VALUES (2)")


def test_a_round_trip_brings_rows_and_uploads_back(cluster: Cluster, place: Path) -> None:
    archive = backup(cluster.url(), place / "files", place / "simpan.dump", overwrite=False)
    assert archive == place / "simpan.dump.files.tar"
    _add_row(cluster)
    (place / "files" / "bukti.pdf").write_bytes(b"rusak")
    (place / "files" / "baru.pdf").write_bytes(b"sesudah cadangan")

    restore(cluster.url(), place / "files", place / "simpan.dump", replace=True)

    assert _rows(cluster) == [1]
    assert {path.name: path.read_bytes() for path in (place / "files").iterdir()} == {
        "bukti.pdf": b"%PDF-1.7 bukti"
    }
    assert stat.S_IMODE((place / "files").stat().st_mode) == 0o700
    assert _databases(cluster) == {"postgres", "kinerja"}


def test_a_backup_is_closed_to_others_and_pg_dumps_own_format(cluster: Cluster, place: Path) -> None:
    target = place / "simpan.dump"
    backup(cluster.url(), place / "files", target, overwrite=False)
    for path in (target, place / "simpan.dump.files.tar"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert target.read_bytes()[:5] == b"PGDMP"


def test_an_empty_target_needs_no_word_and_a_full_one_does(cluster: Cluster, place: Path) -> None:
    backup(cluster.url(), place / "files", place / "simpan.dump", overwrite=False)
    _add_row(cluster)
    with pytest.raises(Problem, match="sudah berisi") as refused:
        restore(cluster.url(), place / "files", place / "simpan.dump", replace=False)
    assert "--replace" in refused.value.mend
    assert _rows(cluster) == [1, 2]

    cluster.recreate_database()
    restore(cluster.url(), place / "files", place / "simpan.dump", replace=False)
    assert _rows(cluster) == [1]


def test_a_damaged_backup_changes_nothing(cluster: Cluster, place: Path) -> None:
    whole = place / "simpan.dump"
    backup(cluster.url(), place / "files", whole, overwrite=False)
    cut = place / "terpotong.dump"
    cut.write_bytes(whole.read_bytes()[:-40])
    _add_row(cluster)
    with pytest.raises(Problem, match="pg_restore gagal"):
        restore(cluster.url(), place / "files", cut, replace=True)
    assert _rows(cluster) == [1, 2]
    assert _databases(cluster) == {"postgres", "kinerja"}
    assert (place / "files" / "bukti.pdf").exists()


def test_damaged_uploads_change_nothing_either(cluster: Cluster, place: Path) -> None:
    backup(cluster.url(), place / "files", place / "simpan.dump", overwrite=False)
    (place / "simpan.dump.files.tar").write_bytes(b"bukan tar")
    _add_row(cluster)
    with pytest.raises(Problem, match=r"files\.tar rusak"):
        restore(cluster.url(), place / "files", place / "simpan.dump", replace=True)
    assert _rows(cluster) == [1, 2]
    assert (place / "files" / "bukti.pdf").read_bytes() == b"%PDF-1.7 bukti"
    assert not (place / "files.pulih").exists()


def test_a_database_in_use_is_not_pulled_away(cluster: Cluster, place: Path) -> None:
    backup(cluster.url(), place / "files", place / "simpan.dump", overwrite=False)
    with psycopg.connect(cluster.url()), pytest.raises(Problem, match="sedang dipakai") as refused:
        restore(cluster.url(), place / "files", place / "simpan.dump", replace=True)
    assert "kinerja serve" in refused.value.mend
    assert _rows(cluster) == [1]


@pytest.mark.parametrize("content", [None, b"", b"CREATE TABLE x ();"], ids=["missing", "empty", "plain sql"])
def test_what_is_no_backup_is_refused_by_name(cluster: Cluster, place: Path, content: bytes | None) -> None:
    source = place / "lain.sql"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(Problem, match=r"lain\.sql"):
        restore(cluster.url(), place / "files", source, replace=True)


def test_an_older_backup_is_not_overwritten_unasked(cluster: Cluster, place: Path) -> None:
    target = place / "simpan.dump"
    backup(cluster.url(), place / "files", target, overwrite=False)
    before = target.read_bytes()
    with pytest.raises(Problem, match="sudah ada"):
        backup(cluster.url(), place / "files", target, overwrite=False)
    assert target.read_bytes() == before
    _add_row(cluster)
    backup(cluster.url(), place / "files", target, overwrite=True)
    assert target.read_bytes() != before


def test_a_failed_backup_leaves_no_file_that_looks_like_one(cluster: Cluster, place: Path) -> None:
    with pytest.raises(Problem, match="pg_dump gagal"):
        backup(cluster.url("tidak_ada"), place / "files", place / "simpan.dump", overwrite=False)
    assert not [path for path in place.iterdir() if "simpan" in path.name]


def test_the_password_is_not_on_the_command_line(
    cluster: Cluster, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    real = subprocess.run

    def watching(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        seen.append(command)
        return real(command, **options)

    monkeypatch.setattr(subprocess, "run", watching)
    secret = cluster.url().replace("kinerja@", "kinerja:rahasia@")
    backup(secret, place / "files", place / "simpan.dump", overwrite=False)
    assert seen
    assert not [word for command in seen for word in command if "rahasia" in word]
