"""The whole voice of the sample city, one stage after the other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kinerja.voice.actions.topics import seed_categories

from ..book import Book, at
from .cases import write_cases
from .changes import write_changes
from .complaints import write_complaints
from .decisions import answer_topics, examine, feed, publish
from .forum import write_forum
from .services import write_services
from .surveys import write_surveys


def write_voice(book: Book) -> None:
    """Services, two years of cases, four surveys, six hundred reports, forty topics."""
    write_cases(book, write_services(book))
    publish(book, write_surveys(book))
    write_complaints(book)
    answer_topics(book, write_forum(book))
    write_changes(book)
    examine(book)
    feed(book)


def write_voice_of(book: Book, units: Collection[str]) -> None:
    """Services, cases and published surveys of some units only, and the topics of reports."""
    write_cases(book, write_services(book, units))
    publish(book, write_surveys(book, units))
    seed_categories(actor=book.admin, at=at(date(book.today.year - 1, 1, 2)))
