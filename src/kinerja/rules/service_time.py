"""How long a citizen waited for a service, and whether the promise of its standard was kept.

Two clocks run beside each other. Office minutes: minutes between opening and closing on working days,
those spent waiting on the citizen taken off. Working days: counted after the day of receipt (after closing
time: after the next working day), so finished on the day of receipt is 0 and "1 hari kerja" is kept up to
the end of the next working day; whole working days inside a wait are taken off, never the day on which the
case was finished. The promise is compared in its own unit. Sources: UU 25/2009 Ps 21 (jangka waktu);
PermenPANRB 15/2014; the counting of days as everywhere in this product (`rules.calendar`); office hours
`law/service.office_hours`. Moments are the wall clock of the office: pass local time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from .calendar import Calendar
from .errors import RuleError
from .explain import Explanation, Step
from .loader import Value, in_force

Wait = tuple[datetime, datetime | None]
Span = tuple[datetime, datetime]

UNITS = {"minutes": "menit kerja", "hours": "jam kerja", "working_days": "hari kerja"}
PER_HOUR = 60
STANDARD = "UU 25/2009 Ps 21; PermenPANRB 15/2014"


@dataclass(frozen=True, slots=True)
class Elapsed:
    """What was measured: full office minutes and working days, with the waits already taken off."""

    minutes: int
    days: int
    waited_minutes: int
    waited_days: int

    def within(self, promise: int, unit: str) -> bool:
        """Whether `promise` in `unit` ("minutes", "hours", "working_days") was kept. Raises RuleError."""
        if promise < 1:
            raise RuleError(f"janji waktu harus paling sedikit 1, bukan {promise}")
        if unit == "working_days":
            return self.days <= promise
        if unit not in UNITS:
            raise RuleError(f"satuan janji waktu {unit!r} tidak dikenal; pilihan: {', '.join(UNITS)}")
        return self.minutes <= promise * (PER_HOUR if unit == "hours" else 1)


@dataclass(frozen=True, slots=True)
class Measured:
    """One case, measured and explained."""

    elapsed_minutes: int
    elapsed_days: int
    within: bool
    explanation: Explanation


class Clock:
    """Office time over the years a calendar knows, tabled once so that each case costs next to nothing.

    `hours`: a value of `service.office_hours`. Raises RuleError when the years have a gap.
    """

    def __init__(self, calendar: Calendar, hours: Value) -> None:
        years = sorted(calendar.years)
        if not years or years != list(range(years[0], years[-1] + 1)):
            raise RuleError(f"kalender untuk waktu layanan harus berurutan, bukan {years}")
        self.hours = hours
        self.opens: time = hours["opens"]
        self.closes: time = hours["closes"]
        self.day_seconds = _seconds(self.closes) - _seconds(self.opens)
        self._first = date(years[0], 1, 1).toordinal()
        self._years = years
        days = [date.fromordinal(n) for n in range(self._first, date(years[-1], 12, 31).toordinal() + 1)]
        self._works = [calendar.is_working_day(day) for day in days]
        # _before[i]: working days before day i of the table.
        self._before = [0]
        for works in self._works:
            self._before.append(self._before[-1] + works)

    def _index(self, day: date) -> int:
        found = day.toordinal() - self._first
        if not 0 <= found < len(self._works):
            known = f"{self._years[0]}-{self._years[-1]}"
            raise RuleError(f"kalender belum memuat hari libur tahun {day.year}; tahun yang termuat: {known}")
        return found

    def _reading(self, moment: datetime) -> int:
        """Office seconds from the start of the table to `moment`."""
        at = self._index(moment.date())
        seconds = self._before[at] * self.day_seconds
        if self._works[at]:
            into = _seconds(moment.time()) - _seconds(self.opens)
            seconds += min(max(into, 0), self.day_seconds)
        return seconds

    def office_seconds(self, start: datetime, end: datetime) -> int:
        """Office time from `start` to `end`; 0 when nothing lies between. Raises RuleError."""
        return max(self._reading(end) - self._reading(start), 0)

    def elapsed(self, received: datetime, done: datetime, waits: Iterable[Wait] = ()) -> Elapsed:
        """Measures one case. An open wait runs until `done`; overlapping waits count once.

        Raises RuleError when `done` or the end of a wait comes before its start, or for a year without data.
        """
        if done < received:
            raise RuleError("waktu selesai tidak boleh sebelum waktu diterima")
        spans = merged(waits, received, done)
        waited = sum(self.office_seconds(start, end) for start, end in spans)
        first, last = self._counted(received, done)
        off = sum(self._whole_days(span, first, last) for span in spans)
        days = max(self._before[last + 1] - self._before[first + 1], 0)
        minutes = (self.office_seconds(received, done) - waited) // 60
        return Elapsed(minutes, days - off, waited // 60, off)

    def _counted(self, received: datetime, done: datetime) -> tuple[int, int]:
        """The day on which the receipt counts and the last working day up to the finish, as indexes."""
        first = self._index(received.date())
        if not self._works[first] or received.time() > self.closes:
            first = self._next(first + 1, received)
        last = self._index(done.date())
        while last > first and not self._works[last]:
            last -= 1
        return first, max(last, first)

    def _next(self, index: int, moment: datetime) -> int:
        while index < len(self._works) and not self._works[index]:
            index += 1
        if index == len(self._works):
            raise RuleError(f"kalender belum memuat hari kerja sesudah {moment.date().isoformat()}")
        return index

    def _whole_days(self, span: Span, first: int, last: int) -> int:
        """Working days wholly inside a wait, after the day of receipt and before the day of finish."""
        start, end = span
        begins = self._index(start.date()) + (start.time() > self.opens)
        finishes = self._index(end.date()) - (end.time() < self.closes)
        begins, finishes = max(begins, first + 1), min(finishes, last - 1)
        return max(self._before[finishes + 1] - self._before[begins], 0) if begins <= finishes else 0


def merged(waits: Iterable[Wait], received: datetime, done: datetime) -> Sequence[Span]:
    """Waits as stretches apart from each other, cut to the time between `received` and `done`.

    Raises RuleError when a wait ends before it starts.
    """
    spans: list[Span] = []
    for start, end in sorted((start, end or done) for start, end in waits if end or start <= done):
        if end < start:
            raise RuleError("waktu menunggu tidak boleh berakhir sebelum mulai")
        start, end = max(start, received), min(end, done)
        if start >= end:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def measure(
    received: datetime,
    done: datetime,
    waits: Iterable[Wait],
    promise: int,
    unit: str,
    calendar: Calendar,
    *,
    on: date,
) -> Measured:
    """Measures one case under the office hours in force `on`, with its explanation.

    For many cases make one `Clock`, and use `Clock.elapsed` and `Elapsed.within`. Raises RuleError.
    """
    clock = Clock(calendar, in_force("service.office_hours", on))
    elapsed = clock.elapsed(received, done, waits)
    kept = elapsed.within(promise, unit)
    return Measured(elapsed.minutes, elapsed.days, kept, explain(elapsed, promise, unit, clock.hours))


def explain(elapsed: Elapsed, promise: int, unit: str, hours: Value) -> Explanation:
    """How a measured case stands to its promise, in steps. Raises RuleError for an unknown unit."""
    kept = elapsed.within(promise, unit)
    opens, closes = (hours[key].strftime("%H.%M") for key in ("opens", "closes"))
    steps = [
        hours.step(
            f"{opens}-{closes}",
            f"Waktu layanan dihitung pada hari kerja, pukul {opens} sampai {closes}.",
        ),
        Step(
            "arithmetic",
            {"minutes": elapsed.minutes, "days": elapsed.days},
            "Hari penerimaan tidak dihitung; diterima sesudah tutup dihitung dari hari kerja berikutnya",
            f"Berkas selesai dalam {elapsed.minutes} menit kerja, atau {elapsed.days} hari kerja sesudah "
            "hari penerimaan.",
        ),
    ]
    if elapsed.waited_minutes:
        says = (
            f"Tidak dihitung karena menunggu warga: {elapsed.waited_minutes} menit kerja dan "
            f"{elapsed.waited_days} hari kerja penuh."
        )
        steps.append(Step("input", elapsed.waited_minutes, "Catatan waktu menunggu pada berkas", says))
    taken = elapsed.days if unit == "working_days" else elapsed.minutes
    limit = promise * PER_HOUR if unit == "hours" else promise
    word = "tidak lebih dari" if kept else "lebih dari"
    measured_in = UNITS["minutes" if unit == "hours" else unit]
    says = f"{taken} {measured_in} {word} janji {promise} {UNITS[unit]}"
    says += f" ({limit} menit kerja)." if unit == "hours" else "."
    steps.append(Step("input", kept, STANDARD, says))
    return tuple(steps)


def _seconds(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
