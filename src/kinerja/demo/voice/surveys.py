"""Four half-years of the satisfaction survey in eight units; one of them was attacked."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from django.db.models import Q

from kinerja.people.models import Unit
from kinerja.rules.skm import codes, elements, sample_size
from kinerja.voice.models import (
    Question,
    Questionnaire,
    QuestionnaireVersion,
    ServiceCase,
    SurveyAnswer,
    SurveyPeriod,
)

from ..book import Book, at
from ..bulk import copy_in
from .cases import SETTLING
from .content import content

A = SurveyAnswer
OPEN_QUESTION = "Apa yang paling perlu kami perbaiki?"
ATTACKED = ("DPMPTSP", 3)
ATTACK = 140


@dataclass(frozen=True, slots=True)
class Half:
    """One half-year: 1 to 4, oldest first."""

    number: int
    name: str
    starts: date
    ends: date


def halves(today: date) -> list[Half]:
    """Those that have begun."""
    every = [
        Half(2 * back + part, f"Semester {'I' * part} {year}", date(year, 6 * part - 5, 1), _end(year, part))
        for back, year in enumerate((today.year - 1, today.year))
        for part in (1, 2)
    ]
    return [half for half in every if half.starts <= today]


def _end(year: int, part: int) -> date:
    return date(year, 6, 30) if part == 1 else date(year, 12, 31)


def write_surveys(book: Book, only: Collection[str] | None = None) -> list[SurveyPeriod]:
    """Questionnaire, periods and answers; periods that are over are closed, the last one is open. `only`
    keeps the surveys of these units."""
    version = _questionnaire(book)
    units = {unit.code: unit for unit in Unit.objects.all()}
    periods: list[SurveyPeriod] = []
    for facts in content("surveys")["unit"]:
        if only is not None and facts["code"] not in only:
            continue
        unit = units[facts["code"]]
        for half in halves(book.today):
            period = _period(book, unit, version, half)
            periods.append(period)
            copy_in(_answers(book, period, half, facts))
    return periods


def _questionnaire(book: Book) -> QuestionnaireVersion:
    made = Questionnaire.objects.create(name="Survei Kepuasan Masyarakat")
    version = QuestionnaireVersion.objects.create(
        questionnaire=made,
        number=1,
        intro="Sembilan pertanyaan singkat tentang pelayanan yang baru Anda terima.",
        frozen_at=at(date(book.today.year - 1, 1, 1)),
    )
    rated = [
        Question(
            version=version, order=order, element=item.code, text=item.question, labels=list(item.labels)
        )
        for order, item in enumerate(elements(book.today), start=1)
    ]
    Question.objects.bulk_create([*rated, Question(version=version, order=10, text=OPEN_QUESTION)])
    return version


def _period(book: Book, unit: Unit, version: QuestionnaireVersion, half: Half) -> SurveyPeriod:
    under = Q(service__unit=unit) | Q(service__unit__parent=unit)
    users = ServiceCase.objects.filter(
        under, received_at__gte=at(half.starts), received_at__lte=at(half.ends)
    ).count()
    users = max(users, 120)
    sample = sample_size(users, on=half.starts)
    return SurveyPeriod.objects.create(
        unit=unit,
        version=version,
        name=half.name,
        starts=half.starts,
        ends=half.ends,
        population=users,
        sample_table=sample.table,
        sample_formula=sample.formula,
        poster_code=f"{book.random.getrandbits(48):012x}",
        poster_open=unit.code == "DPMPTSP",
        status=SurveyPeriod.Status.OPEN if half.ends >= book.today else SurveyPeriod.Status.CLOSED,
    )


def _answers(book: Book, period: SurveyPeriod, half: Half, facts: dict[str, Any]) -> Iterator[SurveyAnswer]:
    random, last = book.random, min(half.ends, book.today)
    share = (last - half.starts).days / (half.ends - half.starts).days
    wanted = round(period.sample_table * random.uniform(0.92, 1.04) * share)
    transactions = _transactions(book, period, half, last)
    means, lifts = _means(book, facts, half), _lifts(book, facts)
    for number in range(wanted):
        poster = not transactions or number % 11 == 0
        service, officer, day = random.choice(transactions) if transactions else (None, None, last)
        answer = _blank(period, day, random)
        answer.channel = A.Channel.POSTER if poster else A.Channel.TOKEN
        answer.service_id, answer.officer_id = (service, None if poster else officer)
        answer.values = _values([mean + lift(day) for mean, lift in zip(means, lifts, strict=True)], random)
        answer.open_answers = [random.choice(facts["words"]) if random.random() < 0.2 else ""]
        yield answer
    if (facts["code"], half.number) == ATTACKED:
        yield from _attack(period, half, random)


Transaction = tuple[int | None, int | None, date]


def _transactions(book: Book, period: SurveyPeriod, half: Half, last: date) -> list[Transaction]:
    """Service, officer and day of what was done in the half-year in this unit."""
    under = Q(service__unit=period.unit) | Q(service__unit__parent=period.unit)
    rows = ServiceCase.objects.filter(under, done_at__gte=at(half.starts), done_at__lte=at(last))
    done = rows.order_by("pk").values_list("service_id", "officer_id", "done_at__date")[:4_000]
    return [(service, officer, day) for service, officer, day in done]


def _means(book: Book, facts: dict[str, Any], half: Half) -> list[float]:
    usual = content("surveys")["usual"]
    found = [facts.get(code, usual[code]) for code in codes(book.today)]
    return [mean[half.number - 1] if isinstance(mean, list) else mean for mean in found]


def _lifts(book: Book, facts: dict[str, Any]) -> list[Callable[[date], float]]:
    """By how much each element is rated better on a day: since so many days ago, grown within six weeks."""
    rows = {row["element"]: row for row in facts.get("lift", ())}

    def lift(row: dict[str, Any] | None, day: date) -> float:
        gone = (day - book.today).days + row["days_ago"] if row else 0
        return float(row["by"] * min(1.0, max(0.0, gone / SETTLING))) if row else 0.0

    return [partial(lift, rows.get(code)) for code in codes(book.today)]


def _values(means: list[float], random: Random) -> list[int | None]:
    mood = random.gauss(0, 0.4)
    drawn = [min(4, max(1, round(mean + mood + random.gauss(0, 0.5)))) for mean in means]
    return [None if random.random() < 0.01 else value for value in drawn]


def _blank(period: SurveyPeriod, day: date, random: Random) -> SurveyAnswer:
    def some(choices: list[str], weights: list[int]) -> str:
        return "" if random.random() < 0.06 else random.choices(choices, weights)[0]

    return SurveyAnswer(
        id=uuid.UUID(int=random.getrandbits(128), version=4),
        period=period,
        unit=period.unit,
        day=day,
        day_part=random.choices([A.DayPart.MORNING, A.DayPart.AFTERNOON], [3, 2])[0],
        seconds=random.randint(35, 190),
        sex=some(A.Sex.values, [45, 55]),
        age_band=some(A.AgeBand.values, [14, 36, 38, 12]),
        education=some(A.Education.values, [10, 16, 42, 10, 18, 3, 1]),
        work=some(A.Work.values, [9, 2, 2, 34, 28, 25]),
        disability=some(A.Disability.values, [94, 3, 2, 1]),
    )


def _attack(period: SurveyPeriod, half: Half, random: Random) -> Iterator[SurveyAnswer]:
    """One afternoon in May: everything "1", in seconds, with the same words. The system held them out."""
    day = half.starts + timedelta(days=136)
    for _number in range(ATTACK):
        answer = _blank(period, day, random)
        answer.channel, answer.day_part = A.Channel.POSTER, A.DayPart.AFTERNOON
        answer.seconds = random.randint(4, 9)
        answer.sex = answer.age_band = answer.education = answer.work = answer.disability = ""
        answer.values = [1] * 9
        answer.open_answers = ["Ganti semua pegawainya"]
        answer.flags = ["straight_line", "too_fast", "burst", "same_text"]
        answer.state = A.State.HELD
        yield answer
