"""The checks of `kinerja doctor`: one function a question, each answering with what it saw and what to do."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import psycopg

from kinerja.runtime.chromium import ONE_LINE, chromium
from kinerja.runtime.cluster import Cluster, hold, server_process
from kinerja.runtime.paths import data_dir, prepare
from kinerja.runtime.problems import Problem
from kinerja.runtime.server import is_free

State = Literal["baik", "perhatian", "gagal"]
OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRES = 140000
GIGABYTE = 1024**3
DISK_FAIL, DISK_WARN = 0.5, 5.0  # gigabytes free where the data lies
MOVE_BYTES = 10 * GIGABYTE
MOVE_USERS = 2_000
MOVE = "Pindah ke PostgreSQL sendiri: kinerja backup, isi DATABASE_URL, kinerja restore (docs/operations.md)."
PROMISES = ("fsync", "full_page_writes", "synchronous_commit")
SETTING = "SELECT setting FROM pg_settings WHERE name = %s"


@dataclass(frozen=True)
class Check:
    """One answer. `state` "gagal" stops the product, "perhatian" does not."""

    name: str
    state: State
    seen: str
    mend: str = ""


def python_version() -> Check:
    seen = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return Check("Python", "baik", seen)
    return Check("Python", "gagal", seen, "Pasang Python 3.11 atau lebih baru.")


def venv_module() -> Check:
    if find_spec("venv") and find_spec("ensurepip"):
        return Check("Modul venv", "baik", "ada")
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return Check("Modul venv", "perhatian", "tidak ada", f"Debian/Ubuntu: sudo apt install {package}")


def registry() -> Check:
    """Ask the registry that this person's own pip uses for a package that is installed already."""
    try:
        wanted = f"click=={version('click')}"
    except PackageNotFoundError:
        wanted = "click"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*command, "--retries", "0", "--timeout", "5", "--no-cache-dir", "--dest", folder, wanted],
            capture_output=True,
            check=False,
        )
    if done.returncode == 0:
        return Check("Registri paket", "baik", "terjangkau")
    mend = "Hanya perlu untuk memasang dan memutakhirkan. Periksa jaringan, proksi, atau PIP_INDEX_URL."
    return Check("Registri paket", "perhatian", "tidak terjangkau", mend)


def disk(data: Path) -> Check:
    there = next(step for step in (data, *data.parents) if step.exists())
    free = shutil.disk_usage(there).free / GIGABYTE
    seen = f"{free:.1f} GB bebas di {there}"
    mend = "Kosongkan ruang, atau pindahkan folder data (KINERJA_DATA)."
    state: State = "gagal" if free < DISK_FAIL else "perhatian" if free < DISK_WARN else "baik"
    return Check("Ruang disk", state, seen, "" if state == "baik" else mend)


def data_folder(data: Path) -> Check:
    try:
        prepare(data)
    except Problem as problem:
        return Check("Folder data", "gagal", problem.what, problem.mend)
    return Check("Folder data", "baik", str(data))


def closed(data: Path) -> Check:
    """What only its owner may read is closed to everybody else."""
    private = [data / name for name in ("files", "static", "pg", "secret_key", "pg.lock", "pg.users")]
    loose = [path for path in private if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if not loose:
        return Check("Izin folder data", "baik", "tertutup bagi pengguna lain")
    names = " ".join(map(str, loose))
    return Check("Izin folder data", "gagal", f"terbuka: {names}", f"Jalankan: chmod go-rwx {names}")


def port(number: int) -> Check:
    if is_free("127.0.0.1", number):
        return Check(f"Port {number}", "baik", "bebas")
    mend = "`kinerja demo` memakai port berikutnya; untuk `serve` pilih --port lain."
    return Check(f"Port {number}", "perhatian", "sedang dipakai", mend)


def traces(data: Path) -> Check:
    """What the embedded database looks like before anybody touches it."""
    pgdata = data / "pg"
    if server_process(pgdata):
        return Check("Basis data bawaan", "baik", "sedang berjalan; dipakai bersama")
    if (pgdata / "postmaster.pid").exists():
        mend = "Tidak perlu apa-apa: start berikutnya memulihkan data dari catatannya."
        return Check("Basis data bawaan", "perhatian", "terhenti mendadak", mend)
    return Check("Basis data bawaan", "baik", "berhenti" if pgdata.exists() else "belum dibuat")


def embedded(cluster: Cluster) -> Iterator[Check]:
    """The embedded database while it runs: who may enter, what it promises, and whether it is outgrown."""
    mode = stat.S_IMODE(cluster.socket.stat().st_mode)
    name = "Soket basis data"
    if mode & 0o077:
        yield Check(name, "gagal", f"{cluster.socket} terbuka", f"Jalankan: chmod 700 {cluster.socket}")
    else:
        yield Check(name, "baik", "tertutup; tanpa jaringan")
    with psycopg.connect(cluster.url()) as connection:
        unsafe = [name for name in PROMISES if connection.execute(SETTING, [name]).fetchone() != ("on",)]
        if unsafe:
            mend = "Hentikan semua proses kinerja, lalu mulai lagi: setelan ditulis ulang."
            yield Check("Ketahanan simpan", "gagal", f"mati: {', '.join(unsafe)}", mend)
        else:
            yield Check("Ketahanan simpan", "baik", "yang diakui tersimpan sudah ada di disk")
        yield outgrown(*_size(connection))


def _size(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[int, int]:
    """The database's size in bytes and its number of accounts (0 before the tables exist)."""
    size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    empty = connection.execute("SELECT to_regclass('accounts_user')").fetchone() == (None,)
    users = None if empty else connection.execute("SELECT count(*) FROM accounts_user").fetchone()
    return int(str(size[0])) if size else 0, int(str(users[0])) if users else 0


def outgrown(size: int, users: int) -> Check:
    """Whether an office should move from the embedded database to its own PostgreSQL."""
    seen = f"{size / GIGABYTE:.1f} GB, {users} akun"
    if size > MOVE_BYTES or users > MOVE_USERS:
        return Check("Ukuran basis data", "perhatian", f"{seen}: terlalu besar untuk basis data bawaan", MOVE)
    return Check("Ukuran basis data", "baik", f"{seen}: cukup dengan basis data bawaan")


def own_postgres(url: str) -> Check:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            number = connection.info.server_version
    except psycopg.Error as error:
        seen = str(error).strip().splitlines()[0]
        return Check("PostgreSQL (DATABASE_URL)", "gagal", seen, "Periksa DATABASE_URL dan server itu.")
    seen = f"versi {number // 10000}.{number % 10000}"
    if number < OLDEST_POSTGRES:
        return Check("PostgreSQL (DATABASE_URL)", "gagal", seen, "Pakai PostgreSQL 14 atau lebih baru.")
    return Check("PostgreSQL (DATABASE_URL)", "baik", seen)


def browser() -> Check:
    if found := chromium():
        return Check("Chromium (hanya untuk uji)", "baik", found)
    return Check("Chromium (hanya untuk uji)", "perhatian", "tidak ada", f"Bila hendak menguji: {ONE_LINE}")


def examine(port_number: int, tell: Callable[[str], None]) -> list[Check]:
    """Every check, in the order in which a start would meet them."""
    data = data_dir()
    folder = data_folder(data)
    found = [python_version(), venv_module(), registry(), disk(data), folder, port(port_number)]
    url = os.environ.get("DATABASE_URL")
    if url:
        found.append(own_postgres(url))
    elif folder.state == "baik":
        found.append(traces(data))
        if (data / "pg").exists():
            found.extend(_embedded_or_trouble(data, tell))
    if data.exists():
        found.append(closed(data))
    return [*found, browser()]


def _embedded_or_trouble(data: Path, tell: Callable[[str], None]) -> list[Check]:
    try:
        with hold(data, tell=tell) as cluster:
            return list(embedded(cluster))
    except Problem as problem:
        return [Check("Menjalankan basis data", "gagal", problem.what, problem.mend)]
