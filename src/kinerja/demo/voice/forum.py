"""Forty topics in which neighbourhoods and offices talk, written by the acts themselves."""

from __future__ import annotations

from datetime import date, timedelta

from kinerja.people.models import Employee, Post, Unit
from kinerja.voice.actions.forum import answer_topic, open_topic, write_post
from kinerja.voice.models import Citizen, Topic

from ..book import Book, at
from .content import content


def write_forum(book: Book) -> list[Topic]:
    """Topics of the last twelve months, oldest first."""
    citizens = _citizens(book)
    units = {unit.code: unit for unit in Unit.objects.all()}
    heads = _heads()
    planned = [(topic, units[code]) for topic in content("forum")["topic"] for code in topic["units"]]
    book.random.shuffle(planned)
    first = book.today - timedelta(days=330)
    written: list[Topic] = []
    for number, (facts, unit) in enumerate(planned):
        day = first + timedelta(days=number * 320 // len(planned))
        written.append(_discuss(book, facts, unit, heads, citizens, day))
    return written


def _citizens(book: Book) -> list[Citizen]:
    joined = at(date(book.today.year - 1, 1, 5))
    return [
        Citizen.objects.create(email=f"forum{number}@contoh.invalid", nickname=name, joined_at=joined)
        for number, name in enumerate(content("forum")["nicknames"])
    ]


def _heads() -> dict[int, Employee]:
    """Who leads each unit, with his sign-in."""
    posts = Post.objects.filter(leads_unit=True, appointments__ends__isnull=True)
    rows = posts.values_list("unit_id", "appointments__employee_id")
    people = Employee.objects.select_related("user").in_bulk([employee for _unit, employee in rows])
    return {unit: people[employee] for unit, employee in rows if employee in people}


def _discuss(
    book: Book,
    facts: dict[str, object],
    unit: Unit,
    heads: dict[int, Employee],
    citizens: list[Citizen],
    day: date,
) -> Topic:
    posts = facts["posts"]
    assert isinstance(posts, list)
    speakers = iter(book.random.sample(citizens, len(posts)))
    moment = at(day, 19)
    opening = {"title": str(facts["title"]), "text": posts[0][1], "key": book.key(), "at": moment}
    topic = open_topic(citizen=next(speakers), unit=unit, service=None, **opening)
    for who, text in posts[1:]:
        moment += timedelta(days=book.random.randint(1, 4), minutes=book.random.randint(1, 90))
        if moment.date() >= book.today:
            break
        head = heads.get(unit.pk) or heads[unit.parent_id or unit.pk]
        if who == "office" and head.user is not None:
            answer_topic(
                topic=topic, unit=unit, text=text, official=True, key=book.key(), actor=head.user, at=moment
            )
        else:
            write_post(topic=topic, citizen=next(speakers), text=text, key=book.key(), at=moment)
    topic.refresh_from_db()
    return topic
