"""What a citizen is asked: by the code of a transaction or by a poster. Nothing here knows a person.

An open survey changes a few times a year and is read many times a second, so each process remembers what it
asks for `settings.SURVEY_REMEMBERED_SECONDS`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import MD5, Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.people.queries import agency

from ..actions.tokens import digest
from ..errors import NotPossible
from ..models import Service, ServiceCase, SurveyAnswer, SurveyPeriod, SurveyToken
from .surveys import open_period

REMEMBERED_AT_MOST = 5_000
T = TypeVar("T")


class CodeGone(NotPossible):
    """The code was used, is mistyped or never was: nobody can tell which any more."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            _(
                "Kode ini sudah dipakai, atau salah ketik. Satu kode berlaku untuk satu jawaban. "
                "Bila Anda sudah mengirim, jawaban Anda sudah kami terima."
            )
        )


class CodeExpired(NotPossible):
    """The code was never used and its days are over."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("Masa berlaku kode ini sudah lewat, jadi jawaban tidak dapat diterima lagi."))


class SurveyClosed(NotPossible):
    """No survey of this place runs on this day."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("Survei ini sedang tidak berjalan, jadi jawaban tidak dapat diterima."))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; a rated one has four labels, worth 1 to 4 in their order."""

    id: int
    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked in one period about one unit. `a_day`: users on an average day of the period."""

    period_id: int
    unit_id: int
    unit: str
    agency: str
    intro: str
    rated: tuple[Asked, ...]
    open: tuple[Asked, ...]
    a_day: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """A code that may still be used, with what it asks."""

    digest: str
    service_id: int
    officer_id: int | None
    service: str
    sheet: Sheet


_remembered: dict[Hashable, tuple[float, object]] = {}


def forget_sheets() -> None:
    """Forgets what this process remembers of open surveys."""
    _remembered.clear()


def ticket(code: str, on: date) -> Ticket:
    """The code of a transaction. Raises CodeGone, CodeExpired or SurveyClosed. One query when remembered."""
    known = digest(code)
    rows = SurveyToken.objects.filter(digest=known).values_list("service_id", "officer_id", "expires_on")
    found = list(rows)
    if not found:
        raise CodeGone
    service_id, officer_id, expires_on = found[0]
    if expires_on < on:
        raise CodeExpired
    place = _remember(("service", service_id, on), lambda: _of_service(service_id, on))
    if place is None:
        raise SurveyClosed
    return Ticket(known, service_id, officer_id, *place)


def poster(code: str, on: date) -> Sheet:
    """The open survey of a poster. Raises SurveyClosed."""
    sheet = _remember(("poster", code, on), lambda: _of_poster(code, on))
    if sheet is None:
        raise SurveyClosed
    return sheet


def visitors(sheet: Sheet, on: date) -> int:
    """How many people the unit serves on the day: cases received so far, or the usual day if that is more."""
    midnight = timezone.make_aware(datetime.combine(on, datetime.min.time()))
    today = (midnight, midnight + timedelta(days=1))
    cases = ServiceCase.objects.filter(service__unit=sheet.unit_id, received_at__range=today)
    return max(sheet.a_day, _remember(("cases", sheet.unit_id, on), cases.count))


def same_words(sheet: Sheet, words: str) -> int:
    """How many answers of the period say just this in their first open answer, upper or lower case."""
    rows = SurveyAnswer.objects.filter(period=sheet.period_id).exclude(open_answers=[])
    said = rows.alias(said=MD5(Lower(F("open_answers__0"))))
    return said.filter(said=MD5(Lower(Value(words)))).count()


def is_taken(answer_id: UUID) -> bool:
    """Whether an answer of this id has been stored."""
    return SurveyAnswer.objects.filter(pk=answer_id).exists()


def _of_service(service_id: int, on: date) -> tuple[str, Sheet] | None:
    service = Service.objects.select_related("unit").get(pk=service_id)
    period = open_period(service, on)
    return None if period is None else (service.name, _sheet(period, service.unit_id, service.unit.name))


def _of_poster(code: str, on: date) -> Sheet | None:
    rows = SurveyPeriod.objects.filter(
        poster_code=code, poster_open=True, status=SurveyPeriod.Status.OPEN, starts__lte=on, ends__gte=on
    )
    period = rows.select_related("unit").first()
    return None if period is None else _sheet(period, period.unit_id, period.unit.name)


def _sheet(period: SurveyPeriod, unit_id: int, unit: str) -> Sheet:
    version = period.version
    rows = [
        (question.element, Asked(question.pk, question.text, tuple(question.labels)))
        for question in version.questions.order_by("order")
    ]
    days = (period.ends - period.starts).days + 1
    return Sheet(
        period_id=period.pk,
        unit_id=unit_id,
        unit=unit,
        agency=agency().name,
        intro=version.intro,
        rated=tuple(asked for element, asked in rows if element),
        open=tuple(asked for element, asked in rows if not element),
        a_day=-(-period.population // days),
    )


def _remember(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gave for the key at most some seconds ago."""
    now = time.monotonic()
    known = _remembered.get(key)
    if known is not None and known[0] > now:
        return cast(T, known[1])
    made = make()
    if len(_remembered) >= REMEMBERED_AT_MOST:
        _remembered.clear()
    _remembered[key] = (now + settings.SURVEY_REMEMBERED_SECONDS, made)
    return made
