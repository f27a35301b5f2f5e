"""From draft to set and beyond. Two people at once: one wins, the other reads why."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.queries import appraiser_of, employee_of
from kinerja.rows import lock_row
from kinerja.rules.states import NotAllowed, next_state

from ..access import may_decide, may_end, may_revise, may_submit, steps_in
from ..checks import check, hard
from ..errors import NotNow, NotReady, PlanError, Stale
from ..models import Plan, PlanVersion
from ..queries import day_within, open_version, plan_in_force
from ..snapshots import digest, snapshot
from ..storage import read_content, write_content
from .drafts import refresh_appraiser

RULE = "PermenPANRB 6/2022 Ps 14"
RULE_CHANGE = "PermenPANRB 6/2022 Ps 14(2), 20(3)-(5)"
RULE_MOVE = "PermenPANRB 6/2022 Lampiran hlm 65"


@transaction.atomic
def submit(*, version: PlanVersion, actor: User, at: datetime) -> PlanVersion:
    """Sends a draft to the appraiser of the day; the employee signs it with this act.

    Raises NotReady with the findings when a hard rule is broken, NotNow, Stale, PermissionDenied.
    """
    row = _locked(version)
    status = _next(row, "submit")
    may_submit(actor, row, timezone.localdate(at)).require()
    refresh_appraiser(row.plan, timezone.localdate(at))
    if findings := hard(check(row)):
        raise NotReady(findings)
    _move(row, status, submitted_at=at, return_reason="")
    record(actor=actor, at=at, action="plans.submit", target=row, after={"status": status}, rule=RULE)
    return row


@transaction.atomic
def return_plan(*, version: PlanVersion, reason: str, actor: User, at: datetime) -> PlanVersion:
    """The appraiser gives the plan back with a reason; it is a draft again.

    Raises PlanError without a reason, NotNow, Stale, PermissionDenied.
    """
    row = _locked(version)
    status = _next(row, "return")
    may_decide(actor, row, timezone.localdate(at)).require()
    reason = reason.strip()
    if not reason:
        raise PlanError(_("Tulis apa yang perlu diperbaiki, agar pegawai tahu langkahnya."))
    _move(row, status, return_reason=reason, submitted_at=None)
    record(
        actor=actor,
        at=at,
        action="plans.return",
        target=row,
        before={"status": PlanVersion.Status.SUBMITTED},
        after={"status": status},
        why=reason,
        rule=RULE,
    )
    return row


@transaction.atomic
def set_plan(*, version: PlanVersion, actor: User, at: datetime, basis: str = "") -> PlanVersion:
    """The appraiser sets the plan: its snapshot, digest and number are frozen.

    Where the appraiser has no account here (the head of the agency), HR records the decision and gives its
    `basis` (number and date of the signed paper). Raises NotReady, PlanError, NotNow, Stale,
    PermissionDenied.
    """
    row, on = _locked(version), timezone.localdate(at)
    status = _next(row, "set")
    may_decide(actor, row, on).require()
    me, basis = employee_of(actor), basis.strip()
    official = _is_appraiser(row.plan, actor, on)
    recorded = not official and not steps_in(actor, row.plan, on)
    if recorded and not basis:
        raise PlanError(_("Tulis nomor dan tanggal dokumen penetapan yang ditandatangani penilai."))
    if official and row.plan.appraiser != me:
        row.plan.appraiser = me
        row.plan.save(update_fields=["appraiser"])
    if findings := hard(check(row)):
        raise NotReady(findings)
    row.set_at, row.set_basis = at, basis if recorded else ""
    row.document_number = f"SKP/{row.plan.cycle.year}/{row.plan_id:06d}/{row.number:02d}"
    data = snapshot(row, on=on)
    _move(
        row,
        status,
        set_at=at,
        set_by=None if recorded else me,
        set_basis=row.set_basis,
        document_number=row.document_number,
        snapshot=data,
        snapshot_sha256=digest(data),
        return_reason="",
    )
    after = {"status": status, "number": row.document_number, "sha256": row.snapshot_sha256}
    record(actor=actor, at=at, action="plans.set", target=row, after=after, why=row.set_basis, rule=RULE)
    return row


@transaction.atomic
def revise(*, plan: Plan, reason: str, actor: User, at: datetime) -> PlanVersion:
    """A new draft version with the content and keys of the one in force, which stays in force until then.

    Raises PlanError without a reason, NotNow when nothing is set yet or a version is already open,
    PermissionDenied.
    """
    may_revise(actor, plan, timezone.localdate(at)).require()
    reason = reason.strip()
    if not reason:
        raise PlanError(_("Tulis alasan perubahan."))
    current = plan_in_force(plan)
    if current is None:
        raise NotNow(_("SKP ini belum ditetapkan; ubah saja drafnya."))
    if open_version(plan):
        raise NotNow(_("Perubahan SKP ini sudah dimulai. Selesaikan dahulu versi yang terbuka."))
    status = next_state("plan", current.status, "revise")
    try:
        with transaction.atomic():
            version = PlanVersion.objects.create(
                plan=plan, number=current.number + 1, status=status, change_reason=reason
            )
    except IntegrityError as error:
        raise Stale from error
    write_content(version, read_content(current))
    record(
        actor=actor,
        at=at,
        action="plans.revise",
        target=version,
        before={"version": current.number},
        after={"version": version.number},
        why=reason,
        rule=RULE_CHANGE,
    )
    return version


@transaction.atomic
def end_plan(*, plan: Plan, ends: date, reason: str, actor: User, at: datetime) -> Plan:
    """Ends the span early, after a transfer; the new post gets its own plan.

    Raises PlanError for a day outside the span or without a reason, Stale, PermissionDenied.
    """
    may_end(actor, plan, timezone.localdate(at)).require()
    reason = reason.strip()
    if not reason:
        raise PlanError(_("Tulis alasan SKP diakhiri."))
    if not plan.starts <= ends <= plan.ends:
        raise PlanError(_("Hari terakhir harus di dalam masa SKP."))
    before = plan.ends
    hit = Plan.objects.filter(pk=plan.pk, ends=before).update(ends=ends, ended_reason=reason[:200])
    if hit != 1:
        raise Stale
    plan.ends, plan.ended_reason = ends, reason[:200]
    record(
        actor=actor,
        at=at,
        action="plans.end",
        target=plan,
        before={"ends": before},
        after={"ends": ends},
        why=reason,
        rule=RULE_MOVE,
    )
    return plan


def _locked(version: PlanVersion) -> PlanVersion:
    """The row as it is now, held to the end of the transaction. Raises Stale when it moved on."""
    rows = PlanVersion.objects.select_related(
        "plan__employee", "plan__appraiser", "plan__post__unit", "plan__cycle"
    )
    row = lock_row(rows, version.pk, gone=Stale)
    if (row.status, row.revision) != (version.status, version.revision):
        raise Stale
    return row


def _next(version: PlanVersion, event: str) -> str:
    try:
        return next_state("plan", version.status, event)
    except NotAllowed as error:
        status = _(PlanVersion.Status(version.status).label)
        message = _("Tidak dapat dilakukan: SKP ini berstatus %(status)s.")
        raise NotNow(message % {"status": status}) from error


def _move(version: PlanVersion, status: str, **facts: Any) -> None:
    """The conditional update; the given object takes on what was written."""
    rows = PlanVersion.objects.filter(pk=version.pk, status=version.status, revision=version.revision)
    if rows.update(status=status, **facts) != 1:
        raise Stale
    version.status = status
    for name, value in facts.items():
        setattr(version, name, value)


def _is_appraiser(plan: Plan, actor: User, on: date) -> bool:
    """Whether the actor decides as appraiser (else HR records somebody else's decision)."""
    line = appraiser_of(plan.employee, day_within(plan, on))
    official = line.employee if line else None
    return employee_of(actor) in {official, plan.appraiser} - {None}
