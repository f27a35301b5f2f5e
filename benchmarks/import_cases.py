"""Importing service cases of a year from a table, beside a bare COPY of as many rows.

    python benchmarks/import_cases.py [CASES]          (200,000 by default)

Runs on its own embedded database in a temporary folder. Measured are an XLSX and a CSV file from bytes to
committed rows: read, checked, each finished case measured in office time, waits taken off. The floor is one
COPY of the same rows into a table without indexes or checks.
"""

from __future__ import annotations

import csv
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
SERVICES = 20
NOW = datetime(2026, 10, 5, 2, tzinfo=UTC)
FIRST = datetime(2025, 1, 2, 8, 0)
Row = dict[str, str]


def text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def cases(label: str) -> list[Row]:
    """Cases of twenty services over twenty months: one in ten waited, one in fifty is not done yet."""
    rows = []
    span = timedelta(days=600) / CASES
    for number in range(CASES):
        received = FIRST + span * number
        row = {
            "KODE LAYANAN": f"layanan-{number % SERVICES}",
            "NOMOR BERKAS": f"{label}-{number:07d}",
            "DITERIMA": text(received),
            "STATUS": "DIPROSES",
        }
        if number % 50:
            row |= {"SELESAI": text(received + timedelta(hours=number % 97)), "STATUS": "SELESAI"}
        if number % 10 == 1 and number % 97 > 4:
            row |= {
                "MENUNGGU DARI": text(received + timedelta(hours=1)),
                "MENUNGGU SAMPAI": text(received + timedelta(hours=4)),
            }
        rows.append(row)
    return rows


def as_csv(rows: list[Row]) -> bytes:
    from kinerja.voice.imports.template import NAMES

    target = StringIO()
    writer = csv.DictWriter(target, NAMES, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(rows: list[Row]) -> bytes:
    import xlsxwriter

    from kinerja.voice.imports.template import NAMES

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Data")
        page.write_row(0, 0, NAMES)
        for number, row in enumerate(rows, start=1):
            for column, name in enumerate(NAMES):
                page.write_string(number, column, row.get(name, ""))
    return target.getvalue()


def timed(label: str, act: Callable[[], object]) -> float:
    """Runs `act`, prints seconds and rows a second, returns the seconds."""
    start = time.perf_counter()
    act()
    seconds = time.perf_counter() - start
    print(f"{label:<52}{seconds:8.2f} s{CASES / seconds:>12,.0f} rows/s", flush=True)
    return seconds


def bare_copy(rows: list[Row]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare_case (service text, number text, received timestamp, done timestamp)"
        )
        with cursor.copy("COPY bare_case FROM STDIN") as target:
            for row in rows:
                done = row.get("SELESAI") or None
                target.write_row((row["KODE LAYANAN"], row["NOMOR BERKAS"], row["DITERIMA"], done))


def catalogue() -> None:
    from kinerja.people.models import Agency, Unit
    from kinerja.voice.models import Service, Standard

    Agency.objects.create(name="Kota Ukur", short_name="Ukur", place="Ukur")
    unit = Unit.objects.create(code="KOTA", name="Kota Ukur", kind="instansi")
    for number in range(SERVICES):
        service = Service.objects.create(unit=unit, code=f"layanan-{number}", name=f"Layanan {number}")
        Standard.objects.create(
            service=service,
            number=1,
            starts=date(2024, 1, 2),
            published_at=NOW,
            promise=1 + number % 5,
            promise_unit="working_days",
        )


def measure() -> None:
    from django.core.management import call_command

    from kinerja.voice.imports.run import import_cases

    call_command("migrate", verbosity=0)
    catalogue()
    rows = cases("X")
    xlsx, comma = as_xlsx(rows), as_csv(cases("C"))
    floor = timed("  floor: bare COPY, no indexes, no checks", lambda: bare_copy(rows))

    def take(content: bytes, name: str) -> Callable[[], object]:
        return lambda: import_cases(content, name=name, actor=None, at=NOW)

    whole = timed("import_cases, XLSX", take(xlsx, "berkas.xlsx"))
    timed("import_cases, other cases as CSV", take(comma, "berkas.csv"))
    timed("import_cases, that CSV again (only unfinished move)", take(comma, "berkas.csv"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nThe import is {whole / floor:.0f} times the bare COPY; the XLSX has {len(xlsx):,} bytes, the CSV"
    )
    print(f"{len(comma):,}. Every case is measured in office time; peak memory {peak:,.0f} MB.")


def main() -> None:
    from kinerja.runtime.cluster import hold

    with tempfile.TemporaryDirectory(prefix="kinerja-ukur-") as folder:
        Path(folder).chmod(0o711)
        with hold(Path(folder) / "server", tell=lambda line: None) as cluster:
            os.environ["DATABASE_URL"] = cluster.url()
            os.environ.setdefault("KINERJA_SECRET_KEY", "ukur")
            os.environ["DJANGO_SETTINGS_MODULE"] = "kinerja.settings"
            import django
            from django.db import connections

            django.setup()
            try:
                measure()
            finally:
                connections.close_all()


if __name__ == "__main__":
    main()
