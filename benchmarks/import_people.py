"""Importing the staff register of a whole agency, beside a bare COPY of as many rows.

    python benchmarks/import_people.py [EMPLOYEES]          (20,000 by default)

Runs on its own embedded database in a temporary folder. Measured are an XLSX and a CSV file from bytes to
committed rows, the same file again (nothing changes), and the bulk answer to "who appraises whom". The floor
is one COPY of the employees and their appointments into tables without indexes or checks.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

EMPLOYEES = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
TEAM, SECTIONS = 50, 9
NOW = datetime(2026, 10, 5, 2, tzinfo=UTC)
Row = dict[str, str]


def nip(number: int) -> str:
    """A sound NIP: nine thousand birth dates, then the serial."""
    birth = date(1970, 1, 1) + timedelta(days=number % 9_000)
    return f"{birth:%Y%m%d}{birth.year + 25}{number % 12 + 1:02d}{number % 2 + 1}{number // 9_000 + 100:03d}"


def unit(code: str, parent: str, kind: str) -> Row:
    return {"KODE UNIT": code, "NAMA UNIT": f"Unit {code}", "KODE UNIT INDUK": parent, "JENIS UNIT": kind}


def post(code: str, above: str, level: str, *, head: bool) -> Row:
    row = {"KODE JABATAN": code, "NAMA JABATAN": f"Jabatan {code}", "TINGKAT": level}
    return row | {"MEMIMPIN UNIT": "YA" if head else "TIDAK", "KODE JABATAN ATASAN": above}


def office() -> list[Row]:
    """A tree: a secretary, offices of nine sections, each a head and fifty staff who share one post."""
    places: list[Row] = [unit("KOTA", "", "INSTANSI") | post("SEKDA", "", "JPT", head=True)]
    number = 0
    while len(places) < EMPLOYEES:
        number += 1
        code = f"U{number}"
        places.append(unit(code, "KOTA", "DINAS") | post(f"KA-{code}", "SEKDA", "JPT", head=True))
        for section in range(SECTIONS):
            part = f"{code}-{section}"
            head = post(f"KA-{part}", f"KA-{code}", "PENGAWAS", head=True)
            staff = post(f"STAF-{part}", f"KA-{part}", "PELAKSANA", head=False)
            places.append(unit(part, code, "BIDANG") | head)
            places.append({"KODE UNIT": part} | staff)
            places += [{"KODE UNIT": part, "KODE JABATAN": f"STAF-{part}"}] * (TEAM - 1)
    return [
        place
        | {
            "NIP": nip(index),
            "NAMA": f"Pegawai {index}",
            "JENIS": "PNS",
            "PANGKAT/GOLONGAN": "Penata, III/c",
            "SUREL": f"p{index}@contoh.test",
            "MULAI": "2024-01-02",
            "NOMOR KEPUTUSAN": f"800/{index}/2024",
        }
        for index, place in enumerate(places[:EMPLOYEES])
    ]


def as_csv(rows: list[Row]) -> bytes:
    from kinerja.people.imports.template import NAMES

    text = StringIO()
    writer = csv.DictWriter(text, NAMES, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: list[Row]) -> bytes:
    import xlsxwriter

    from kinerja.people.imports.template import NAMES

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
    print(f"{label:<52}{seconds:8.2f} s{EMPLOYEES / seconds:>12,.0f} rows/s")
    return seconds


def bare_copy(rows: list[Row]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_person (nip text, name text, rank text, email text)")
        cursor.execute("CREATE TABLE bare_held (nip text, post text, starts date, decree text)")
        with cursor.copy("COPY bare_person FROM STDIN") as target:
            for row in rows:
                target.write_row((row["NIP"], row["NAMA"], row["PANGKAT/GOLONGAN"], row["SUREL"]))
        with cursor.copy("COPY bare_held FROM STDIN") as target:
            for row in rows:
                target.write_row((row["NIP"], row["KODE JABATAN"], row["MULAI"], row["NOMOR KEPUTUSAN"]))


def measure() -> None:
    from django.core.management import call_command

    from kinerja.people.imports.run import import_people
    from kinerja.people.models import Agency
    from kinerja.people.queries import lines

    call_command("migrate", verbosity=0)
    Agency.objects.create(name="Kota Ukur", short_name="Ukur", place="Ukur")
    rows = office()
    xlsx, text = as_xlsx(rows), as_csv(rows)
    floor = timed("  floor: bare COPY, no indexes, no checks", lambda: bare_copy(rows))

    def take(content: bytes, name: str) -> Callable[[], object]:
        return lambda: import_people(content, name=name, actor=None, at=NOW)

    whole = timed("import_people, XLSX into an empty register", take(xlsx, "kantor.xlsx"))
    timed("import_people, the same as CSV (nothing changes)", take(text, "kantor.csv"))
    timed("lines: appraiser and superior of everybody", lambda: lines(NOW.date()))
    print(
        f"\nThe import is {whole / floor:.0f} times the bare COPY; it reads and checks {len(xlsx):,} bytes,"
    )
    print("makes accounts, keeps every constraint and writes one log entry for each row.")


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
