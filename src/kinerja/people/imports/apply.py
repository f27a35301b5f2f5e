"""Writes the changes: COPY into temporary tables, then a few set-based statements in one transaction.

Order matters, because constraints that exclude overlaps are checked row by row: what frees a day (an end
moved forward, a head who no longer leads) comes before what takes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, astuple
from datetime import datetime
from typing import Any, LiteralString, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils.translation import gettext_noop

from kinerja.accounts.models import User
from kinerja.audit.actions import record_selected

from .parse import AppointmentEntry, PersonEntry, PostEntry, UnitEntry
from .validate import Changes, Diff, Register

Entry = TypeVar("Entry", bound=UnitEntry | PostEntry | PersonEntry | AppointmentEntry)
Tell = Callable[[str, int, int], None]

TABLES = """
CREATE TEMP TABLE import_unit (code text, name text, kind text, parent text, before jsonb) ON COMMIT DROP;
CREATE TEMP TABLE import_post (code text, title text, unit text, level text, grade text, leads boolean,
    above text, before jsonb) ON COMMIT DROP;
CREATE TEMP TABLE import_person (nip text, name text, kind text, rank text, email text, before jsonb)
    ON COMMIT DROP;
CREATE TEMP TABLE import_held (nip text, post text, kind text, starts date, ends date, decree text,
    before jsonb) ON COMMIT DROP;
"""
CLEAR = "DROP TABLE import_unit, import_post, import_person, import_held, import_found"
UNITS = """
INSERT INTO people_unit (code, name, kind) SELECT code, name, kind FROM import_unit
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind;
UPDATE people_unit unit SET parent_id = parent.id
    FROM import_unit given LEFT JOIN people_unit parent ON parent.code = given.parent
    WHERE unit.code = given.code AND unit.parent_id IS DISTINCT FROM parent.id;
"""
POSTS = """
UPDATE people_post post SET leads_unit = false FROM import_post given
    WHERE post.code = given.code AND post.leads_unit;
WITH found AS MATERIALIZED (
    SELECT given.code, given.title, unit.id AS unit_id, given.level, given.grade, given.leads
    FROM import_post given JOIN people_unit unit ON unit.code = given.unit)
INSERT INTO people_post (code, title, unit_id, level, grade, leads_unit)
    SELECT code, title, unit_id, level, grade, leads FROM found
    ON CONFLICT (code) DO UPDATE SET title = excluded.title, unit_id = excluded.unit_id,
        level = excluded.level, grade = excluded.grade, leads_unit = excluded.leads_unit;
UPDATE people_post post SET reports_to_id = above.id
    FROM import_post given LEFT JOIN people_post above ON above.code = given.above
    WHERE post.code = given.code AND post.reports_to_id IS DISTINCT FROM above.id;
"""
PEOPLE = """
UPDATE accounts_user account SET email = '' FROM import_person given
    WHERE account.username = given.nip AND account.email <> given.email AND account.email <> '';
INSERT INTO accounts_user (username, full_name, email, password, is_active, is_staff, is_superuser,
    date_joined)
    SELECT nip, name, email, %(password)s, true, false, false, %(at)s FROM import_person
    ON CONFLICT (username) DO UPDATE SET full_name = excluded.full_name, email = excluded.email;
WITH found AS MATERIALIZED (
    SELECT given.nip, given.name, given.kind, given.rank, account.id AS user_id
    FROM import_person given JOIN accounts_user account ON account.username = given.nip)
INSERT INTO people_employee (nip, name, kind, rank, user_id)
    SELECT nip, name, kind, rank, user_id FROM found
    ON CONFLICT (nip) DO UPDATE SET name = excluded.name, kind = excluded.kind, rank = excluded.rank,
        user_id = excluded.user_id;
"""
HELD = """
CREATE TEMP TABLE import_found ON COMMIT DROP AS
    SELECT employee.id AS employee_id, post.id AS post_id, given.kind, given.starts, given.ends, given.decree,
        existing.id AS appointment_id, to_jsonb(given) - 'before' AS after, given.before
    FROM import_held given JOIN people_employee employee ON employee.nip = given.nip
    JOIN people_post post ON post.code = given.post
    LEFT JOIN people_appointment existing ON existing.employee_id = employee.id
        AND existing.post_id = post.id AND existing.kind = given.kind AND existing.starts = given.starts;
UPDATE people_appointment held SET ends = found.ends FROM import_found found
    WHERE held.id = found.appointment_id AND (held.ends IS NULL OR found.ends < held.ends);
UPDATE people_appointment held SET sole = NOT held.sole FROM import_post given JOIN people_post post
    ON post.code = given.code WHERE held.post_id = post.id
    AND held.sole <> (post.leads_unit OR post.level IN ('jpt', 'administrator', 'pengawas'));
UPDATE people_appointment held SET ends = found.ends, decree = found.decree FROM import_found found
    WHERE held.id = found.appointment_id;
INSERT INTO people_appointment (employee_id, post_id, kind, starts, ends, decree, sole)
    SELECT found.employee_id, found.post_id, found.kind, found.starts, found.ends, found.decree,
        post.leads_unit OR post.level IN ('jpt', 'administrator', 'pengawas')
    FROM import_found found JOIN people_post post ON post.id = found.post_id
    WHERE found.appointment_id IS NULL;
"""


LOG: tuple[tuple[str, LiteralString], ...] = (
    (
        "people.unit",
        """SELECT unit.id AS object_id, given.before, to_jsonb(given) - 'before' AS after
           FROM import_unit given JOIN people_unit unit ON unit.code = given.code""",
    ),
    (
        "people.post",
        """SELECT post.id AS object_id, given.before, to_jsonb(given) - 'before' AS after
           FROM import_post given JOIN people_post post ON post.code = given.code""",
    ),
    (
        "people.employee",
        """SELECT employee.id AS object_id, given.before, to_jsonb(given) - 'before' AS after
           FROM import_person given JOIN people_employee employee ON employee.nip = given.nip""",
    ),
    (
        "people.appointment",
        """SELECT held.id AS object_id, found.before, found.after
           FROM import_found found JOIN people_appointment held ON held.employee_id = found.employee_id
           AND held.post_id = found.post_id AND held.kind = found.kind AND held.starts = found.starts""",
    ),
)
STAGES = (
    (gettext_noop("Menulis unit"), UNITS),
    (gettext_noop("Menulis jabatan"), POSTS),
    (gettext_noop("Menulis pegawai"), PEOPLE),
    (gettext_noop("Menulis pengangkatan"), HELD),
)


def write(
    changes: Changes, register: Register, *, actor: User | None, at: datetime, why: str, tell: Tell
) -> None:
    """Applies the changes and logs each inside the caller's transaction.

    `register` is what the changes were found against; `tell(stage, done, total)` hears of progress.
    """
    total = len(STAGES) + 1
    values: dict[str, str | datetime] = {"password": make_password(None), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        _copy(cursor, "import_unit", changes.units, lambda one: register.units.get(one.code))
        _copy(cursor, "import_post", changes.posts, lambda one: register.posts.get(one.code))
        _copy(cursor, "import_person", changes.people, lambda one: register.people.get(one.nip))
        _copy(cursor, "import_held", changes.appointments, register.appointment)
        for done, (stage, statements) in enumerate(STAGES):
            tell(stage, done, total)
            for statement in statements.strip().rstrip(";").split(";\n"):
                cursor.execute(statement, values if "%(" in statement else None)
    tell(gettext_noop("Menulis catatan audit"), total - 1, total)
    for object_type, source in LOG:
        record_selected(
            source=source, actor=actor, at=at, action="people.import", object_type=object_type, why=why
        )
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)
    tell(gettext_noop("Selesai"), total, total)


def _copy(cursor: Any, table: str, diff: Diff[Entry], known: Callable[[Entry], Entry | None]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as target:
        for one in diff.touched:
            before = known(one)
            old = json.dumps(asdict(before), default=str) if before else None
            target.write_row((*astuple(one), old))
