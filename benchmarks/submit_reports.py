"""Many send the report of the quarter in the same minutes: acts a second, beside the bare statements.

    python benchmarks/submit_reports.py [EMPLOYEES]          (20,000 by default)

The office is that of close_period.py; every plan has three results with an indicator each and what came of
it. Each connection is a process of its own; commits are durable. One connection alone is measured first: two
that are no faster on two cores wait for each other. Floor: what an act leaves behind, one UPDATE and one
INSERT into copies of the tables, committed by itself, from as many connections.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import close_period as office

CONNECTIONS = (1, 2, 4)
EACH = 600  # acts a connection
WRITTEN = """
INSERT INTO plans_result (version_id, key, kind, "order", statement, cascade, assigned_by, control)
SELECT v.id, gen_random_uuid(), 'utama', n, 'Hasil ' || n, '', '', ''
FROM plans_planversion v, generate_series(1, 3) n;
INSERT INTO plans_indicator (result_id, key, "order", aspect, perspective, statement, target, direction,
    definition, formula, data_source)
SELECT id, gen_random_uuid(), 1, 'kuantitas', '', 'Indikator', '40', 'more', '', '', '' FROM plans_result;
INSERT INTO progress_report (plan_id, period_id, status, summary, return_reason)
SELECT p.id, q.id, 'draft', '', '' FROM plans_plan p, plans_period q;
INSERT INTO progress_realisation (report_id, indicator_key, text, note, source, updated_at)
SELECT r.id, i.key, '45', '', '{}', now() FROM progress_report r
JOIN plans_planversion v ON v.plan_id = r.plan_id JOIN plans_result s ON s.version_id = v.id
JOIN plans_indicator i ON i.result_id = s.id;
CREATE TABLE bare (LIKE progress_report INCLUDING ALL);
INSERT INTO bare SELECT * FROM progress_report;
CREATE TABLE bare_log (LIKE audit_event INCLUDING ALL);
ANALYZE;
"""
BARE = "UPDATE bare SET status = 'submitted', submitted_at = now() WHERE id = %s"
BARE_LOG = """
INSERT INTO bare_log (at, actor_id, actor_name, acting_for, action, object_type, object_id, before, after,
    why, rule) VALUES (now(), 1, 'Ukur', '', 'progress.submit_report', 'progress.report', %s,
    '{"status": "draft"}', '{"status": "submitted"}', '', 'PermenPANRB 6/2022 Ps 20')
"""


def ready() -> None:
    """A process's own connection, open before the clock starts."""
    import django

    django.setup()
    from django.db import connection

    connection.ensure_connection()


def submit(ids: range) -> int:
    """Sends the reports as a page would: the row as seen, then the act."""
    from kinerja.accounts.models import User
    from kinerja.progress.actions import submit_report
    from kinerja.progress.models import Report

    actor = User.objects.get()
    for pk in ids:
        submit_report(report=Report.objects.get(pk=pk), actor=actor, at=office.INSIDE)
    return len(ids)


def bare(ids: range) -> int:
    """The floor of the same acts."""
    from django.db import connection, transaction

    for pk in ids:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BARE, [pk])
            cursor.execute(BARE_LOG, [str(pk)])
    return len(ids)


def rate(act: Callable[[range], int], connections: int, first: int) -> float:
    """Acts a second of all connections together, on reports from `first` on."""
    shares = [range(start, start + EACH) for start in range(first, first + EACH * connections, EACH)]
    with ProcessPoolExecutor(connections, get_context("spawn"), ready) as pool:
        list(pool.map(time.sleep, [1] * connections))  # until every process is ready
        start = time.perf_counter()
        done = sum(pool.map(act, shares))
        return done / (time.perf_counter() - start)


def measure() -> None:
    from kinerja.accounts.models import User
    from kinerja.progress.models import Report

    User.objects.create(username="ukur", full_name="Ukur")
    office.run(WRITTEN)
    first = Report.objects.earliest("pk").pk
    print(f"{office.EMPLOYEES:,} pegawai; {EACH} laporan setiap koneksi")
    for number in CONNECTIONS:
        acts, floor = rate(submit, number, first), rate(bare, number, first)
        print(f"{number} koneksi: {acts:8,.0f} laporan/detik; dasar {floor:8,.0f}/detik")
        first += EACH * number
    print(f"{Report.objects.filter(status=Report.Status.SUBMITTED).count():,} laporan terkirim")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "kinerja.settings"
    office.main(measure)
