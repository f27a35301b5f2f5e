"""Sudden death in the middle of saving loses nothing that was acknowledged.

The real thing: granian with Django and the embedded database with its durable settings, clients that save in
a loop through HTTP, then SIGKILL for the server, its workers and every process of PostgreSQL.
"""

from __future__ import annotations

import contextlib
import http.client
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import psycopg

from kinerja.runtime.cluster import hold, server_process
from kinerja.runtime.server import next_free_port
from tests.runtime.process import clean_environment

CLIENTS = 4
ENOUGH = 60  # acknowledged saves before the axe falls

APPLICATION = '''
"""A product in one file: each POST saves one row through Django and answers once it is committed."""
from django.core.wsgi import get_wsgi_application

get_wsgi_application()

from django.db import close_old_connections, connection, transaction


def application(environ, start_response):
    close_old_connections()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO simpanan VALUES (%s)", [environ["PATH_INFO"][1:]])
    start_response("204 No Content", [])
    return []
'''

SERVER = """
import sys
from kinerja.cli.session import on_database
from kinerja.runtime import server
server.APPLICATION = "aplikasi_simpan"
with on_database():
    from django.db import connections
    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS simpanan (isi text PRIMARY KEY)")
    connections.close_all()
    server.serve("127.0.0.1", int(sys.argv[1]), workers=2, ready=lambda: print("siap", flush=True))
"""


def _serve(place: Path, port: int) -> subprocess.Popen[str]:
    (place / "aplikasi_simpan.py").write_text(APPLICATION)
    environment = {**clean_environment(place / "data"), "PYTHONPATH": str(place)}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "siap\n"
    return process


def _save_until_it_dies(port: int, client: int, acknowledged: list[str]) -> None:
    """Save one row after another; note each that the server has answered for."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.suppress(OSError, http.client.HTTPException):
        for number in range(1_000_000):
            connection.request("POST", f"/{client}-{number}")
            answer = connection.getresponse()
            answer.read()
            if answer.status == 204:
                acknowledged.append(f"{client}-{number}")


def _kill_everything(process: subprocess.Popen[str], place: Path) -> None:
    server = server_process(place / "data" / "pg")
    assert server is not None
    everyone = [psutil.Process(process.pid), server]
    everyone += [child for one in list(everyone) for child in one.children(recursive=True)]
    for one in everyone:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    psutil.wait_procs(everyone, timeout=60)


def test_sigkill_in_the_middle_of_saving_loses_nothing_acknowledged(place: Path) -> None:
    port = next_free_port("127.0.0.1", 18000)
    process = _serve(place, port)
    acknowledged: list[str] = []
    clients = [
        threading.Thread(target=_save_until_it_dies, args=(port, number, acknowledged))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    deadline = time.monotonic() + 180
    while len(acknowledged) < ENOUGH and time.monotonic() < deadline:
        time.sleep(0.01)
    _kill_everything(process, place)
    for client in clients:
        client.join(timeout=60)
    assert len(acknowledged) >= ENOUGH, "the server never came to save"

    said: list[str] = []
    with hold(place / "data", tell=said.append) as cluster, psycopg.connect(cluster.url()) as connection:
        kept = {row[0] for row in connection.execute("SELECT isi FROM simpanan").fetchall()}
    assert any("dipulihkan" in line for line in said)
    assert set(acknowledged) <= kept
    assert len(kept - set(acknowledged)) <= CLIENTS, "at most the one save that each client was waiting for"


def test_workers_do_not_outlive_a_killed_server(place: Path) -> None:
    port = next_free_port("127.0.0.1", 18100)
    process = _serve(place, port)
    workers = psutil.Process(process.pid).children()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/hangat")
    assert connection.getresponse().status == 204
    process.kill()
    process.wait(timeout=60)
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert len(workers) == 2
    assert not alive
    with hold(place / "data", tell=lambda line: None):
        """The database left behind is taken over, and stopped with this last user."""
