"""The role matrix: given, volunteered, decided, taken into the own plan."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import event, record, record_all
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, employee_of, lines
from kinerja.rules.states import NotAllowed, next_state

from ..access import may_decide_role, may_take_role, may_volunteer, may_write_matrix
from ..content import TEXT_LENGTH, PlanContent, ResultContent
from ..errors import NotNow, PlanError, Stale
from ..matrix import columns_of
from ..models import Plan, PlanVersion, RoleAssignment
from ..queries import active_plan, best_version, open_version
from ..storage import read_content
from .drafts import save_draft

Status = RoleAssignment.Status
RULE = "PermenPANRB 6/2022 Lampiran hlm 45-49"
Cells = Mapping[tuple[int, uuid.UUID], list[str]]


@transaction.atomic
def assign_role(
    *, leader_plan: Plan, column: uuid.UUID, employee: Employee, statement: str, actor: User, at: datetime
) -> RoleAssignment:
    """The leader gives a role. It waits for the employee's appraiser when that is somebody else.

    Raises PlanError, PermissionDenied.
    """
    on = timezone.localdate(at)
    may_write_matrix(actor, leader_plan, on).require()
    _known_column(leader_plan, column)
    line = appraiser_of(employee, on)
    own = line is not None and line.employee == leader_plan.employee
    role = RoleAssignment.objects.create(
        leader_plan=leader_plan,
        column=column,
        employee=employee,
        statement=_statement(statement),
        mode=RoleAssignment.Mode.APPOINTED,
        status=Status.APPROVED if own else Status.PROPOSED,
    )
    record(actor=actor, at=at, action="plans.assign_role", target=role, after=_facts(role), rule=RULE)
    return role


@transaction.atomic
def volunteer_role(
    *, leader_plan: Plan, column: uuid.UUID, statement: str, actor: User, at: datetime
) -> RoleAssignment:
    """Somebody offers to contribute; the own appraiser decides. Raises PlanError, PermissionDenied."""
    may_volunteer(actor, leader_plan, timezone.localdate(at)).require()
    _known_column(leader_plan, column)
    me = employee_of(actor)
    if me is None:
        raise PlanError(_("Hanya pegawai yang dapat mengajukan diri."))
    role = RoleAssignment.objects.create(
        leader_plan=leader_plan,
        column=column,
        employee=me,
        statement=_statement(statement),
        mode=RoleAssignment.Mode.VOLUNTEERED,
        status=Status.PROPOSED,
    )
    record(actor=actor, at=at, action="plans.volunteer_role", target=role, after=_facts(role), rule=RULE)
    return role


@transaction.atomic
def decide_role(
    *, role: RoleAssignment, approve: bool, actor: User, at: datetime, reason: str = ""
) -> RoleAssignment:
    """The employee's appraiser approves, or refuses with a reason. Raises PlanError, Stale."""
    may_decide_role(actor, role, timezone.localdate(at)).require()
    reason = reason.strip()
    if not approve and not reason:
        raise PlanError(_("Tulis alasan penolakan, agar pegawai tahu sebabnya."))
    try:
        status = next_state("assignment", role.status, "approve" if approve else "refuse")
    except NotAllowed as error:
        raise NotNow(_("Peran ini sudah diputuskan.")) from error
    rows = RoleAssignment.objects.filter(pk=role.pk, status=Status.PROPOSED)
    if rows.update(status=status, decision_reason=reason) != 1:
        raise Stale
    role.status, role.decision_reason = status, reason
    record(
        actor=actor,
        at=at,
        action="plans.decide_role",
        target=role,
        before={"status": Status.PROPOSED},
        after={"status": status},
        why=reason,
        rule=RULE,
    )
    return role


@transaction.atomic
def take_role(*, role: RoleAssignment, actor: User, at: datetime) -> PlanVersion:
    """Puts an approved role into the own draft as a main result that serves its column.

    Raises NotNow when there is no draft to put it into or the role is already there, PermissionDenied.
    """
    on = timezone.localdate(at)
    may_take_role(actor, role, on).require()
    if role.status != Status.APPROVED:
        raise NotNow(_("Peran ini belum disetujui penilai Anda."))
    plan = active_plan(role.employee, on) or role.employee.plans.filter(cycle=role.leader_plan.cycle).first()
    version = open_version(plan) if plan else None
    if version is None or version.status != PlanVersion.Status.DRAFT:
        raise NotNow(_("Buka draf SKP Anda dahulu (atau ajukan perubahan), lalu ambil peran ini."))
    made = ResultContent(statement=role.statement, serves=role.column)
    if RoleAssignment.objects.filter(pk=role.pk, result_key=None).update(result_key=made.key) != 1:
        raise NotNow(_("Peran ini sudah masuk SKP Anda."))
    content = read_content(version)
    content = PlanContent((*content.results, made), content.behaviours, content.attachments)
    saved = save_draft(version=version, content=content, actor=actor, at=at)
    record(
        actor=actor,
        at=at,
        action="plans.take_role",
        target=role,
        after={"result_key": str(made.key)},
        rule=RULE,
    )
    return saved


@transaction.atomic
def remove_role(*, role: RoleAssignment, actor: User, at: datetime) -> None:
    """The leader takes a role off the matrix; a result already taken into a plan stays there."""
    may_write_matrix(actor, role.leader_plan, timezone.localdate(at)).require()
    record(actor=actor, at=at, action="plans.remove_role", target=role, before=_facts(role), rule=RULE)
    role.delete()


@transaction.atomic
def save_matrix(*, leader_plan: Plan, cells: Cells, actor: User, at: datetime) -> int:
    """The whole grid at once: `cells` maps (employee id, column) to role texts. Returns how many changed.

    Cells that are not given stay. In a cell an unchanged text stays the same role, a changed one keeps its
    place in the employee's plan. Raises PlanError for an unknown column, PermissionDenied.
    """
    on = timezone.localdate(at)
    may_write_matrix(actor, leader_plan, on).require()
    Plan.objects.select_for_update().get(pk=leader_plan.pk)
    version = best_version(leader_plan)
    known = {column.key for column in columns_of(leader_plan, read_content(version))} if version else set()
    if {column for _employee, column in cells} - known:
        raise PlanError(_("Ada kolom matriks yang sudah berubah. Muat ulang halaman, lalu ulangi."))
    held: dict[tuple[int, uuid.UUID], list[RoleAssignment]] = {}
    for role in leader_plan.matrix.exclude(status=Status.REFUSED).order_by("id"):
        held.setdefault((role.employee_id, role.column), []).append(role)
    own = _own_team(leader_plan, {employee for employee, _column in cells}, on)
    log: list[Event] = []
    for (employee_id, column), texts in cells.items():
        wanted = [_statement(text) for text in texts if text.strip()]
        roles = held.get((employee_id, column), [])
        status = Status.APPROVED if employee_id in own else Status.PROPOSED
        blank = RoleAssignment(leader_plan=leader_plan, column=column, employee_id=employee_id, status=status)
        log += _change_cell(roles, wanted, blank, actor, at)
    record_all(log)
    return len(log)


def _change_cell(
    roles: list[RoleAssignment], wanted: list[str], blank: RoleAssignment, actor: User, at: datetime
) -> list[Event]:
    """Brings one cell to the wanted texts: same text stays, then changed ones in order, then new or gone."""
    log: list[Event] = []
    left = list(wanted)
    changed = []
    for role in roles:
        if role.statement in left:
            left.remove(role.statement)
        else:
            changed.append(role)
    for role, text in zip(changed, left, strict=False):
        before = _facts(role)
        role.statement = text
        role.save(update_fields=["statement"])
        log.append(_event("plans.change_role", role, actor, at, before=before, after=_facts(role)))
    for role in changed[len(left) :]:
        log.append(_event("plans.remove_role", role, actor, at, before=_facts(role)))
        role.delete()
    for text in left[len(changed) :]:
        role = RoleAssignment(
            leader_plan=blank.leader_plan,
            column=blank.column,
            employee_id=blank.employee_id,
            statement=text,
            status=blank.status,
        )
        role.save()
        log.append(_event("plans.assign_role", role, actor, at, after=_facts(role)))
    return log


def _event(
    action: str,
    role: RoleAssignment,
    actor: User,
    at: datetime,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> Event:
    return event(actor=actor, at=at, action=action, target=role, before=before, after=after, rule=RULE)


def _own_team(plan: Plan, employees: set[int], on: date) -> set[int]:
    """Those of `employees` whose appraiser is the leader: their roles need nobody else's approval."""
    rows = lines(on, employees)
    return {pk for pk, row in rows.items() if row.appraiser_id == plan.employee_id}


def _known_column(plan: Plan, column: uuid.UUID) -> None:
    version = best_version(plan)
    if version is None or column not in {item.key for item in columns_of(plan, read_content(version))}:
        raise PlanError(_("Kolom matriks ini tidak ada lagi. Muat ulang halaman."))


def _statement(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise PlanError(_("Tulis peran hasilnya."))
    if len(text) > TEXT_LENGTH:
        raise PlanError(_("Peran hasil paling panjang %(most)s huruf.") % {"most": TEXT_LENGTH})
    return text


def _facts(role: RoleAssignment) -> dict[str, str]:
    return {
        "employee": str(role.employee_id),
        "column": str(role.column),
        "statement": role.statement,
        "status": role.status,
    }
