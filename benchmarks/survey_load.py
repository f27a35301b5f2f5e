"""The survey under load: answers a second, their latency, the rest of the site, and whether any was lost.

    python benchmarks/survey_load.py [RATE] [SECONDS]          (220 answers a second for 40 seconds)

The server is the real one (see tests/runtime/survey_office.py): granian with two workers, embedded
PostgreSQL with durable settings, in a temporary folder. Phones send over kept connections at a fixed rate,
whatever the server does; latency counts from the moment an answer was due. Beside them one visitor opens
other pages. Then as many connections send as fast as they are answered. Floor: bare INSERTs of such rows,
each committed by itself, from as many connections as the server has threads. Generator, server and database
share the machine.

On two cores (23 November 2026, load of other work 3.9 before the run): 220 answers a second for 30 seconds,
p50 6 ms, p95 20, p99 51; other pages p50 1-24 ms, as without load; at full speed 440 a second; 11,020
acknowledged, 11,020 stored. Floor 7,301 rows a second. An answer costs the server 3.9 ms of a core, the
database 1.2.
"""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil
import psycopg

from kinerja.runtime.cluster import hold, server_process
from kinerja.runtime.server import BLOCKING_THREADS, next_free_port
from tests.runtime.survey_office import Office, serve

RATE = int(sys.argv[1]) if len(sys.argv) > 1 else 220
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 40
CONNECTIONS = 64
FULL_SECONDS = 10
CODES = RATE * (SECONDS + 1) + FULL_SECONDS * 1_000
PAGES = ("/akun/login/", "/survei/p/ukur/", "/robots.txt", "/akun/2fa/", "/sehat/")
INSERT = (
    "INSERT INTO dasar SELECT gen_random_uuid(), period_id, unit_id, service_id, officer_id, channel, day, "
    "day_part, seconds, values FROM voice_surveyanswer LIMIT 1"
)


@dataclass
class Told:
    """What the phones heard: ids acknowledged, seconds each took, and every other answer."""

    acknowledged: list[uuid.UUID] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


class Line:
    """One kept connection; requests one after another."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def open(self) -> Line:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def ask(self, sent: bytes) -> int:
        """The status of the answer, which is read to its end."""
        self.writer.write(sent)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next(line for line in head.split("\r\n") if line.startswith("content-length:"))
        await self.reader.readexactly(int(length.split(":")[1]))
        return int(head.split(" ", 2)[1])


class Phones:
    """Many citizens, each with a code of his own and few behind one address."""

    def __init__(self, office: Office, port: int) -> None:
        self.office, self.port = office, port
        self.codes = iter(office.codes)
        self.lines: asyncio.Queue[Line] = asyncio.Queue()
        self.number = 0

    async def connect(self) -> None:
        for _place in range(CONNECTIONS):
            self.lines.put_nowait(await Line(self.port).open())

    async def answer(self, due: float, told: Told) -> None:
        """One answer, due at a moment of the loop's clock."""
        answer_id = uuid.uuid4()
        self.number += 1
        address = f"36.{self.number // 50_000}.{self.number // 200 % 250}.{self.number % 200}"
        sent = self.office.post(next(self.codes), address, answer_id)
        line = await self.lines.get()
        status = await line.ask(sent)
        self.lines.put_nowait(line)
        told.spent.append(time.perf_counter() - due)
        if status == 201:
            told.acknowledged.append(answer_id)
        else:
            told.others.append(str(status))


async def visit(office: Office, port: int, stop: asyncio.Event) -> dict[str, list[float]]:
    """A visitor who opens one page after another until told to stop; seconds by page."""
    line = await Line(port).open()
    spent: dict[str, list[float]] = {page: [] for page in PAGES}
    while not stop.is_set():
        for page in PAGES:
            cookie = f"Cookie: {office.session}\r\n" if page == "/akun/2fa/" else ""
            start = time.perf_counter()
            status = await line.ask(f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\n".encode())
            if status != 200:
                raise SystemExit(f"{page} menjawab {status}")
            spent[page].append(time.perf_counter() - start)
            await asyncio.sleep(0.02)
    return spent


async def at_rate(phones: Phones, told: Told) -> float:
    """RATE answers a second for SECONDS; returns the seconds until the last was answered."""
    start = time.perf_counter()
    sending = []
    for number in range(RATE * SECONDS):
        due = start + number / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        sending.append(asyncio.create_task(phones.answer(due, told)))
    await asyncio.gather(*sending)
    return time.perf_counter() - start


async def at_full_speed(phones: Phones, told: Told) -> float:
    """Every connection sends its next answer as soon as the last was taken."""
    start = time.perf_counter()

    async def one() -> None:
        while time.perf_counter() - start < FULL_SECONDS:
            await phones.answer(time.perf_counter(), told)

    await asyncio.gather(*(one() for _place in range(CONNECTIONS // 4)))
    return time.perf_counter() - start


def processor_seconds(place: Path, server: int) -> dict[str, float]:
    """Processor seconds so far of the web server, the database and this generator."""
    database = server_process(place / "data" / "pg")
    assert database is not None
    spent = {"server": psutil.Process(server), "basis data": database}
    found = {name: _seconds([one, *one.children(recursive=True)]) for name, one in spent.items()}
    return {**found, "pembangkit": _seconds([psutil.Process()])}


def _seconds(family: list[psutil.Process]) -> float:
    return sum(times.user + times.system for times in (one.cpu_times() for one in family))


async def load(office: Office, port: int, place: Path, server: int) -> list[uuid.UUID]:
    """The whole run; returns every id that was acknowledged."""
    phones = Phones(office, port)
    await phones.connect()
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(5, stop.set)
    pages("situs tanpa beban", await visit(office, port, stop))
    steady, full = Told(), Told()
    stop = asyncio.Event()
    visitor = asyncio.create_task(visit(office, port, stop))
    before = processor_seconds(place, server)
    seconds = await at_rate(phones, steady)
    after = processor_seconds(place, server)
    stop.set()
    answers(f"survei, diminta {RATE}/s", steady, seconds)
    each = {name: (after[name] - before[name]) * 1000 / len(steady.spent) for name in after}
    print("    prosesor per jawaban: " + ", ".join(f"{name} {spent:.2f} ms" for name, spent in each.items()))
    pages("situs selama itu", await visitor)
    answers("survei, secepatnya", full, await at_full_speed(phones, full))
    return steady.acknowledged + full.acknowledged


def share(spent: list[float], part: float) -> float:
    return sorted(spent)[min(len(spent) - 1, int(len(spent) * part))] * 1000


def answers(label: str, told: Told, seconds: float) -> None:
    print(
        f"{label:<28}{len(told.acknowledged) / seconds:8.0f} jawaban/s  "
        f"p50 {share(told.spent, 0.5):6.1f} ms  p95 {share(told.spent, 0.95):6.1f}  "
        f"p99 {share(told.spent, 0.99):6.1f}  "
        f"maks {share(told.spent, 1):6.1f}  ditolak {len(told.others)} {sorted(set(told.others))}"
    )


def pages(label: str, spent: dict[str, list[float]]) -> None:
    print(label)
    for page, each in spent.items():
        median = statistics.median(each) * 1000
        print(f"    {page:<24}{len(each):>5} kali  p50 {median:6.1f} ms  p95 {share(each, 0.95):6.1f}")


def floor(url: str, seconds: float) -> float:
    """Bare INSERTs a second, each durable, from as many connections as the server has threads."""
    done: list[int] = []

    def insert() -> None:
        count = 0
        with psycopg.connect(url, autocommit=True) as own:
            while time.perf_counter() < end:
                own.execute(INSERT)
                count += 1
        done.append(count)

    columns = "id, period_id, unit_id, service_id, officer_id, channel, day, day_part, seconds, values"
    with psycopg.connect(url, autocommit=True) as own:
        own.execute(f"CREATE TABLE dasar AS SELECT {columns} FROM voice_surveyanswer LIMIT 0")
        own.execute("ALTER TABLE dasar ADD PRIMARY KEY (id)")
    end = time.perf_counter() + seconds
    threads = [threading.Thread(target=insert) for _place in range(2 * BLOCKING_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kinerja-ukur-") as folder:
        place = Path(folder)
        place.chmod(0o711)
        port = next_free_port("127.0.0.1", 18500)
        print(f"beban mesin sebelumnya {os.getloadavg()[0]:.1f} pada {os.cpu_count()} inti")
        process, office = serve(place, port, codes=CODES)
        try:
            acknowledged = asyncio.run(load(office, port, place, process.pid))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
        with hold(place / "data", tell=lambda line: None) as cluster:
            with psycopg.connect(cluster.url()) as own:
                stored = {row[0] for row in own.execute("SELECT id FROM voice_surveyanswer")}
            lost = set(acknowledged) - stored
            print(f"diakui {len(acknowledged)}, tersimpan {len(stored)}, hilang {len(lost)}")
            print(f"dasar: INSERT polos, tiap baris di-commit {floor(cluster.url(), 5):8.0f} baris/s")
            if lost or len(stored) != len(acknowledged):
                raise SystemExit("ada jawaban yang diakui tetapi tidak tersimpan, atau tersimpan dua kali")


if __name__ == "__main__":
    main()
