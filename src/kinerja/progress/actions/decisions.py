"""The way of a report: sent by the employee, accepted or returned with a reason by the appraiser."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.plans.models import Result
from kinerja.rows import lock_row
from kinerja.rules.states import NotAllowed, next_state

from ..errors import MissingRealisation, NotGiven, Stale
from ..models import Realisation, Report
from ..queries.content import Content, content
from ..words import plain
from .drafts import lay_in_fed

RULE = "PermenPANRB 6/2022 Ps 16"


def _missing_results(report: Report, promised: Content) -> list[str]:
    """Statements of the main results for which no indicator has a realisation yet."""
    written = set(
        Realisation.objects.filter(report=report).exclude(text="").values_list("indicator_key", flat=True)
    )
    return [
        result.statement
        for result in promised.results
        if result.kind == Result.Kind.MAIN
        and not any(indicator.key in written for indicator in result.indicators)
    ]


@transaction.atomic
def submit_report(*, report: Report, actor: User, at: datetime) -> Report:
    """Sends the draft to the appraiser; figures from measures of services are frozen as they are now.

    Raises MissingRealisation, NotGiven, Stale."""
    held = lock_row(Report.objects.select_related("plan", "period"), report.pk)
    if held.status != report.status:
        raise Stale
    if localdate(at) < held.period.starts:
        raise NotGiven(_("Periode ini belum dimulai, sehingga belum ada yang dapat dilaporkan."))
    promised = content(held.plan)
    if promised is None or not promised.is_set:
        raise NotGiven(_("SKP Anda belum ditetapkan. Laporan dapat dikirim setelah penilai menetapkannya."))
    lay_in_fed(held, promised.indicator_keys, at)
    if missing := _missing_results(held, promised):
        raise MissingRealisation(missing)
    return _move(report, "submit", actor, at, {"submitted_at": at, "decided_at": None, "return_reason": ""})


@transaction.atomic
def accept_report(*, report: Report, actor: User, at: datetime) -> Report:
    """The appraiser takes the report as basis of the review. Raises Stale."""
    return _move(report, "accept", actor, at, {"decided_at": at})


@transaction.atomic
def return_report(*, report: Report, reason: str, actor: User, at: datetime) -> Report:
    """Back to the employee, who may change it again. Raises NotGiven without a reason, Stale."""
    why = plain(reason)
    if not why:
        raise NotGiven(_("Tulis apa yang perlu diperbaiki, agar pegawai tahu yang harus dilakukan."))
    return _move(report, "return", actor, at, {"decided_at": at, "return_reason": why}, why=why)


def _move(
    report: Report, event: str, actor: User, at: datetime, changes: dict[str, object], why: str = ""
) -> Report:
    old = report.status
    try:
        new = next_state("report", old, event)
    except NotAllowed as refusal:
        raise Stale from refusal
    if Report.objects.filter(pk=report.pk, status=old).update(status=new, **changes) != 1:
        raise Stale
    record(
        actor=actor,
        at=at,
        action=f"progress.{event}_report",
        target=report,
        before={"status": old},
        after={"status": new},
        why=why,
        rule=RULE,
    )
    report.refresh_from_db()
    return report
