"""Backup and restore of one PostgreSQL database, embedded or an office's own, and of the uploads beside it.

A backup is pg_dump's custom format, which any PostgreSQL of the same or a newer version restores. A restore
goes into a new database first and takes the old one's name only when it is whole: nothing half is served.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Conninfo

from kinerja.runtime.binaries import package_folder
from kinerja.runtime.problems import Problem

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
NEWER_SETTING = b"SET transaction_timeout = 0;\n"
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
LOOKS = 10


def backup(url: str, files: Path, target: Path, *, overwrite: bool) -> Path | None:
    """Write the database at `url` to `target`, and the uploads to `<target>.files.tar` when there are any.

    The database goes first: every upload that it knows is then still to come. A file appears under its
    name only when it is whole. Returns the path of the uploads' archive, if one was written.

    Raises:
        Problem: the target exists, cannot be written, or pg_dump refuses.
    """
    archive = _archive(target)
    for path in (target, archive):
        if path.exists() and not overwrite:
            raise Problem(f"{path} sudah ada.", "Pilih nama lain, atau tambahkan --overwrite.")
    with _whole(target) as draft:
        _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(draft))
    if not any(files.iterdir()):
        archive.unlink(missing_ok=True)
        return None
    with _whole(archive) as draft, tarfile.open(draft, "w") as tar:
        tar.add(files, arcname=".")
    return archive


def restore(url: str, files: Path, source: Path, *, replace: bool) -> None:
    """Put a backup in the place of the database at `url`, and its uploads in the place of `files`.

    Raises:
        Problem: the source is no backup, the target holds tables (without `replace`) or is in use, or the
            restore fails; the target is then as it was.
    """
    _check_readable(source)
    name = conninfo_to_dict(url)["dbname"]
    new, old = f"{name}_pulih", f"{name}_lama"
    with _administration(url) as connection:
        if not replace and _tables(url):
            raise Problem(
                f"Basis data {name} sudah berisi.",
                "Buat cadangannya dulu, lalu tambahkan --replace untuk menggantinya.",
            )
        _refuse_in_use(connection, str(name))
        for leftover in (new, old):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(leftover)))
        create = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
        connection.execute(sql.SQL(create).format(sql.Identifier(new)))
        fresh_files = files.with_name(f"{files.name}.pulih")
        try:
            _fill(make_conninfo(url, dbname=new), source)
            has_files = _unpack(_archive(source), fresh_files)
            _refuse_in_use(connection, str(name))
        except (Problem, OSError):
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(new)))
            shutil.rmtree(fresh_files, ignore_errors=True)
            raise
        _swap(connection, str(name), new, old)
    if has_files:
        _swap_folders(files, fresh_files)


def _archive(path: Path) -> Path:
    return path.with_name(f"{path.name}.files.tar")


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A draft beside `target`, readable by its owner alone, that takes its name once it is safe on disk."""
    draft = target.with_name(f".{target.name}.part")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise Problem(
            f"{target} tidak dapat ditulis ({error.strerror}).", "Periksa ruang dan izin."
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _run(url: str, program: str, *arguments: str) -> None:
    """Run a PostgreSQL program; the connection goes by environment, so that no password shows in `ps`."""
    command = [str(package_folder() / "bin" / program), *arguments]
    done = subprocess.run(command, env=_environment(url), capture_output=True, check=False)
    if done.returncode:
        raise _failed(program, done.stderr)


def _environment(url: str) -> dict[str, str]:
    environment = {"PATH": os.defpath, "LANG": "C", "HOME": str(Path.home())}
    for option in Conninfo.parse(url.encode()):
        if option.val is not None and option.envvar is not None:
            environment[option.envvar.decode()] = option.val.decode()
    return environment


def _failed(program: str, stderr: bytes) -> Problem:
    words = stderr.decode(errors="replace").strip().splitlines() or ["tanpa keterangan"]
    return Problem(f"{program} gagal: {words[0]}", "Tidak ada yang berubah. Perbaiki sebabnya.")


def _fill(url: str, source: Path) -> None:
    """Load a backup into an empty database, in one transaction.

    pg_restore writes the statements and psql runs them, so that the one setting in their head that servers
    before version 17 do not know can be left out. Nothing is committed unless pg_restore came to its end.
    """
    tools = package_folder() / "bin"
    write = [str(tools / "pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(source)]
    run = [str(tools / "psql"), "-X", "-q", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    with (
        tempfile.TemporaryFile() as writer_words,
        tempfile.TemporaryFile() as runner_words,
        subprocess.Popen(write, stdout=subprocess.PIPE, stderr=writer_words) as writer,
        subprocess.Popen(
            run, env=_environment(url), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=runner_words
        ) as runner,
    ):
        taken = _pour(writer, runner)
        if taken and writer.wait():
            runner.kill()  # before the end of its input, at which it would commit
            raise _failed("pg_restore", _told(writer_words))
        runner.communicate()
        if runner.returncode or not taken:
            raise _failed("psql", _told(runner_words))


def _pour(writer: subprocess.Popen[bytes], runner: subprocess.Popen[bytes]) -> bool:
    """Hand every statement on, but the one setting. Returns False when the receiver broke off."""
    source, target = writer.stdout, runner.stdin
    if source is None or target is None:
        raise ValueError("both processes need a pipe")
    try:
        for line in source:
            if line != NEWER_SETTING:
                target.write(line)
            if line.startswith(b"CREATE "):  # the head is over; what follows may be data
                break
        shutil.copyfileobj(source, target)
        target.flush()
    except BrokenPipeError:
        source.close()
        return False
    return True


def _told(words: IO[bytes]) -> bytes:
    words.seek(0)
    return words.read()


def _check_readable(source: Path) -> None:
    if not source.is_file():
        raise Problem(f"{source} tidak ada.", "Sebutkan berkas hasil `kinerja backup`.")
    with source.open("rb") as file:
        if file.read(5) != b"PGDMP":
            raise Problem(f"{source} bukan cadangan Kinerja.", "Sebutkan berkas hasil `kinerja backup`.")


@contextmanager
def _administration(url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection beside the product's database, from which that one can be renamed."""
    try:
        with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
            yield connection
    except psycopg.errors.InsufficientPrivilege as error:
        raise Problem(
            "Pengguna basis data ini tidak boleh membuat basis data baru.",
            "Beri izin (ALTER ROLE nama CREATEDB), lalu ulangi.",
        ) from error
    except psycopg.Error as error:
        raise Problem(
            f"Basis data menolak: {str(error).strip().splitlines()[0]}", "Periksa, lalu ulangi."
        ) from error


def _tables(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(TABLES).fetchone()
    return int(row[0]) if row else 0


def _refuse_in_use(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """A connection that has just been closed takes a moment to go; hence several looks."""
    for _ in range(LOOKS):
        if connection.execute(OTHERS, [name]).fetchone() == (0,):
            return
        time.sleep(0.2)
    raise Problem(
        f"Basis data {name} sedang dipakai.",
        "Hentikan dulu server dan pekerja Kinerja (kinerja serve, demo, worker), lalu ulangi.",
    )


def _unpack(archive: Path, target: Path) -> bool:
    if not archive.exists():
        return False
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(mode=0o700)
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")
    except tarfile.TarError as error:
        raise Problem(f"{archive} rusak.", "Pakai cadangan lain. Tidak ada yang berubah.") from error
    return True


def _swap(connection: psycopg.Connection[tuple[object, ...]], name: str, new: str, old: str) -> None:
    """Both renames or none; then the old database goes."""
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with connection.transaction():
        connection.execute(rename.format(sql.Identifier(name), sql.Identifier(old)))
        connection.execute(rename.format(sql.Identifier(new), sql.Identifier(name)))
    connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))


def _swap_folders(files: Path, fresh: Path) -> None:
    old = files.with_name(f"{files.name}.lama")
    shutil.rmtree(old, ignore_errors=True)
    files.rename(old)
    fresh.rename(files)
    files.chmod(0o700)
    shutil.rmtree(old)
