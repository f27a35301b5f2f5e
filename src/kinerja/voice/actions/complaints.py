"""What a reporter does: hand in, complete, reply, withdraw, confirm and rate, reopen.

The reporter has no account: whoever holds number and key is the reporter. Only the digest of the key is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.people.queries.law import in_force

from ..access.complaints import may_see_reporter
from ..attachments import keep_files
from ..clocks import AUTO_CLOSE, VERIFY, act_event, counting_day, due, reopens_until
from ..complaint_keys import digest, new_key
from ..errors import NotPossible
from ..models import Category, Complaint, ComplaintMessage, Reporter, Service, Topic
from .complaint_core import advance, step

RULE = "Perpres 76/2013; PermenPANRB 5/2025"
State = Complaint.Status
Uploads = Iterable[UploadedFile[bytes]]


def _one_at_a_time() -> None:
    """Whoever hands in waits here for the one before; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('voice complaint number'))")


def _next_number(year: int) -> str:
    """ADU-<year>-<serial>, without gaps."""
    prefix = f"ADU-{year}-"
    last = Complaint.objects.filter(number__startswith=prefix).order_by("-number").first()
    serial = int(last.number.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{serial:06d}"


def tidy(text: str) -> str:
    """As it is kept: one kind of line end, no outer space. Redactions count characters of this."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _noted(complaint: Complaint, event: str, at: datetime, actor: User | None = None, **facts: Any) -> None:
    """Into the log goes that it happened, never what the citizen wrote."""
    record(
        actor=actor,
        at=at,
        action=f"voice.{event}",
        target=complaint,
        after={"number": complaint.number, "status": complaint.status, **facts},
        rule=RULE,
    )


@transaction.atomic
def submit(
    *,
    kind: str,
    title: str,
    text: str,
    at: datetime,
    location: str = "",
    happened_on: date | None = None,
    service: Service | None = None,
    unit: Unit | None = None,
    category: Category | None = None,
    anonymous: bool = True,
    secret: bool = False,
    open_to_public: bool = False,
    name: str = "",
    email: str = "",
    phone: str = "",
    topic: Topic | None = None,
    uploads: Uploads = (),
    actor: User | None = None,
    key: str = "",
) -> tuple[Complaint, str]:
    """Takes in a report; returns it with its key, which is shown this once and never again.

    `unit` is the reported unit (that of the service when only a service is named). `key`, of `new_key`, is
    given by a page that may send twice: the second time returns the first report. The verification clock
    starts and is frozen. Raises NotPossible for an empty title or text, a day to come, a file not kept.
    """
    _can_be_taken(title, text, happened_on, secret and open_to_public, localdate(at))
    key = key or new_key()
    _one_at_a_time()
    if sent_before := Complaint.objects.filter(digest=digest(key)).first():
        return sent_before, key
    verify_due, facts = due(VERIFY, at, localdate(at))
    complaint = Complaint.objects.create(
        number=_next_number(localdate(at).year),
        digest=digest(key),
        kind=kind,
        title=tidy(title),
        text=tidy(text),
        location=tidy(location),
        happened_on=happened_on,
        service=service,
        reported_unit=unit or (service.unit if service else None),
        first_category=category,
        category=category,
        anonymous=anonymous,
        secret=secret,
        open_to_public=open_to_public,
        topic=topic,
        received_at=at,
        counted_from=date.fromisoformat(facts["counted_from"]),
        verify_due=verify_due,
        clocks={VERIFY: facts},
    )
    _keep_reporter(complaint, name=name.strip(), email=email.strip(), phone=phone.strip())
    step(complaint, "submit", at)
    keep_files(complaint, uploads, at=at)
    _noted(complaint, "submit_complaint", at, actor, kind=kind, verify_due=verify_due)
    return complaint, key


def _keep_reporter(complaint: Complaint, **told: str) -> None:
    """Who reports, apart from the report; nothing for who says nothing of himself."""
    if any(told.values()):
        Reporter.objects.create(complaint=complaint, **told)


def _can_be_taken(
    title: str, text: str, happened_on: date | None, hidden_and_shown: bool, today: date
) -> None:
    if not title.strip() or not text.strip():
        raise NotPossible(_("Tulis judul dan isi laporan Anda."))
    if happened_on is not None and happened_on > today:
        raise NotPossible(_("Tanggal kejadian tidak boleh sesudah hari ini."))
    if hidden_and_shown:
        raise NotPossible(_("Laporan rahasia tidak dapat ditampilkan untuk umum. Pilih salah satu."))


def _say(complaint: Complaint, text: str, at: datetime) -> ComplaintMessage:
    if not text.strip():
        raise NotPossible(_("Tulis pesan Anda dahulu."))
    author = ComplaintMessage.Author.REPORTER
    return ComplaintMessage.objects.create(complaint=complaint, author=author, text=tidy(text), at=at)


@transaction.atomic
def complete(*, complaint: Complaint, text: str, at: datetime, uploads: Uploads = ()) -> None:
    """What the office asked for. The clock of verification starts anew: the law counts from a complete file
    (Perpres 76/2013). Raises NotPossible, Stale."""
    day = counting_day(at)
    verify_due, facts = due(VERIFY, day, localdate(at))
    _say(complaint, text, at)
    advance(
        complaint=complaint,
        event="complete",
        at=at,
        counted_from=day,
        verify_due=verify_due,
        clocks=complaint.clocks | {VERIFY: facts},
    )
    keep_files(complaint, uploads, at=at)
    _noted(complaint, "complete_complaint", at, verify_due=verify_due)


@transaction.atomic
def reply(*, complaint: Complaint, text: str, at: datetime, uploads: Uploads = ()) -> ComplaintMessage:
    """The reporter says something more while the office is at it.

    After an answer the automatic closing is counted anew from his words. Raises NotPossible when the matter
    has ended or the office waits for facts.
    """
    held = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if held.status not in (State.RECEIVED, State.FORWARDED, State.IN_PROGRESS, State.ANSWERED):
        raise NotPossible(_("Laporan ini tidak lagi menerima pesan. Anda dapat menulis laporan baru."))
    said = _say(held, text, at)
    keep_files(held, uploads, at=at)
    if held.status == State.ANSWERED:
        close_due, facts = due(AUTO_CLOSE, at, localdate(at))
        changes = {"close_due": close_due, "clocks": held.clocks | {AUTO_CLOSE: facts}}
        Complaint.objects.filter(pk=held.pk).update(**changes)
    _noted(held, "reply_complaint", at)
    return said


@transaction.atomic
def withdraw(*, complaint: Complaint, at: datetime, reason: str = "") -> None:
    """The reporter takes it back; what he wrote stays for the office. Raises NotPossible, Stale."""
    if reason.strip():
        _say(complaint, reason, at)
    advance(complaint=complaint, event="withdraw", at=at, close_due=None)
    _noted(complaint, "withdraw_complaint", at)


@transaction.atomic
def rate_and_close(*, complaint: Complaint, rating: int | None, at: datetime) -> None:
    """The reporter confirms that it is solved, with 1 (not helpful) to 4 (very helpful) if he likes.

    Raises NotPossible when there is no answer yet or the rating is another number, Stale.
    """
    if rating is not None and rating not in range(1, 5):
        raise NotPossible(_("Pilih penilaian 1 sampai 4."))
    advance(complaint=complaint, event="close", at=at, closed_at=at, close_due=None, rating=rating)
    _noted(complaint, "close_complaint", at, rating=rating)


@transaction.atomic
def reopen(*, complaint: Complaint, reason: str, at: datetime, uploads: Uploads = ()) -> None:
    """Not solved: back to the unit, with a new clock. Raises NotPossible without a reason or after the
    window that `complaint.reopen` leaves after closing, Stale."""
    last = reopens_until(complaint)
    if last is not None and localdate(at) > last:
        words = _(
            "Laporan ini sudah selesai lebih dari %(days)d hari. Tulis laporan baru dan sebut nomornya."
        )
        closed = localdate(complaint.closed_at)
        raise NotPossible(words % {"days": in_force("complaint.reopen", closed)["days"]})
    if not reason.strip():
        raise NotPossible(_("Tulis mengapa laporan ini belum selesai, agar unit tahu yang harus dilakukan."))
    event = act_event(complaint.kind, needs_inspection=complaint.needs_inspection)
    act_due, facts = due(event, at, localdate(at))
    before = complaint.rating
    _say(complaint, reason, at)
    advance(
        complaint=complaint,
        event="reopen",
        at=at,
        unit=complaint.unit,
        reopened=F("reopened") + 1,
        closed_at=None,
        close_due=None,
        rating=None,
        act_due=act_due,
        clocks=complaint.clocks | {event: facts},
    )
    keep_files(complaint, uploads, at=at)
    complaint.refresh_from_db()
    _noted(complaint, "reopen_complaint", at, act_due=act_due, rating_before=before)


@transaction.atomic
def reveal_reporter(*, complaint: Complaint, why: str, actor: User, at: datetime) -> Reporter | None:
    """Who wrote it, for somebody who may know and says why; each look is in the log. None: he did not tell.

    Raises PermissionDenied by `access.complaints.may_see_reporter`, NotPossible without a reason.
    """
    may_see_reporter(actor, complaint, localdate(at)).require()
    if not why.strip():
        raise NotPossible(_("Tulis untuk apa Anda perlu mengetahui identitas pelapor."))
    record(actor=actor, at=at, action="voice.see_reporter", target=complaint, why=why.strip())
    return Reporter.objects.filter(complaint=complaint).first()
