"""Goals of the agency and its units."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.rows import lock_row

from ..access import may_write_goals
from ..errors import PlanError, Stale
from ..models import Cycle, Goal, Result

FIELDS = ("statement", "indicator", "target", "source")


@transaction.atomic
def save_goal(
    *,
    cycle: Cycle,
    unit: Unit,
    statement: str,
    indicator: str,
    target: str,
    actor: User,
    at: datetime,
    parent: Goal | None = None,
    source: str = "",
    goal: Goal | None = None,
) -> Goal:
    """Writes a new goal, or changes `goal`. Its key stays, so that those who serve it keep pointing at it.

    Raises PlanError when something is missing or the parent is the goal itself or below it,
    PermissionDenied.
    """
    on = timezone.localdate(at)
    may_write_goals(actor, unit, on).require()
    texts = {"statement": statement, "indicator": indicator, "target": target, "source": source}
    texts = {name: text.strip() for name, text in texts.items()}
    if not (texts["statement"] and texts["indicator"] and texts["target"]):
        raise PlanError(_("Isi sasaran, indikator, dan targetnya."))
    if parent and parent.cycle_id != cycle.pk:
        raise PlanError(_("Sasaran induk harus dari tahun yang sama."))
    before = None
    if goal is None:
        row = Goal(cycle=cycle)
    else:
        row = _locked(goal)
        may_write_goals(actor, row.unit, on).require()
        before = facts(row)
        if parent and _is_at_or_below(parent, row):
            raise PlanError(_("Sasaran induk tidak boleh sasaran ini sendiri atau turunannya."))
    row.unit, row.parent = unit, parent
    for name, text in texts.items():
        setattr(row, name, text)
    row.save()
    record(actor=actor, at=at, action="plans.save_goal", target=row, before=before, after=facts(row))
    return row


@transaction.atomic
def delete_goal(*, goal: Goal, actor: User, at: datetime) -> None:
    """Removes a goal that nobody serves. Raises PlanError when it is served or has sub-goals."""
    row = _locked(goal)
    may_write_goals(actor, row.unit, timezone.localdate(at)).require()
    if Result.objects.filter(serves=row.key).exists():
        raise PlanError(_("Sasaran ini sudah didukung hasil kerja pegawai, jadi tidak dapat dihapus."))
    record(actor=actor, at=at, action="plans.delete_goal", target=row, before=facts(row))
    try:
        row.delete()
    except ProtectedError as error:
        raise PlanError(_("Hapus dahulu sasaran turunannya.")) from error


def facts(goal: Goal) -> dict[str, Any]:
    """What the log keeps of a goal."""
    texts = {name: getattr(goal, name) for name in FIELDS}
    return {**texts, "unit": goal.unit_id, "parent": goal.parent_id}


def _locked(goal: Goal) -> Goal:
    return lock_row(Goal.objects.select_related("unit"), goal.pk, gone=Stale)


def _is_at_or_below(goal: Goal, top: Goal) -> bool:
    above = dict(Goal.objects.filter(cycle=top.cycle_id).values_list("pk", "parent_id"))
    here: int | None = goal.pk
    seen: set[int] = set()
    while here is not None and here not in seen:
        if here == top.pk:
            return True
        seen.add(here)
        here = above.get(here)
    return False
