"""Organisation predicates and reviews of every period that has opened, written in bulk.

A signed review freezes the same snapshot, number, hash and clocks that `assessment.actions.sign` writes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from kinerja.assessment import clocks, snapshots
from kinerja.assessment.actions.signing import document_number, finality_of
from kinerja.assessment.distribution import TeamDistribution, distribution_of
from kinerja.assessment.facts import assemble, said_of
from kinerja.assessment.models import Closing, OrganisationPredicate, Review
from kinerja.assessment.proven import proven_in
from kinerja.assessment.queries import OrganisationReading, organisation_predicate
from kinerja.audit.actions import event, record_all
from kinerja.people.models import Employee, Unit
from kinerja.plans.models import Period, PlanVersion, Result
from kinerja.plans.snapshots import digest
from kinerja.progress.models import Feedback, Realisation, Report
from kinerja.rules.predicate import PredicateResult, predicate
from kinerja.voice.models import Examination

from .book import Book, Person, at
from .bulk import copy_in, reserve_ids

S = Review.Status
# How far a rater stands from the others, in the unit of a person's quality.
LEAN = {"lenient_head": 2.2, "severe_head": -2.0}
HURRIED = {"PKM-MELATI", "PKM-DAHLIA"}
HARD = "Saat loket ramai saya sulit menjelaskan dengan sabar. Saya ingin belajar caranya."
PATIENT = "Saya berusaha menyapa lebih dulu dan menjelaskan dengan sabar."
WEAK, STRONG = {"DUKCAPIL", "DPMPTSP"}, {"PKM-ANGGREK", "KEC1"}
REASONS = {
    "diatas": "Hasil melampaui target dan membantu rekan mencapai targetnya.",
    "sesuai": "Hasil dan umpan balik sejalan dengan harapan.",
    "dibawah": "Sebagian besar hasil utama belum tercapai dan umpan balik meminta perbaikan.",
}


@dataclass(slots=True)
class Material:
    """Rows of one period by plan id, read once; `proven`: about whom an examination proved something."""

    versions: dict[int, PlanVersion]
    results: dict[int, list[Result]]
    told: dict[int, dict[UUID, Realisation]]
    said: dict[int, dict[str, list[dict[str, Any]]]]
    proven: frozenset[int]


def write_verdicts(book: Book, year: int, report: Callable[[int, int], None]) -> None:
    """Reviews of all periods of `year` whose window has opened."""
    periods = book.periods(year, upto=book.today)
    for done, period in enumerate(periods):
        report(done, len(periods))
        _organisations(book, period)
        _reviews(book, period)
        if period != book.newest():
            _close(book, period)
    report(len(periods), len(periods))


def _close(book: Book, period: Period) -> None:
    """Past windows are closed, with everything signed in time."""
    sent = Review.objects.filter(period=period, reported_at__isnull=False).count()
    day = min(period.closes + timedelta(days=20), book.today)
    Closing.objects.create(period=period, closed_at=at(day), closed_by=book.admin, late=0, reported=sent)


def _organisations(book: Book, period: Period) -> None:
    units = {person.appraised_unit.pk: person.appraised_unit for person in book.planning}
    decided = at(min(period.ends + timedelta(days=1), book.today))
    copy_in(
        OrganisationPredicate(
            unit=unit,
            period=period,
            predicate=_organisation(unit, period),
            basis="Capaian rencana aksi Perjanjian Kinerja dan nilai IKM unit",
            decided_at=decided,
        )
        for unit in units.values()
    )


def _organisation(unit: Unit, period: Period) -> str:
    """The civil registry and the licence office are slow until the middle of the running year."""
    if unit.code.split("-")[0] in WEAK and period.ends < date(period.cycle.year, 9, 1):
        return "BUTUH_PERBAIKAN"
    return "ISTIMEWA" if unit.code in STRONG else "BAIK"


def _reviews(book: Book, period: Period) -> None:
    material = _material(book, period)
    people = {person.employee.pk: person for person in book.people}
    reviews = []
    for plan, version in book.plans[period.cycle.year].values():
        person = people[plan.employee_id]
        if version.status != PlanVersion.Status.SET or person.appraiser is None:
            continue
        review = Review(plan=plan, period=period, token=book.key(), appraiser=person.appraiser)
        review.superior, review.organisation_unit = person.superior, person.appraised_unit
        review.status = S.RATED
        _judge(book, review, person)
        reviews.append(review)
    unsigned = _stage(book, reviews) if period == book.newest() else set()
    reserve_ids(reviews)
    signed = [review for review in reviews if review.plan_id not in unsigned]
    on = min(period.closes - timedelta(days=1), book.today)
    _sign(book, period, signed, material, people, on)
    copy_in(reviews)
    _log(signed, at(on))


def _judge(book: Book, review: Review, person: Person) -> None:
    """Both ratings, as this rater would give them; the predicate follows when it is signed."""
    lean = LEAN.get(role_of(book, person.appraiser), 0.0)
    results = person.quality + book.random.gauss(0, 0.4) + lean
    behaviour = 0.6 * person.quality + book.random.gauss(0, 0.7) + lean
    review.result_rating = "diatas" if results > 1.1 else "dibawah" if results < -1.7 else "sesuai"
    review.behaviour_rating = "diatas" if behaviour > 0.9 else "dibawah" if behaviour < -1.9 else "sesuai"
    if person.employee == book.cast["midwife"] or person.appraiser == book.cast["alike_head"]:
        review.result_rating, review.behaviour_rating = "sesuai", "sesuai"
    review.result_reason = REASONS[review.result_rating]
    review.behaviour_reason = REASONS[review.behaviour_rating]
    review.rated_at = at(min(review.period.closes, book.today) - timedelta(days=2))
    if person.appraiser != book.cast["alike_head"]:  # who rates all alike does it in one minute
        review.rated_at += timedelta(minutes=book.random.randint(0, 400))
    review.self_results = "Target triwulan tercapai, kecuali pada minggu dengan antrean panjang."
    review.self_behaviour = HARD if person.unit.code in HURRIED else PATIENT
    review.self_at = at(review.period.opens)


def role_of(book: Book, employee: Employee | None) -> str:
    """The name in the cast of somebody who leans, or nothing."""
    return next((role for role in LEAN if employee is not None and book.cast[role] == employee), "")


def _stage(book: Book, reviews: list[Review]) -> set[int]:
    """In the newest period some are only drafted and some not begun, most of them under one head.

    Returns the plan ids of those that nobody has signed.
    """
    unsigned = set()
    cast = set(book.cast.values())
    for review in reviews:
        slow = review.appraiser == book.cast["section_head"]
        chance = book.random.random() + (0.6 if slow else 0.0)
        if review.plan.employee in cast or chance < 0.82:
            continue
        unsigned.add(review.plan_id)
        if chance > 0.92:
            review.status, review.rated_at = S.OPEN, None
            for name in ("result_rating", "result_reason", "behaviour_rating", "behaviour_reason"):
                setattr(review, name, "")
    return unsigned


def _material(book: Book, period: Period) -> Material:
    pairs = book.plans[period.cycle.year].values()
    versions = {plan.pk: version for plan, version in pairs if version.status == PlanVersion.Status.SET}
    plan_of = {version.pk: plan_id for plan_id, version in versions.items()}
    results: defaultdict[int, list[Result]] = defaultdict(list)
    rows = Result.objects.filter(version__in=plan_of).prefetch_related("indicators")
    for row in rows.order_by("-kind", "order", "id"):
        results[plan_of[row.version_id]].append(row)
    periods = {item.pk: item for item in book.periods(period.cycle.year)}
    within = set(periods) if period.kind == Period.Kind.ANNUAL else {period.pk}
    told: defaultdict[int, dict[UUID, Realisation]] = defaultdict(dict)
    reports = Report.objects.filter(period__in=within).order_by("period__ends").in_bulk()
    realisations = Realisation.objects.filter(report__period__in=within).exclude(text="")
    for item in realisations.prefetch_related("evidence").order_by("report__period__ends"):
        item.report = reports[item.report_id]
        item.report.period = periods[item.report.period_id]
        told[item.report.plan_id][item.indicator_key] = item
    said: defaultdict[int, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for feedback in Feedback.objects.filter(period__in=within):
        said[feedback.plan_id][str(feedback.result_key or feedback.value_code)].append(said_of(feedback))
    return Material(versions, results, told, said, _proven())


def _proven() -> frozenset[int]:
    proven = Examination.objects.filter(status=Examination.Status.FINAL, finding=Examination.Finding.PROVEN)
    return frozenset(proven.values_list("employee_id", flat=True))


def _sign(
    book: Book,
    period: Period,
    signed: list[Review],
    material: Material,
    people: dict[int, Person],
    on: date,
) -> None:
    units = {review.organisation_unit for review in signed}
    readings = {unit.pk: organisation_predicate(unit, period, on) for unit in units}
    computed: dict[int, PredicateResult] = {}
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for review in signed:
        computed[review.pk] = predicate(review.result_rating, review.behaviour_rating, on=on)
        counts[review.appraiser_id][computed[review.pk].predicate.value] += 1
    teams: dict[tuple[int, str], TeamDistribution] = {}
    due = clocks.at_signing(signed[0], on) if signed else {}
    received = on + timedelta(days=3)
    due |= clocks.at_receipt(signed[0], received) if signed else {}
    for review in signed:
        organisation = readings[review.organisation_unit_id]
        team = (review.appraiser_id, organisation.code)
        if team not in teams:
            teams[team] = distribution_of(organisation.code, counts[review.appraiser_id], on)
        _freeze(book, review, computed[review.pk], organisation, teams[team], material, people, on)
        _deliver(book, review, received)
        for name, value in due.items():
            if name != "due_return" or review.delivered_at:
                setattr(review, name, value)


def _freeze(
    book: Book,
    review: Review,
    computed: PredicateResult,
    organisation: OrganisationReading,
    team: TeamDistribution,
    material: Material,
    people: dict[int, Person],
    on: date,
) -> None:
    plan_id = review.plan_id
    version = material.versions[plan_id]
    asked = {row["code"]: row["expectation"] for row in (version.snapshot or {}).get("behaviours", [])}
    gathered = assemble(
        review, version, material.results[plan_id], material.told[plan_id], material.said[plan_id], asked, on
    )
    if review.plan.employee_id in material.proven:
        gathered |= proven_in(review)
    final = finality_of(review, on)
    review.document_number = document_number(review)
    review.predicate, review.organisation_predicate = computed.predicate.value, organisation.code
    review.final = final.final
    frozen = snapshots.compose(
        review,
        office=book.agency,
        plan=dict(version.snapshot or {}),
        people={
            "employee": people[review.plan.employee_id].party,
            "appraiser": people[review.appraiser_id].party,
            "superior": people[review.superior_id].party if review.superior_id else None,
        },
        gathered=gathered,
        judgement=snapshots.judgement(review, computed, organisation, team, final, on),
        number=review.document_number,
        on=on,
    )
    review.snapshot, review.snapshot_sha256 = frozen, digest(frozen)
    review.signed_at = at(on)


def _deliver(book: Book, review: Review, received: date) -> None:
    """How far the document has come since: all the way last year, unevenly in the running one."""
    review.status = S.SIGNED
    running = review.period.cycle.year == book.today.year
    chance = book.random.random() if running else 0.0
    if review.plan.employee == book.cast["nurse"] and review.period == book.newest():
        chance = 1.0
    if chance > 0.9 or received > book.today:
        return
    review.status, review.delivered_at = S.DELIVERED, at(received)
    returned = received + timedelta(days=3)
    if chance > 0.8 or returned > book.today:
        return
    review.status, review.acknowledged_at = S.ACKNOWLEDGED, at(returned)
    reported = review.period.closes + timedelta(days=20)
    if reported <= book.today:
        review.status, review.reported_at = S.REPORTED, at(reported)


def _log(signed: list[Review], when: datetime) -> None:
    prefetch_related_objects(signed, "appraiser__user")
    record_all(
        event(
            actor=review.appraiser.user,
            at=when,
            action="assessment.sign",
            target=review,
            after={
                "predicate": review.predicate,
                "number": review.document_number,
                "sha256": review.snapshot_sha256,
            },
            why="Kota contoh",
        )
        for review in signed
    )
