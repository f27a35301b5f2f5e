"""The way of an examination: opened, told to the employee, heard, found, contested, final.

PP 94/2021 Ps 26 (heard before anything is found); UU 39/1999 (presumed innocent); days: law
`deadline.examination_reply`, `deadline.examination_appeal` (ours, an agency may set its own).
The log holds states and findings, never what a citizen wrote nor who he is.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee

from ..access.examinations import is_adverse, may_examine
from ..clocks import due
from ..errors import NotPossible, Stale
from ..models import Complaint, Examination, Reporter
from ..notices import tell_employee
from .common import move

RULE = "PP 94/2021 Ps 26"
Status, Finding, Nature = Examination.Status, Examination.Finding, Examination.Nature
DECIDED = (Finding.PROVEN.value, Finding.NOT_PROVEN.value)
DROPPED = (Finding.WITHDRAWN.value, Finding.LAPSED.value)
NOT_EXAMINED = (Complaint.Status.REJECTED, Complaint.Status.MERGED, Complaint.Status.WITHDRAWN)
SHORTEST, AT_ONCE = 4, 500


@transaction.atomic
def open_examination(
    *,
    complaint: Complaint,
    employee: Employee,
    allegation: str,
    examiner: Employee,
    actor: User,
    at: datetime,
) -> Examination:
    """Opens the examination of one employee in one complaint or praise.

    `allegation` is written in neutral words; who reported must not be in it. Raises NotPossible for an
    examiner who may not examine (the message names the rule), an employee who opens his own, a complaint
    that was not taken up, and a second examination of the same employee.
    """
    if getattr(actor, "employee", None) == employee:
        raise NotPossible(_("Laporan yang menyebut Anda dibuka oleh pengelola lain."))
    if complaint.status in NOT_EXAMINED:
        raise NotPossible(_("Laporan ini tidak diteruskan, jadi tidak ada yang diperiksa."))
    words = _words(allegation, _("Tulis apa yang diperiksa."))
    _without_reporter(words, complaint)
    _fit(examiner, complaint, employee, localdate(at))
    praise = complaint.kind == Complaint.Kind.PRAISE
    try:
        with transaction.atomic():
            row = Examination.objects.create(
                complaint=complaint,
                employee=employee,
                nature=Nature.PRAISE if praise else Nature.COMPLAINT,
                allegation=words,
                examiner=examiner,
                opened_at=at,
            )
    except IntegrityError as twice:
        raise NotPossible(_("Pegawai ini sudah diperiksa dalam laporan yang sama.")) from twice
    Complaint.objects.filter(pk=complaint.pk).update(names_employee=True)
    record(
        actor=actor,
        at=at,
        action="voice.open_examination",
        target=row,
        after={"status": row.status, "nature": row.nature, "examiner": examiner.pk},
        rule=RULE,
    )
    return row


@transaction.atomic
def change_examiner(*, examination: Examination, examiner: Employee, actor: User, at: datetime) -> None:
    """Another examiner before anything is found. Raises NotPossible, Stale."""
    _fit(examiner, examination.complaint, examination.employee, localdate(at))
    rows = Examination.objects.filter(
        pk=examination.pk, status__in=(Status.OPENED, Status.NOTIFIED, Status.REPLIED)
    )
    if rows.update(examiner=examiner) != 1:
        raise Stale
    before = {"examiner": examination.examiner_id}
    after = {"examiner": examiner.pk}
    record(actor=actor, at=at, action="voice.change_examiner", target=examination, before=before, after=after)
    examination.examiner = examiner


@transaction.atomic
def notify(*, examination: Examination, actor: User, at: datetime) -> None:
    """Tells the employee what is examined; his time to answer starts. Raises NotPossible, Stale."""
    last = due("examination_reply", localdate(at), localdate(at))[0]
    _step(examination, "notify", actor, at, notified_at=at, reply_due=last)
    tell_employee(examination)


@transaction.atomic
def reply(*, examination: Examination, text: str, actor: User, at: datetime) -> None:
    """The employee answers. Raises NotPossible without words or in another state, Stale."""
    words = _words(text, _("Tulis tanggapan Anda."))
    _step(examination, "reply", actor, at, reply=words, replied_at=at)


@transaction.atomic
def no_reply(*, examination: Examination, actor: User, at: datetime) -> None:
    """Goes on without an answer, only after the last day for it. Raises NotPossible, Stale."""
    if examination.reply_due is not None and localdate(at) <= examination.reply_due:
        raise NotPossible(_("Pegawai masih dapat menanggapi. Tunggu sampai batas tanggapannya lewat."))
    _step(examination, "no_reply", actor, at)


@transaction.atomic
def find(*, examination: Examination, finding: str, grounds: str, actor: User, at: datetime) -> None:
    """The examiner decides: proven or not proven, with grounds; the employee may contest it until the due
    day. Proven needs at least one piece of evidence. Raises NotPossible, Stale.
    """
    words = _decision(examination, finding, grounds)
    _fit(examination.examiner, examination.complaint, examination.employee, localdate(at))
    last = due("examination_appeal", localdate(at), localdate(at))[0]
    _step(examination, "find", actor, at, finding=finding, grounds=words, found_at=at, appeal_due=last)
    tell_employee(examination)


@transaction.atomic
def appeal(*, examination: Examination, text: str, actor: User, at: datetime) -> None:
    """The employee contests the finding in time. Raises NotPossible, Stale."""
    words = _words(text, _("Tulis alasan keberatan Anda."))
    if examination.status == Status.FOUND and not is_adverse(examination):
        raise NotPossible(_("Kesimpulan ini tidak merugikan Anda, jadi tidak perlu keberatan."))
    if examination.appeal_due is not None and localdate(at) > examination.appeal_due:
        raise NotPossible(_("Batas keberatan sudah lewat."))
    _step(examination, "appeal", actor, at, appeal=words, appealed_at=at)


@transaction.atomic
def name_appeal_examiner(*, examination: Examination, examiner: Employee, actor: User, at: datetime) -> None:
    """Who decides the appeal: not the first examiner, by the same rules. Raises NotPossible, Stale."""
    _fit(examiner, examination.complaint, examination.employee, localdate(at), examination.examiner)
    rows = Examination.objects.filter(pk=examination.pk, status=Status.APPEALED)
    if rows.update(appeal_examiner=examiner) != 1:
        raise Stale
    after = {"appeal_examiner": examiner.pk}
    record(actor=actor, at=at, action="voice.name_appeal_examiner", target=examination, after=after)
    examination.appeal_examiner = examiner


@transaction.atomic
def decide_appeal(*, examination: Examination, finding: str, grounds: str, actor: User, at: datetime) -> None:
    """The second examiner decides for good; the first finding stays readable. Raises NotPossible, Stale."""
    words = _decision(examination, finding, grounds)
    if examination.appeal_examiner is None:
        raise NotPossible(_("Pemeriksa keberatan belum ditunjuk."))
    second, day = examination.appeal_examiner, localdate(at)
    _fit(second, examination.complaint, examination.employee, day, examination.examiner)
    _step(
        examination,
        "decide",
        actor,
        at,
        first_finding=examination.finding,
        finding=finding,
        appeal_grounds=words,
        final_at=at,
    )
    tell_employee(examination)


@transaction.atomic
def drop(*, examination: Examination, finding: str, grounds: str, actor: User, at: datetime) -> None:
    """Ends it without a decision: withdrawn or lapsed, with the reason. Raises NotPossible, Stale."""
    if finding not in DROPPED:
        raise NotPossible(_("Pilih dicabut atau kedaluwarsa."))
    words = _words(grounds, _("Tulis mengapa pemeriksaan dihentikan."))
    _step(examination, "drop", actor, at, finding=finding, grounds=words, found_at=at, final_at=at)
    if examination.notified_at:
        tell_employee(examination)


@transaction.atomic
def settle(*, examination: Examination, actor: User | None, at: datetime) -> None:
    """The finding becomes final once the time to contest it is over. Raises NotPossible, Stale."""
    if examination.appeal_due is not None and localdate(at) <= examination.appeal_due:
        raise NotPossible(_("Pegawai masih dapat mengajukan keberatan sampai batasnya."))
    _step(examination, "settle", actor, at, final_at=at)


@transaction.atomic
def settle_uncontested(*, at: datetime) -> int:
    """Makes findings final whose time to contest is over, at most 500; returns how many. For the worker.

    The rows are held meanwhile, so that nobody's appeal is lost to the same second.
    """
    over = Examination.objects.filter(status=Status.FOUND, appeal_due__lt=localdate(at)).order_by("pk")
    rows = list(over.select_for_update(skip_locked=True)[:AT_ONCE])
    for row in rows:
        settle(examination=row, actor=None, at=at)
    return len(rows)


def _step(row: Examination, event: str, actor: User | None, at: datetime, **changes: object) -> None:
    before = {"status": row.status}
    move("examination", row, event, **changes)
    after = {"status": row.status, **({"finding": row.finding} if row.finding else {})}
    record(
        actor=actor,
        at=at,
        action=f"voice.examination_{event}",
        target=row,
        before=before,
        after=after,
        rule=RULE,
    )


def _fit(
    examiner: Employee, complaint: Complaint, employee: Employee, on: date, first: Employee | None = None
) -> None:
    verdict = may_examine(examiner, complaint=complaint, employee=employee, on=on, first=first)
    if not verdict:
        raise NotPossible(verdict.reason)


def _decision(examination: Examination, finding: str, grounds: str) -> str:
    """The grounds, once finding and evidence fit."""
    if finding not in DECIDED:
        raise NotPossible(_("Pilih terbukti atau tidak terbukti."))
    words = _words(grounds, _("Tulis pertimbangan Anda; pegawai berhak membacanya."))
    if finding == Finding.PROVEN and not examination.evidence.exists():
        raise NotPossible(_("Tidak ada bukti yang dicatat. Tanpa bukti, tidak dapat dinyatakan terbukti."))
    return words


def _words(text: str, missing: str) -> str:
    words = text.replace("\x00", "").strip()
    if len(words) < SHORTEST:
        raise NotPossible(missing)
    return words


def _without_reporter(words: str, complaint: Complaint) -> None:
    """Refuses words that tell who reported, as far as he told it himself."""
    reporter = Reporter.objects.filter(complaint=complaint).first()
    if reporter is None:
        return
    lower = words.casefold()
    for told in (reporter.name, reporter.email, reporter.phone):
        if len(told) >= SHORTEST and told.casefold() in lower:
            raise NotPossible(_("Rumusan ini menyebut pelapor. Tulis ulang tanpa identitasnya."))
