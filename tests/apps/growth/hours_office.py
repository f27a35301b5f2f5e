"""Development hours and plans of the nurse, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from kinerja.growth.actions import hours, own_plans
from kinerja.growth.models import DevelopmentActivity, DevelopmentGoal, DevelopmentPlan
from tests.apps.assessment.office import user
from tests.world import NOW, World

EVIDENCE = "Sertifikat 12/2026"


def report(world: World, **other: Any) -> DevelopmentActivity:
    facts: dict[str, Any] = {
        "employee": world.nurse,
        "kind": "seminar",
        "title": "Seminar komunikasi",
        "day": date(2026, 9, 1),
        "amount": 8,
        "evidence": EVIDENCE,
        "actor": user(world.nurse),
        "at": NOW,
    }
    return hours.add_activity(**facts | other)


def confirmed(world: World, **other: Any) -> DevelopmentActivity:
    return hours.confirm_activity(activity=report(world, **other), actor=user(world.section_head), at=NOW)


def own_draft(world: World, year: int = 2026) -> DevelopmentPlan:
    return own_plans.start_plan(employee=world.nurse, year=year, actor=user(world.nurse), at=NOW)


def goal(world: World, plan: DevelopmentPlan, **other: Any) -> DevelopmentGoal:
    facts: dict[str, Any] = {
        "plan": plan,
        "competence": "komunikasi",
        "aim": "Menjelaskan obat tanpa istilah",
        "way": "coaching",
        "due": date(2026, 11, 30),
        "actor": user(world.nurse),
        "at": NOW,
    }
    return own_plans.put_goal(**facts | other)


def sent(world: World) -> DevelopmentPlan:
    plan = own_draft(world)
    goal(world, plan)
    return own_plans.submit_plan(plan=plan, actor=user(world.nurse), at=NOW)


def agreed(world: World) -> DevelopmentPlan:
    return own_plans.agree_plan(plan=sent(world), actor=user(world.section_head), at=NOW)
