"""A file from bytes to a preview, and from a preview to the register: whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinerja.accounts.models import User

from ..errors import PeopleError
from . import register
from .apply import Tell, write
from .parse import parse
from .problem import Problem
from .read import read
from .validate import Changes, Register, validate

LOCK = "LOCK TABLE people_unit, people_post, people_employee, people_appointment IN SHARE ROW EXCLUSIVE MODE"
Counts = dict[str, dict[str, int]]


class ImportRefused(PeopleError):
    """The file has problems; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        message = _("Berkas belum dapat dipakai: %(count)s hal perlu diperbaiki.")
        super().__init__(message % {"count": len(problems)})
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Checked:
    """What applying the file would do; with problems it would do nothing."""

    rows: int
    changes: Changes
    register: Register
    problems: tuple[Problem, ...]


def quiet(stage: str, done: int, total: int) -> None:
    """A `tell` for who does not want to hear of progress."""


def check(content: bytes, name: str, tell: Tell = quiet) -> Checked:
    """Reads and checks the file against the register as it is now; writes nothing."""
    tell(gettext_noop("Membaca berkas"), 0, 1)
    table = read(content, name)
    total = len(table.rows)
    entries, problems = parse(table.rows, lambda done: tell(gettext_noop("Memeriksa baris"), done, total))
    tell(gettext_noop("Memeriksa hubungan antarbaris"), total, total)
    known = register.load()
    changes, conflicts = validate(entries, known)
    # Rows that could not be understood define nothing: what others miss of them is no fault of theirs.
    told = [*table.problems, *problems] or conflicts
    return Checked(total, changes, known, tuple(sorted(told, key=lambda one: one.row)))


@transaction.atomic
def import_people(
    content: bytes, *, name: str, actor: User | None, at: datetime, tell: Tell = quiet
) -> Counts:
    """Checks once more under a lock and writes everything. Raises ImportRefused: then nothing is written."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    checked = check(content, name, tell)
    if checked.problems:
        raise ImportRefused(checked.problems)
    why = f"Impor {name} (SHA-256 {sha256(content).hexdigest()[:12]})"
    write(checked.changes, checked.register, actor=actor, at=at, why=why, tell=tell)
    return checked.changes.counts()
