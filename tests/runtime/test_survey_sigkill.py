"""Sudden death while citizens answer: every answer that was acknowledged is there, and none twice.

The real server and the real survey (see survey_office.py); SIGKILL for granian, its workers and PostgreSQL.
Phones do what the page does: after the restart each sends again what nobody acknowledged, with its old id.
"""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import subprocess
import threading
import time
import uuid
from pathlib import Path

import psutil
import psycopg

from kinerja.runtime.cluster import hold, server_process
from kinerja.runtime.server import next_free_port
from tests.runtime.survey_office import Office, serve, serve_again

PHONES = 6
ENOUGH = 80  # acknowledged answers before the axe falls
CODES = 4_000


class Phone:
    """Answers with one code after another; remembers what was acknowledged and what is still open."""

    def __init__(self, office: Office, port: int, codes: list[str]) -> None:
        self.office, self.port, self.codes = office, port, codes
        self.acknowledged: list[uuid.UUID] = []
        self.open: tuple[str, uuid.UUID] | None = None

    def answer_until_it_dies(self) -> None:
        died = contextlib.suppress(OSError, http.client.HTTPException)
        with died, socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            for code in self.codes:
                self.open = code, uuid.uuid4()
                self.send(line)

    def send(self, line: socket.socket) -> None:
        """Sends what is open; it stays open unless the server acknowledges it."""
        assert self.open is not None
        code, answer_id = self.open
        line.sendall(self.office.post(code, "36.68.1.1", answer_id))
        heard = http.client.HTTPResponse(line)
        heard.begin()
        heard.read()
        if heard.status == 201:
            self.acknowledged.append(answer_id)
            self.open = None

    def send_again(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            self.send(line)


def kill_everything(process: subprocess.Popen[str], place: Path) -> None:
    database = server_process(place / "data" / "pg")
    assert database is not None
    everyone = [psutil.Process(process.pid), database]
    everyone += [child for one in list(everyone) for child in one.children(recursive=True)]
    for one in everyone:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    psutil.wait_procs(everyone, timeout=60)


def test_sigkill_loses_no_acknowledged_answer_and_doubles_none(place: Path) -> None:
    port = next_free_port("127.0.0.1", 18200)
    process, office = serve(place, port, codes=CODES)
    phones = [Phone(office, port, office.codes[number::PHONES]) for number in range(PHONES)]
    threads = [threading.Thread(target=phone.answer_until_it_dies) for phone in phones]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 180
    while sum(len(phone.acknowledged) for phone in phones) < ENOUGH and time.monotonic() < deadline:
        time.sleep(0.01)
    kill_everything(process, place)
    for thread in threads:
        thread.join(timeout=60)
    acknowledged = {answer for phone in phones for answer in phone.acknowledged}
    assert len(acknowledged) >= ENOUGH, "the server never came to take answers"
    unsure = {phone.open[1] for phone in phones if phone.open}
    assert unsure, "nobody was waiting for an answer when it died"

    process = serve_again(place, port)
    for phone in phones:
        if phone.open:
            phone.send_again()
            assert phone.open is None, "sent again, it is taken or was already taken"
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)

    with hold(place / "data", tell=lambda line: None) as cluster, psycopg.connect(cluster.url()) as own:
        kept = [row[0] for row in own.execute("SELECT id FROM voice_surveyanswer")]
        left = own.execute("SELECT count(*) FROM voice_surveytoken").fetchone()
    assert set(kept) == acknowledged | unsure
    assert len(kept) == len(set(kept))
    assert left == (CODES - len(kept),), "one code for each answer, none for nothing"
