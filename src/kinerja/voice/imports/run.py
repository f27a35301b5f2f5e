"""A file of cases from bytes to rows: whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.imports.problem import Problem
from kinerja.people.imports.read import read
from kinerja.people.queries import agency

from ..errors import ActionError
from ..models import CaseImport, ServiceCase
from .apply import write
from .check import Ready, check
from .parse import parse
from .template import LAYOUT

Tell = Callable[[int, int], None]


class CasesRefused(ActionError):
    """The file has problems; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        message = _("Berkas belum dapat dipakai: %(count)s hal perlu diperbaiki.")
        super().__init__(message % {"count": len(problems)})
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Checked:
    """What could be understood; with problems nothing of it is to be written. `done` cases are measured."""

    rows: int
    ready: list[Ready]
    problems: tuple[Problem, ...]


def quiet(done: int, total: int) -> None:
    """A `tell` for who does not want to hear of progress."""


def check_cases(
    content: bytes, name: str, *, at: datetime, units: Collection[int] | None, tell: Tell = quiet
) -> Checked:
    """Reads and checks the file; writes nothing. `units`: only services of these (None: of all)."""
    table = read(content, name, LAYOUT)
    total = len(table.rows)
    entries, problems = parse(table.rows, get_current_timezone(), at, lambda done: tell(done, 2 * total))
    told = [*table.problems, *problems]
    ready: list[Ready] = []
    if entries and not table.problems:
        ready, conflicts = check(entries, units=units, tell=lambda done: tell(total + done, 2 * total))
        told += conflicts
    return Checked(total, ready, tuple(sorted(told, key=lambda one: one.row)))


def import_cases(
    content: bytes,
    *,
    name: str,
    actor: User | None,
    at: datetime,
    units: Collection[int] | None = None,
    tell: Tell = quiet,
    run: CaseImport | None = None,
) -> dict[str, int]:
    """Checks the file, then writes all of it in one transaction: counts of `new`, `changed`, `kept` cases.

    Raises CasesRefused: then nothing is written. The log names `run`, or the agency without one.
    """
    checked = check_cases(content, name, at=at, units=units, tell=tell)
    if checked.problems:
        raise CasesRefused(checked.problems)
    why = f"Impor {name} (SHA-256 {sha256(content).hexdigest()[:12]})"
    with transaction.atomic():
        counts = write(checked.ready, source=ServiceCase.Source.IMPORT, actor=actor, at=at, why=why)
        target = run or agency()
        record(actor=actor, at=at, action="voice.import_cases", target=target, after={**counts}, why=why)
    return counts
