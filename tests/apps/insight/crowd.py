"""Many people under chosen raters, as the detectors need them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from kinerja.assessment.models import Review
from kinerja.people.models import Appointment, Employee
from kinerja.plans.models import Indicator, Plan, PlanVersion, Result
from kinerja.progress.models import Feedback, Realisation, Report
from tests.world import NOW, World, nip

Pair = tuple[str, str]
SAME: Pair = ("sesuai", "sesuai")


def team(world: World, rater: Employee, count: int, *, first: int, set_plan: bool = True) -> list[Plan]:
    """`count` new nurses with a plan that `rater` appraises; `first` keeps their NIPs apart (300..999)."""
    post = world.posts["PERAWAT"]
    people = Employee.objects.bulk_create(
        Employee(nip=nip(first + place), name=f"Perawat {first + place:03d}") for place in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(employee=person, post=post, starts=date(2024, 1, 2)) for person in people
    )
    plans = Plan.objects.bulk_create(
        Plan(
            cycle=world.cycle,
            employee=person,
            post=post,
            appraiser=rater,
            starts=date(2026, 1, 1),
            ends=date(2026, 12, 31),
        )
        for person in people
    )
    if set_plan:
        PlanVersion.objects.bulk_create(
            PlanVersion(plan=plan, status="set", set_at=NOW, set_by=rater, snapshot={}) for plan in plans
        )
    return plans


def rated(
    world: World,
    plans: list[Plan],
    pairs: list[Pair],
    *,
    apart: float = 600,
    signed: bool = True,
    organisation: str = "BAIK",
) -> list[Review]:
    """A review of the third quarter for each plan, rated `apart` seconds after each other."""
    closed = {"signed_at": NOW, "snapshot": {}, "predicate": "BAIK"} if signed else {}
    return Review.objects.bulk_create(
        Review(
            plan=plan,
            period=world.q3,
            appraiser=plan.appraiser,
            organisation_unit=world.units["PKM1"],
            organisation_predicate=organisation if signed else "",
            status="signed" if signed else "rated",
            result_rating=result,
            behaviour_rating=behaviour,
            rated_at=NOW - timedelta(days=3) + timedelta(seconds=apart * place),
            **closed,
        )
        for place, (plan, (result, behaviour)) in enumerate(zip(plans, pairs, strict=True))
    )


def reported(
    world: World, plan: Plan, told: list[tuple[str, str]], source: dict[str, str] | None = None
) -> list[Realisation]:
    """A report of the third quarter; `told` are pairs of target and realisation."""
    version = plan.versions.get()
    result = Result.objects.create(version=version, statement="Pasien terlayani")
    report = Report.objects.create(plan=plan, period=world.q3, status="submitted", submitted_at=NOW)
    rows = []
    for target, text in told:
        indicator = Indicator.objects.create(result=result, key=uuid4(), statement="Jumlah", target=target)
        rows.append(
            Realisation.objects.create(
                report=report, indicator_key=indicator.key, text=text, source=source or {}, updated_at=NOW
            )
        )
    return rows


def said(world: World, plan: Plan, author: Employee | None, text: str, **facts: object) -> Feedback:
    """Feedback of the third quarter on a value."""
    return Feedback.objects.create(
        plan=plan,
        period=world.q3,
        value_code="BP",
        author=author,
        relation=facts.pop("relation", "pimpinan"),
        tone="positif",
        text=text,
        given_at=NOW,
        **facts,
    )
