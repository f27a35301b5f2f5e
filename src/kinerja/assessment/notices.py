"""Telling people something once: in the page, and by mail when they want it (`notice_mails`).

A notice says what waits and where. Who is told about which fact at which stage is its `key`; the same key
never comes twice to the same person, however often a round runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from django.db import connection

AT_ONCE = 5_000
TELL = """
INSERT INTO assessment_notice (user_id, key, title, url, due, at)
SELECT DISTINCT ON (told.user_id, told.key)
       told.user_id, told.key, left(told.title, 200), told.url, told.due, %(at)s
FROM unnest(%(users)s::bigint[], %(keys)s::text[], %(titles)s::text[], %(urls)s::text[], %(dues)s::date[])
     AS told(user_id, key, title, url, due)
WHERE NOT EXISTS (SELECT 1 FROM assessment_notice n WHERE n.user_id = told.user_id AND n.key = told.key)
ON CONFLICT DO NOTHING
"""


class Told(NamedTuple):
    """One notice to be: `url` is a path of this product, `due` the day behind which it is late."""

    user_id: int
    key: str
    title: str
    url: str
    due: date | None


def moment(at: datetime) -> str:
    """For the key of something that may happen to the same thing again, to be told each time."""
    return f"{at.timestamp():.6f}"


def tell(users: Iterable[int], *, key: str, title: str, url: str, due: date | None, at: datetime) -> int:
    """Tells `users` (ids) the same thing; returns how many had not been told yet."""
    return tell_each((Told(user, key, title, url, due) for user in users), at=at)


def tell_each(rows: Iterable[Told], *, at: datetime) -> int:
    """Tells everybody his own; one statement for each 5,000. Returns how many notices are new."""
    told = 0
    with connection.cursor() as cursor:
        for some in _portions(rows):
            users, keys, titles, urls, dues = zip(*some, strict=True)
            columns = {
                "users": [*users], "keys": [*keys], "titles": [*titles], "urls": [*urls], "dues": [*dues],
            }  # fmt: skip
            cursor.execute(TELL, {**columns, "at": at})
            told += cursor.rowcount
    return told


def _portions(rows: Iterable[Told]) -> Iterator[list[Told]]:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some
