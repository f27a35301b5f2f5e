"""The commands as a person types them: doctor, serve, migrate, create-admin, backup, restore."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from kinerja.runtime import checks
from kinerja.runtime.cluster import hold, server_process
from kinerja.runtime.problems import Problem
from kinerja.runtime.server import next_free_port
from tests.runtime.process import PROGRAM, Kinerja, clean_environment, open_place, run


def test_doctor_finds_a_fresh_machine_fit(kinerja: Kinerja, place: Path) -> None:
    done = kinerja("doctor", "--json", PIP_INDEX_URL="http://127.0.0.1:9/simple")
    found = {check["name"]: check for check in json.loads(done.stdout)}
    assert done.returncode == 0
    assert found["Registri paket"]["state"] == "perhatian"
    assert "PIP_INDEX_URL" in found["Registri paket"]["mend"]
    assert found["Basis data bawaan"]["seen"] == "belum dibuat"
    assert not (place / "pg").exists()


def test_doctor_names_what_is_open_to_others(kinerja: Kinerja, place: Path) -> None:
    (place / "secret_key").write_text("rahasia")
    (place / "secret_key").chmod(0o644)
    done = kinerja("doctor")
    assert done.returncode == 1
    assert f"chmod go-rwx {place / 'secret_key'}" in done.stdout


def test_doctor_examines_the_running_database(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hold(place, tell=lambda line: None) as cluster:
        assert checks.traces(place).seen.startswith("sedang berjalan")
        assert {check.state for check in checks.embedded(cluster)} == {"baik"}
    with hold(place, tell=lambda line: None, durable=False) as cluster:
        states = {check.name: check for check in checks.embedded(cluster)}
    assert states["Ketahanan simpan"].state == "gagal"
    assert "fsync" in states["Ketahanan simpan"].seen


def test_doctor_sees_a_killed_database(place: Path) -> None:
    (place / "pg").mkdir()
    (place / "pg" / "postmaster.pid").write_text("999999999\n")
    found = checks.traces(place)
    assert found.state == "perhatian"
    assert "terhenti mendadak" in found.seen


@pytest.mark.parametrize(
    ("size", "users", "state"),
    [
        (checks.MOVE_BYTES, checks.MOVE_USERS, "baik"),
        (checks.MOVE_BYTES + 1, 10, "perhatian"),
        (0, checks.MOVE_USERS + 1, "perhatian"),
    ],
)
def test_doctor_says_when_to_move_to_an_own_postgresql(size: int, users: int, state: str) -> None:
    found = checks.outgrown(size, users)
    assert found.state == state
    assert ("kinerja backup" in found.mend) == (state == "perhatian")


def test_doctor_reports_an_unreachable_postgresql(kinerja: Kinerja) -> None:
    done = kinerja("doctor", "--json", DATABASE_URL="postgresql://kinerja@127.0.0.1:9/kinerja")
    found = {check["name"]: check["state"] for check in json.loads(done.stdout)}
    assert done.returncode == 1
    assert found["PostgreSQL (DATABASE_URL)"] == "gagal"


@pytest.mark.parametrize(("free", "state"), [(0.1, "gagal"), (2.0, "perhatian"), (50.0, "baik")])
def test_doctor_watches_the_disk(
    free: float, state: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": free * checks.GIGABYTE})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert checks.disk(place / "belum" / "ada").state == state


def test_a_taken_port_gives_way_to_the_next() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert next_free_port("127.0.0.1", number) > number
        assert checks.port(number).state == "perhatian"


def test_no_port_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinerja.runtime.server.is_free", lambda host, port: False)
    with pytest.raises(Problem, match="sedang dipakai") as refused:
        next_free_port("127.0.0.1", 8000)
    assert "--port" in refused.value.mend


@pytest.fixture(scope="module")
def office() -> Iterator[Path]:
    """A data folder with tables and nothing in them."""
    with open_place() as folder:
        refused = run(folder, "serve")
        assert refused.returncode == 1
        assert "kinerja migrate" in refused.stderr
        assert "diterapkan" in run(folder, "migrate").stderr
        yield folder


def test_migrating_again_changes_nothing(office: Path) -> None:
    assert "mutakhir" in run(office, "migrate").stderr


def test_an_administrator_comes_back_from_a_backup(office: Path) -> None:
    kinerja = partial(run, office)
    arguments = ("create-admin", "--username", "admin", "--name", "Ani", "--email", "ani@contoh.go.id")
    weak = kinerja(*arguments, "--password-stdin", stdin="singkat\n")
    assert weak.returncode == 1
    assert "Traceback" not in weak.stderr
    made = kinerja(*arguments, "--password-stdin", stdin="kuda-laut-biru-42\n")
    assert made.returncode == 0, made.stderr

    assert kinerja("backup", str(office / "simpan.dump")).returncode == 0
    full = kinerja("restore", str(office / "simpan.dump"))
    assert full.returncode == 1
    assert "--replace" in full.stderr
    assert kinerja("restore", "--replace", str(office / "simpan.dump")).returncode == 0
    with hold(office, tell=lambda line: None) as cluster, psycopg.connect(cluster.url()) as connection:
        users = connection.execute("SELECT username, is_superuser FROM accounts_user").fetchall()
        grants = connection.execute("SELECT role FROM accounts_rolegrant").fetchall()
    assert users == [("admin", True)]
    assert grants == [("admin",)]
    assert stat.S_IMODE((office / "secret_key").stat().st_mode) == 0o600


def test_ctrl_c_stops_server_and_database_in_order(office: Path) -> None:
    port = next_free_port("127.0.0.1", 18200)
    served = subprocess.Popen(
        [str(PROGRAM), "serve", "--port", str(port), "--workers", "2"],
        env=clean_environment(office),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert served.stderr is not None
    while f"Buka http://127.0.0.1:{port}/" not in (line := served.stderr.readline()):
        assert line, "it ended before it served"
    assert server_process(office / "pg") is not None
    with urlopen(f"http://127.0.0.1:{port}/akun/login/", timeout=30) as page:
        assert page.status == 200
    os.killpg(served.pid, signal.SIGINT)  # what a terminal does on Ctrl-C
    words = served.stderr.read()
    served.stderr.close()
    assert served.wait(timeout=30) == 0
    assert "Berhenti dengan tertib." in words
    assert "Traceback" not in words
    assert server_process(office / "pg") is None
    assert not (office / "pg" / "postmaster.pid").exists()


def test_an_unreachable_postgresql_is_told_in_two_lines(kinerja: Kinerja) -> None:
    done = kinerja("migrate", DATABASE_URL="postgresql://kinerja@127.0.0.1:9/kinerja")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 2


def test_the_command_alone_prints_its_help(kinerja: Kinerja) -> None:
    done = kinerja()
    assert "Usage" in done.stdout + done.stderr
    assert "demo" in done.stdout + done.stderr
