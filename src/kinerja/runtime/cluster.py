"""The embedded PostgreSQL: one database server in the data folder, shared by every kinerja process there.

It listens on a socket only, in a folder only its owner may enter, and asks the system who knocks (peer).
Each process that uses it holds a shared lock on `pg.users`; whoever on leaving gets that lock alone is the
last and stops the server. The system drops the locks of a killed process, so nothing is ever left to clean up
by hand: the next start finds a server still running and uses it, or finds its traces and starts anew,
replaying what was acknowledged.
"""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from kinerja.runtime.binaries import Programs, programs
from kinerja.runtime.paths import is_root, prepare
from kinerja.runtime.problems import Problem

Tell = Callable[[str], None]
DATABASE = ROLE = "kinerja"
START_SECONDS = 120
SOCKET_PATH_BYTES = 100  # the system's limit is 103 to 107

SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A running embedded server. `pgdata` is its folder, `socket` the folder of its socket."""

    pgdata: Path
    socket: Path
    tools: Programs

    def url(self, database: str = DATABASE, role: str = ROLE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A connection of the server's administrator, outside any transaction."""
        return psycopg.connect(self.url(database, "postgres"), autocommit=True, connect_timeout=10)

    def recreate_database(self) -> None:
        """Throw the product's database away and make an empty one.

        Raises:
            Problem: somebody else is connected to it.
        """
        try:
            with self.connect() as connection:
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(DATABASE)))
        except psycopg.errors.ObjectInUse as error:
            raise Problem(
                "Basis data sedang dipakai proses kinerja lain.", "Hentikan proses itu, lalu ulangi."
            ) from error
        _ensure_database(self)


@contextmanager
def hold(data: Path, *, tell: Tell, durable: bool = True) -> Iterator[Cluster]:
    """Use the embedded database in `data`, starting it if needed; the last user stops it on leaving.

    Args:
        data: the data folder.
        tell: receives one Indonesian line for each thing worth knowing.
        durable: False only for data that may be lost with the machine (tests).

    Raises:
        Problem: it cannot start, with what to do.
    """
    prepare(data)
    tools = programs(data)
    with _opened(data / "pg.lock") as gate, _opened(data / "pg.users") as users:
        with _locked(gate, fcntl.LOCK_EX):
            cluster = _running(data, tools, tell, durable)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield cluster
        finally:
            with _locked(gate, fcntl.LOCK_EX):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _last(users):
                    _stop(cluster)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _locked(handle: int, kind: int) -> Iterator[None]:
    fcntl.flock(handle, kind)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _running(data: Path, tools: Programs, tell: Tell, durable: bool) -> Cluster:
    pgdata = data / "pg"
    if not (pgdata / "PG_VERSION").exists():
        _initialise(pgdata, tools, durable)
    cluster = Cluster(pgdata=pgdata, socket=_socket_folder(pgdata, tools), tools=tools)
    alive = server_process(pgdata)
    if alive is not None:
        tell("Basis data sudah berjalan; dipakai bersama.")
        _await_ready(cluster)
    else:
        if (pgdata / "postmaster.pid").exists():
            tell("Basis data terhenti mendadak sebelumnya; data dipulihkan dari catatannya.")
            _forget_reused_pid(pgdata)
        _write_settings(cluster, durable)
        _start(cluster)
    _ensure_database(cluster)
    return cluster


def server_process(pgdata: Path) -> psutil.Process | None:
    """The server of `pgdata`, by its pid file; None when the pid is gone or belongs to another program."""
    try:
        first = (pgdata / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
        process = psutil.Process(int(first))
        same = process.name() == "postgres" and str(pgdata) in process.cmdline()
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess, psutil.ZombieProcess):
        return None
    return process if same else None


def _forget_reused_pid(pgdata: Path) -> None:
    """Remove a pid file without a number, or whose number is now another program's: PostgreSQL balks at both.

    With a number that nobody has, the file stays: from it PostgreSQL learns whether children of the killed
    server still hold its memory.
    """
    pid_file = pgdata / "postmaster.pid"
    first = pid_file.read_text(encoding="utf-8").partition("\n")[0].strip()
    dead = first.isdigit() and not psutil.pid_exists(int(first))
    if not dead and not _children_in(pgdata):
        pid_file.unlink()


def _children_in(pgdata: Path) -> bool:
    """Whether any process of PostgreSQL still works in `pgdata`."""
    for process in psutil.process_iter(["name", "cwd"]):
        if process.info["name"] == "postgres" and process.info["cwd"] == str(pgdata):
            return True
    return False


def _initialise(pgdata: Path, tools: Programs, durable: bool) -> None:
    """A new, empty cluster. It appears under its name only when it is whole."""
    draft = pgdata.with_name(f".pg-{os.getpid()}")
    draft.mkdir(mode=0o700)
    os.chown(draft, tools.user.pw_uid, tools.user.pw_gid)
    status, words = tools.run(
        "initdb",
        "--username=postgres",
        "--auth-local=peer",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
        "--pgdata",
        draft,
    )
    if status:
        raise Problem(
            f"Basis data baru tidak dapat dibuat di {pgdata}: {words.splitlines()[-1] if words else status}",
            "Periksa ruang dan izin folder itu; `kinerja doctor` membantu.",
        )
    draft.rename(pgdata)


def _socket_folder(pgdata: Path, tools: Programs) -> Path:
    """The cluster's own folder; where its path is too long for a socket, a short closed one elsewhere."""
    if len(os.fsencode(pgdata / ".s.PGSQL.5432")) <= SOCKET_PATH_BYTES:
        return pgdata
    name = hashlib.sha256(os.fsencode(pgdata)).hexdigest()[:12]
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"kinerja-{name}"
    if is_root():
        folder = Path("/run") / folder.name
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), tools.user.pw_uid}:
        raise Problem(
            f"Folder soket {folder} milik pengguna lain.",
            "Pakai folder data dengan alamat yang lebih pendek lewat KINERJA_DATA.",
        )
    os.chown(folder, tools.user.pw_uid, tools.user.pw_gid)
    folder.chmod(0o700)
    return folder


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _write_settings(cluster: Cluster, durable: bool) -> None:
    """Our settings, written anew at each start; an office's own go into postgresql.conf, ours win."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{cluster.socket}"',
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "jit": "off",
        **(SAFE if durable else THROWAWAY),
    }
    text = "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())
    _put(cluster, "kinerja.conf", text)
    _put(cluster, "pg_hba.conf", "local all postgres,kinerja peer map=kinerja\n")
    people = sorted({getpass.getuser() if not is_root() else "root", cluster.tools.user.pw_name})
    pairs = [f'kinerja "{person}" {role}\n' for person in people for role in ("postgres", ROLE)]
    _put(cluster, "pg_ident.conf", "".join(pairs))
    main = cluster.pgdata / "postgresql.conf"
    line = "include 'kinerja.conf'\n"
    if not main.read_text(encoding="utf-8").endswith(line):
        with main.open("a", encoding="utf-8") as file:
            file.write("\n" + line)


def _put(cluster: Cluster, name: str, text: str) -> None:
    path = cluster.pgdata / name
    path.write_text(text, encoding="utf-8")
    os.chown(path, cluster.tools.user.pw_uid, cluster.tools.user.pw_gid)
    path.chmod(0o600)


def _start(cluster: Cluster) -> None:
    """Start the server and wait until it answers.

    A killed server's own children may hold its memory for a moment; hence a second and third try.
    """
    log = cluster.pgdata / "log"
    words = ""
    for pause in (0, 1, 4):
        time.sleep(pause)
        log.unlink(missing_ok=True)
        command = ("start", "--wait", f"--timeout={START_SECONDS}", "--silent", "--log", log)
        status, words = cluster.tools.run("pg_ctl", *command, "--pgdata", cluster.pgdata)
        if status == 0:
            return
        words = log.read_text(encoding="utf-8", errors="replace") if log.exists() else words
        if "shared memory block" not in words:
            break
    last = next((line for line in reversed(words.splitlines()) if "FATAL" in line), words[-300:])
    raise Problem(
        f"Basis data di {cluster.pgdata} tidak dapat dijalankan: {last}",
        f"Catatan lengkap ada di {log}. Jalankan `kinerja doctor`.",
    )


def _await_ready(cluster: Cluster) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            cluster.connect().close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise Problem(
                    "Basis data berjalan tetapi tidak menjawab.",
                    f"Lihat catatannya di {cluster.pgdata / 'log'}.",
                ) from error
            time.sleep(0.2)


def _ensure_database(cluster: Cluster) -> None:
    """The role `kinerja` (may make databases, is no superuser) and its database."""
    with cluster.connect() as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            names = {"name": sql.Identifier(DATABASE), "owner": sql.Identifier(ROLE)}
            connection.execute(
                sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8'").format(
                    **names
                )
            )


def _stop(cluster: Cluster) -> None:
    """Stop the server; open connections end, what they had committed stays."""
    if server_process(cluster.pgdata) is None:
        return
    cluster.tools.run("pg_ctl", "stop", "--wait", "--mode=fast", "--silent", "--pgdata", cluster.pgdata)
