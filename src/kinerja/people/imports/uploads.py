"""An uploaded file on its way: uploaded, checked, confirmed, applied. Large files go to a worker.

What is found is kept with the file for everybody who opens it, so it is written down in the language of the
agency, whatever the uploader reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from django_tasks import task

from kinerja.accounts.errors import Stale
from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.rules.states import next_state, step

from ..models import ImportRun
from .problem import Problem
from .run import Checked, ImportRefused, check, import_people

SHOWN = 500
AT_ONCE_BYTES = 150 * 1024
S = ImportRun.Status


def upload(*, content: bytes, name: str, actor: User, at: datetime) -> ImportRun:
    """Takes a file in and checks it: a small one at once, a large one by a worker."""
    with transaction.atomic():
        run = ImportRun.objects.create(content=content, name=name[-200:], by=actor, at=at)
        record(actor=actor, at=at, action="people.upload", target=run, after={"name": run.name})
        if len(content) > AT_ONCE_BYTES:
            check_upload.enqueue(run.pk)
    if len(content) <= AT_ONCE_BYTES:
        check_run(run.pk)
    return run


def confirm(*, run: ImportRun, actor: User, at: datetime) -> None:
    """Starts applying a checked file. Raises Stale unless it waits for exactly that."""
    small = len(run.content) <= AT_ONCE_BYTES
    with transaction.atomic():
        _move(run, "confirm")
        if not small:
            apply_upload.enqueue(run.pk, actor.pk, at.isoformat())
    if small:
        apply_run(run.pk, actor, at)


@transaction.atomic
def drop(*, run: ImportRun, actor: User, at: datetime) -> None:
    """Lets go of a checked file; its content is removed. Raises Stale when it is already being applied."""
    _move(run, "drop", content=b"")
    record(actor=actor, at=at, action="people.drop_upload", target=run)


@task()
def check_upload(run_id: int) -> None:
    """The worker's part of `upload`."""
    check_run(run_id)


@task()
def apply_upload(run_id: int, actor_id: int, at: str) -> None:
    """The worker's part of `confirm`."""
    apply_run(run_id, User.objects.get(pk=actor_id), datetime.fromisoformat(at))


def check_run(run_id: int) -> None:
    """Checks the file of a run that is CHECKING and writes down what was found."""
    run = ImportRun.objects.get(pk=run_id, status=S.CHECKING)
    with override(settings.LANGUAGE_CODE), _failing_loudly(run):
        checked = check(bytes(run.content), run.name, _teller(run_id))
        _write_down(run, checked)


def apply_run(run_id: int, actor: User, at: datetime) -> None:
    """Applies the file of a run that is APPLYING; when the register has moved on since, it is refused."""
    run = ImportRun.objects.get(pk=run_id, status=S.APPLYING)
    with override(settings.LANGUAGE_CODE), _failing_loudly(run):
        try:
            counts = import_people(
                bytes(run.content), name=run.name, actor=actor, at=at, tell=_teller(run_id)
            )
        except ImportRefused as refused:
            _refuse(run, refused.problems)
            return
        _move(run, "finish", counts=counts, content=b"", stage="")


def _write_down(run: ImportRun, checked: Checked) -> None:
    if checked.problems:
        _refuse(run, checked.problems, rows=checked.rows)
        return
    _move(run, "pass", rows=checked.rows, counts=checked.changes.counts(), stage="")


def _refuse(run: ImportRun, problems: tuple[Problem, ...], **more: int) -> None:
    shown = [problem.data() for problem in problems[:SHOWN]]
    _move(run, "refuse", problems=shown, problem_count=len(problems), content=b"", stage="", **more)


def _move(run: ImportRun, event: str, **facts: Any) -> None:
    """Moves the run on, on exactly one row still in the state that was seen. Raises Stale."""
    status = step("staff_import", run.status, event, Stale())
    rows = ImportRun.objects.filter(pk=run.pk, status=run.status)
    if rows.update(status=status, **facts) != 1:
        raise Stale


class _teller:
    """Keeps the progress where the page can read it; inside the one transaction it shows at its end."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id

    def __call__(self, stage: str, done: int, total: int) -> None:
        ImportRun.objects.filter(pk=self.run_id).update(stage=stage, done=done, total=total)


@contextmanager
def _failing_loudly(run: ImportRun) -> Iterator[None]:
    """A run whose work breaks off says so, and the error goes on to the worker's log."""
    finished = False
    try:
        yield
        finished = True
    finally:
        if not finished:
            failed = next_state("staff_import", run.status, "fail")
            ImportRun.objects.filter(pk=run.pk, status=run.status).update(status=failed, content=b"")
