"""The office's way with a complaint: checked and forwarded at the desk, taken up and answered in the unit.

Every act is one change of state with one step that the reporter reads; names of people never stand in it.
Deadlines: UU 25/2009, Perpres 76/2013 and the SP4N-LAPOR! guidance, as dated law values.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import unit_tree_ids
from kinerja.people.queries.law import in_force

from .. import clocks, mails
from ..attachments import keep_files
from ..errors import NotPossible
from ..models import Category, Complaint, Extension
from ..queries.staff import head_of, officers_of
from .complaint_core import advance, step
from .office import Facts, facts, locked, log, say

S = Complaint.Status
IN_UNIT = (S.FORWARDED, S.IN_PROGRESS)
Uploads = Iterable[UploadedFile[bytes]]
OPEN = (S.RECEIVED, S.INCOMPLETE, *IN_UNIT)


@transaction.atomic
def forward(
    *,
    complaint: Complaint,
    unit: Unit,
    actor: User | None,
    at: datetime,
    officer: Employee | None = None,
    needs_inspection: bool = False,
    names_employee: bool = False,
    note: str = "",
) -> Complaint:
    """From the desk to the unit that answers; the clock of its class starts, counted from receipt.

    Coming back from the desk a second time in the same class keeps the first due day. Raises NotPossible
    when a secret report would reach the unit it is about, or the officer does not work there.
    """
    held, on = locked(complaint), localdate(at)
    if held.secret:
        _keep_from_reported(held, unit)
    if officer is not None:
        _works_there(officer, unit, on)
    changes = _act_clock(held, needs_inspection, on)
    before = facts(held)
    advance(
        complaint=held,
        event="forward",
        at=at,
        note=note,
        unit=unit,
        **changes,
        unit_id=unit.pk,
        officer_id=officer.pk if officer else None,
        needs_inspection=needs_inspection,
        names_employee=names_employee,
        forwarded_at=at,
    )
    log(held, "forward", actor, at, before=before)
    mails.reporter(held, "forward")
    told = officer or head_of(unit, on)
    mails.officer(told.user_id if told else None, held, "assign" if officer else "forward")
    return held


@transaction.atomic
def ask_reporter(
    *,
    complaint: Complaint,
    text: str,
    actor: User | None,
    at: datetime,
    unit: Unit | None = None,
    uploads: Uploads = (),
) -> Complaint:
    """Asks the reporter. At the desk the report waits until he completes it; in the unit its clock runs on.

    Raises NotPossible without words or when the report has ended.
    """
    held = locked(complaint)
    if not text.strip():
        raise NotPossible(_("Tulis apa yang perlu dilengkapi, agar pelapor tahu yang harus dilakukan."))
    if held.status == S.RECEIVED:
        before = facts(held)
        say(held, text, actor, at, unit)
        advance(complaint=held, event="ask", at=at)
        log(held, "ask", actor, at, before=before)
        mails.reporter(held, "ask")
    elif held.status in (*IN_UNIT, S.INCOMPLETE, S.ANSWERED):
        say(held, text, actor, at, unit or held.unit)
        log(held, "message", actor, at)
        mails.reporter(held, "message")
    else:
        raise NotPossible(_("Laporan ini sudah berakhir; pelapor tidak lagi membaca pesan di sini."))
    keep_files(held, uploads, at=at, from_reporter=False)
    return held


@transaction.atomic
def merge(*, complaint: Complaint, into: Complaint, actor: User | None, at: datetime) -> Complaint:
    """Joins a report to an earlier one about the same thing; its reporter will get that one's answer.

    Raises NotPossible for a report with itself, with one that ended without answer, or with a secret one.
    """
    first, second = sorted((complaint, into), key=lambda row: str(row.pk))
    rows = {row.pk: row for row in (locked(first), locked(second))}
    held, main = rows[complaint.pk], rows[into.pk]
    if held.pk == main.pk:
        raise NotPossible(_("Laporan tidak dapat digabung dengan dirinya sendiri."))
    if held.secret or main.secret:
        raise NotPossible(_("Laporan rahasia ditangani sendiri-sendiri agar isinya tidak bocor."))
    if main.status not in OPEN:
        raise NotPossible(
            _("Laporan %(number)s sudah tidak terbuka. Pilih laporan yang masih ditangani.")
            % {"number": main.number}
        )
    before = facts(held)
    note = _("Ada laporan lain tentang hal yang sama. Jawabannya juga akan tampil di sini.")
    advance(complaint=held, event="merge", at=at, note=note, merged_into=main)
    log(held, "merge", actor, at, before=before, after={"into": main.number})
    # One's duplicates follow it, so that every reporter hears the answer.
    Complaint.objects.filter(merged_into=held).update(merged_into=main)
    mails.reporter(held, "merge")
    return held


@transaction.atomic
def reject(
    *, complaint: Complaint, reason: str, actor: User | None, at: datetime, go_to: str = ""
) -> Complaint:
    """Turns a report away with a reason, also those joined to it; `go_to` tells where it belongs.

    Raises NotPossible without a reason.
    """
    held = locked(complaint)
    if not reason.strip():
        raise NotPossible(_("Tulis alasan penolakan. Pelapor berhak mengetahuinya."))
    before = facts(held)
    words = reason.strip()
    if go_to.strip():
        words = _("%(reason)s Sampaikan ke: %(place)s.") % {"reason": words, "place": go_to.strip(" .")}
    advance(complaint=held, event="reject", at=at, note=words)
    log(held, "reject", actor, at, before=before)
    joined = list(held.duplicates.all())
    for duplicate in joined:
        step(duplicate, "reject", at, note=words)
    for told in (held, *joined):
        mails.reporter(told, "reject")
    return held


@transaction.atomic
def assign(*, complaint: Complaint, officer: Employee, actor: User | None, at: datetime) -> Complaint:
    """The head names who answers. Raises NotPossible when the report is not in the unit, or he is not."""
    held = locked(complaint)
    if held.status not in IN_UNIT or held.unit is None:
        raise NotPossible(_("Laporan ini tidak sedang ditangani unit, jadi belum ada yang perlu ditugaskan."))
    _works_there(officer, held.unit, localdate(at))
    before: Facts = {"officer": held.officer_id}
    held.officer = officer
    held.save(update_fields=["officer"])
    step(held, "assign", at, unit=held.unit, for_office=True)
    log(held, "assign", actor, at, before=before, after={"officer": officer.pk})
    mails.officer(officer.user_id, held, "assign")
    return held


@transaction.atomic
def start(
    *, complaint: Complaint, actor: User | None, at: datetime, officer: Employee | None = None
) -> Complaint:
    """The unit takes it up; `officer` becomes responsible when nobody was named."""
    held = locked(complaint)
    before = facts(held)
    changes: Facts = {"officer_id": officer.pk} if officer and held.officer_id is None else {}
    advance(complaint=held, event="start", at=at, unit=held.unit, **changes)
    log(held, "start", actor, at, before=before)
    return held


@transaction.atomic
def return_to_desk(*, complaint: Complaint, reason: str, actor: User | None, at: datetime) -> Complaint:
    """The unit is the wrong one: back to the desk with a reason that only officers read.

    The clock of the answer runs on; only the desk gets new days to forward. Raises NotPossible.
    """
    held, on = locked(complaint), localdate(at)
    if not reason.strip():
        raise NotPossible(_("Tulis mengapa laporan ini bukan tugas unit Anda, dan unit mana yang tepat."))
    before, unit = facts(held), held.unit
    verify_due, clock = clocks.due(clocks.VERIFY, on, on)
    note = _("Unit mengembalikan laporan agar diteruskan ke unit yang tepat.")
    advance(
        complaint=held,
        event="return",
        at=at,
        note=note,
        unit=unit,
        unit_id=None,
        officer_id=None,
        verify_due=verify_due,
        clocks={**held.clocks, clocks.VERIFY: clock},
    )
    step(held, "return_reason", at, note=reason.strip(), unit=unit, for_office=True)
    log(held, "return", actor, at, before=before)
    return held


@transaction.atomic
def answer(
    *, complaint: Complaint, text: str, actor: User | None, at: datetime, uploads: Uploads = ()
) -> Complaint:
    """The official answer; reporters of joined reports get it too. Closing by itself starts to count.

    Raises NotPossible without words, for a file that is not kept, and with words of its own when a colleague
    answered first.
    """
    held, on = locked(complaint), localdate(at)
    words = text.strip()
    if not words:
        raise NotPossible(_("Tulis jawabannya. Laporan tidak dapat ditutup tanpa jawaban."))
    if held.status == S.ANSWERED:
        raise NotPossible(_("Rekan Anda baru saja menjawab laporan ini. Jawaban Anda tidak terkirim."))
    before = facts(held)
    close_due, clock = clocks.due(clocks.AUTO_CLOSE, on, on)
    # By which day the first answer was due: reopening sets a new due day, the measure keeps the first.
    first = held.clocks.get("first_answer") or {"due": held.act_due.isoformat() if held.act_due else None}
    changes: Facts = {
        "answered_at": held.answered_at or at,
        "close_due": close_due,
        "clocks": {**held.clocks, clocks.AUTO_CLOSE: clock, "first_answer": first},
    }
    advance(complaint=held, event="answer", at=at, unit=held.unit, **changes)
    say(held, words, actor, at, held.unit, is_answer=True)
    joined = list(held.duplicates.all())
    for duplicate in joined:
        say(duplicate, words, actor, at, held.unit, is_answer=True)
    keep_files(held, uploads, at=at, from_reporter=False)
    log(held, "answer", actor, at, before=before, after={"joined": len(joined)})
    for told in (held, *joined):
        mails.reporter(told, "answer")
    return held


@transaction.atomic
def extend(*, complaint: Complaint, reason: str, actor: User, at: datetime) -> Extension:
    """More working days to answer, told to the reporter with the reason (law `complaint.extension`).

    Raises NotPossible without a reason, after the due day, or when it was extended as often as may be.
    """
    held, on = locked(complaint), localdate(at)
    law = in_force("complaint.extension", on)
    if not reason.strip():
        raise NotPossible(_("Tulis mengapa perlu waktu lebih lama. Pelapor membaca alasan ini."))
    if held.status not in IN_UNIT or held.act_due is None:
        raise NotPossible(_("Hanya laporan yang sedang ditangani unit yang dapat diperpanjang."))
    if held.act_due < on:
        raise NotPossible(_("Tenggatnya sudah lewat, jadi tidak dapat diperpanjang. Jawab secepatnya."))
    if held.extensions.count() >= law["times"]:
        raise NotPossible(
            _("Laporan ini sudah diperpanjang %(times)d kali, yaitu sebanyak yang diperbolehkan.")
            % {"times": law["times"]}
        )
    days = clocks.calendar_around(held.act_due)
    new_due = days.add_working_days(held.act_due, law["days"])
    more = Extension.objects.create(
        complaint=held, old_due=held.act_due, new_due=new_due, reason=reason.strip(), by=actor, at=at
    )
    frozen = {"due": new_due.isoformat(), "days": law["days"], "source": law.source, "calendar": days.version}
    held.clocks = {**held.clocks, "extension": frozen}
    held.act_due = new_due
    held.save(update_fields=["act_due", "clocks"])
    words = _("Tenggat baru %(day)s. %(reason)s")
    note = words % {"day": date_format(new_due, "j F Y"), "reason": reason.strip()}
    step(held, "extend", at, note=note, unit=held.unit)
    log(held, "extend", actor, at, before={"act_due": more.old_due}, after={"act_due": new_due})
    mails.reporter(held, "extend")
    return more


@transaction.atomic
def reclassify(
    *, complaint: Complaint, category: Category, reason: str, actor: User | None, at: datetime
) -> Complaint:
    """Another category; what the citizen chose first stays in `first_category`. Raises NotPossible."""
    held = locked(complaint)
    if category.retired:
        raise NotPossible(_("Kategori ini tidak dipakai lagi. Pilih kategori lain."))
    if category.pk == held.category_id:
        raise NotPossible(_("Laporan ini sudah berada di kategori itu."))
    if not reason.strip():
        raise NotPossible(_("Tulis alasan mengubah kategori."))
    old = held.category
    held.category = category
    held.save(update_fields=["category"])
    words = _("%(old)s menjadi %(new)s. %(reason)s")
    note = words % {"old": old or _("Tanpa kategori"), "new": category, "reason": reason.strip()}
    step(held, "reclassify", at, note=note, for_office=True)
    log(
        held,
        "reclassify",
        actor,
        at,
        before={"category": old and old.code},
        after={"category": category.code},
    )
    return held


@transaction.atomic
def mark_names_employee(*, complaint: Complaint, names: bool, actor: User | None, at: datetime) -> Complaint:
    """Whether somebody of the agency is named: then it also goes the way of an examination."""
    held = locked(complaint)
    if held.names_employee == names:
        return held
    held.names_employee = names
    held.save(update_fields=["names_employee"])
    step(held, "names_employee" if names else "names_nobody", at, for_office=True)
    log(held, "mark_names_employee", actor, at, after={"names_employee": names})
    return held


def _act_clock(held: Complaint, needs_inspection: bool, on: date) -> Facts:
    """The clock of the answer, counted from the complete report, and of taking it up, from today.

    One that runs already for the same class and report (also after reopening or more time) keeps its day.
    """
    _start_due, start_facts = clocks.due(clocks.FOLLOW_UP, on, on)
    event = clocks.act_event(held.kind, needs_inspection=needs_inspection)
    frozen = {**held.clocks, clocks.FOLLOW_UP: start_facts}
    running = held.clocks.get(event, {}).get("counted_from", "")
    if held.act_due is not None and running >= held.counted_from.isoformat():
        return {"clocks": frozen}
    act_due, clock = clocks.due(event, held.counted_from, on)
    return {"act_due": act_due, "clocks": {**frozen, event: clock}}


def _keep_from_reported(held: Complaint, unit: Unit) -> None:
    """A secret report goes neither to the unit it is about, nor below it, nor to those who lead it."""
    reported = held.reported_unit_id or (held.service.unit_id if held.service else None)
    if reported is None:
        return
    if unit.pk in unit_tree_ids([reported]) or reported in unit_tree_ids([unit.pk]):
        raise NotPossible(
            _(
                "Laporan ini rahasia, dan %(unit)s adalah unit yang dilaporkan, bagiannya, atau atasannya. "
                "Teruskan ke unit lain, misalnya Inspektorat."
            )
            % {"unit": unit.name}
        )


def _works_there(officer: Employee, unit: Unit, on: date) -> None:
    if not officers_of(unit, on).filter(pk=officer.pk).exists():
        raise NotPossible(
            _("%(name)s tidak bekerja di %(unit)s. Pilih pegawai unit itu.")
            % {"name": officer.name, "unit": unit.name}
        )
