"""Reports, realisation and the superior's feedback of every period so far, written in bulk."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from kinerja.plans.models import Indicator, Period, Plan, PlanVersion
from kinerja.progress.models import Evidence, Feedback, Realisation, Report

from .book import Book, Person, at, promises
from .bulk import copy_in

Status = Report.Status
GOOD = (
    "Hasilnya sesuai harapan, pertahankan cara kerja ini.",
    "Saya lihat perbaikan di loket; warga pun menyebutnya.",
    "Laporan rapi dan buktinya jelas. Terima kasih.",
    "Kerja sama dengan rekan seruangan terasa membantu.",
)
BETTER = (
    "Target waktu belum tercapai. Mari bagi antrean pagi dengan rekan satu loket.",
    "Bukti belum lengkap; unggah rekap bulanan agar mudah dinilai.",
    "Penjelasan kepada pasien masih terburu-buru. Coba ulangi dengan kalimat pendek.",
)


def write_deeds(book: Book, year: int) -> None:
    """Everything told in the periods of `year` whose reports were due by today."""
    versions = [
        version for _, version in book.plans[year].values() if version.status == PlanVersion.Status.SET
    ]
    indicators = _indicators(versions)
    people = {person.employee.pk: person for person in book.people}
    for period in book.periods(year):
        if period.kind != Period.Kind.ANNUAL and period.ends <= book.today:
            _period(book, period, indicators, people)


def _indicators(versions: list[PlanVersion]) -> dict[int, list[Indicator]]:
    """Indicators by plan id, in the order of the plan."""
    found: defaultdict[int, list[Indicator]] = defaultdict(list)
    ids = [version.pk for version in versions]
    rows = Indicator.objects.filter(result__version__in=ids).select_related("result__version")
    for indicator in rows.order_by("result__order", "order"):
        found[indicator.result.version.plan_id].append(indicator)
    return found


def _period(
    book: Book, period: Period, indicators: dict[int, list[Indicator]], people: dict[int, Person]
) -> None:
    reports, told, said = [], [], []
    for plan, version in book.plans[period.cycle.year].values():
        if version.status != PlanVersion.Status.SET or plan.starts > period.ends:
            continue
        person = people[plan.employee_id]
        report = _report(book, plan, period)
        reports.append(report)
        told += [_told(book, report, person, indicator) for indicator in indicators[plan.pk]]
        said.append(_said(book, plan, period, person, indicators[plan.pk]))
    copy_in(reports)
    copy_in(told)
    copy_in([item for item in said if item])
    copy_in(
        [
            Evidence(
                realisation=item,
                title="Rekap layanan",
                url=f"https://berkas.contoh.invalid/{period.cycle.year}/{period.number}",
                added_by=book.admin,
                added_at=item.updated_at,
            )
            for item in told[::3]
        ]
    )


def _report(book: Book, plan: Plan, period: Period) -> Report:
    """Reports of past windows are accepted; in the newest period some are late, returned or waiting."""
    sent = period.ends + timedelta(days=book.random.randint(1, 9))
    report = Report(plan=plan, period=period, status=Status.ACCEPTED)
    report.submitted_at, report.decided_at = at(sent), at(sent + timedelta(days=2))
    newest = period.cycle.year == book.today.year and period == _newest(book, period.cycle.year)
    chance = book.random.random() if newest and plan.employee not in book.cast.values() else 0.0
    if chance > 0.93:
        report.status, report.submitted_at, report.decided_at = Status.DRAFT, None, None
        if chance > 0.97:
            report.return_reason = "Realisasi indikator kedua belum disertai bukti."
    elif chance > 0.85:
        report.status, report.decided_at = Status.SUBMITTED, None
    return report


def _newest(book: Book, year: int) -> Period | None:
    ended = [
        item for item in book.periods(year) if item.ends <= book.today and item.kind != Period.Kind.ANNUAL
    ]
    return ended[-1] if ended else None


def _told(book: Book, report: Report, person: Person, indicator: Indicator) -> Realisation:
    meets, below = _texts(person.post.title, indicator.statement)
    falls_short = person.quality + book.random.gauss(0, 0.7) < -1.1
    text = (
        ""
        if report.status == Status.DRAFT and book.random.random() < 0.5
        else (below if falls_short else meets)
    )
    note = "Dua rekan cuti melahirkan pada bulan kedua." if falls_short else ""
    when: date = report.period.ends + timedelta(days=1)
    return Realisation(
        report=report, indicator_key=indicator.key, text=text, note=note if text else "", updated_at=at(when)
    )


def _texts(title: str, statement: str) -> tuple[str, str]:
    every = (facts for item in promises(title)["results"] for facts in item["indicators"])
    facts = next(facts for facts in every if facts[1] == statement)
    return facts[4], facts[5]


def _said(
    book: Book, plan: Plan, period: Period, person: Person, indicators: list[Indicator]
) -> Feedback | None:
    """One scheduled feedback by the superior; one in nine superiors gives none."""
    if person.appraiser is None or book.random.random() < 0.11:
        return None
    weak = person.quality < -0.9
    return Feedback(
        plan=plan,
        period=period,
        result_key=book.random.choice(indicators).result.key,
        author=person.appraiser,
        relation=Feedback.Relation.SUPERIOR,
        tone=Feedback.Tone.IMPROVE if weak else Feedback.Tone.POSITIVE,
        text=book.random.choice(BETTER if weak else GOOD),
        scheduled=True,
        given_at=at(period.ends - timedelta(days=book.random.randint(3, 25))),
    )
