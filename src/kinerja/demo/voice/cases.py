"""Two years of service cases, measured by the same clock as real ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from kinerja.people.models import Employee
from kinerja.people.queries import calendar
from kinerja.rules.calendar import Calendar
from kinerja.rules.loader import in_force
from kinerja.rules.service_time import Clock
from kinerja.voice.models import CaseWait, ServiceCase, Standard

from ..book import JAKARTA, Book
from ..bulk import copy_in, reserve_ids
from .services import Offered

FRONT_DESK = ("Petugas Pelayanan", "Petugas Pendaftaran", "Perawat", "Bidan")
DAYS = Standard.PromiseUnit.DAYS
SETTLING = 42


def write_cases(book: Book, offered: list[Offered]) -> None:
    """About a year's worth of every service for each of two years; what is not done yet is open."""
    first = date(book.today.year - 1, 1, 1)
    days_off = calendar(range(first.year, book.today.year + 2))
    works = [day for day in _days(first, book.today) if days_off.is_working_day(day)]
    clock = Clock(days_off, in_force("service.office_hours", book.today))
    desks = _desks(book)
    cases: list[ServiceCase] = []
    waits: list[CaseWait] = []
    for item in offered:
        desk = desks[item.service.unit_id]
        for number, day in enumerate(_arrivals(item, works, book.random), start=1):
            case, wait = _case(item, number, day, book, days_off, clock)
            case.officer = book.random.choice(desk) if desk else None
            cases.append(case)
            waits += [wait] if wait else []
    copy_in(cases)
    reserve_ids(waits)
    copy_in(waits)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


def _desks(book: Book) -> dict[int, list[Employee]]:
    """Who serves citizens, by unit; where nobody is named so, everybody of the unit."""
    found: dict[int, list[Employee]] = defaultdict(list)
    everybody: dict[int, list[Employee]] = defaultdict(list)
    for person in book.people:
        everybody[person.unit.pk].append(person.employee)
        if person.post.title.startswith(FRONT_DESK):
            found[person.unit.pk].append(person.employee)
    return {unit: (found[unit] or people)[:12] for unit, people in everybody.items()}


def _arrivals(item: Offered, works: list[date], random: Random) -> list[date]:
    """Days on which citizens come: more on Mondays, in order."""
    months = max((works[-1] - works[0]).days / 30.4, 1)
    total = round(item.facts["monthly"] * months)
    weights = [1.5 if day.weekday() == 0 else 1.0 for day in works]
    return sorted(random.choices(works, weights, k=total))


def _case(
    item: Offered, number: int, day: date, book: Book, days_off: Calendar, clock: Clock
) -> tuple[ServiceCase, CaseWait | None]:
    random = book.random
    standard = item.standards[0 if day.year < book.today.year else 1]
    received = _moment(day, random.randint(0, 400), random)
    done = _done(item, standard, day, received, book, days_off)
    case = ServiceCase(
        service=item.service,
        standard=standard,
        number=f"{day.year}/{number:05d}",
        received_at=received,
        source=ServiceCase.Source.COUNTER,
    )
    wait = _wait(case, standard, received, done, random)
    if done.date() > book.today or (done.date() == book.today and done.hour >= 9):
        return case, None
    spans = [(wait.starts, wait.ends)] if wait else []
    elapsed = clock.elapsed(received, done, spans)
    case.status = ServiceCase.Status.DONE
    case.done_at = done
    case.elapsed_minutes, case.elapsed_days = elapsed.minutes, elapsed.days
    case.within = elapsed.within(standard.promise, standard.promise_unit)
    return case, wait


def _moment(day: date, minute: int, random: Random) -> datetime:
    """So many minutes after eight o'clock."""
    opened = datetime.combine(day, time(8), tzinfo=JAKARTA)
    return opened + timedelta(minutes=minute, seconds=random.randint(0, 59))


def _pace(item: Offered, day: date, today: date) -> float:
    """The typical time on `day`: from the first pace to the last, fastest in the middle of the two years; a
    service with a `turn` changes so many days ago, within six weeks."""
    start, end = item.facts["pace"]
    if "turn" in item.facts:
        gone = (day - today).days + item.facts["turn"]
        return float(start + (end - start) * min(1.0, max(0.0, gone / SETTLING)))
    begun = date(today.year - 1, 1, 1)
    part = (day - begun).days / max((today - begun).days, 1)
    eased = part * part * (3 - 2 * part)
    return float(start + (end - start) * min(1.0, eased * 1.1))


def _done(
    item: Offered, standard: Standard, day: date, received: datetime, book: Book, days_off: Calendar
) -> datetime:
    random = book.random
    pace = _pace(item, day, book.today)
    taken = max(0.0, random.gauss(pace, pace * 0.28) + (pace if random.random() < 0.04 else 0))
    if standard.promise_unit == DAYS:
        steps = round(taken)
        last = days_off.add_working_days(day, steps) if steps else day
        return max(_moment(last, random.randint(120, 470), random), received + timedelta(minutes=20))
    minutes = taken * 60 if standard.promise_unit == Standard.PromiseUnit.HOURS else taken
    return received + timedelta(minutes=max(2, round(minutes)))


def _wait(
    case: ServiceCase, standard: Standard, received: datetime, done: datetime, random: Random
) -> CaseWait | None:
    """One case in twelve waits for a paper that the citizen still has to bring."""
    if standard.promise_unit != DAYS or (done - received).days < 3 or random.random() > 0.08:
        return None
    starts = received + timedelta(hours=3)
    return CaseWait(
        case=case, starts=starts, ends=starts + (done - starts) / 2, reason="Berkas belum lengkap"
    )
