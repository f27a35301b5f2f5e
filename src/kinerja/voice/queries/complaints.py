"""Complaints as their reporter and the public see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext, gettext_noop

from ..complaint_keys import digest
from ..models import Complaint, ComplaintMessage, ComplaintStep, Redaction

COVER = "█████"
RELATED = ("service", "reported_unit", "unit", "category")
# What each step says to a reader; an event that is not here shows the state it led to.
EVENT_WORDS = {
    "submit": gettext_noop("Laporan diterima"),
    "forward": gettext_noop("Diteruskan ke unit"),
    "ask": gettext_noop("Pelapor diminta melengkapi"),
    "complete": gettext_noop("Dilengkapi pelapor"),
    "merge": gettext_noop("Digabung dengan laporan serupa"),
    "reject": gettext_noop("Tidak dapat diproses"),
    "withdraw": gettext_noop("Dicabut pelapor"),
    "start": gettext_noop("Mulai ditindaklanjuti"),
    "return": gettext_noop("Dikembalikan ke pengelola pengaduan"),
    "answer": gettext_noop("Dijawab instansi"),
    "extend": gettext_noop("Waktu diperpanjang"),
    "close": gettext_noop("Selesai"),
    "reopen": gettext_noop("Dibuka kembali pelapor"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story: a step or a message. `side` is "step", "reporter" or "office"."""

    at: datetime
    side: str
    title: str
    unit: str
    text: str
    is_answer: bool = False
    event: str = ""


def by_key(number: str, key: str) -> Complaint | None:
    """The complaint of this number whose key this is; None for a wrong number and a wrong key alike."""
    found = Complaint.objects.select_related(*RELATED, "merged_into")
    return found.filter(number=number.strip().upper(), digest=digest(key)).first()


def public_list(words: str = "") -> QuerySet[Complaint]:
    """What its reporter opened to everybody, newest first, with its live redactions (`covers`).

    Only after the desk has read and forwarded it: until then nobody has covered the names in it. Secret,
    rejected, withdrawn and merged ones never. `words`: Indonesian full text over the unveiled ones.
    """
    live = Redaction.objects.filter(lifted_at=None, message=None)
    rows = Complaint.objects.filter(open_to_public=True, secret=False, forwarded_at__isnull=False).exclude(
        status__in=[Complaint.Status.REJECTED, Complaint.Status.WITHDRAWN, Complaint.Status.MERGED]
    )
    if words.strip():
        rows = search(unveiled(rows), words)
    return (
        rows.select_related(*RELATED)
        .prefetch_related(Prefetch("redactions", queryset=live, to_attr="covers"))
        .order_by("-received_at", "-number")
    )


def search(rows: QuerySet[Complaint], words: str) -> QuerySet[Complaint]:
    """Those whose own words hold `words`, by Indonesian stems; the index `complaint_search` serves it."""
    vector = SearchVector("title", "text", "location", config="indonesian")
    query = SearchQuery(words, config="indonesian", search_type="websearch")
    return rows.annotate(found=vector).filter(found=query)


def unveiled(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Those whose own words show as they are: nothing covered, nobody named. Only these may be searched or
    compared, or a search would tell what is covered."""
    live = Redaction.objects.filter(complaint=OuterRef("pk"), lifted_at=None, message=None)
    return rows.filter(~Exists(live), names_employee=False)


def covered(text: str, redactions: Iterable[Redaction]) -> str:
    """`text` with every live stretch of `redactions` replaced by a bar that does not tell its length."""
    shown, place = [], 0
    for cover in sorted(redactions, key=lambda cover: cover.start):
        if cover.lifted_at is not None or cover.end <= place:
            continue
        if cover.start >= place:
            shown += [text[place : cover.start], COVER]
        place = cover.end
    return "".join([*shown, text[place:]])


@dataclass(frozen=True, slots=True)
class Words:
    """What everybody may read of a report; all empty when it names an employee."""

    title: str
    text: str
    location: str
    covered: bool


def public_words(complaint: Complaint) -> Words:
    """The words of a row of `public_list` with what is covered covered."""
    if complaint.names_employee:
        return Words("", "", "", covered=False)
    covers: list[Redaction] = complaint.covers  # type: ignore[attr-defined]
    by_field = {name: [cover for cover in covers if cover.field == name] for name in Redaction.Field.values}
    return Words(
        covered(complaint.title, by_field["title"]),
        covered(complaint.text, by_field["text"]),
        covered(complaint.location, by_field["location"]),
        covered=bool(covers),
    )


def step_words(step: ComplaintStep) -> str:
    """The step in the language of the page."""
    return gettext(EVENT_WORDS.get(step.event, step.get_status_display()))


def timeline(complaint: Complaint, *, public: bool) -> list[Entry]:
    """The story so far, oldest first; steps that are only for officers are left out.

    The reporter reads everything that was said. The public reads the steps without their notes, and the
    official answers with names covered; of a report that names an employee no words at all.
    """
    steps = complaint.steps.filter(for_office=False).select_related("unit")
    story = [
        Entry(
            at=row.at,
            side="step",
            title=step_words(row),
            unit=row.unit.name if row.unit else "",
            text="" if public else row.note,
            event=row.event,
        )
        for row in steps
    ]
    said: QuerySet[ComplaintMessage] = complaint.messages.select_related("unit")
    if public:
        said = said.filter(is_answer=True)
        if complaint.names_employee:
            said = said.none()
    for row in said.prefetch_related("redactions"):
        text = covered(row.text, row.redactions.all()) if public else row.text
        unit = row.unit.name if row.unit else ""
        story.append(Entry(row.at, row.author, row.get_author_display(), unit, text, row.is_answer))
    return sorted(story, key=lambda entry: entry.at)
