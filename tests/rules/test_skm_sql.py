"""Sums made by the database and sums made in Python lead to the same index."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.db import connection

from kinerja.rules import skm

ON = date(2026, 11, 22)
CODES = skm.codes(ON)


def sums_by_sql(rows: list[list[int | None]]) -> skm.Tally:
    columns = ", ".join(CODES)
    figures = ", ".join(f"coalesce(sum({code}), 0)::int, count({code})::int" for code in CODES)
    arrays = ", ".join(["%s::int[]"] * len(CODES))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE num_nonnulls({columns}) > 0)::int, {figures} "
            f"FROM unnest({arrays}) AS answer({columns})",
            [list(column) for column in zip(*rows, strict=True)],
        )
        n, *found = cursor.fetchone()
    sums, counts = found[::2], found[1::2]
    return skm.Tally.from_sums(dict(zip(CODES, sums, strict=True)), dict(zip(CODES, counts, strict=True)), n)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_sql_and_python_agree_on_random_surveys(seed: int) -> None:
    pick = random.Random(seed)
    blanks = pick.choice([0, 1, 8])
    rows = [[pick.choice([1, 2, 3, 4, *[None] * blanks]) for _ in CODES] for _ in range(pick.randint(1, 200))]
    rows[0] = [4] * len(CODES)
    by_python = skm.Tally.of((dict(zip(CODES, row, strict=True)) for row in rows), CODES)
    by_sql = sums_by_sql(rows)
    assert by_sql == by_python
    assert skm.compute(by_sql, on=ON) == skm.compute(by_python, on=ON)
