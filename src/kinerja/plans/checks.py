"""The checks of a stored plan: gathers the facts, then asks `examine`."""

from __future__ import annotations

from django.db.models import Q

from kinerja.people.models import Appointment

from .cascade import provisional_statements, resolve
from .content import PlanContent
from .examine import Facts, examine
from .findings import Finding, hard
from .matrix import uncovered_columns
from .models import Plan, PlanVersion, RoleAssignment
from .storage import read_content

__all__ = ["Finding", "check", "check_content", "facts_of", "hard"]

ACTING = (Appointment.Kind.PLT.value, Appointment.Kind.PLH.value)


def check(version: PlanVersion) -> list[Finding]:
    """Every finding for the version, hard ones first, under the law of the plan's first day."""
    return check_content(version.plan, read_content(version))


def check_content(plan: Plan, content: PlanContent) -> list[Finding]:
    """`check` for content that is not stored yet."""
    return examine(content, facts_of(plan, content))


def facts_of(plan: Plan, content: PlanContent) -> Facts:
    """What `examine` needs beside the content (a constant number of queries)."""
    held = plan.employee.appointments.filter(
        Q(ends__isnull=True) | Q(ends__gte=plan.starts), starts__lte=plan.ends
    ).select_related("post")
    acting = [row for row in held if row.kind in ACTING and row.post_id != plan.post_id]
    return Facts(
        form=plan.form,
        approach=plan.approach,
        level=plan.post.level,
        day=plan.starts,
        employee_id=plan.employee_id,
        appraiser_id=plan.appraiser_id,
        acting=tuple(f"{row.get_kind_display()} {row.post.title}" for row in acting),
        study=any(row.kind == Appointment.Kind.STUDY for row in held),
        uncovered=uncovered_columns(plan, content),
        role_expected=_role_expected(plan),
        provisional=provisional_statements(resolve(content.served()).values()),
    )


def _role_expected(plan: Plan) -> bool:
    """The appraiser divides his results in a matrix, and this employee has no role anywhere."""
    if plan.appraiser_id is None:
        return False
    of_year = RoleAssignment.objects.filter(leader_plan__cycle=plan.cycle_id)
    divided = of_year.filter(leader_plan__employee=plan.appraiser_id).exists()
    return divided and not of_year.filter(employee=plan.employee_id).exists()
