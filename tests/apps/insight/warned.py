"""Early warnings as a round of the worker raises them, and as somebody closes them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kinerja.assessment.models import EarlyWarning
from kinerja.insight.actions import close_warnings
from kinerja.insight.queries.warnings import in_words
from kinerja.insight.warnings import warning_round
from tests.world import NOW, World


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


def raised(kind: str, moment: datetime = NOW) -> list[EarlyWarning]:
    warning_round(moment)
    return list(EarlyWarning.objects.filter(kind=kind).order_by("id"))


def words(warning: EarlyWarning) -> str:
    return in_words([warning])[0].words.seen


def closed(world: World, row: EarlyWarning, day: date, note: str = "SKP disusun minggu ini.") -> None:
    close_warnings(warnings=[row], note=note, actor=world.hr.user, at=at(day))
