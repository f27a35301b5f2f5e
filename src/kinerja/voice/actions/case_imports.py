"""An uploaded table of cases on its way: taken in, checked, written. Large files go to a worker.

What is found is kept with the file for everybody who opens it, so it is written in the language of the
agency, whatever the uploader reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from django_tasks import task

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.rules.states import next_state

from ..imports.run import CasesRefused, import_cases
from ..models import CaseImport
from .common import move

SHOWN = 500
AT_ONCE_BYTES = 150 * 1024
S = CaseImport.Status


def upload_cases(
    *, content: bytes, name: str, actor: User, at: datetime, units: Collection[int] | None
) -> CaseImport:
    """Takes a file in and imports it: a small one at once, a large one by a worker.

    `units`: only services of these units are taken (None: of all).
    """
    allowed = sorted(units) if units is not None else None
    with transaction.atomic():
        run = CaseImport.objects.create(content=content, name=name[-200:], by=actor, at=at)
        record(actor=actor, at=at, action="voice.upload_cases", target=run, after={"name": run.name})
        if len(content) > AT_ONCE_BYTES:
            import_upload.enqueue(run.pk, at.isoformat(), allowed)
    if len(content) <= AT_ONCE_BYTES:
        run_import(run.pk, at, allowed)
    return run


@task()
def import_upload(run_id: int, at: str, units: list[int] | None) -> None:
    """The worker's part of `upload_cases`."""
    run_import(run_id, datetime.fromisoformat(at), units)


def run_import(run_id: int, at: datetime, units: list[int] | None) -> None:
    """Imports the file of a run that is CHECKING and writes down what came of it."""
    run = CaseImport.objects.select_related("by").get(pk=run_id, status=S.CHECKING)
    content = bytes(run.content)
    with override(settings.LANGUAGE_CODE), _failing_loudly(run):
        try:
            counts = import_cases(
                content, name=run.name, actor=run.by, at=at, units=units, tell=_teller(run_id), run=run
            )
        except CasesRefused as refused:
            shown = [problem.data() for problem in refused.problems[:SHOWN]]
            many = len(refused.problems)
            move("case_import", run, "refuse", problems=shown, problem_count=many, content=b"")
            return
        move("case_import", run, "finish", counts=counts, rows=sum(counts.values()), content=b"")


class _teller:
    """Keeps the progress where the page can read it."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id

    def __call__(self, done: int, total: int) -> None:
        CaseImport.objects.filter(pk=self.run_id).update(done=done, rows=total)


@contextmanager
def _failing_loudly(run: CaseImport) -> Iterator[None]:
    """A run whose work breaks off says so, and the error goes on to the worker's log."""
    finished = False
    try:
        yield
        finished = True
    finally:
        if not finished:
            failed = next_state("case_import", run.status, "fail")
            CaseImport.objects.filter(pk=run.pk, status=run.status).update(status=failed, content=b"")
