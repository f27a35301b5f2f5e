"""Complaints in the states that tests need, about the registry office of the cast; and the form as sent."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.test import Client

from kinerja.people.models import Unit
from kinerja.voice.actions.complaint_core import advance
from kinerja.voice.actions.complaints import rate_and_close, submit
from kinerja.voice.clocks import AUTO_CLOSE, act_event, due
from kinerja.voice.models import Category, Complaint, ComplaintMessage, Redaction, Service
from tests.world import NOW, World

REPORT = {
    "kind": "complaint",
    "title": "Antrean KTP terlalu lama",
    "text": "Saya menunggu di loket KTP sejak pukul delapan.",
    "location": "Loket 2",
    "happened_on": "2026-10-01",
    "service": "",
    "unit": "",
    "anonymous": "on",
    "name": "",
    "email": "",
    "phone": "",
}


def service(world: World, code: str = "ktp-el", unit: str = "DUKCAPIL-KTP") -> Service:
    return Service.objects.get_or_create(
        code=code, defaults={"unit": world.units[unit], "name": "Perekaman KTP-el"}
    )[0]


def category(code: str = "kependudukan", **facts: Any) -> Category:
    return Category.objects.get_or_create(code=code, defaults={"name": code.title(), **facts})[0]


def handed_in(world: World, *, at: datetime = NOW, **facts: Any) -> tuple[Complaint, str]:
    """A new complaint about the counter of DUKCAPIL-KTP, with its key."""
    given: dict[str, Any] = {
        "kind": Complaint.Kind.COMPLAINT,
        "title": "Antrean KTP terlalu lama",
        "text": "Saya menunggu di loket KTP sejak pukul delapan sampai pukul dua belas.",
        "location": "Loket 2",
        "unit": world.units["DUKCAPIL-KTP"],
    }
    return submit(**given | facts, at=at)


def complaint(world: World, **facts: Any) -> Complaint:
    """Only the complaint of `handed_in`."""
    return handed_in(world, **facts)[0]


def forwarded(
    world: World,
    *,
    unit: Unit | None = None,
    needs_inspection: bool = False,
    at: datetime = NOW,
    **facts: Any,
) -> Complaint:
    """With DUKCAPIL-KTP, or `unit`, as the unit that answers."""
    row = complaint(world, at=at, **facts)
    to = unit or world.units["DUKCAPIL-KTP"]
    event = act_event(row.kind, needs_inspection=needs_inspection)
    act_due, clock = due(event, at, at.date())
    advance(
        complaint=row,
        event="forward",
        at=at,
        note="Diteruskan",
        unit=to,
        act_due=act_due,
        forwarded_at=at,
        needs_inspection=needs_inspection,
        clocks=row.clocks | {event: clock},
    )
    Complaint.objects.filter(pk=row.pk).update(unit=to)
    row.refresh_from_db()
    return row


def answered(world: World, *, at: datetime = NOW, text: str = "Loket kini tiga.", **facts: Any) -> Complaint:
    """Answered by the head of the counter's unit; its automatic closing is counted."""
    row = forwarded(world, at=at, **facts)
    ComplaintMessage.objects.create(
        complaint=row,
        author=ComplaintMessage.Author.OFFICE,
        by=world.counter_head.user,
        unit=row.unit,
        text=text,
        is_answer=True,
        at=at,
    )
    close_due, clock = due(AUTO_CLOSE, at, at.date())
    advance(
        complaint=row,
        event="answer",
        at=at,
        unit=row.unit,
        answered_at=at,
        close_due=close_due,
        clocks=row.clocks | {AUTO_CLOSE: clock},
    )
    return row


def closed(world: World, *, at: datetime = NOW, rating: int | None = 4, **facts: Any) -> Complaint:
    row = answered(world, at=at, **facts)
    rate_and_close(complaint=row, rating=rating, at=at)
    return row


def cover(row: Complaint, world: World, start: int, end: int, field: str = "text", **facts: Any) -> Redaction:
    return Redaction.objects.create(
        complaint=row, field=field, start=start, end=end, reason="Nama", by=world.admin.user, at=NOW, **facts
    )


def look_over(client: Client, **changes: Any) -> Any:
    return client.post("/pengaduan/", REPORT | {"do": "check"} | changes)


def ticket(page: Any) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def send(client: Client, **changes: Any) -> Any:
    report = REPORT | {name: changes[name] for name in changes if name in REPORT}
    page = look_over(client, **{name: value for name, value in changes.items() if name in REPORT})
    return client.post("/pengaduan/", report | {"do": "send", "ticket": ticket(page)} | changes)
