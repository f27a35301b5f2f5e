"""Opening and closing a period for a whole agency, beside the bare statement with as many rows.

    python benchmarks/close_period.py [EMPLOYEES]          (20,000 by default)

Runs on its own embedded database in a temporary folder. The floor is what the database needs for as many
rows without any rule: one INSERT .. SELECT into a copy of the review table with its indexes; for closing one
bare UPDATE of that copy and one INSERT of as many rows into a copy of the log.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

EMPLOYEES = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
SPAN = 10  # people a rater
INSIDE = datetime(2026, 10, 5, 2, tzinfo=UTC)
AFTER = datetime(2026, 10, 20, 2, tzinfo=UTC)

# Ten people a rater, ten raters a head, ten heads an office, one at the top.
OFFICE = """
INSERT INTO people_agency (id, name, short_name, place, head_title, head_name, workweek, daily_log, is_sample)
VALUES (1, 'Kota Ukur', 'Ukur', 'Ukur', 'Wali Kota', '', 5, 'off', true);
INSERT INTO people_unit (id, code, name, kind, parent_id)
SELECT n, 'U' || n, 'Unit ' || n, 'section', CASE WHEN n > 1 THEN (n + {span} - 2) / {span} END
FROM generate_series(1, {leaders}) n;
INSERT INTO people_post (id, code, title, unit_id, level, grade, leads_unit, reports_to_id)
SELECT n, 'J' || n, 'Jabatan ' || n, CASE WHEN n <= {leaders} THEN n ELSE (n + {span} - 2) / {span} END,
       CASE WHEN n <= {leaders} THEN 'pengawas' ELSE 'pelaksana' END, '', n <= {leaders},
       CASE WHEN n > 1 THEN (n + {span} - 2) / {span} END
FROM generate_series(1, {people}) n;
INSERT INTO people_employee (id, nip, name, kind, rank)
SELECT n, to_char(date '1970-01-01' + n / 900, 'YYYYMMDD') || '2000011' || lpad((n % 900)::text, 3, '0'),
       'Pegawai ' || n, 'pns', 'Penata' FROM generate_series(1, {people}) n;
INSERT INTO people_appointment (employee_id, post_id, kind, starts, decree, sole)
SELECT n, n, 'definitif', '2024-01-02', '', n <= {leaders} FROM generate_series(1, {people}) n;
"""
PLANS = """
INSERT INTO plans_plan (id, cycle_id, employee_id, post_id, approach, form, starts, ends, ended_reason)
SELECT n, {cycle}, n, n, 'kuantitatif', 'ja_jf', '2026-01-01', '2026-12-31', ''
FROM generate_series(1, {people}) n;
INSERT INTO plans_planversion (plan_id, number, status, revision, writer, change_reason, return_reason,
    set_at, set_basis, document_number, snapshot, snapshot_sha256, token)
SELECT n, 1, 'set', 0, '', '', '', '2026-01-20', '', '', '{{}}', '', gen_random_uuid()
FROM generate_series(1, {people}) n;
"""
SIGNED = """
UPDATE assessment_review SET status = 'acknowledged', result_rating = 'sesuai', behaviour_rating = 'sesuai',
    predicate = 'BAIK', signed_at = '2026-10-05', snapshot = '{}' WHERE id % 5 > 0
"""
BARE_UPDATE = """
UPDATE bare SET reported_at = now(),
    status = CASE WHEN status = 'acknowledged' THEN 'reported' ELSE status END
"""
BARE_LOG = """
INSERT INTO bare_log SELECT * FROM audit_event WHERE object_type = 'assessment.review'
    AND action IN ('assessment.late', 'assessment.report')
"""


def timed(label: str, rows: int, act: Callable[[], object]) -> float:
    """Runs `act`, prints rows a second, returns the seconds."""
    start = time.perf_counter()
    act()
    seconds = time.perf_counter() - start
    print(f"{label:<52}{seconds:8.2f} s{rows / seconds:>12,.0f} rows/s")
    return seconds


def run(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def prepare() -> None:
    """The office, the cycle and a set plan for everybody."""
    from django.core.management import call_command

    from kinerja.plans.models import Cycle, Period

    call_command("migrate", verbosity=0)
    sizes = {"people": EMPLOYEES, "leaders": EMPLOYEES // SPAN, "span": SPAN}
    run(OFFICE.format(**sizes))
    cycle = Cycle.objects.create(year=2026, plan_due=date(2026, 1, 31))
    Period.objects.create(
        cycle=cycle,
        kind=Period.Kind.QUARTERLY,
        number=3,
        label="Triwulan III",
        starts=date(2026, 7, 1),
        ends=date(2026, 9, 30),
        report_due=date(2026, 9, 30),
        opens=date(2026, 9, 20),
        closes=date(2026, 10, 14),
    )
    run(PLANS.format(cycle=cycle.pk, **sizes))
    run("ANALYZE")


def measure() -> None:
    from kinerja.assessment.actions import close_period, open_reviews
    from kinerja.assessment.models import Closing, Review
    from kinerja.plans.models import Period

    period = Period.objects.get()
    opening = timed("open_reviews", EMPLOYEES, lambda: open_reviews(period=period, actor=None, at=INSIDE))
    rows = Review.objects.count()
    run("CREATE TABLE bare (LIKE assessment_review INCLUDING INDEXES)")
    floor = timed(
        "  floor: bare INSERT .. SELECT",
        rows,
        lambda: run("INSERT INTO bare SELECT * FROM assessment_review"),
    )
    timed(
        "open_reviews again (nothing to do)", rows, lambda: open_reviews(period=period, actor=None, at=INSIDE)
    )
    for table in ("assessment_review", "bare"):
        run(SIGNED.replace("assessment_review", table))
        run(f"VACUUM ANALYZE {table}")
    closing = timed(
        "close_period (4 in 5 signed)", rows, lambda: close_period(period=period, actor=None, at=AFTER)
    )
    run("CREATE TABLE bare_log (LIKE audit_event INCLUDING INDEXES)")
    bare = timed("  floor: bare UPDATE", rows, lambda: run(BARE_UPDATE))
    logged = timed("  floor: bare INSERT of as many log rows", rows, lambda: run(BARE_LOG))
    done = Closing.objects.get()
    print(f"\n{rows:,} reviews, {done.late:,} late, {done.reported:,} reported.")
    print(f"Opening the quarter: {rows / opening:,.0f} rows/s; bare SQL floor {rows / floor:,.0f} rows/s.")
    least = bare + logged
    print(f"Closing the quarter: {rows / closing:,.0f} rows/s; bare SQL floor {rows / least:,.0f} rows/s")
    print(f"(log included; closing takes {closing / least:.1f} times the floor).")


def main(measured: Callable[[], None] = measure) -> None:
    """Runs `measured` on an own database with the office in it."""
    from kinerja.runtime.cluster import hold

    with tempfile.TemporaryDirectory(prefix="kinerja-ukur-") as folder:
        Path(folder).chmod(0o711)
        with hold(Path(folder) / "server", tell=lambda line: None) as cluster:
            os.environ["DATABASE_URL"] = cluster.url()
            os.environ.setdefault("KINERJA_SECRET_KEY", "ukur")
            os.environ["DJANGO_SETTINGS_MODULE"] = "kinerja.settings"
            import django

            django.setup()
            from django.db import connections

            prepare()
            measured()
            connections.close_all()


if __name__ == "__main__":
    main()
