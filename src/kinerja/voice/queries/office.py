"""One complaint as officers read it: all steps, who wrote what, and what is covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..models import Complaint, ComplaintMessage, Redaction
from .complaints import covered, step_words

OFFICE_WORDS = {
    "assign": gettext_noop("Ditugaskan kepada petugas"),
    "return_reason": gettext_noop("Alasan dikembalikan"),
    "reclassify": gettext_noop("Kategori diubah"),
    "names_employee": gettext_noop("Ditandai menyebut nama pegawai"),
    "names_nobody": gettext_noop("Tanda menyebut nama pegawai dihapus"),
}
REMINDED = {
    "remind_before": gettext_noop("Petugas diingatkan; tenggat %(day)s"),
    "remind_due": gettext_noop("Petugas diingatkan pada hari tenggat, %(day)s"),
    "escalate_head": gettext_noop("Pimpinan unit diberi tahu: lewat tenggat %(day)s"),
    "escalate_above": gettext_noop("Pimpinan di atasnya diberi tahu: lewat tenggat %(day)s"),
}
Stretch = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story. `side`: "step", "reporter" or "office"; `by`: the officer who wrote it.

    `shown` are stretches of text, each with whether it is covered for others.
    """

    at: datetime
    side: str
    title: str
    unit: str
    by: str
    shown: list[Stretch]
    is_answer: bool = False
    for_office: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What the citizen wrote, as this reader sees it."""

    title: list[Stretch]
    text: list[Stretch]
    location: list[Stretch]


def stretches(text: str, covers: Iterable[Redaction], *, original: bool) -> list[Stretch]:
    """The text cut at its covers. With `original` covered words are there and marked, else the bar is."""
    live = sorted((cover for cover in covers if cover.lifted_at is None), key=lambda cover: cover.start)
    if not original:
        return [(covered(text, live), False)] if text else []
    found: list[Stretch] = []
    place = 0
    for cover in live:
        start = max(cover.start, place)
        if cover.end <= start:
            continue
        found += [(text[place:start], False), (text[start : cover.end], True)]
        place = cover.end
    return [piece for piece in (*found, (text[place:], False)) if piece[0]]


def words_of(complaint: Complaint, *, original: bool) -> Words:
    """Title, text and place; `original` for the complaints officers, covered for everybody else."""
    covers = [cover for cover in complaint.redactions.all() if cover.message_id is None]

    def cut(field: str, text: str) -> list[Stretch]:
        return stretches(text, (cover for cover in covers if cover.field == field), original=original)

    kinds = Redaction.Field
    return Words(
        cut(kinds.TITLE, complaint.title),
        cut(kinds.TEXT, complaint.text),
        cut(kinds.LOCATION, complaint.location),
    )


def story(complaint: Complaint, *, original: bool) -> list[Line]:
    """Every step and message, oldest first; three queries. `original`: see `words_of`."""
    lines: list[Line] = []
    for row in complaint.steps.select_related("unit"):
        title, note = _step(row.event, row.note)
        lines.append(
            Line(
                at=row.at,
                side="step",
                title=title or step_words(row),
                unit=row.unit.name if row.unit else "",
                by="",
                shown=[(note, False)] if note else [],
                for_office=row.for_office,
            )
        )
    said = complaint.messages.select_related("unit", "by").prefetch_related("redactions")
    for message in said:
        reporter = message.author == ComplaintMessage.Author.REPORTER
        lines.append(
            Line(
                at=message.at,
                side=message.author,
                title=_("Pelapor") if reporter else _answer_or_message(message.is_answer),
                unit=message.unit.name if message.unit else "",
                by=message.by.full_name if message.by else "",
                shown=stretches(message.text, message.redactions.all(), original=original),
                is_answer=message.is_answer,
            )
        )
    return sorted(lines, key=lambda line: line.at)


def _answer_or_message(is_answer: bool) -> str:
    return _("Jawaban resmi") if is_answer else _("Pesan kepada pelapor")


def _step(event: str, note: str) -> tuple[str, str]:
    """Words for steps that only officers see; the note of a reminder is the day it was about."""
    if event in REMINDED:
        return _(REMINDED[event]) % {"day": date_format(date.fromisoformat(note), "j F Y")}, ""
    return (_(OFFICE_WORDS[event]) if event in OFFICE_WORDS else ""), note
