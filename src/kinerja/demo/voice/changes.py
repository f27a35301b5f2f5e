"""What changed because citizens spoke, told by the act that freezes its figures."""

from __future__ import annotations

from datetime import date, timedelta

from kinerja.people.models import Unit
from kinerja.voice.actions.changes import Causes, draft_change, publish_change
from kinerja.voice.models import FollowUp, Service, Topic

from ..book import Book, at
from .content import content
from .decisions import user_of


def _quarter(book: Book, number: int) -> date:
    """The first day of quarter 1 to 8, counted from January of last year."""
    year, quarter = divmod(number - 1, 4)
    return date(book.today.year - 1 + year, 3 * quarter + 1, 1)


def write_changes(book: Book) -> None:
    """Those that are in force, with their topic of the forum and its follow-up."""
    officer = user_of(book.cast["services_officer"])
    for facts in content("changes")["change"]:
        unit = Unit.objects.get(code=facts["unit"])
        begun = date(book.today.year, facts["month"], 1)
        quarters = [_quarter(book, number) for number in facts.get("quarters", ())]
        topic = Topic.objects.filter(unit=unit, title=facts["topic"]).first()
        if (
            begun > book.today
            or topic is None
            or any(day + timedelta(days=92) > book.today for day in quarters)
        ):
            continue
        change = draft_change(
            unit=unit,
            title=facts["title"],
            text=facts["text"],
            changed_on=begun,
            causes=Causes(topic=topic, follow_up=FollowUp.objects.filter(topic=topic).first()),
            service=Service.objects.filter(code=facts.get("service", "")).first(),
            measure=facts.get("measure", ""),
            before=quarters[0] if quarters else None,
            after=quarters[1] if quarters else None,
            actor=officer,
            at=at(book.today, 8),
        )
        publish_change(change=change, actor=officer, at=at(book.today, 8))
