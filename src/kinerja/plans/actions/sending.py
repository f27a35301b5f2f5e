"""The goals of a template into the drafts of many people at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import event, record, record_all
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.people.queries import lines
from kinerja.rows import lock_row

from ..access_templates import may_send_template
from ..content import ResultContent
from ..delivery import Delivery, Receipt, day_in, form_for, plan_delivery, span_of, starts_on
from ..errors import PlanError, Stale
from ..models import Cycle, GoalTemplate, Plan, PlanVersion, TemplateGoal
from ..storage import add_results
from .drafts import acting_in, acting_result

RULE = "PermenPANRB 6/2022 Ps 8-15"
Written = list[tuple[PlanVersion, int, ResultContent]]


@transaction.atomic
def send_template(
    *, template: GoalTemplate, employees: Iterable[int], cycle: Cycle, actor: User, at: datetime
) -> Delivery:
    """Adds the goals to the draft of each of `employees` (ids), opening a plan where there is none.

    A goal goes into a plan once, also when its owner took it out again. Plans that are with the appraiser
    or set stay as they are; the answer tells of everybody what was done and why not. An open edit page
    learns that its draft has changed. A constant number of queries. The goals are a proposal: the employee
    may change them until the plan is set (PermenPANRB 6/2022 Ps 14: agreed by dialogue).
    Raises PlanError (empty template, nobody chosen, too many people, a year that is over, a plan begun at
    the same moment), Stale, PermissionDenied.
    """
    on = timezone.localdate(at)
    ids = sorted(set(employees))
    held = lock_row(GoalTemplate.objects.select_related("unit"), template.pk, gone=Stale)
    may_send_template(actor, held, on).require()
    if not held.content.get("results"):
        raise PlanError(_("Templat ini belum berisi hasil kerja."))
    if not ids:
        raise PlanError(_("Pilih paling sedikit satu pegawai."))
    # Two senders to one person take turns; NO KEY lets others write rows that point at him.
    list(Employee.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    delivery = plan_delivery(template=held, employees=ids, cycle=cycle, actor=actor, on=on)
    try:
        with transaction.atomic():
            opened, log = _open(delivery.opened, held, cycle, actor, at)
    except IntegrityError as error:
        message = _("Ada pegawai yang baru saja memulai SKP-nya. Belum ada yang dikirim; kirim sekali lagi.")
        raise PlanError(message) from error
    added = [(item, item.version, item.last) for item in delivery.added if item.version]
    _hold([version for _item, version, _last in added])
    log += _write([*opened, *added], held, actor, at)
    record_all(log)
    after = {
        "year": cycle.year,
        "opened": len(delivery.opened),
        "added": len(delivery.added),
        "already": len(delivery.already),
        "left_out": len(delivery.left_out),
    }
    record(actor=actor, at=at, action="plans.send_template", target=held, after=after, rule=RULE)
    return delivery


Place = tuple[Receipt, PlanVersion, int]


def _open(
    receipts: tuple[Receipt, ...], template: GoalTemplate, cycle: Cycle, actor: User, at: datetime
) -> tuple[list[Place], list[Event]]:
    """Plans with an empty draft, as `open_plan` makes them, all at once."""
    if not receipts:
        return [], []
    ends = span_of(cycle)[1]
    ids = [receipt.employee.pk for receipt in receipts]
    above = lines(day_in(cycle, timezone.localdate(at)), ids)
    plans = [
        Plan(
            cycle=cycle,
            employee=receipt.employee,
            post=receipt.held.post,
            appraiser_id=above[receipt.employee.pk].appraiser_id if receipt.employee.pk in above else None,
            approach=template.approach,
            form=form_for(receipt.held.post, template),
            starts=starts_on(receipt.held, cycle),
            ends=ends,
        )
        for receipt in receipts
        if receipt.held
    ]
    Plan.objects.bulk_create(plans, batch_size=2_000)
    versions = [PlanVersion(plan=plan) for plan in plans]
    PlanVersion.objects.bulk_create(versions, batch_size=2_000)
    acting: dict[int, Written] = {}
    by_person = {version.plan.employee_id: version for version in versions}
    for row in acting_in(ids, span_of(cycle)[0], ends):
        version = by_person[row.employee_id]
        if row.post_id != version.plan.post_id and (row.ends is None or row.ends >= version.plan.starts):
            rows = acting.setdefault(version.pk, [])
            rows.append((version, len(rows) + 1, acting_result(row)))
    add_results(item for rows in acting.values() for item in rows)
    places = [
        (receipt, version, len(acting.get(version.pk, ())))
        for receipt, version in zip(receipts, versions, strict=True)
    ]
    return places, [_opening(plan, actor, at) for plan in plans]


def _opening(plan: Plan, actor: User, at: datetime) -> Event:
    after = {"post": plan.post.title, "form": plan.form, "approach": plan.approach}
    after |= {"starts": plan.starts.isoformat(), "ends": plan.ends.isoformat()}
    return event(actor=actor, at=at, action="plans.open", target=plan, after=after, rule=RULE)


def _hold(versions: list[PlanVersion]) -> None:
    """Marks the drafts as changed by somebody else; one that was sent just now makes the act Stale."""
    ids = [version.pk for version in versions]
    rows = PlanVersion.objects.filter(pk__in=ids, status=PlanVersion.Status.DRAFT)
    if rows.update(revision=F("revision") + 1, writer="") != len(ids):
        raise Stale


def _write(places: list[Place], template: GoalTemplate, actor: User, at: datetime) -> list[Event]:
    written: Written = []
    sent: list[TemplateGoal] = []
    log: list[Event] = []
    for receipt, version, last in places:
        for order, goal in enumerate(receipt.goals, last + 1):
            made = _fresh(goal)
            written.append((version, order, made))
            sent.append(
                TemplateGoal(
                    template=template,
                    plan_id=version.plan_id,
                    source=goal.key,
                    result_key=made.key,
                    by=actor,
                    at=at,
                )
            )
        after = {"template": template.pk, "goals": len(receipt.goals)}
        log.append(
            event(actor=actor, at=at, action="plans.receive_template", target=version, after=after, rule=RULE)
        )
    add_results(written)
    TemplateGoal.objects.bulk_create(sent, batch_size=2_000)
    return log


def _fresh(goal: ResultContent) -> ResultContent:
    """The goal with keys of its own: in each plan it is another promise."""
    indicators = tuple(replace(indicator, key=uuid.uuid4()) for indicator in goal.indicators)
    return replace(goal, key=uuid.uuid4(), indicators=indicators)
