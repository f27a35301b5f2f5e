"""Working days: weeks of five or six days, national holidays, collective leave, an agency's own days.

A holiday whose date is still an estimate never fixes a legal date: a deadline that counts across one
says `certain=False` and gives both dates. Source of the days: the yearly joint decree (SKB 3 Menteri).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from .errors import RuleError
from .explain import Explanation, Step
from .loader import rule

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class DayOff:
    """A day off. `kind`: "nasional", "cuti_bersama" or "instansi". `certain`: the date is decided."""

    date: date
    name: str
    kind: str = "nasional"
    certain: bool = True


@dataclass(frozen=True)
class Calendar:
    """The working days of one agency in the years it knows.

    `days_off`: holidays and leave, already with the agency's own; `years`: years with data;
    `week`: 5 (Monday to Friday) or 6 (Monday to Saturday) working days.
    """

    days_off: frozenset[DayOff]
    years: frozenset[int]
    week: int = 5

    def __post_init__(self) -> None:
        if self.week not in (5, 6):
            raise RuleError(f"minggu kerja harus 5 atau 6 hari, bukan {self.week}")

    @cached_property
    def _by_date(self) -> dict[date, DayOff]:
        return {day.date: day for day in sorted(self.days_off)}

    @cached_property
    def version(self) -> str:
        """A short fingerprint of all that decides a working day; stored with a frozen due date."""
        import hashlib  # loads OpenSSL: not for those who only count days

        lines = [f"week {self.week}", f"years {sorted(self.years)}"]
        lines += [f"{day.date} {day.name} {day.kind} {day.certain}" for day in sorted(self.days_off)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    def with_changes(
        self, *, add: Iterable[DayOff] = (), remove: Iterable[date] = (), week: int | None = None
    ) -> Calendar:
        """This calendar with an agency's days off added, days off taken away, or another week."""
        gone, added = set(remove), frozenset(add)
        gone |= {day.date for day in added}
        kept = frozenset(day for day in self.days_off if day.date not in gone)
        return replace(self, days_off=kept | added, week=week or self.week)

    def day_off(self, day: date) -> DayOff | None:
        """The holiday or leave on `day`, if any. Raises RuleError for a year without data."""
        if day.year not in self.years:
            known = f"{min(self.years)}-{max(self.years)}" if self.years else "tidak ada"
            raise RuleError(f"kalender belum memuat hari libur tahun {day.year}; tahun yang termuat: {known}")
        return self._by_date.get(day)

    def in_week(self, day: date) -> bool:
        """Whether the weekday of `day` is one on which the agency works."""
        return day.weekday() < self.week

    def is_working_day(self, day: date) -> bool:
        """Whether the agency works on `day`. Raises RuleError for a year without data."""
        return self.day_off(day) is None and self.in_week(day)

    def add_working_days(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`; `start` itself is not counted.

        Raises RuleError when `days` is under 1 or the count runs into a year without data.
        """
        if days < 1:
            raise RuleError(f"jumlah hari kerja harus paling sedikit 1, bukan {days}")
        day = start
        while days:
            day += ONE_DAY
            days -= self.is_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working_day(day) for day in _days(first + ONE_DAY, last))

    def last_working_day(self, day: date) -> date:
        """`day` itself, or the last working day before it."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def counting_day(self, received: datetime, *, closing: time) -> date:
        """The day on which something received counts as received (local time of the office).

        After closing time or on a day off it counts from the next working day.
        """
        day = received.date()
        if self.is_working_day(day) and received.time() <= closing:
            return day
        return self.add_working_days(day, 1)

    def days_off_between(self, first: date, last: date) -> tuple[DayOff, ...]:
        """Holidays and leave after `first` up to and including `last`, in order."""
        found = (self.day_off(day) for day in _days(first + ONE_DAY, last))
        return tuple(day for day in found if day is not None)

    def without_estimates(self) -> Calendar:
        """This calendar as if no estimated holiday took place."""
        return replace(self, days_off=frozenset(day for day in self.days_off if day.certain))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due date, frozen with the calendar that gave it.

    `earliest` and `latest` differ from `due` only when an estimated holiday lies inside the span;
    then `certain` is False and the date must not be used as a legal date yet. `skipped` are the
    holidays inside the span. `last_working_day` is the last day an office can act in time: `due`,
    or the working day before it; None when the calendar does not know the year of a fixed date.
    """

    event: str
    title: str
    start: date
    unit: str
    due: date
    certain: bool
    earliest: date
    latest: date
    last_working_day: date | None
    skipped: tuple[DayOff, ...]
    if_missed: str
    calendar_version: str
    explanation: Explanation


def due(
    start: date,
    days: int,
    calendar: Calendar,
    *,
    event: str = "",
    title: str = "",
    if_missed: str = "",
    because: Explanation = (),
) -> Deadline:
    """The deadline of `days` working days after `start` (not counted), with its explanation.

    Raises RuleError when `days` is under 1 or the count runs into a year without data.
    """
    day = calendar.add_working_days(start, days)
    skipped = calendar.days_off_between(start, day)
    certain = all(off.certain for off in skipped)
    earliest = day if certain else calendar.without_estimates().add_working_days(start, days)
    return Deadline(
        event=event,
        title=title,
        start=start,
        unit="hari kerja",
        due=day,
        certain=certain,
        earliest=earliest,
        latest=day,
        last_working_day=day,
        skipped=skipped,
        if_missed=if_missed,
        calendar_version=calendar.version,
        explanation=(*because, *_count_steps(start, days, day, earliest, skipped, calendar)),
    )


def _count_steps(
    start: date, days: int, day: date, earliest: date, skipped: tuple[DayOff, ...], calendar: Calendar
) -> Explanation:
    counted = Step(
        "arithmetic",
        day.isoformat(),
        f"Kalender {calendar.version}, minggu kerja {calendar.week} hari",
        f"{days} hari kerja sesudah {start.isoformat()} jatuh pada {day.isoformat()}.",
    )
    off = [f"{item.date.isoformat()} {item.name}" for item in skipped if calendar.in_week(item.date)]
    steps = [counted]
    if off:
        says = f"Tidak dihitung: {', '.join(off)}."
        steps.append(Step("calendar.holidays", off, "SKB 3 Menteri dan hari libur instansi", says))
    unsure = [f"{item.date.isoformat()} {item.name}" for item in skipped if not item.certain]
    if unsure:
        says = (
            f"Belum pasti: {', '.join(unsure)} masih perkiraan. Jika tetap, {day.isoformat()}; "
            f"jika tidak, {earliest.isoformat()}."
        )
        steps.append(Step("calendar.holidays", unsure, "SKB 3 Menteri belum memastikan tanggal", says))
    return tuple(steps)


def indonesia(years: Iterable[int] | None = None, *, week: int = 5) -> Calendar:
    """National holidays and collective leave from `law/`, for `years` or all years there are.

    Raises RuleError when a year asked for has no data.
    """
    by_year = {value.start.year: value for value in rule("calendar.holidays").values}
    wanted = frozenset(by_year if years is None else years)
    missing = sorted(wanted - by_year.keys())
    if missing:
        known = f"{min(by_year)}-{max(by_year)}"
        raise RuleError(f"tidak ada data hari libur tahun {missing[0]}; tahun yang termuat: {known}")
    days = frozenset(
        DayOff(item["date"], item["name"], item["kind"], item["certain"])
        for year in wanted
        for item in by_year[year]["days"]
    )
    return Calendar(days_off=days, years=wanted, week=week)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY
