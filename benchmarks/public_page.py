"""The public page under a crowd: requests a second, beside a bare file, and what the database heard of it.

    python benchmarks/public_page.py [SECONDS]          (10 seconds each address)

The server is the real one: granian with two workers, embedded PostgreSQL, in a temporary folder, with thirty
units and ninety services over a year. Sixteen kept connections ask as fast as they are answered; every
request carries junk in its query, as a crowd from advertisements does. Floor: a file of the product through
the same server. Transactions are those that PostgreSQL counts for this database, the counting question
included; measured at rest first. Each worker makes a page anew once a minute. Generator, server and database
share the machine.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psycopg

from kinerja.runtime.server import next_free_port
from tests.runtime.process import clean_environment

ROOT = Path(__file__).resolve().parents[1]
SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
CONNECTIONS = 16
# PostgreSQL tells what an idle session did after ten seconds.
TOLD_AFTER = 11
UNITS, SERVICES, CASES = 30, 3, 40
FLOOR = "/static/web/favicon.svg"
ADDRESSES = (FLOOR, "/layanan/", "/layanan/data/waktu-layanan.csv")
SERVER = """
import os, sys
from pathlib import Path
from kinerja.cli.session import migrate, on_database
from kinerja.runtime import server
with on_database():
    migrate()
    from django.conf import settings
    from django.db import connections
    sys.path.insert(0, "benchmarks")
    from public_page import fill
    fill()
    known = settings.DATABASES["default"]
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    from psycopg.conninfo import make_conninfo
    facts = {name: str(known[key]) for key, name in names.items() if known[key]}
    Path(sys.argv[2]).write_text(make_conninfo(**facts))
    connections.close_all()
    server.serve("127.0.0.1", int(sys.argv[1]), workers=2, ready=lambda: print("siap", flush=True))
"""


def fill() -> None:
    """Units, services with standards, and finished cases in the last four complete quarters."""
    from datetime import datetime, timedelta

    from django.utils import timezone

    from kinerja.people.models import Agency, Unit
    from kinerja.voice.models import Service, ServiceCase, Standard
    from kinerja.voice.queries.measures import midnight
    from kinerja.voice.queries.quarters import complete_quarters

    now = timezone.now()
    quarters = complete_quarters(timezone.localdate(now), 4)
    Agency.objects.create(name="Kota Ukur", short_name="Ukur", place="Ukur")
    cases = []
    for number in range(UNITS * SERVICES):
        place = number // SERVICES
        unit, _new = Unit.objects.get_or_create(
            code=f"U{place}", defaults={"name": f"Unit Ukur {place}", "kind": Unit.Kind.OFFICE}
        )
        service = Service.objects.create(unit=unit, code=f"layanan-{number}", name=f"Layanan {number}")
        standard = Standard.objects.create(
            service=service,
            number=1,
            starts=quarters[0],
            published_at=now,
            promise=1,
            promise_unit="working_days",
            requirements="KTP",
            procedure="Datang",
            product="Surat",
            complaint_channel="Loket",
        )
        for case in range(CASES):
            done: datetime = midnight(quarters[case % 4]) + timedelta(days=3, hours=9, minutes=case)
            cases.append(
                ServiceCase(
                    service=service,
                    standard=standard,
                    number=str(case),
                    received_at=done,
                    done_at=done,
                    status="done",
                    elapsed_minutes=case,
                    elapsed_days=case % 3,
                    within=case % 3 < 2,
                )
            )
    ServiceCase.objects.bulk_create(cases, batch_size=2_000)


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    """Bytes of the answer; anything but 200 ends the run."""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n"
    writer.write(head.encode())
    told = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if " 200 " not in told.split("\r\n", 1)[0]:
        raise SystemExit(f"{path}: {told}")
    length = int(next(line for line in told.split("\r\n") if line.startswith("content-length:"))[15:])
    await reader.readexactly(length)
    return length


async def crowd(port: int, path: str, seconds: float) -> tuple[list[float], int]:
    """Seconds that each request took, and the size of one answer."""
    spent: list[float] = []
    sizes: list[int] = []
    end = time.perf_counter() + seconds

    async def one(person: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (start := time.perf_counter()) < end:
            sizes.append(await ask(reader, writer, f"{path}?utm={person}-{len(spent)}"))
            spent.append(time.perf_counter() - start)
        writer.close()

    await asyncio.gather(*(one(person) for person in range(CONNECTIONS)))
    return spent, sizes[-1]


def transactions(own: psycopg.Connection[tuple[int]]) -> int:
    """Committed so far in this database, this question included."""
    time.sleep(TOLD_AFTER)
    sql = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
    row = own.execute(sql).fetchone()
    assert row is not None
    return row[0]


def measure(own: psycopg.Connection[tuple[int]], port: int) -> None:
    for path in ADDRESSES:
        asyncio.run(crowd(port, path, 1))
    before = transactions(own)
    time.sleep(SECONDS)
    after = transactions(own)
    print(f"{'tanpa pengunjung':<36}{'':>21}{after - before:>6} transaksi")
    for path in ADDRESSES:
        before = after
        spent, size = asyncio.run(crowd(port, path, SECONDS))
        after = transactions(own)
        heard = after - before
        each = sorted(spent)
        print(
            f"{path:<36}{len(each) / SECONDS:8.0f} /s  {size:>6} B {heard:>6} transaksi  "
            f"p50 {each[len(each) // 2] * 1000:5.1f} ms  p99 {each[int(len(each) * 0.99)] * 1000:5.1f} ms"
        )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kinerja-ukur-") as folder:
        place = Path(folder)
        place.chmod(0o711)
        port = next_free_port("127.0.0.1", 18700)
        environment = clean_environment(place / "data") | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        print(f"beban mesin sebelumnya {os.getloadavg()[0]:.1f} pada {os.cpu_count()} inti")
        command = [sys.executable, "-c", SERVER, str(port), str(place / "basis-data")]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert process.stdout is not None
        try:
            if process.stdout.readline() != "siap\n":
                raise SystemExit("server tidak menyala")
            with psycopg.connect((place / "basis-data").read_text(), autocommit=True) as own:
                measure(own, port)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


if __name__ == "__main__":
    main()
