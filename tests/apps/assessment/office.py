"""Plans, reports and reviews in the cast's office, written straight into the database; and objections."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kinerja.accounts.models import User
from kinerja.assessment.actions import (
    Ratings,
    open_reviews,
    receive,
    save_ratings,
    set_organisation_predicate,
    sign,
)
from kinerja.assessment.actions.objections import Decision, ask_statements, file_objection
from kinerja.assessment.models import Objection, Review
from kinerja.assessment.queries import reviews
from kinerja.people.models import Employee, Post
from kinerja.plans.models import Indicator, Period, Plan, PlanVersion, Result
from kinerja.plans.snapshots import build
from kinerja.plans.storage import read_content
from kinerja.progress.models import Evidence, Feedback, Realisation, Report
from tests.world import World

ZONE = ZoneInfo("Asia/Jakarta")
WINDOW = datetime(2026, 10, 5, 9, 0, tzinfo=ZONE)
AFTER = datetime(2026, 10, 15, 9, 0, tzinfo=ZONE)
LATER = WINDOW + timedelta(days=3)
BETTER = Decision("changed", "Rekap September sah dan melewati target.", "diatas", "diatas")
KEPT = Decision("upheld", "Realisasi sudah dibaca dengan benar.")


def user(person: Employee) -> User:
    assert person.user is not None
    return person.user


def give_plan(
    world: World,
    person: Employee,
    post: Post,
    *,
    starts: date = date(2026, 1, 1),
    ends: date = date(2026, 12, 31),
    results: int = 2,
    target: str = "80-90%",
    approach: str = "kuantitatif",
    status: str = "set",
) -> Plan:
    """A plan that is set, with one indicator a result."""
    plan = Plan.objects.create(
        cycle=world.cycle,
        employee=person,
        post=post,
        approach=approach,
        starts=starts,
        ends=ends,
    )
    done = datetime(2026, 1, 20, 9, 0, tzinfo=ZONE) if status == "set" else None
    version = PlanVersion.objects.create(
        plan=plan,
        number=1,
        status=status,
        set_at=done,
        snapshot={"results": []} if done else None,
        document_number=f"SKP/2026/{plan.pk:04d}/1" if done else "",
    )
    for order in range(results):
        result = Result.objects.create(
            version=version, order=order, statement=f"Pasien poli {order} terlayani tepat waktu"
        )
        Indicator.objects.create(result=result, statement=f"Layanan {order} tepat waktu", target=target)
    if done:
        version.snapshot = build(version, read_content(version))
        version.save(update_fields=["snapshot"])
    return plan


def tell(plan: Plan, period: Period, *texts: str, evidence: bool = True) -> Report:
    """A report that is sent, with one text an indicator; an empty text tells nothing."""
    report = Report.objects.create(plan=plan, period=period, status="submitted", submitted_at=WINDOW)
    indicators = Indicator.objects.filter(result__version__plan=plan).order_by("result__order")
    author = plan.employee.user or User.objects.earliest("pk")
    for indicator, text in zip(indicators, texts, strict=False):
        row = Realisation.objects.create(
            report=report, indicator_key=indicator.key, text=text, updated_at=WINDOW
        )
        if evidence and text:
            Evidence.objects.create(
                realisation=row,
                title="Rekap antrean",
                url="https://contoh.test/rekap",
                added_by=author,
                added_at=WINDOW,
            )
    return report


def say(plan: Plan, period: Period, text: str, **facts: object) -> Feedback:
    """Feedback on the first result, or on a value with `value_code`."""
    if "value_code" not in facts:
        facts["result_key"] = Result.objects.filter(version__plan=plan).first().key  # type: ignore[union-attr]
    given = {"relation": "pimpinan", "tone": "positif", "given_at": WINDOW, **facts}
    return Feedback.objects.create(plan=plan, period=period, text=text, **given)


def organisation(
    world: World, unit: str = "PKM1-YAN", period: Period | None = None, code: str = "BAIK"
) -> None:
    set_organisation_predicate(
        unit=world.units[unit],
        period=period or world.q3,
        predicate=code,
        basis="Capaian rencana aksi triwulan III",
        actor=user(world.hr),
        at=WINDOW,
    )


def nurse_review(world: World, *texts: str, at: datetime = WINDOW) -> Review:
    """The nurse's open review of the third quarter, with realisations `texts` (default: all on target)."""
    plan = give_plan(world, world.nurse, world.posts["PERAWAT"])
    tell(plan, world.q3, *(texts or ("85%", "88%")))
    open_reviews(period=world.q3, actor=user(world.hr), at=at)
    return Review.objects.get(plan=plan)


def rate(
    world: World, review: Review, result: str = "sesuai", behaviour: str = "sesuai", **more: object
) -> Review:
    """The evaluator's draft, on the day of the window."""
    ratings = Ratings(result_rating=result, behaviour_rating=behaviour, **more)  # type: ignore[arg-type]
    return save_ratings(review=review, ratings=ratings, actor=user(review.appraiser), at=WINDOW).review


def signed_review(world: World, at: datetime = WINDOW) -> Review:
    organisation(world)
    review = rate(world, nurse_review(world), result_reason="Waktu layanan dijaga.")
    return sign(review=review, actor=user(review.appraiser), at=at)


def fresh(review: Review) -> Review:
    return reviews().model.objects.select_related("plan__employee", "period__cycle").get(pk=review.pk)


def received(world: World, at: datetime = WINDOW) -> Review:
    return receive(review=signed_review(world), actor=user(world.nurse), at=at)


def filed(world: World, review: Review | None = None, at: datetime = WINDOW, **more: Any) -> Objection:
    given = {"reasons": "Rekap September belum dibaca.", "actor": user(world.nurse), "at": at, **more}
    return file_objection(review=review or received(world), **given)


def asked(world: World) -> Objection:
    return ask_statements(objection=filed(world), actor=user(world.puskesmas_head), at=WINDOW)


__all__ = ["AFTER", "BETTER", "KEPT", "LATER", "WINDOW", "asked", "filed", "fresh", "give_plan",
           "nurse_review", "organisation", "rate", "received", "say", "signed_review", "tell",
           "user"]  # fmt: skip
