"""The daily log of a plan: a week, what one often does, where the next line begins, and the sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.db.models.functions import Lower
from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from kinerja.people.queries import calendar as holidays
from kinerja.plans.models import Period, Plan

from ..models import DailyEntry

OFTEN = 8
OFTEN_DAYS = 90
WORK_BEGINS = time(7, 30)
STEP_MINUTES = 5
NOT_ADDITIVE = frozenset({"%", "persen", "skor", "nilai", "indeks", "skala"})


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_entries(plan: Plan, monday: date) -> list[DailyEntry]:
    return list(plan.daily_entries.filter(day__gte=monday, day__lt=monday + timedelta(days=7)))


def unlogged_days(entries: Iterable[DailyEntry], monday: date, on: date) -> list[date]:
    """Working days of the week, before the day `on`, without any line. Two queries.

    A year whose holidays nobody has entered yet counts by its weekdays.
    """
    logged = {entry.day for entry in entries}
    calendar = holidays({monday.year, (monday + timedelta(days=6)).year})

    def works(day: date) -> bool:
        return calendar.is_working_day(day) if day.year in calendar.years else calendar.in_week(day)

    days = (monday + timedelta(days=offset) for offset in range(7))
    return [day for day in days if day < on and day not in logged and works(day)]


@dataclass(frozen=True, slots=True)
class Often:
    """A deed that comes back, as a template for the next line."""

    text: str
    unit: str
    indicator_key: UUID | None
    times: int


def often(plan: Plan, on: date) -> list[Often]:
    """The deeds entered most in the last 90 days, at most eight; those entered once are no habit."""
    recent = plan.daily_entries.filter(day__gt=on - timedelta(days=OFTEN_DAYS)).order_by()
    counted = recent.values("text", "unit", "indicator_key").annotate(times=Count("id"), last=Max("day"))
    top = counted.filter(times__gte=2).order_by("-times", "-last", "text")[:OFTEN]
    return [Often(row["text"], row["unit"], row["indicator_key"], row["times"]) for row in top]


@dataclass(frozen=True, slots=True)
class NextLine:
    """Where the next line begins: after the last one of the day, until now, towards the same indicator."""

    day: date
    starts: time
    ends: time
    indicator_key: UUID | None


def next_line(plan: Plan, at: datetime) -> NextLine:
    """What the quick form proposes at the moment `at`; times rounded to five minutes. Two queries."""
    here = localtime(at)
    today = here.date()
    last = plan.daily_entries.order_by("-day", "-ends").first()
    last_today = last.ends if last and last.day == today else None
    now = time(here.hour, here.minute - here.minute % STEP_MINUTES)
    starts = last_today or WORK_BEGINS
    if now <= starts:
        hour_later = min(starts.hour * 60 + starts.minute + 30, 23 * 60 + 59)
        now = time(hour_later // 60, hour_later % 60)
    return NextLine(today, starts, now, last.indicator_key if last else None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the daily log says about one indicator: `text` for the realisation, `note` where it comes from."""

    text: str
    note: str
    deeds: int


def roll_up_daily(plan: Plan, period: Period) -> dict[UUID, Proposal]:
    """Sums by unit and number of deeds for each indicator that has lines in the period. Two queries.

    Percentages, scores and indices are counted but never added. What is proposed becomes data, and data is
    read in Indonesian: "1,234" from an English page would be read back as a little over one.
    """
    lines = plan.daily_entries.filter(
        day__gte=period.starts, day__lte=period.ends, indicator_key__isnull=False
    ).order_by()
    amounts: dict[UUID | None, list[str]] = defaultdict(list)
    by_unit = lines.exclude(amount=None).annotate(in_unit=Lower("unit"))
    sums = by_unit.values("indicator_key", "in_unit").annotate(total=Sum("amount")).order_by("-total")
    with override(settings.LANGUAGE_CODE):
        for row in sums:
            if row["in_unit"] not in NOT_ADDITIVE:
                amounts[row["indicator_key"]].append(f"{_figure(row['total'])} {row['in_unit']}".strip())
        counted = lines.values("indicator_key").annotate(deeds=Count("id"), days=Count("day", distinct=True))
        return {
            row["indicator_key"]: _proposal(amounts[row["indicator_key"]], row["deeds"], row["days"])
            for row in counted
            if row["indicator_key"] is not None
        }


def _proposal(sums: list[str], deeds: int, days: int) -> Proposal:
    counted = _("%(count)d kegiatan") % {"count": deeds}
    note = _("Dijumlahkan dari log harian: %(deeds)s pada %(days)d hari.") % {"deeds": counted, "days": days}
    return Proposal("; ".join(sums) or counted, note, deeds)


def _figure(amount: Decimal) -> str:
    places = (
        0 if amount == amount.to_integral_value() else max(0, -int(amount.normalize().as_tuple().exponent))
    )
    return str(number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True))
