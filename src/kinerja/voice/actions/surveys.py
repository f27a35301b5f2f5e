"""The life of a survey period: planned, open, closed, published. Its result is frozen when published."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.rows import lock_row
from kinerja.rules import skm
from kinerja.rules.errors import RuleError

from ..errors import NotPossible, Stale
from ..models import QuestionnaireVersion, SurveyAnswer, SurveyPeriod
from ..queries.results import frozen, results
from .common import move
from .questionnaires import freeze

RULE = "PermenPANRB 14/2017, Lampiran"
POSTER_BYTES = 8  # 64 bits: nobody finds the poster of another unit by trying


def _facts(period: SurveyPeriod) -> dict[str, Any]:
    return {
        "name": period.name,
        "version": period.version_id,
        "starts": period.starts,
        "ends": period.ends,
        "population": period.population,
        "sample_table": period.sample_table,
        "sample_formula": period.sample_formula,
        "poster_open": period.poster_open,
    }


def _sample(population: int, on: date) -> dict[str, int]:
    try:
        size = skm.sample_size(population, on=on)
    except RuleError as error:
        raise NotPossible(str(error)) from error
    return {"population": population, "sample_table": size.table, "sample_formula": size.formula}


def _check(unit: Unit, version: QuestionnaireVersion, name: str, starts: date, ends: date, own: int) -> None:
    if ends < starts:
        raise NotPossible(_("Hari terakhir mendahului hari pertama."))
    if SurveyPeriod.objects.filter(unit=unit, name=name).exclude(pk=own).exists():
        raise NotPossible(_("Unit ini sudah mempunyai periode dengan nama itu."))
    owner = version.questionnaire.unit_id
    if owner not in (None, unit.pk):
        raise NotPossible(_("Kuesioner itu milik unit lain."))


@transaction.atomic
def plan_period(
    *,
    unit: Unit,
    version: QuestionnaireVersion,
    name: str,
    starts: date,
    ends: date,
    population: int,
    poster_open: bool = False,
    actor: User,
    at: datetime,
) -> SurveyPeriod:
    """A planned survey of `unit` with the samples that its number of users asks for. Raises NotPossible."""
    name = name.strip()
    _check(unit, version, name, starts, ends, 0)
    period = SurveyPeriod.objects.create(
        unit=unit,
        version=version,
        name=name,
        starts=starts,
        ends=ends,
        poster_open=poster_open,
        poster_code=secrets.token_urlsafe(POSTER_BYTES),
        **_sample(population, starts),
    )
    record(actor=actor, at=at, action="voice.plan_survey", target=period, after=_facts(period), rule=RULE)
    return period


@transaction.atomic
def change_period(
    *,
    period: SurveyPeriod,
    version: QuestionnaireVersion,
    name: str,
    starts: date,
    ends: date,
    population: int,
    poster_open: bool,
    actor: User,
    at: datetime,
) -> SurveyPeriod:
    """Changes a period that has not opened. Raises NotPossible, Stale."""
    held = lock_row(SurveyPeriod.objects.select_related("unit"), period.pk)
    if held.status != SurveyPeriod.Status.PLANNED:
        raise NotPossible(_("Periode ini sudah dibuka, jadi rencananya tidak dapat diubah lagi."))
    name = name.strip()
    _check(held.unit, version, name, starts, ends, held.pk)
    before = _facts(held)
    held.version, held.name, held.starts, held.ends = version, name, starts, ends
    held.poster_open = poster_open
    for field, value in _sample(population, starts).items():
        setattr(held, field, value)
    held.save()
    record(
        actor=actor,
        at=at,
        action="voice.change_survey",
        target=held,
        before=before,
        after=_facts(held),
        rule=RULE,
    )
    return held


@transaction.atomic
def set_poster(*, period: SurveyPeriod, poster_open: bool, actor: User, at: datetime) -> None:
    """Takes answers by poster, or no longer. Raises Stale when it already does, or the survey is over."""
    running = [SurveyPeriod.Status.PLANNED, SurveyPeriod.Status.OPEN]
    rows = SurveyPeriod.objects.filter(pk=period.pk, status__in=running, poster_open=not poster_open)
    if rows.update(poster_open=poster_open) != 1:
        raise Stale
    period.poster_open = poster_open
    record(actor=actor, at=at, action="voice.set_poster", target=period, after={"poster_open": poster_open})


@transaction.atomic
def open_survey(*, period: SurveyPeriod, actor: User, at: datetime) -> None:
    """Answers are taken on its days from now on; its questionnaire is frozen.

    Raises NotPossible when it is over, or another survey of the unit is open on one of its days.
    """
    Unit.objects.select_for_update().get(pk=period.unit_id)
    if period.ends < localdate(at):
        raise NotPossible(_("Hari terakhir periode ini sudah lewat. Buat periode baru."))
    others = SurveyPeriod.objects.filter(
        unit_id=period.unit_id,
        status=SurveyPeriod.Status.OPEN,
        starts__lte=period.ends,
        ends__gte=period.starts,
    ).exclude(pk=period.pk)
    if (other := others.first()) is not None:
        words = _("Survei “%(name)s” unit ini masih berjalan pada hari yang sama. Tutup dahulu survei itu.")
        raise NotPossible(words % {"name": other.name})
    before = period.status
    move("survey", period, "open")
    freeze(version=period.version, at=at)
    _record(period, "open", before, actor, at)


@transaction.atomic
def close_survey(*, period: SurveyPeriod, actor: User, at: datetime) -> None:
    """No answer is taken any more; it may be opened again until it is published."""
    before = period.status
    move("survey", period, "close")
    _record(period, "close", before, actor, at)


@transaction.atomic
def publish_survey(*, period: SurveyPeriod, actor: User, at: datetime) -> None:
    """Freezes the result with both figures. Raises NotPossible while held answers wait or nobody answered."""
    SurveyPeriod.objects.select_for_update().get(pk=period.pk)
    held = SurveyAnswer.objects.filter(period=period, state=SurveyAnswer.State.HELD).count()
    if held:
        words = ngettext(
            "%(count)d jawaban masih ditahan. Putuskan dahulu: dihitung atau dikeluarkan.",
            "%(count)d jawaban masih ditahan. Putuskan dahulu: dihitung atau dikeluarkan.",
            held,
        )
        raise NotPossible(words % {"count": held})
    found = results(period)
    if found.published is None:
        words = _("Hasil baru dapat diterbitkan bila sedikitnya %(k)d jawaban dihitung.")
        raise NotPossible(words % {"k": found.floor})
    before = period.status
    move("survey", period, "publish", published_at=at, result=frozen(found))
    _record(period, "publish", before, actor, at)


def _record(period: SurveyPeriod, event: str, before: str, actor: User, at: datetime) -> None:
    record(
        actor=actor,
        at=at,
        action=f"voice.{event}_survey",
        target=period,
        before={"status": before},
        after={"status": period.status} | period.result.get("published", {}),
        rule=RULE,
    )
