"""Six hundred reports of citizens over two years, from receipt to the reporter's verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from kinerja.people.models import Unit
from kinerja.people.queries import calendar
from kinerja.rules.calendar import Calendar
from kinerja.voice.actions.topics import seed_categories
from kinerja.voice.clocks import AUTO_CLOSE, VERIFY, act_event, due
from kinerja.voice.complaint_keys import digest
from kinerja.voice.models import (
    Category,
    Complaint,
    ComplaintMessage,
    ComplaintStep,
    Reporter,
)

from ..book import Book, at
from ..bulk import copy_in
from .content import content

S, K = Complaint.Status, Complaint.Kind
HOW_MANY = 600
KINDS = {K.COMPLAINT: 64, K.ASPIRATION: 17, K.INFORMATION: 15, K.PRAISE: 4}
AGAIN = "Belum selesai, masih sama seperti kemarin."
Clock = Callable[[str, date], tuple[date, dict[str, Any]]]


@dataclass(slots=True)
class Written:
    """Rows on their way into the database."""

    complaints: list[Complaint] = field(default_factory=list)
    reporters: list[Reporter] = field(default_factory=list)
    steps: list[ComplaintStep] = field(default_factory=list)
    messages: list[ComplaintMessage] = field(default_factory=list)

    def copy(self) -> None:
        for rows in (self.complaints, self.reporters, self.steps, self.messages):
            copy_in(rows)


@dataclass(slots=True)
class Desk:
    """What writing a report needs at hand."""

    book: Book
    days: Calendar
    clock: Clock
    categories: dict[str, Category]
    units: dict[str, Unit]
    written: Written = field(default_factory=Written)

    @property
    def random(self) -> Random:
        return self.book.random

    def later(self, day: date, steps: int) -> date:
        """So many working days after `day`."""
        return self.days.add_working_days(day, steps) if steps > 0 else day


def write_complaints(book: Book) -> None:
    """Categories and reports, as the acts would have left them."""
    seed_categories(actor=book.admin, at=at(date(book.today.year - 1, 1, 2)))
    first = date(book.today.year - 1, 1, 2)

    @cache
    def clock(event: str, anchor: date) -> tuple[date, dict[str, Any]]:
        return due(event, anchor, anchor)

    desk = Desk(
        book,
        calendar(range(first.year, book.today.year + 2)),
        clock,
        {category.code: category for category in Category.objects.all()},
        {unit.code: unit for unit in Unit.objects.all()},
    )
    span = (book.today - first).days
    moments = sorted(
        at(first + timedelta(days=book.random.randint(0, span)), book.random.randint(6, 21))
        for _number in range(HOW_MANY)
    )
    serials: dict[int, int] = {}
    for moment in moments:
        serials[moment.year] = serials.get(moment.year, 0) + 1
        _report(desk, moment, f"ADU-{moment.year}-{serials[moment.year]:06d}")
    desk.written.copy()


def _topic(desk: Desk) -> tuple[dict[str, Any], Category | None]:
    """What it is really about, and the category that the citizen chose: nearly a quarter choose "other"."""
    data = content("complaints")
    topics = data["topic"]
    named = sum(topic["weight"] for topic in topics)
    topic = desk.random.choices(topics, [topic["weight"] for topic in topics])[0]
    lost = data["unclassified_weight"] / (named + data["unclassified_weight"])
    code = data["unclassified"] if desk.random.random() < lost else topic["code"]
    return topic, desk.categories[code]


def _report(desk: Desk, moment: datetime, number: str) -> None:
    random = desk.random
    topic, chosen = _topic(desk)
    title, text, answer = random.choice(topic["reports"])
    place = random.choice(content("complaints")["places"])
    kind = random.choices(list(KINDS), list(KINDS.values()))[0]
    received = desk.days.counting_day(moment, closing=at(moment.date(), 16).time())
    verify_due, facts = desk.clock(VERIFY, received)
    secret = random.random() < 0.05
    complaint = Complaint(
        id=desk.book.key(),
        number=number,
        digest=digest(f"{random.getrandbits(80):020x}"),
        kind=kind,
        anonymous=random.random() < 0.6,
        secret=secret,
        open_to_public=not secret and random.random() < 0.5,
        title=title.format(place=place),
        text=text.format(place=place),
        location=place if "{place}" in text else "",
        first_category=chosen,
        category=chosen,
        received_at=moment,
        counted_from=received,
        verify_due=verify_due,
        clocks={VERIFY: facts},
    )
    desk.written.complaints.append(complaint)
    if random.random() < 0.7:
        mail = f"warga{random.randint(1, 900)}@contoh.invalid"
        desk.written.reporters.append(Reporter(complaint=complaint, name="Warga contoh", email=mail))
    _step(desk, complaint, "submit", moment)
    unit = desk.units[random.choice(MORE_PUSKESMAS) if topic["unit"] == MELATI else topic["unit"]]
    _follow(desk, complaint, desk.categories[topic["code"]], unit, answer.format(place=place))


MELATI = "PKM-MELATI"
MORE_PUSKESMAS = [MELATI, MELATI, MELATI, "PKM-MAWAR", "PKM-DAHLIA", "PKM-CEMPAKA"]


def _step(desk: Desk, complaint: Complaint, event: str, moment: datetime, **facts: Any) -> None:
    desk.written.steps.append(
        ComplaintStep(complaint=complaint, event=event, status=complaint.status, at=moment, **facts)
    )


def _follow(desk: Desk, complaint: Complaint, category: Category, unit: Unit, answer: str) -> None:
    """The way through the office as far as today. Answers came late at first and come in time by now."""
    random, today = desk.random, desk.book.today
    start, end = date(today.year - 1, 1, 1), today
    age = (complaint.counted_from - start).days / max((end - start).days, 1)
    verified = desk.later(
        complaint.counted_from, random.choice([1, 1, 2, 3, 4] if age < 0.5 else [0, 1, 1, 2])
    )
    if verified >= today:
        return
    if random.random() < 0.04:
        complaint.status = S.REJECTED
        note = "Di luar kewenangan kota; silakan sampaikan kepada pengadilan atau lembaga yang berwenang."
        _step(desk, complaint, "reject", at(verified, 11), note=note)
        return
    complaint.category = category
    complaint.unit = unit
    complaint.needs_inspection = complaint.kind == K.COMPLAINT and random.random() < 0.06
    event = act_event(complaint.kind, needs_inspection=complaint.needs_inspection)
    complaint.act_due, facts = desk.clock(event, verified)
    complaint.clocks = complaint.clocks | {event: facts}
    complaint.status = S.FORWARDED
    complaint.forwarded_at = at(verified, 11)
    _step(desk, complaint, "forward", complaint.forwarded_at, unit=unit)
    begun = desk.later(verified, 1)
    if begun >= today:
        return
    complaint.status = S.IN_PROGRESS
    _step(desk, complaint, "start", at(begun, 9), unit=unit)
    usual = 15 - 9 * age
    took = max(1, round(random.gauss(usual, 4))) + (25 if random.random() < 0.05 else 0)
    answered = desk.later(begun, took)
    if answered >= today:
        return
    _answer(desk, complaint, at(answered, 14), answer)
    if random.random() < 0.06 and (back := desk.later(answered, 3)) < today:
        answered = desk.later(back, 4)
        complaint.status = S.IN_PROGRESS
        complaint.reopened = 1
        _say(desk, complaint, ComplaintMessage.Author.REPORTER, AGAIN, at(back, 19))
        _step(desk, complaint, "reopen", at(back, 19), unit=unit)
        complaint.act_due, _facts = desk.clock(event, back)
        if answered >= today:
            return
        _answer(desk, complaint, at(answered, 14), answer)
    _close(desk, complaint, answered, age)


def _say(desk: Desk, complaint: Complaint, author: str, text: str, moment: datetime, **facts: Any) -> None:
    desk.written.messages.append(
        ComplaintMessage(complaint=complaint, author=author, text=text, at=moment, **facts)
    )


def _answer(desk: Desk, complaint: Complaint, moment: datetime, text: str) -> None:
    complaint.status = S.ANSWERED
    complaint.answered_at = complaint.answered_at or moment
    complaint.close_due, facts = desk.clock(AUTO_CLOSE, moment.date())
    complaint.clocks = complaint.clocks | {AUTO_CLOSE: facts}
    office = ComplaintMessage.Author.OFFICE
    _say(desk, complaint, office, text, moment, unit=complaint.unit, is_answer=True, by=desk.book.admin)
    _step(desk, complaint, "answer", moment, unit=complaint.unit)


def _close(desk: Desk, complaint: Complaint, answered: date, age: float) -> None:
    """The reporter confirms within days, or says nothing and the clock closes it."""
    random = desk.random
    says = random.random() < 0.45
    closed = desk.later(answered, random.randint(1, 6)) if says else complaint.close_due
    if closed is None or closed >= desk.book.today:
        return
    complaint.status = S.CLOSED
    complaint.closed_at = at(closed, 20)
    complaint.close_due = None
    if says:
        complaint.rating = random.choices([1, 2, 3, 4], [3, 4, 8, 4] if age < 0.5 else [1, 2, 9, 8])[0]
    _step(desk, complaint, "close", complaint.closed_at)
