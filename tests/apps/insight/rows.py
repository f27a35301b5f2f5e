"""Small rows of other apps, as the board and the list of things due need them."""

from datetime import date
from typing import Any

from kinerja.assessment.models import Review
from kinerja.people.models import Employee
from kinerja.plans.models import Plan, PlanVersion
from tests.world import NOW, World


def plan_of(world: World, person: Employee, status: str = "set", **version: Any) -> Plan:
    """A plan for 2026 in the person's own post, with one version."""
    post = person.appointments.order_by("-starts").first().post
    plan = Plan.objects.create(
        cycle=world.cycle,
        employee=person,
        post=post,
        appraiser=world.section_head if person != world.section_head else world.puskesmas_head,
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
    )
    frozen = {"set_at": NOW, "snapshot": {}} if status == "set" else {}
    PlanVersion.objects.create(plan=plan, status=status, **frozen, **version)
    return plan


def review_of(world: World, plan: Plan, status: str = "open", **facts: Any) -> Review:
    """A review of the third quarter by the section head."""
    signed = {} if status in {"open", "rated"} else {"signed_at": NOW, "snapshot": {}, "predicate": "BAIK"}
    ratings = {} if status == "open" else {"result_rating": "sesuai", "behaviour_rating": "sesuai"}
    return Review.objects.create(
        plan=plan,
        period=facts.pop("period", world.q3),
        appraiser=world.section_head,
        superior=world.puskesmas_head,
        organisation_unit=world.units["PKM1"],
        status=status,
        **ratings,
        **signed,
        **facts,
    )
