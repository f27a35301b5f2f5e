"""Opening a plan and writing its draft."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Appointment, Employee, Post
from kinerja.people.queries import appraiser_of, own_post
from kinerja.rows import lock_row

from ..access import may_edit, may_open
from ..cascade import choices
from ..content import PlanContent, ResultContent, tidy
from ..errors import ContentError, NoPost, PlanError, Stale
from ..models import Cycle, Plan, PlanVersion
from ..queries import day_within, left_post
from ..storage import keys_in_use, keys_of_plan, read_content, write_content

RULE = "PermenPANRB 6/2022 Ps 8-15"
ACTING = (Appointment.Kind.PLT.value, Appointment.Kind.PLH.value)


@transaction.atomic
def open_plan(
    *,
    employee: Employee,
    cycle: Cycle,
    starts: date,
    ends: date,
    approach: str,
    actor: User,
    at: datetime,
    form: str = "",
) -> Plan:
    """A plan with draft version 1 for the post in which the employee is appraised.

    `form` is by the post (leaders' form for JPT); a head of an independent unit may ask for the leaders'
    form. Plt or Plh work beside the own post becomes a main result to fill in (Lampiran hlm 50). After a
    transfer the plan of the post that was left ends the day before (hlm 65 no 6).
    Raises NoPost, PlanError (another plan on one of the days, days outside the year, unknown approach),
    PermissionDenied.
    """
    on = timezone.localdate(at)
    may_open(actor, employee, on).require()
    if approach not in Plan.Approach.values:
        raise PlanError(_("Pilih pendekatan kualitatif atau kuantitatif."))
    if not date(cycle.year, 1, 1) <= starts <= ends <= date(cycle.year, 12, 31):
        message = _("Masa SKP harus di dalam tahun %(year)s, dan mulai sebelum selesai.")
        raise PlanError(message % {"year": cycle.year})
    day = min(max(on, starts), ends)
    held = own_post(employee, day)
    if held is None:
        message = _("%(name)s tidak menduduki jabatan pada hari itu. Hubungi analis kepegawaian.")
        raise NoPost(message % {"name": employee.name})
    _end_left_plan(employee, held.post, starts, actor, at)
    line = appraiser_of(employee, day)
    plan = Plan(
        cycle=cycle,
        employee=employee,
        post=held.post,
        appraiser=line.employee if line else None,
        approach=approach,
        form=_form(held.post, form),
        starts=starts,
        ends=ends,
    )
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        message = _("%(name)s sudah mempunyai SKP pada sebagian hari itu.")
        raise PlanError(message % {"name": employee.name}) from error
    version = PlanVersion.objects.create(plan=plan)
    write_content(version, PlanContent(results=_acting_results(plan)))
    after = {"post": held.post.title, "form": plan.form, "approach": approach, "starts": starts, "ends": ends}
    record(actor=actor, at=at, action="plans.open", target=plan, after=after, rule=RULE)
    return plan


@transaction.atomic
def save_draft(
    *,
    version: PlanVersion,
    content: PlanContent,
    actor: User,
    at: datetime,
    revision: int | None = None,
    page: str = "",
    going_on: bool = True,
) -> PlanVersion:
    """Replaces the content of a draft; returns the version with its new revision.

    `revision` is the one the writer has seen; another one means that somebody saved in between (Stale),
    unless that was the same open `page` (any text of up to 36 letters that names it). With `going_on` False
    this save ends the page: what its timer still sends afterwards is older than what comes next, and Stale.
    A draft has no legal effect and is saved at every pause in typing, so the log keeps its submission only.
    Raises Stale, ContentError (unknown codes, keys of another plan, a result to serve that is not on
    offer), PermissionDenied.
    """
    on = timezone.localdate(at)
    rows = PlanVersion.objects.select_related("plan__employee", "plan__post", "plan__cycle")
    row = lock_row(rows, version.pk, gone=Stale)
    if revision is not None and row.revision != revision and not (page and row.writer == page):
        raise Stale
    may_edit(actor, row, on).require()
    content = tidy(content)
    _own_keys(row.plan, content)
    _served_on_offer(row, content, on)
    write_content(row, content)
    row.revision, row.writer = row.revision + 1, page[:36] if going_on else ""
    row.save(update_fields=["revision", "writer"])
    return row


def _end_left_plan(employee: Employee, post: Post, starts: date, actor: User, at: datetime) -> None:
    rows = employee.plans.exclude(post=post).filter(starts__lt=starts, ends__gte=starts)
    for old in rows.select_for_update().order_by("pk"):
        if not left_post(old, starts):
            continue
        before, old.ends = old.ends, starts - timedelta(days=1)
        old.ended_reason = f"Pindah jabatan ke {post.title}"[:200]
        old.save(update_fields=["ends", "ended_reason"])
        record(
            actor=actor,
            at=at,
            action="plans.end",
            target=old,
            before={"ends": before},
            after={"ends": old.ends},
            why=old.ended_reason,
            rule="PermenPANRB 6/2022 Lampiran hlm 65 no 6",
        )


def _form(post: Post, asked: str) -> str:
    if post.is_leader:
        return Plan.Form.LEADER.value
    if asked == Plan.Form.LEADER and post.leads_unit:
        return Plan.Form.LEADER.value
    if asked == Plan.Form.LEADER:
        raise PlanError(_("Bentuk pimpinan hanya untuk jabatan yang memimpin unit."))
    return Plan.Form.STAFF.value


def _acting_results(plan: Plan) -> tuple[ResultContent, ...]:
    held = acting_in([plan.employee_id], plan.starts, plan.ends).exclude(post=plan.post_id)
    return tuple(acting_result(row) for row in held)


def acting_in(employees: Iterable[int], starts: date, ends: date) -> QuerySet[Appointment]:
    """Plt and Plh appointments of these people on any of the days, in order of time."""
    lasting = Q(ends__isnull=True) | Q(ends__gte=starts)
    rows = Appointment.objects.filter(lasting, employee_id__in=employees, starts__lte=ends, kind__in=ACTING)
    return rows.select_related("post").order_by("starts")


def acting_result(row: Appointment) -> ResultContent:
    """The main result to fill in for work as Plt or Plh (Lampiran hlm 50)."""
    return ResultContent(assigned_by=f"{row.get_kind_display()} {row.post.title}"[:200])


def _own_keys(plan: Plan, content: PlanContent) -> None:
    """Keys must be this plan's or new: with another plan's key one would answer for its promises."""
    fresh = content.keys() - keys_of_plan(plan.pk)
    if fresh and keys_in_use(fresh):
        raise ContentError(_("Ada baris yang berasal dari SKP lain. Muat ulang halaman, lalu ulangi."))


def _served_on_offer(version: PlanVersion, content: PlanContent, on: date) -> None:
    """Results serve what is on offer, or what they served already (the leader may have changed since)."""
    asked = content.served() - read_content(version).served()
    if not asked:
        return
    if asked & content.keys() or asked - choices(version.plan, on).keys - _before(version):
        raise ContentError(
            _("Hasil pimpinan yang dipilih tidak ada lagi. Muat ulang halaman, lalu pilih lagi.")
        )


def _before(version: PlanVersion) -> set[uuid.UUID]:
    """What earlier versions of the plan served."""
    rows = version.plan.versions.exclude(pk=version.pk).values_list("results__serves", flat=True)
    return {key for key in rows if key}


def refresh_appraiser(plan: Plan, on: date) -> None:
    """Points the plan at the appraiser of the day: the one to whom it is submitted decides it."""
    line = appraiser_of(plan.employee, day_within(plan, on))
    appraiser = line.employee if line else None
    if plan.appraiser != appraiser:
        plan.appraiser = appraiser
        plan.save(update_fields=["appraiser"])
