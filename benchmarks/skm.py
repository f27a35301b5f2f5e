"""Rows a second of the satisfaction index, beside the same sums done by PostgreSQL.

    python benchmarks/skm.py [ROWS]          (a million by default)

With DATABASE_URL set, the same file is copied into a temporary table and summed there; both must
give the same integer sums. Also prints how long the rules take to import in a new process
and how much memory the count needed.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import psycopg

from kinerja.rules import skm

ON = date(2026, 11, 22)
CODES = skm.codes(ON)
MODULES = ("kinerja.rules", "kinerja.rules.predicate", "kinerja.rules.skm", "kinerja.rules.credit")
BUDGET_MS = 100
T = TypeVar("T")


def write_survey(path: Path, rows: int) -> None:
    """A survey with a group column and about one blank in twenty answers."""
    pick = random.Random(20261122)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"unit,{','.join(CODES)}\n")
        for number in range(rows):
            answers = pick.choices(["1", "2", "3", "4", ""], weights=[1, 2, 10, 8, 1], k=len(CODES))
            stream.write(f"unit {number % 30},{','.join(answers)}\n")


def timed(label: str, rows: int, act: Callable[[], T]) -> T:
    """Run `act` and print how many rows a second that was."""
    start = time.perf_counter()
    result = act()
    seconds = time.perf_counter() - start
    print(f"{label:<44}{seconds:7.2f} s{rows / seconds:>14,.0f} rows/s")
    return result


def count(path: Path, group_by: str | None = None) -> skm.Tally:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return skm.tally_csv(stream, codes=CODES, group_by=group_by).total


def copy(connection: psycopg.Connection, path: Path) -> None:
    columns = ", ".join(f"{code} smallint" for code in CODES)
    connection.execute(f"CREATE TEMP TABLE survey (unit text, {columns})")
    with (
        path.open("rb") as stream,
        connection.cursor().copy("COPY survey FROM STDIN (FORMAT csv, HEADER)") as into,
    ):
        while block := stream.read(1 << 16):
            into.write(block)


def sum_in_database(connection: psycopg.Connection) -> skm.Tally:
    figures = ", ".join(f"coalesce(sum({code}), 0), count({code})" for code in CODES)
    row = connection.execute(
        f"SELECT count(*) FILTER (WHERE num_nonnulls({', '.join(CODES)}) > 0), {figures} FROM survey"
    ).fetchone()
    assert row is not None
    sums, counts = (dict(zip(CODES, map(int, row[start::2]), strict=True)) for start in (1, 2))
    return skm.Tally.from_sums(sums, counts, row[0])


def import_milliseconds(module: str) -> float:
    """The best of five new processes that import `module` and what it needs."""
    program = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    command = [sys.executable, "-c", program]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(5)]
    return min(float(run) for run in runs) * 1000


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for module in MODULES:
        print(f"import {module:<37}{import_milliseconds(module):7.0f} ms (budget {BUDGET_MS} ms)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.csv"
        write_survey(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        by_rules = timed("rules: CSV to sums", rows, lambda: count(path))
        timed("rules: CSV to sums of 30 groups", rows, lambda: count(path, "unit"))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(f"memory grew by {grown / 1024:.0f} MB")
        url = os.environ.get("DATABASE_URL")
        if not url:
            print("PostgreSQL: not measured, DATABASE_URL is not set")
            return
        with psycopg.connect(url) as connection:
            timed("PostgreSQL: COPY into a temporary table", rows, lambda: copy(connection, path))
            by_database = timed("PostgreSQL: sum and count", rows, lambda: sum_in_database(connection))
        assert by_database == by_rules, "the database and the rules disagree"
        print(f"both agree: n = {by_rules.n:,}, IKM = {skm.compute(by_rules, on=ON).ikm}")


if __name__ == "__main__":
    main()
