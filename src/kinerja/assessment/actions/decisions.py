"""Decisions of a meeting: made on the spot, with owner and day; changed with a reason; finished or dropped
with what came of it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.rows import lock_row
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_meetings import may_chair, may_close
from ..errors import Incomplete
from ..meeting_notices import tell_changed, tell_owner, tell_released
from ..models import AgendaItem, Decision, Meeting

LIVE = (Meeting.Status.RUNNING, Meeting.Status.DRAFTED)


@transaction.atomic
def decide(
    *,
    meeting: Meeting,
    kind: str,
    text: str,
    owner: Employee,
    due: date,
    actor: User,
    at: datetime,
    about: Employee | None = None,
    item: AgendaItem | None = None,
) -> Decision:
    """A task, or a recognition or support for `about`, while the meeting runs or its minutes are corrected.

    Raises PermissionDenied, NotPossible in another state, Incomplete without words, without the person, with
    a day that has passed, or when somebody would see to his own recognition.
    """
    may_chair(actor, meeting, localdate(at)).require()
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.status not in LIVE:
        raise NotPossible(_("Keputusan dicatat selama rapat berlangsung atau notulanya dikoreksi."))
    words = text.strip()
    if kind not in Decision.Kind.values:
        raise Incomplete(_("Pilih jenis keputusan."))
    if not words:
        raise Incomplete(_("Tulis apa yang diputuskan."))
    if kind != Decision.Kind.TASK and about is None:
        raise Incomplete(_("Pilih pegawai yang dihargai atau didukung."))
    if kind == Decision.Kind.RECOGNITION and about == owner:
        raise Incomplete(_("Penghargaan diurus orang lain, bukan pegawai yang dihargai."))
    if due < localdate(at):
        raise Incomplete(_("Batas waktu sudah lewat. Pilih hari ini atau sesudahnya."))
    if item is not None and item.meeting_id != held.pk:
        raise Incomplete(_("Butir agenda itu bukan dari rapat ini."))
    made = Decision.objects.create(
        meeting=held,
        item=item,
        kind=kind,
        text=words,
        owner=owner,
        about=about if kind != Decision.Kind.TASK else None,
        due=due,
        decided_at=at,
    )
    after = {"kind": kind, "owner": owner.pk, "about": made.about_id, "due": due, "meeting": held.pk}
    record(actor=actor, at=at, action="assessment.decide", target=made, after=after)
    tell_owner(made, at)
    return made


@transaction.atomic
def change_decision(
    *, decision: Decision, owner: Employee, due: date, text: str, reason: str, actor: User, at: datetime
) -> Decision:
    """Another owner, day or wording of an open decision, by who may decide; owner and day also once the
    minutes are approved, whose words stay. Old and new owner are told. Only a task's words are written into
    the log: the others are about somebody.

    Raises PermissionDenied, NotPossible when it was closed or its words are approved, Incomplete without a
    reason, without words or a change, for a day that has passed, for an owner without an account, or when
    somebody would see to his own recognition.
    """
    may_chair(actor, decision.meeting, localdate(at)).require()
    meeting = Meeting.objects.select_for_update().get(pk=decision.meeting_id)
    found = lock_row(Decision.objects.select_related("owner"), decision.pk)
    found.meeting = meeting
    words, why = text.strip(), reason.strip()
    _changeable(found, owner, due, words, why, at)
    before, old = _facts(found), found.owner
    found.owner, found.due, found.text = owner, due, words
    after = _facts(found)
    if before == after:
        raise Incomplete(_("Belum ada yang diubah."))
    found.save(update_fields=["owner", "due", "text"])
    if found.kind != Decision.Kind.TASK:
        after |= {"words_changed": before.pop("text") != after.pop("text")}
    record(actor=actor, at=at, action="assessment.change_decision", target=found, before=before, after=after,
           why=why)  # fmt: skip
    if old != owner:
        tell_released(found, old, at)
        tell_owner(found, at, again=True)
    else:
        tell_changed(found, at)
    return found


def _facts(decision: Decision) -> dict[str, object]:
    return {"owner": decision.owner_id, "due": decision.due, "text": decision.text}


def _changeable(decision: Decision, owner: Employee, due: date, words: str, why: str, at: datetime) -> None:
    """Raises NotPossible, Incomplete as `change_decision` says."""
    if decision.status != Decision.Status.OPEN:
        raise NotPossible(_("Keputusan ini sudah ditutup, jadi tidak dapat diubah lagi."))
    if words != decision.text and decision.meeting.status not in LIVE:
        raise NotPossible(
            _("Notula sudah disetujui, jadi bunyi keputusan tetap. Ubah hanya orang atau batasnya.")
        )
    if not why:
        raise Incomplete(_("Tulis mengapa keputusan ini diubah."))
    if not words:
        raise Incomplete(_("Tulis apa yang diputuskan."))
    moved = (owner.pk, due) != (decision.owner_id, decision.due)
    if moved and due < localdate(at):
        raise Incomplete(_("Batas waktu sudah lewat. Pilih hari ini atau sesudahnya."))
    if owner.pk != decision.owner_id and (owner.user is None or not owner.user.is_active):
        raise Incomplete(_("%(name)s belum mempunyai akun aktif. Pilih orang lain.") % {"name": owner.name})
    if decision.kind == Decision.Kind.RECOGNITION and decision.about_id == owner.pk:
        raise Incomplete(_("Penghargaan diurus orang lain, bukan pegawai yang dihargai."))


def finish_decision(*, decision: Decision, outcome: str, actor: User, at: datetime) -> Decision:
    """Done, with what came of it. Raises PermissionDenied, Incomplete, NotPossible, Stale."""
    may_close(actor, decision, localdate(at)).require()
    return _close("finish", decision, outcome, actor, at)


def drop_decision(*, decision: Decision, outcome: str, actor: User, at: datetime) -> Decision:
    """Given up, with the reason. Raises PermissionDenied, Incomplete, NotPossible, Stale."""
    may_close(actor, decision, localdate(at)).require()
    return _close("drop", decision, outcome, actor, at)


def settle_decision(*, decision: Decision, outcome: str, actor: User, at: datetime) -> bool:
    """Done, because what grew out of it has ended; the part it grew into has asked who may end that.

    Whether it was still open. Raises Incomplete, Stale.
    """
    if decision.status != Decision.Status.OPEN:
        return False
    _close("finish", decision, outcome, actor, at)
    return True


@transaction.atomic
def _close(event: str, decision: Decision, outcome: str, actor: User, at: datetime) -> Decision:
    words = outcome.strip()
    if not words:
        raise Incomplete(_("Tulis hasilnya, atau alasan keputusan ini dibatalkan."))
    old = decision.status
    move("decision", decision, event, outcome=words, closed_at=at)
    after = {"status": decision.status}
    record(actor=actor, at=at, action=f"assessment.{event}_decision", target=decision,
           before={"status": old}, after=after, why=words)  # fmt: skip
    return decision
