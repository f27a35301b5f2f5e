"""Where a report is, said like a parcel's way: what is done, what is now, what is next, how long still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .clocks import AUTO_CLOSE, VERIFY, act_event, days_left, reopens_until
from .models import Complaint

State = Complaint.Status
STOPPED = (State.REJECTED, State.WITHDRAWN, State.MERGED)
# Which of the five stages a state is in.
STAGE = {
    State.RECEIVED: 1,
    State.INCOMPLETE: 1,
    State.FORWARDED: 2,
    State.IN_PROGRESS: 2,
    State.ANSWERED: 4,
    State.CLOSED: 5,
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage for parts/steps.html: `state` is done, now, next or stopped."""

    state: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long still: the sentence, its meaning (info, attention, wrong) and how the day was counted."""

    words: str
    meaning: str
    steps: list[dict[str, Any]]


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def stages(complaint: Complaint, *, public: bool) -> list[Stage]:
    """The way of the report from receipt to its end, as its reporter or the public reads it."""
    unit = complaint.unit.name if complaint.unit else ""
    received = Stage("done", _("Diterima"), _day(localdate(complaint.received_at)))
    if complaint.status in STOPPED:
        return [received, Stage("stopped", _(complaint.get_status_display()))]
    now = STAGE[State(complaint.status)]
    titles = [
        received.title,
        _("Diperiksa pengelola pengaduan"),
        _("Ditindaklanjuti %(unit)s") % {"unit": unit} if unit else _("Ditindaklanjuti unit"),
        _("Dijawab"),
        _("Selesai"),
    ]
    notes = _notes(complaint, now, public)
    return [
        Stage("done" if place < now else "now" if place == now else "next", title, notes[place])
        for place, title in enumerate(titles)
    ]


def _notes(complaint: Complaint, now: int, public: bool) -> list[str]:
    """The date or the deadline beside each stage."""
    until = _("paling lambat %(day)s")
    due = complaint.act_due
    notes = [_day(localdate(complaint.received_at)), "", "", "", ""]
    if complaint.status == State.INCOMPLETE:
        notes[1] = _("menunggu pelapor") if public else _("menunggu kelengkapan dari Anda")
    elif now == 1:
        notes[1] = until % {"day": _day(complaint.verify_due)}
    elif complaint.forwarded_at:
        notes[1] = _day(localdate(complaint.forwarded_at))
    if now == 2 and due:
        notes[3] = until % {"day": _day(due)}
    if now > 3 and complaint.answered_at:
        notes[3] = _day(localdate(complaint.answered_at))
    if now == 4 and complaint.close_due and not public:
        notes[4] = _("otomatis pada %(day)s bila Anda tidak menanggapi") % {"day": _day(complaint.close_due)}
    if now == 5 and complaint.closed_at:
        notes[4] = _day(localdate(complaint.closed_at))
    return notes


def countdown(complaint: Complaint, on: date) -> Countdown | None:
    """What is still to come and when, honestly also when it is late; None when no clock runs."""
    due, event = _running(complaint)
    if due is None:
        return None
    left = days_left(due, on)
    facts = complaint.clocks.get(event, {})
    if complaint.status == State.ANSWERED:
        words = _("Laporan selesai sendiri pada %(day)s bila Anda tidak menanggapi.") % {"day": _day(due)}
        return Countdown(words, "info", facts.get("explanation", []))
    if left < 0:
        said = ngettext(
            "Terlambat %(days)d hari kerja: seharusnya selesai pada %(day)s. Kami mohon maaf.",
            "Terlambat %(days)d hari kerja: seharusnya selesai pada %(day)s. Kami mohon maaf.",
            -left,
        )
        return Countdown(said % {"days": -left, "day": _day(due)}, "wrong", facts.get("explanation", []))
    if left == 0:
        words = _("Batas waktu tahap ini hari ini, %(day)s.") % {"day": _day(due)}
        return Countdown(words, "attention", facts.get("explanation", []))
    said = ngettext(
        "Tersisa %(days)d hari kerja untuk tahap ini, sampai %(day)s.",
        "Tersisa %(days)d hari kerja untuk tahap ini, sampai %(day)s.",
        left,
    )
    return Countdown(said % {"days": left, "day": _day(due)}, "info", facts.get("explanation", []))


def _running(complaint: Complaint) -> tuple[date | None, str]:
    """The due day that counts now and under which event its facts are frozen."""
    if complaint.status == State.RECEIVED:
        return complaint.verify_due, VERIFY
    if complaint.status in (State.FORWARDED, State.IN_PROGRESS):
        return complaint.act_due, act_event(complaint.kind, needs_inspection=complaint.needs_inspection)
    if complaint.status == State.ANSWERED:
        return complaint.close_due, AUTO_CLOSE
    return None, ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reporter may do now."""

    complete: bool
    reply: bool
    withdraw: bool
    confirm: bool
    reopen: bool
    reopen_until: date | None


def choices(complaint: Complaint, on: date) -> Choices:
    """By the state of the report and the window after closing."""
    state = complaint.status
    last = reopens_until(complaint)
    early = (State.RECEIVED, State.INCOMPLETE, State.FORWARDED, State.IN_PROGRESS)
    return Choices(
        complete=state == State.INCOMPLETE,
        reply=state in (State.RECEIVED, State.FORWARDED, State.IN_PROGRESS, State.ANSWERED),
        withdraw=state in early,
        confirm=state == State.ANSWERED,
        reopen=state == State.ANSWERED or (last is not None and on <= last),
        reopen_until=last,
    )
