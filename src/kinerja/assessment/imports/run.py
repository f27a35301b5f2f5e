"""From documents to predicates: plan, report, feedback, organisation, ratings, signature."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kinerja.accounts.models import RoleGrant, User
from kinerja.audit.actions import record
from kinerja.people.models import Agency
from kinerja.plans.actions import create_cycle, open_plan, save_draft, set_plan, submit
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.plans.models import Cycle, Period, Plan
from kinerja.plans.queries import latest_version
from kinerja.progress.actions.decisions import submit_report
from kinerja.progress.actions.drafts import save_report
from kinerja.progress.actions.feedback import give_feedback
from kinerja.progress.models import Feedback

from ..actions import Ratings, open_reviews, save_ratings, set_organisation_predicate, sign
from ..models import Review
from .places import MARK, Seat, build
from .read import Document, Item, read

CLERK = "impor-contoh"
MISSING = "Berkas impor memuat sebagian realisasi saja; rating mengikuti dokumen sumbernya."
ASKS_FOR_MORE = re.compile(r"tingkatkan|diperbaiki|perbaiki|kurang ramah|kurang memadai|ditingkatkan", re.I)
RELATIONS = {
    "pimpinan": Feedback.Relation.SUPERIOR,
    "rekan kerja setingkat": Feedback.Relation.PEER,
    "pegawai": Feedback.Relation.SUBORDINATE,
}


@transaction.atomic
def import_plans(
    path: Path | str, *, at: datetime | None = None, actor: User | None = None
) -> list[dict[str, str]]:
    """Takes in the evaluation documents of `path`; returns `{"id", "predicate"}` for each, in order.

    The documents become annual evaluations of the last full year before `at` (None: now). `actor` is the HR
    analyst who imports; without one a clerk who cannot sign in, with duties for that year only, stands in the
    log. Importing the same file again writes nothing and returns the same. All or nothing.
    Raises BadFile with the place and the mend, and the named errors of the acts.
    """
    moment = at or timezone.now()
    year = timezone.localdate(moment).year - 1
    documents = read(Path(path), date(year, 1, 1))
    clerk = actor or _clerk(year)
    opened = _at(date(year, 1, 5))
    cycle = _cycle(year, clerk, opened)
    seats = build(documents, starts=date(year, 1, 2), actor=clerk, at=opened)
    annual = Period.objects.select_related("cycle").get(cycle=cycle, kind=Period.Kind.ANNUAL)
    judged = _at(annual.opens)
    plans = {document.id: _plan(document, seats, annual, opened) for document in documents}
    for document in documents:
        _tell(document, plans[document.id], seats, annual, judged)
    employees = [plan.employee_id for plan in plans.values()]
    open_reviews(period=annual, actor=clerk, at=judged, employees=employees)
    found = []
    for document in documents:
        review = Review.objects.select_related("period__cycle", "organisation_unit", "plan__employee").get(
            plan=plans[document.id], period=annual
        )
        signed = _judge(document, review, seats[document.appraiser], clerk, judged)
        found.append({"id": document.id, "predicate": signed.predicate})
    return found


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def _clerk(year: int) -> User:
    """The import's own name in the log: no password, and duties that ended with the year's evaluation."""
    clerk, new = User.objects.get_or_create(username=CLERK, defaults={"full_name": "Impor dokumen contoh"})
    if new:
        clerk.set_unusable_password()
        clerk.save(update_fields=["password"])
    RoleGrant.objects.get_or_create(
        user=clerk,
        role=RoleGrant.Role.HR,
        starts=date(year, 1, 1),
        ends=date(year + 1, 1, 31),
        defaults={"reason": "Impor dokumen contoh"},
    )
    return clerk


def _cycle(year: int, clerk: User, at: datetime) -> Cycle:
    if not Agency.objects.exists():
        Agency.objects.create(name="Instansi contoh", short_name="Contoh", place="Contoh", is_sample=True)
    found = Cycle.objects.filter(year=year).first()
    return found or create_cycle(year=year, rhythm=Cycle.Rhythm.QUARTERLY.value, actor=clerk, at=at)


def _plan(document: Document, seats: dict[str, Seat], annual: Period, at: datetime) -> Plan:
    """The plan, set by its rater; the one of an earlier import when there is one."""
    seat, rater = seats[document.post], seats[document.appraiser]
    held = Plan.objects.filter(employee=seat.employee, cycle=annual.cycle).first()
    if held is not None:
        return held
    plan = open_plan(
        employee=seat.employee, cycle=annual.cycle, starts=date(annual.cycle.year, 1, 2), ends=annual.ends,
        approach=document.approach, actor=seat.user, at=at,
    )  # fmt: skip
    version = latest_version(plan)
    assert version is not None
    version = save_draft(version=version, content=_content(document), actor=seat.user, at=at)
    version = submit(version=version, actor=seat.user, at=at + timedelta(hours=1))
    set_plan(version=version, actor=rater.user, at=at + timedelta(hours=2))
    return plan


def _content(document: Document) -> PlanContent:
    def result(item: Item) -> ResultContent:
        lines = tuple(
            IndicatorContent(
                statement=line.statement, target=line.target, aspect=line.aspect, perspective=line.perspective
            )
            for line in item.indicators
        )
        return ResultContent(
            statement=item.statement, kind=item.kind, assigned_by=item.assigned_by, indicators=lines
        )

    return PlanContent(results=tuple(map(result, document.items)))


def _tell(document: Document, plan: Plan, seats: dict[str, Seat], annual: Period, at: datetime) -> None:
    """The report and what was said. A report that tells of some results only stays a draft."""
    if plan.reports.filter(period=annual).exists():
        return
    version = latest_version(plan)
    assert version is not None
    stored = {row.statement: row for row in version.results.prefetch_related("indicators")}
    rows: dict[UUID, tuple[str, str]] = {}
    rater, seat = seats[document.appraiser], seats[document.post]
    for item in document.items:
        row = stored[item.statement]
        if item.realisation:
            rows[row.indicators.all()[0].key] = (item.realisation, "")
        if item.feedback:
            give_feedback(
                plan=plan, period=annual, text=item.feedback.removeprefix("Pimpinan:").strip(),
                tone=_tone(item.feedback), actor=rater.user, at=at, result_key=row.key, scheduled=True,
            )  # fmt: skip
    report = save_report(plan=plan, period=annual, rows=rows, actor=seat.user, at=at)
    if all(item.realisation for item in document.items):
        submit_report(report=report, actor=seat.user, at=at)
    _voices(document, plan, annual, rater, at)


def _voices(document: Document, plan: Plan, annual: Period, rater: Seat, at: datetime) -> None:
    """Feedback on values. Patients and colleagues outside the file have no account: their words are written
    without an author, as the document quotes them."""
    for voice in document.voices:
        relation = RELATIONS.get(voice.who.casefold(), Feedback.Relation.OTHER)
        if relation == Feedback.Relation.SUPERIOR:
            give_feedback(
                plan=plan, period=annual, text=voice.text, tone=_tone(voice.text), actor=rater.user, at=at,
                value_code=voice.code,
            )  # fmt: skip
            continue
        row = Feedback.objects.create(
            plan=plan, period=annual, value_code=voice.code, relation=relation, tone=_tone(voice.text),
            text=f"{voice.who}: {voice.text}", given_at=at,
        )  # fmt: skip
        record(actor=None, at=at, action="progress.feedback", target=row, why=f"{MARK}: {document.id}")


def _tone(text: str) -> str:
    """The file has no tone: words that ask for more make it "perlu ditingkatkan"."""
    asks = ASKS_FOR_MORE.search(text) or "kurang ramah" in text.casefold()
    return (Feedback.Tone.IMPROVE if asks else Feedback.Tone.POSITIVE).value


def _judge(document: Document, review: Review, rater: Seat, clerk: User, at: datetime) -> Review:
    if review.signed_at:
        return review
    set_organisation_predicate(
        unit=review.organisation_unit, period=review.period, predicate=document.organisation,
        basis=document.source or f"{MARK}: {document.id}", actor=clerk, at=at,
    )  # fmt: skip
    missing = "" if all(item.realisation for item in document.items) else MISSING
    ratings = Ratings(
        result_rating=document.result_rating,
        behaviour_rating=document.behaviour_rating,
        result_reason=f"Menurut {document.source}." if document.source else "",
        missing_reason=missing,
    )
    rated = save_ratings(review=review, ratings=ratings, actor=rater.user, at=at).review
    return sign(review=rated, actor=rater.user, at=at + timedelta(hours=1))
