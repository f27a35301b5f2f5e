"""Writes checked cases: COPY into a temporary table, then a few set-based statements in the caller's
transaction. A case that is done or cancelled is never touched again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from kinerja.audit.actions import Actor, record_selected

from ..models import ServiceCase
from .check import Ready

WAITED = "Kelengkapan dari warga"
TABLE = """
CREATE TEMP TABLE import_case (service_id bigint, standard_id bigint, number text, status text,
    received_at timestamptz, done_at timestamptz, elapsed_minutes int, elapsed_days int, within boolean,
    officer_id bigint, wait_starts timestamptz, wait_ends timestamptz) ON COMMIT DROP
"""
COPY = "COPY import_case FROM STDIN"
# Locked, so that no counter finishes such a case between the look and the writing.
KNOWN = """
CREATE TEMP TABLE import_known ON COMMIT DROP AS
    WITH held AS MATERIALIZED (
        SELECT known.id, known.status, known.received_at, known.service_id, known.number
        FROM voice_servicecase known
        JOIN import_case given ON given.service_id = known.service_id AND given.number = known.number
        ORDER BY known.id FOR UPDATE OF known)
    SELECT held.id AS case_id, held.service_id, held.number,
        held.status IN ('open', 'waiting') AS unfinished,
        jsonb_build_object('status', held.status, 'received_at', held.received_at) AS before
    FROM held
"""
CASES = """
INSERT INTO voice_servicecase (service_id, standard_id, number, status, received_at, done_at,
        elapsed_minutes, elapsed_days, within, officer_id, source, token_issued)
    SELECT service_id, standard_id, number, status, received_at, done_at, elapsed_minutes, elapsed_days,
        within, officer_id, %(source)s, false
    FROM import_case
    ON CONFLICT (service_id, number) DO UPDATE SET standard_id = excluded.standard_id,
        status = excluded.status, received_at = excluded.received_at, done_at = excluded.done_at,
        elapsed_minutes = excluded.elapsed_minutes, elapsed_days = excluded.elapsed_days,
        within = excluded.within,
        officer_id = coalesce(excluded.officer_id, voice_servicecase.officer_id)
    WHERE voice_servicecase.status IN ('open', 'waiting')
"""
# The file is the whole truth about the waits of a case: what was measured rests on them alone.
OLD_WAITS = """
DELETE FROM voice_casewait wait USING import_known known
    WHERE wait.case_id = known.case_id AND known.unfinished
"""
WAITS = """
WITH waited AS MATERIALIZED (
    SELECT cases.id, given.wait_starts, given.wait_ends
    FROM import_case given
    JOIN voice_servicecase cases ON cases.service_id = given.service_id AND cases.number = given.number
    LEFT JOIN import_known known ON known.case_id = cases.id
    WHERE given.wait_starts IS NOT NULL AND coalesce(known.unfinished, true))
INSERT INTO voice_casewait (case_id, starts, ends, reason)
    SELECT id, wait_starts, wait_ends, %(reason)s FROM waited
"""
CHANGED = """
SELECT known.case_id AS object_id, known.before,
    jsonb_build_object('status', cases.status, 'received_at', cases.received_at) AS after
FROM import_known known JOIN voice_servicecase cases ON cases.id = known.case_id WHERE known.unfinished
"""
COUNTS = "SELECT count(*) FILTER (WHERE unfinished), count(*) FILTER (WHERE NOT unfinished) FROM import_known"
CLEAR = "DROP TABLE import_case, import_known"


def write(
    rows: Iterable[Ready], *, source: ServiceCase.Source, actor: Actor | None, at: datetime, why: str
) -> dict[str, int]:
    """Writes all rows and logs each change of a case that was already there.

    Returns how many are `new`, were `changed`, and were `kept` because they had ended before.
    """
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        with cursor.copy(COPY) as target:
            for row in rows:
                total += 1
                target.write_row(_line(row))
        cursor.execute("ANALYZE import_case")
        cursor.execute(KNOWN)
        cursor.execute(CASES, {"source": source})
        cursor.execute(OLD_WAITS)
        cursor.execute(WAITS, {"reason": WAITED})
        cursor.execute(COUNTS)
        changed, kept = cursor.fetchone()
    record_selected(
        source=CHANGED,
        actor=actor,
        at=at,
        action="voice.import_case",
        object_type="voice.servicecase",
        why=why,
    )
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)
    return {"new": total - changed - kept, "changed": changed, "kept": kept}


def _line(row: Ready) -> tuple[object, ...]:
    entry = row.entry
    return (
        row.service_id,
        row.standard_id,
        entry.number,
        entry.status,
        entry.received,
        entry.done,
        row.minutes,
        row.days,
        row.within,
        row.officer_id,
        entry.wait_starts,
        entry.wait_ends,
    )
