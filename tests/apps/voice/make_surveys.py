"""Surveys as the database has them, without asking anybody: questionnaires, periods, answers, codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from kinerja.people.models import Unit
from kinerja.rules import skm
from kinerja.voice.models import (
    Question,
    Questionnaire,
    QuestionnaireVersion,
    Service,
    ServiceCase,
    Standard,
    SurveyAnswer,
    SurveyPeriod,
)
from tests.world import NOW

STARTS, ENDS = date(2026, 7, 1), date(2026, 12, 31)


def make_service(unit: Unit, code: str = "ktp-el", name: str = "Perekaman KTP-el") -> Service:
    """A service with a published standard of two hours."""
    service = Service.objects.create(unit=unit, code=code, name=name)
    Standard.objects.create(
        service=service,
        number=1,
        starts=date(2026, 1, 1),
        published_at=NOW,
        promise=2,
        promise_unit=Standard.PromiseUnit.HOURS,
        requirements="Kartu keluarga",
        procedure="Datang, rekam, ambil",
        product="KTP-el",
        complaint_channel="Loket informasi",
    )
    return service


def make_case(service: Service, number: str = "B-1", **facts: Any) -> ServiceCase:
    """A case under way."""
    standard = service.standards.get(number=1)
    defaults = {"received_at": NOW, "source": ServiceCase.Source.COUNTER}
    return ServiceCase.objects.create(service=service, standard=standard, number=number, **(defaults | facts))


def make_version(
    unit: Unit | None = None,
    *,
    name: str = "Kuesioner SKM",
    doubled: Iterable[str] = (),
    open_questions: Sequence[str] = ("Apa yang perlu kami perbaiki?",),
    frozen_at: datetime | None = None,
) -> QuestionnaireVersion:
    """The standard nine in the regulation's order (elements in `doubled` asked twice in a row), then the
    open questions. Rated places therefore follow `skm.codes`."""
    questionnaire = Questionnaire.objects.create(name=name, unit=unit)
    version = QuestionnaireVersion.objects.create(questionnaire=questionnaire, number=1, frozen_at=frozen_at)
    order = 0
    for element in skm.elements(STARTS):
        for _time in range(2 if element.code in set(doubled) else 1):
            order += 1
            Question.objects.create(
                version=version,
                order=order,
                element=element.code,
                text=element.question,
                labels=list(element.labels),
            )
    for text in open_questions:
        order += 1
        Question.objects.create(version=version, order=order, text=text)
    return version


def make_period(
    unit: Unit,
    version: QuestionnaireVersion | None = None,
    *,
    name: str = "Semester II 2026",
    starts: date = STARTS,
    ends: date = ENDS,
    status: str = SurveyPeriod.Status.OPEN,
    poster_open: bool = True,
    **facts: Any,
) -> SurveyPeriod:
    """An open period of `unit` for 500 users (217 by table and formula); its version is frozen."""
    chosen = version or make_version(unit)
    if status != SurveyPeriod.Status.PLANNED and chosen.frozen_at is None:
        chosen.frozen_at = NOW
        chosen.save()
    defaults = {"population": 500, "sample_table": 217, "sample_formula": 217}
    return SurveyPeriod.objects.create(
        unit=unit,
        version=chosen,
        name=name,
        starts=starts,
        ends=ends,
        status=status,
        poster_open=poster_open,
        poster_code=f"poster-{unit.pk}-{SurveyPeriod.objects.count()}",
        **(defaults | facts),
    )


def make_answers(
    period: SurveyPeriod,
    rows: Iterable[Sequence[int | None]],
    *,
    state: str = SurveyAnswer.State.COUNTED,
    flags: Sequence[str] = (),
    channel: str = SurveyAnswer.Channel.TOKEN,
    **facts: Any,
) -> list[SurveyAnswer]:
    """One answer a row of values; every other fact is the same for all of them."""
    defaults: dict[str, Any] = {"unit": period.unit, "day": period.starts, "day_part": "pagi", "seconds": 45}
    return SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            period=period,
            values=list(values),
            state=state,
            flags=list(flags),
            channel=channel,
            **(defaults | facts),
        )
        for values in rows
    )
