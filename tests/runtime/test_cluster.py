"""The embedded PostgreSQL: closed to others, shared by its users, durable, and at ease with sudden death."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from kinerja.runtime import paths
from kinerja.runtime.binaries import SERVICE_USER
from kinerja.runtime.cluster import hold, server_process
from kinerja.runtime.problems import Problem

HOLDER = """
import sys
from pathlib import Path
from kinerja.runtime.cluster import hold
with hold(Path(sys.argv[1]), tell=print) as cluster:
    print("siap", flush=True)
    sys.stdin.readline()
"""


def _holder(place: Path) -> subprocess.Popen[str]:
    """Another kinerja process that uses the database in `place` until it reads a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    while process.stdout.readline() != "siap\n":
        assert process.poll() is None
    return process


def _knock_as(user: str, socket: Path) -> str:
    """What Python says when `user` connects to `socket`."""
    code = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
    done = subprocess.run(
        ["/usr/bin/python3", "-I", "-c", code, str(socket)],
        user=pwd.getpwnam(user).pw_uid,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr


def _quiet(line: str) -> None:
    """Nobody listens."""


def _gone(process: psutil.Process | None) -> bool:
    return process is None or not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_nobody_else_can_enter_the_database_or_the_uploads(place: Path) -> None:
    with hold(place, tell=_quiet) as cluster:
        owner = pwd.getpwnam(SERVICE_USER).pw_uid if os.geteuid() == 0 else os.geteuid()
        for path in (place / "pg", cluster.socket, place / "files", place / "static"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
        assert (place / "pg").stat().st_uid == owner
        assert (place / "files").stat().st_uid == os.geteuid()
        socket = cluster.socket / ".s.PGSQL.5432"
        assert stat.S_ISSOCK(socket.stat().st_mode)
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        with cluster.connect() as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        if os.geteuid() == 0:  # only root can become somebody else and knock
            assert "PermissionError" in _knock_as("nobody", socket)


def test_real_data_is_kept_with_every_promise_of_durability(place: Path) -> None:
    with hold(place, tell=_quiet) as cluster, cluster.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute("SELECT current_setting(%s)", [name]).fetchone() == ("on",)


def test_the_product_is_no_superuser_and_knows_letters_beyond_ascii(place: Path) -> None:
    with hold(place, tell=_quiet, durable=False) as cluster, psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT current_user, upper('é')").fetchone() == ("kinerja", "É")
        assert connection.execute("SHOW is_superuser").fetchone() == ("off",)


def test_two_processes_share_it_and_the_last_one_stops_it(place: Path) -> None:
    said: list[str] = []
    other = _holder(place)
    with hold(place, tell=said.append):
        assert any("dipakai bersama" in line for line in said)
        other.communicate("\n", timeout=60)
        server = server_process(place / "pg")
        assert server is not None, "the first to leave must not stop it"
    assert _gone(server)


def test_a_killed_user_does_not_keep_it_alive(place: Path) -> None:
    other = _holder(place)
    with hold(place, tell=_quiet):
        server = server_process(place / "pg")
        other.kill()
        other.wait(timeout=60)
    assert _gone(server)


def test_a_server_left_behind_by_a_killed_process_is_taken_over(place: Path) -> None:
    other = _holder(place)
    other.kill()
    other.wait(timeout=60)
    server = server_process(place / "pg")
    assert server is not None
    with hold(place, tell=_quiet):
        assert server_process(place / "pg") == server
    assert _gone(server)


def test_a_killed_server_comes_back_with_all_it_acknowledged(place: Path) -> None:
    said: list[str] = []
    with hold(place, tell=_quiet) as cluster:
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE catatan (isi int)")
            connection.execute("INSERT INTO catatan VALUES (42)")
        server = server_process(place / "pg")
        assert server is not None
        server.send_signal(signal.SIGKILL)
        server.wait(timeout=60)
    with hold(place, tell=said.append) as cluster, psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT isi FROM catatan").fetchall() == [(42,)]
    assert any("dipulihkan" in line for line in said)


@pytest.mark.parametrize("number", ["999999999", str(os.getpid())], ids=["nobody's", "another program's"])
def test_a_pid_file_from_before_is_no_obstacle(place: Path, number: str) -> None:
    with hold(place, tell=_quiet, durable=False):
        lines = (place / "pg" / "postmaster.pid").read_text().splitlines()
    (place / "pg" / "postmaster.pid").write_text("\n".join([number, *lines[1:]]) + "\n")
    with hold(place, tell=_quiet, durable=False) as cluster, cluster.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_half_written_pid_file_is_no_obstacle(place: Path) -> None:
    with hold(place, tell=_quiet, durable=False):
        pass
    (place / "pg" / "postmaster.pid").write_text("")
    with hold(place, tell=_quiet, durable=False) as cluster, cluster.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_long_address_gets_a_short_closed_socket_folder(place: Path) -> None:
    far = place / ("jauh" * 25)
    with hold(far, tell=_quiet, durable=False) as cluster, cluster.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert not cluster.socket.is_relative_to(far)
        assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    cluster.socket.rmdir()


def test_a_path_with_spaces_and_quotes_works(place: Path) -> None:
    odd = place / "data kantor 'kita'"
    with hold(odd, tell=_quiet, durable=False) as cluster, psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("home", ["/home/siti/data", "/root/data", "/Users/siti/kinerja"])
def test_root_keeps_its_data_out_of_every_home(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "is_root", lambda: True)
    with pytest.raises(Problem, match="di dalam rumah") as refused:
        paths.prepare(Path(home))
    assert "KINERJA_DATA=/var/lib/kinerja" in refused.value.mend
    assert not Path(home).exists()


def test_root_is_told_of_a_closed_folder_above_and_opens_none(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "is_root", lambda: True)
    shut = place / "tertutup"
    shut.mkdir(mode=0o700)
    with pytest.raises(Problem, match="tertutup") as refused:
        paths.prepare(shut / "data")
    assert f"chmod o+x {shut}" in refused.value.mend
    assert stat.S_IMODE(shut.stat().st_mode) == 0o700


def test_the_default_folder_lies_in_a_home_only_for_an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KINERJA_DATA", raising=False)
    monkeypatch.setattr(paths, "is_root", lambda: True)
    assert paths.data_dir() == Path("/var/lib/kinerja")
    monkeypatch.setattr(paths, "is_root", lambda: False)
    assert paths.data_dir().name == "kinerja"
    assert paths.data_dir() != Path("/var/lib/kinerja")


def test_the_signing_key_is_made_once_and_closed(place: Path) -> None:
    key = paths.secret_key(place)
    assert len(key) >= 50
    assert paths.secret_key(place) == key
    assert stat.S_IMODE((place / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in place.iterdir()] == ["secret_key"]
