"""An examination as its page tells it: the way so far and ahead, and the report as each reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from ..covering import cover_personal
from ..models import Complaint, Examination
from .complaints import covered

Status, Finding = Examination.Status, Examination.Finding
Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """Title and text of what the citizen wrote; `hidden` when it was written in secret."""

    title: str
    text: str
    hidden: bool = False


def report_of(complaint: Complaint, *, for_employee: bool) -> Report:
    """The report: to the employee with everything covered that may tell who wrote it, and nothing of a
    secret one. Who wrote it is never part of it."""
    if not for_employee:
        return Report(complaint.title, complaint.text)
    if complaint.secret:
        return Report("", "", hidden=True)
    covers = list(complaint.redactions.filter(message=None, lifted_at=None))
    title, text = (
        cover_personal(covered(words, [row for row in covers if row.field == field]))
        for field, words in (("title", complaint.title), ("text", complaint.text))
    )
    return Report(title, text)


def story(row: Examination, on: date) -> list[Step]:
    """The stations with state (done, now, next, stopped), moment and last day."""
    dropped = row.finding in (Finding.WITHDRAWN, Finding.LAPSED)
    steps = [_step(_("Dibuka"), row.opened_at), _step(_("Pegawai diberi tahu"), row.notified_at)]
    if row.replied_at or not dropped:
        steps.append(_reply(row, on))
    if dropped:
        ended = {"state": "stopped", "title": _(row.get_finding_display()), "at": row.final_at, "due": None}
        return [step for step in steps if step["state"] == "done"] + [ended]
    steps.append(_step(_("Diputus pemeriksa"), row.found_at))
    steps.append(_appeal(row, on))
    steps.append(_step(_("Keberatan diputus") if row.appealed_at else _("Tetap"), row.final_at))
    return _mark_now(steps)


def _step(title: str, at: datetime | None, due: date | None = None) -> Step:
    return {"title": title, "at": at, "due": None if at else due, "state": "done" if at else "next"}


def _reply(row: Examination, on: date) -> Step:
    step = _step(_("Tanggapan pegawai"), row.replied_at, row.reply_due)
    if not row.replied_at and row.status not in (Status.OPENED, Status.NOTIFIED):
        return {**step, "title": _("Pegawai tidak menanggapi"), "state": "done", "due": None}
    return step


def _appeal(row: Examination, on: date) -> Step:
    if row.appealed_at:
        return _step(_("Pegawai mengajukan keberatan"), row.appealed_at)
    if row.status == Status.FINAL:
        return {"title": _("Tanpa keberatan"), "at": None, "due": None, "state": "done"}
    return _step(_("Waktu keberatan"), None, row.appeal_due)


def _mark_now(steps: list[Step]) -> list[Step]:
    """The first station that is not reached is where it stands now."""
    waiting = next((step for step in steps if step["state"] == "next"), None)
    if waiting is not None:
        waiting["state"] = "now"
    return steps
