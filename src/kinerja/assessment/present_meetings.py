"""What one reader of a meeting is shown: points with or without names, as the room or the chair sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kinerja.accounts.models import User
from kinerja.people.queries import employee_of, team_of

from .access_meetings import ABOUT_PEOPLE, may_chair
from .minutes import shown_to_all
from .models import AgendaItem, Meeting
from .queries.agenda import AgendaRow, agenda

Data = dict[str, Any]
ICONS = {
    "decision": "rotate-cw",
    "goal": "target",
    "measure": "gauge",
    "follow_up": "clipboard-list",
    "complaint": "clock-alert",
    "recognise": "award",
    "support": "hand-helping",
    "other": "message-circle",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One point as it is shown; `count` stands for names the reader does not get (0: nothing hidden)."""

    item: AgendaItem
    title: str
    lines: list[Data]
    more: bool
    count: int = 0

    @property
    def kind(self) -> str:
        return self.item.kind

    @property
    def place(self) -> str:
        """Post and unit of the person, where the point is about one and names him."""
        return "" if self.count else self.item.facts.get("place", "")

    @property
    def icon(self) -> str:
        return ICONS[self.item.kind]


def items_of(meeting: Meeting, on: date) -> list[AgendaItem]:
    """The frozen points; before the meeting begins, the agenda as it is now and the chair's own points."""
    own = list(meeting.items.select_related("employee"))
    if meeting.status != Meeting.Status.PLANNED:
        return own
    people = [row.employee_id for row in meeting.attendance.all()]
    rows = agenda(meeting.unit, meeting.period, on, meeting=meeting, chair_id=meeting.chair_id, people=people)
    return [*map(_unsaved, rows), *own]


def _unsaved(row: AgendaRow) -> AgendaItem:
    return AgendaItem(kind=row.kind, title=row.title, facts=row.facts, employee_id=row.employee_id)


def points_for(user: User, meeting: Meeting, items: Iterable[AgendaItem], on: date) -> list[Point]:
    """Every point this reader may know of; people he does not judge are counted, not named."""
    me = employee_of(user)
    chairs = bool(may_chair(user, meeting, on))
    team = set(team_of(me, on).values_list("pk", flat=True)) if me and not chairs else set()

    def seen(item: AgendaItem) -> bool:
        if "own_to" in item.facts:
            return me is not None and item.facts["own_to"] == me.pk
        if chairs or shown_to_all(item):
            return True
        if item.kind in ABOUT_PEOPLE:
            return item.employee_id in team
        return me is not None and item.facts.get("owner") == me.pk

    return _points(items, seen)


def points_for_room(items: Iterable[AgendaItem]) -> list[Point]:
    """The points as the projector shows them: nobody named but those whom the chair chose to recognise, and
    of these no rating."""
    return [
        replace(point, lines=[row for row in point.lines if not row.get("private")])
        for point in _points(items, shown_to_all)
    ]


def _points(items: Iterable[AgendaItem], seen: Callable[[AgendaItem], bool]) -> list[Point]:
    """What is seen, and one number for each kind of people who are not; a draft does not even count."""
    made: list[Point] = []
    for item in items:
        if seen(item):
            made.append(Point(item, item.title, item.facts.get("lines", []), bool(item.facts.get("more"))))
        elif item.kind in ABOUT_PEOPLE and "own_to" not in item.facts:
            last = made[-1] if made else None
            if last is not None and last.count and last.kind == item.kind:
                made[-1] = replace(last, count=last.count + 1)
            else:
                made.append(Point(item, "", [], False, 1))
    return made
