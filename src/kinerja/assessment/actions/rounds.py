"""A round of many-sided feedback: made with a proposal, adjusted within rules, opened, closed or cancelled.

Law `feedback.round` (ours): load, sides, floor; PermenPANRB 6/2022 Ps 17-19 names the sides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee, Unit
from kinerja.plans.models import Period
from kinerja.rules.loader import in_force
from kinerja.voice.actions.common import move

from ..access_rounds import may_adjust, may_run
from ..errors import Incomplete, NotOpen
from ..models import FeedbackAsk, FeedbackCode, FeedbackRound, FeedbackTicket
from ..notices import tell
from ..proposal import propose
from ..queries.voices import relation_of, subjects_of, voices
from ..round_notices import tell_appraisers, tell_cancelled, tell_closed
from .tickets import make_codes

RULE = "feedback.round"
# Answers of a closed round get new keys and a random order in one statement: neither their order nor their
# transactions say any more when each one came.
SHUFFLE = """
WITH gone AS (DELETE FROM assessment_feedbackanswer WHERE round_id = %(round)s RETURNING *)
INSERT INTO assessment_feedbackanswer (id, round_id, subject_id, relation, "values", keep, change)
SELECT gen_random_uuid(), round_id, subject_id, relation, "values", keep, change FROM gone ORDER BY random()
"""


@transaction.atomic
def make_round(
    *,
    name: str,
    unit: Unit,
    period: Period,
    starts: date,
    ends: date,
    message: str,
    actor: User,
    at: datetime,
) -> FeedbackRound:
    """A draft about everybody in the unit and below for whose post rounds are shown, with the proposal of who
    is asked; the appraisers learn that they may adjust it until it opens.

    Raises PermissionDenied, Incomplete for a window that is over, backwards or too long, or when nobody could
    be asked.
    """
    on = localdate(at)
    may_run(actor, unit, on).require()
    _check_window(starts, ends, on)
    made = FeedbackRound.objects.create(
        name=name.strip(),
        unit=unit,
        period=period,
        starts=starts,
        ends=ends,
        message=message.strip(),
        made_by=actor,
        made_at=at,
    )
    count = propose_asks(made, on=on)
    if not count:
        raise Incomplete(
            _(
                "Belum ada pegawai di unit ini yang dapat diminta. Periksa jabatan dan akunnya, dan apakah "
                "umpan balik banyak pihak dipakai untuk jabatan di sini."
            )
        )
    after = {"name": made.name, "unit": unit.name, "starts": starts, "ends": ends, "asks": count}
    record(actor=actor, at=at, action="assessment.make_round", target=made, after=after, rule=RULE)
    tell_appraisers(made, on=on, at=at)
    return made


def _check_window(starts: date, ends: date, on: date) -> None:
    """Raises Incomplete for a window that is over, backwards or too long."""
    longest = int(in_force(RULE, on)["longest_days"])
    if ends < starts or ends < on:
        raise Incomplete(_("Hari terakhir harus hari ini atau sesudahnya, dan tidak sebelum hari pertama."))
    if ends - starts >= timedelta(days=longest):
        raise Incomplete(_("Satu putaran paling lama %(days)d hari.") % {"days": longest})


def propose_asks(round: FeedbackRound, *, on: date) -> int:
    """Writes who is asked about whom by the lines and the matrix of the day; returns how many.

    Nobody is asked about people for whose posts rounds are off on the first day an appraiser could read it.
    """
    subjects = subjects_of(round.unit, on, shown_on=max(round.ends, round.period.opens))
    found = propose(voices(subjects, round.period, on), in_force(RULE, on))
    rows = [
        FeedbackAsk(
            round=round,
            subject_id=subject,
            asked_id=voice.employee_id,
            relation=voice.relation,
            why=voice.why,
        )
        for subject, voice in found
    ]
    return len(FeedbackAsk.objects.bulk_create(rows, batch_size=2_000))


@transaction.atomic
def add_ask(
    *,
    round: FeedbackRound,
    subject: Employee,
    asked: Employee,
    reason: str,
    actor: User,
    at: datetime,
) -> FeedbackAsk:
    """The appraiser adds somebody, marked as added and with a reason; the side follows from the line.

    Raises PermissionDenied, NotOpen once the round runs, Incomplete without a reason, for the subject
    himself, for somebody without account, and above what the law leaves (load, added, side).
    """
    on = localdate(at)
    may_adjust(actor, subject, on).require()
    _draft(round)
    if not reason.strip():
        raise Incomplete(_("Tulis mengapa orang ini perlu ditanya."))
    about = FeedbackAsk.objects.filter(round=round, subject=subject)
    if not about.exists():
        raise Incomplete(_("Pegawai ini tidak termasuk dalam putaran."))
    relation = relation_of(subject, asked, on)
    _addable(round, subject, asked, relation, on)
    row = FeedbackAsk.objects.create(
        round=round,
        subject=subject,
        asked=asked,
        relation=relation,
        origin=FeedbackAsk.Origin.ADDED,
        why=reason.strip()[:200],
    )
    after = {"subject": subject.name, "asked": asked.name, "relation": relation}
    record(actor=actor, at=at, action="assessment.add_ask", target=round, after=after,
           why=reason.strip(), rule=RULE)  # fmt: skip
    return row


def _addable(round: FeedbackRound, subject: Employee, asked: Employee, relation: str, on: date) -> None:
    """Within the load of the person, the side's places and the number that may be added."""
    law = in_force(RULE, on)
    if asked.pk == subject.pk:
        raise Incomplete(_("Seseorang tidak ditanya tentang dirinya sendiri; untuk itu ada penilaian diri."))
    if asked.user is None or not asked.user.is_active:
        raise Incomplete(_("%(name)s belum mempunyai akun, jadi tidak dapat diminta.") % {"name": asked.name})
    about = FeedbackAsk.objects.filter(round=round, subject=subject)
    if about.filter(asked=asked).exists():
        raise Incomplete(_("%(name)s sudah diminta.") % {"name": asked.name})
    if about.filter(origin=FeedbackAsk.Origin.ADDED).count() >= law["added"]:
        message = _("Paling banyak %(most)d orang dapat ditambahkan, supaya usulan sistem tetap menentukan.")
        raise Incomplete(message % {"most": law["added"]})
    if about.filter(relation=relation).count() >= law["sides"][relation]["most"]:
        raise Incomplete(_("Sisi ini sudah penuh. Hapus dahulu salah satu orangnya."))
    if FeedbackAsk.objects.filter(round=round, asked=asked).count() >= law["max_asked"]:
        message = _("%(name)s sudah diminta tentang %(most)d orang, batas dalam satu putaran.")
        raise Incomplete(message % {"name": asked.name, "most": law["max_asked"]})


@transaction.atomic
def remove_ask(*, ask: FeedbackAsk, reason: str, actor: User, at: datetime) -> None:
    """The appraiser takes somebody out, with a reason; a side never falls below what the law leaves.

    Raises PermissionDenied, NotOpen once the round runs, Incomplete.
    """
    on = localdate(at)
    may_adjust(actor, ask.subject, on).require()
    _draft(ask.round)
    if not reason.strip():
        raise Incomplete(_("Tulis mengapa orang ini tidak jadi ditanya."))
    side = FeedbackAsk.objects.filter(round=ask.round, subject=ask.subject, relation=ask.relation)
    least = max(1, int(in_force(RULE, on)["sides"][ask.relation]["least"]))
    if side.count() <= least and ask.origin == FeedbackAsk.Origin.PROPOSED:
        message = _("Sisi “%(side)s” perlu paling sedikit %(least)d orang, jadi orang ini tetap ditanya.")
        raise Incomplete(message % {"side": _(ask.get_relation_display()), "least": least})
    before = {"subject": ask.subject.name, "asked": ask.asked.name, "relation": ask.relation}
    ask.delete()
    record(actor=actor, at=at, action="assessment.remove_ask", target=ask.round, before=before,
           why=reason.strip(), rule=RULE)  # fmt: skip


@transaction.atomic
def open_round(*, round: FeedbackRound, actor: User, at: datetime) -> None:
    """Requests go out and who is asked is fixed: one code a request, made now and all at once.

    Raises PermissionDenied, NotPossible when it is open or over, Stale, Incomplete when the window is over.
    """
    on = localdate(at)
    may_run(actor, round.unit, on).require()
    _lock(round)
    if round.ends < on:
        raise Incomplete(_("Hari terakhir putaran ini sudah lewat. Buat putaran baru."))
    move("feedback_round", round, "open")
    asks = make_codes(round)
    tell(
        round.asks.order_by().values_list("asked__user_id", flat=True).distinct(),
        key=f"round:{round.pk}:asked",
        title=_("Anda diminta memberi umpan balik: %(name)s") % {"name": round.name},
        url=reverse("assessment:asked"),
        due=round.ends,
        at=at,
    )
    record(actor=actor, at=at, action="assessment.open_round", target=round, after={"asks": asks}, rule=RULE)


@transaction.atomic
def cancel_round(*, round: FeedbackRound, reason: str, actor: User | None, at: datetime) -> None:
    """A draft that is not to be opened; nobody was asked yet. Who would have been asked stays to be read.
    `actor` None: its last day has passed (`cancel_due_drafts`), and whoever made it is told.

    Raises PermissionDenied, NotPossible once it was opened, Stale, Incomplete without a reason.
    """
    if actor is not None:
        may_run(actor, round.unit, localdate(at)).require()
    why = reason.strip()
    if not why:
        raise Incomplete(_("Tulis mengapa putaran ini dibatalkan."))
    _lock(round)
    old = round.status
    move("feedback_round", round, "cancel")
    record(actor=actor, at=at, action="assessment.cancel_round", target=round, before={"status": old},
           after={"status": round.status}, why=why)  # fmt: skip
    if actor is None:
        tell_cancelled(round, at)


@transaction.atomic
def extend_round(*, round: FeedbackRound, ends: date, actor: User, at: datetime) -> None:
    """A later last day for a round that runs: codes and tickets stay, so whoever has not answered still may.

    Raises PermissionDenied, NotOpen unless it runs, Incomplete for a day that is not later, over, or further
    than the law of rounds leaves.
    """
    on = localdate(at)
    may_run(actor, round.unit, on).require()
    held = _lock(round)
    if held.status != FeedbackRound.Status.OPEN:
        raise NotOpen(_("Hanya putaran yang sedang berjalan yang dapat diperpanjang."))
    _check_window(held.starts, ends, on)
    if ends <= held.ends:
        raise Incomplete(_("Pilih hari sesudah hari terakhir yang sekarang."))
    before = {"ends": held.ends}
    held.ends = round.ends = ends
    held.save(update_fields=["ends"])
    record(actor=actor, at=at, action="assessment.extend_round", target=held, before=before,
           after={"ends": ends}, rule=RULE)  # fmt: skip


@transaction.atomic
def close_round(*, round: FeedbackRound, actor: User | None, at: datetime) -> None:
    """Nobody answers any more; codes and tickets that are left go, answers are shuffled. Whoever made the
    round is told, unless he closes it himself. `actor` None: its last day has passed (`close_due_rounds`).

    Raises PermissionDenied, NotPossible when it does not run, Stale.
    """
    if actor is not None:
        may_run(actor, round.unit, localdate(at)).require()
    _lock(round)
    move("feedback_round", round, "close")
    FeedbackCode.objects.filter(round=round).delete()
    FeedbackTicket.objects.filter(round=round).delete()
    with connection.cursor() as cursor:
        cursor.execute(SHUFFLE, {"round": round.pk})
        answers = cursor.rowcount
    record(actor=actor, at=at, action="assessment.close_round", target=round, after={"answers": answers})
    if actor is None or actor.pk != round.made_by_id:
        tell_closed(round, at)


def close_due_rounds(*, at: datetime) -> int:
    """Closes rounds whose last day has passed, each on its own; returns how many. It decides nothing: nobody
    can answer any more by then, and until they are closed what was said is hidden from everybody."""
    return _each_over(FeedbackRound.Status.OPEN, lambda held: close_round(round=held, actor=None, at=at), at)


def cancel_due_drafts(*, at: datetime) -> int:
    """Cancels drafts whose last day has passed, each on its own; returns how many. Nothing is lost: such a
    draft can no longer be opened, its days cannot be changed, and nobody was asked."""
    with translation.override("id"):  # the log and the notice keep it
        reason = _("Hari terakhirnya lewat dan putaran belum dibuka.")

    def cancel(held: FeedbackRound) -> None:
        cancel_round(round=held, reason=reason, actor=None, at=at)

    return _each_over(FeedbackRound.Status.DRAFT, cancel, at)


def _each_over(status: str, act: Callable[[FeedbackRound], None], at: datetime) -> int:
    """Does `act` to every round of a status whose last day has passed; returns how many."""
    due = FeedbackRound.objects.filter(status=status, ends__lt=localdate(at))
    done = 0
    for pk in list(due.order_by("ends", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            held = due.select_for_update(skip_locked=True).filter(pk=pk).first()
            if held is not None:  # else somebody moved or extended it just now
                act(held)
                done += 1
    return done


def _lock(round: FeedbackRound) -> FeedbackRound:
    return FeedbackRound.objects.select_for_update().get(pk=round.pk)


def _draft(round: FeedbackRound) -> None:
    """Raises NotOpen unless the round, locked to the end of the transaction, is still a draft."""
    status = _lock(round).status
    if status == FeedbackRound.Status.CANCELLED:
        raise NotOpen(_("Putaran ini dibatalkan, jadi siapa yang ditanya tidak dapat diubah lagi."))
    if status != FeedbackRound.Status.DRAFT:
        raise NotOpen(_("Putaran sudah dibuka, jadi siapa yang ditanya tidak dapat diubah lagi."))
