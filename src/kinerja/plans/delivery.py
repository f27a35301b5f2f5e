"""Who would get the goals of a template, and who is left out and why. Reads only; a constant number of
queries for any number of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.people.models import Appointment, Employee, Post
from kinerja.people.queries import in_force, unit_tree_ids
from kinerja.people.queries.lines import own_posts

from .access_templates import reach
from .content import MOST_RESULTS, ResultContent, from_dict
from .errors import PlanError
from .models import Cycle, GoalTemplate, Plan, PlanVersion, TemplateGoal
from .queries import SET

MOST_PEOPLE = 3_000


class Outcome(StrEnum):
    """Into a plan that is made for it, into a draft, nothing left to add, or left out."""

    OPENED = "opened"
    ADDED = "added"
    ALREADY = "already"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one employee gets: `goals` are the template's results not yet in his plan, `why` the reason.

    `version` is the draft they go into (None where a plan is opened), `last` its highest order; `held` the
    own appointment of the day.
    """

    employee: Employee
    outcome: Outcome
    why: str = ""
    held: Appointment | None = None
    goals: tuple[ResultContent, ...] = ()
    version: PlanVersion | None = None
    last: int = 0

    @property
    def gets(self) -> bool:
        return self.outcome in {Outcome.OPENED, Outcome.ADDED}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One sending, planned or done, in the order of names."""

    receipts: tuple[Receipt, ...]

    def of(self, *outcomes: Outcome) -> tuple[Receipt, ...]:
        return tuple(receipt for receipt in self.receipts if receipt.outcome in outcomes)

    @property
    def opened(self) -> tuple[Receipt, ...]:
        return self.of(Outcome.OPENED)

    @property
    def added(self) -> tuple[Receipt, ...]:
        return self.of(Outcome.ADDED)

    @property
    def receiving(self) -> tuple[Receipt, ...]:
        return self.of(Outcome.OPENED, Outcome.ADDED)

    @property
    def already(self) -> tuple[Receipt, ...]:
        return self.of(Outcome.ALREADY)

    @property
    def left_out(self) -> tuple[Receipt, ...]:
        return self.of(Outcome.LEFT_OUT)


@dataclass(slots=True)
class _Known:
    """Everything that is asked of the database, by employee, plan or version."""

    held: dict[int, Appointment] = field(default_factory=dict)
    posts: dict[int, set[int]] = field(default_factory=dict)
    plans: dict[int, list[Plan]] = field(default_factory=dict)
    versions: dict[int, PlanVersion] = field(default_factory=dict)
    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)
    sent: dict[int, set[UUID]] = field(default_factory=dict)


def span_of(cycle: Cycle) -> tuple[date, date]:
    """First and last day of the year."""
    return date(cycle.year, 1, 1), date(cycle.year, 12, 31)


def day_in(cycle: Cycle, on: date) -> date:
    """`on`, or the first day of a year that has not begun. Raises PlanError for a year that is over."""
    first, last = span_of(cycle)
    if on > last:
        raise PlanError(_("Tahun %(year)s sudah berakhir.") % {"year": cycle.year})
    return max(on, first)


def plan_delivery(
    *,
    template: GoalTemplate,
    employees: Iterable[int],
    cycle: Cycle,
    actor: User | AnonymousUser,
    on: date,
) -> Delivery:
    """What sending `template` to `employees` (ids) would do on the day.

    Raises PlanError for more than MOST_PEOPLE people or a year that is over.
    """
    ids = sorted(set(employees))
    if len(ids) > MOST_PEOPLE:
        message = _("Paling banyak %(most)s pegawai dalam satu kiriman. Pilih unit yang lebih kecil.")
        raise PlanError(message % {"most": MOST_PEOPLE})
    day = day_in(cycle, on)
    goals = from_dict(template.content).results if template.content else ()
    allowed = reach(actor, on)
    if template.unit_id is not None:
        meant = unit_tree_ids([template.unit_id])
        allowed = meant if allowed is None else allowed & meant
    known = _gather(ids, cycle, day, goals)
    people = Employee.objects.filter(pk__in=ids).select_related("user").order_by("name", "nip")
    return Delivery(tuple(_judge(person, template, goals, allowed, cycle, day, known) for person in people))


def _gather(ids: list[int], cycle: Cycle, day: date, goals: tuple[ResultContent, ...]) -> _Known:
    known = _Known()
    own = own_posts(day, ids)
    held = Appointment.objects.filter(in_force(day), employee_id__in=ids).select_related("post__unit")
    for row in held.order_by("starts", "id"):
        known.posts.setdefault(row.employee_id, set()).add(row.post_id)
        if own.get(row.employee_id) == row.post_id and row.kind != Appointment.Kind.PLH:
            known.held[row.employee_id] = row
    first, last = span_of(cycle)
    plans = Plan.objects.filter(employee_id__in=ids, starts__lte=last, ends__gte=first)
    for plan in plans:
        known.plans.setdefault(plan.employee_id, []).append(plan)
    here = [plan.pk for rows in known.plans.values() for plan in rows if plan.starts <= day <= plan.ends]
    opened = PlanVersion.objects.filter(plan_id__in=here).exclude(status=SET)
    known.versions = {version.plan_id: version for version in opened}
    sizes = opened.order_by().values_list("pk").annotate(Count("results"), Max("results__order"))
    known.sizes = {pk: (size, last or 0) for pk, size, last in sizes}
    keys = [goal.key for goal in goals]
    for plan_id, source in TemplateGoal.objects.filter(plan_id__in=here, source__in=keys).values_list(
        "plan_id", "source"
    ):
        known.sent.setdefault(plan_id, set()).add(source)
    return known


def _judge(
    person: Employee,
    template: GoalTemplate,
    goals: tuple[ResultContent, ...],
    allowed: set[int] | None,
    cycle: Cycle,
    day: date,
    known: _Known,
) -> Receipt:
    held = known.held.get(person.pk)

    def out(why: str) -> Receipt:
        return Receipt(person, Outcome.LEFT_OUT, why, held)

    if held is None:
        return out(_("Tidak menduduki jabatan."))
    if allowed is not None and held.post.unit_id not in allowed:
        return out(_("Bukan pegawai unit yang boleh Anda kirimi templat ini."))
    if held.kind == Appointment.Kind.STUDY:
        return out(_("Sedang tugas belajar."))
    rows = known.plans.get(person.pk, [])
    plan = next((row for row in rows if row.starts <= day <= row.ends), None)
    if plan is None:
        if form_for(held.post, template) != template.form:
            return out(_("Bentuk SKP jabatannya lain dari bentuk templat."))
        if any(row.ends >= starts_on(held, cycle) for row in rows):
            return out(_("Sudah punya SKP pada sebagian tahun ini; pegawai memulai SKP barunya sendiri."))
        return Receipt(person, Outcome.OPENED, "", held, goals)
    new = tuple(goal for goal in goals if goal.key not in known.sent.get(plan.pk, set()))
    if not new:
        return Receipt(person, Outcome.ALREADY, _("Sudah pernah dikirim ke SKP ini."), held)
    if why := _closed(plan, template, known, person.pk):
        return out(why)
    version = known.versions[plan.pk]
    size, last = known.sizes[version.pk]
    if size + len(new) > MOST_RESULTS:
        return out(_("SKP-nya sudah penuh (%(most)s hasil kerja).") % {"most": MOST_RESULTS})
    return Receipt(person, Outcome.ADDED, "", held, new, version, last)


def _closed(plan: Plan, template: GoalTemplate, known: _Known, employee_id: int) -> str:
    """Why a plan takes nothing now; empty when it does."""
    version = known.versions.get(plan.pk)
    if version is None:
        return _("SKP sudah disetujui. Usulkan perubahan SKP kepada pegawai.")
    if version.status != PlanVersion.Status.DRAFT:
        return _("SKP sudah terkirim kepada penilai.")
    if plan.post_id not in known.posts.get(employee_id, set()):
        return _("SKP-nya masih untuk jabatan lama; pegawai memulai SKP barunya dahulu.")
    if plan.form != template.form:
        return _("Bentuk SKP-nya lain dari bentuk templat.")
    if plan.approach != template.approach:
        return _("Pendekatan SKP-nya lain dari pendekatan templat.")
    return ""


def form_for(post: Post, template: GoalTemplate) -> str:
    """The form of a plan opened for the post: the leaders' one by right, or where the template asks for it
    and the post leads a unit (as `open_plan`)."""
    if post.is_leader or (post.leads_unit and template.form == Plan.Form.LEADER):
        return Plan.Form.LEADER.value
    return Plan.Form.STAFF.value


def starts_on(held: Appointment, cycle: Cycle) -> date:
    """First day of a plan opened for the appointment: that of the year or of the appointment."""
    return max(span_of(cycle)[0], held.starts)
