"""Requests of people about their data, and the register of breaches (UU 27/2022)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.rules.loader import in_force
from kinerja.rules.states import step

from ..errors import NotPossible, Stale
from ..models import Breach, DataRequest, Reporter
from ..queries.privacy import ENDED
from ..retention import erase_reporters
from ..tasks import send_copy
from .citizens import clean_address, erase_citizen, known_citizen

RULE = "privacy.notice"


@transaction.atomic
def ask_about_data(*, kind: str, email: str, note: str, at: datetime) -> DataRequest:
    """A request from the holder of an address that a code has proven. The clock is 3 x 24 hours.

    Raises NotPossible when the same request already waits.
    """
    address = clean_address(email)
    waiting = DataRequest.objects.filter(kind=kind, email=address, status=DataRequest.Status.OPEN)
    if waiting.exists():
        raise NotPossible(_("Permintaan yang sama sudah kami terima dan sedang kami kerjakan."))
    hours = in_force(RULE, localdate(at))["request_hours"]
    row = DataRequest.objects.create(
        kind=kind, email=address, note=note.strip(), received_at=at, due_at=at + timedelta(hours=hours)
    )
    record(actor=None, at=at, action="voice.data_asked", target=row, after={"kind": kind}, rule=RULE)
    return row


@transaction.atomic
def give_copy(*, request: DataRequest, actor: User, at: datetime) -> None:
    """Mails a copy of all that is kept under the address; the worker gathers and sends it. Raises Stale."""
    outcome = _("Salinan data dikirim ke surel pemohon.")
    _decide(request, "fulfil", outcome, actor, at)
    send_copy.enqueue(request_id=request.pk)


@transaction.atomic
def erase_data(*, request: DataRequest, actor: User, at: datetime) -> str:
    """Erases identity in matters that have ended and the forum account; says what has to stay and why.

    A report still being handled keeps its reporter until it ends (Perpres 76/2013: the reporter must be
    answered); the report itself is the office's record. Raises Stale.
    """
    mine = Reporter.objects.filter(email__iexact=request.email, erased_at=None)
    erased = erase_reporters(mine.filter(complaint__status__in=ENDED), at)
    kept = mine.count()
    citizen = known_citizen(request.email)
    if citizen is not None:
        erase_citizen(citizen=citizen, at=at, actor=actor, why=RULE)
    parts = [_("Identitas pada %(count)d laporan yang selesai dihapus.") % {"count": erased}]
    if citizen is not None:
        parts.append(_("Akun forum dihapus; tulisannya tinggal tanpa nama."))
    if kept:
        words = _("%(count)d laporan masih ditangani: identitasnya dihapus sesudah selesai.")
        parts.append(words % {"count": kept})
    outcome = " ".join(parts)
    _decide(request, "fulfil", outcome, actor, at)
    return outcome


@transaction.atomic
def refuse_request(*, request: DataRequest, reason: str, actor: User, at: datetime) -> None:
    """Where the law does not allow it (UU 27/2022 Pasal 15). Raises NotPossible without a reason, Stale."""
    if not reason.strip():
        raise NotPossible(_("Tulis alasan penolakan; pemohon membacanya."))
    _decide(request, "refuse", reason.strip(), actor, at)


def _decide(request: DataRequest, event: str, outcome: str, actor: User, at: datetime) -> None:
    status = step("data_request", request.status, event, Stale())
    rows = DataRequest.objects.filter(pk=request.pk, status=request.status)
    if rows.update(status=status, outcome=outcome, decided_at=at, decided_by=actor) != 1:
        raise Stale
    after = {"status": status, "in_time": at <= request.due_at}
    record(actor=actor, at=at, action="voice.data_answered", target=request, after=after, rule=RULE)


@transaction.atomic
def record_breach(
    *, discovered_at: datetime, happened: str, data: str, people_count: int | None, actor: User, at: datetime
) -> Breach:
    """Opens the register's row; people and authority must know within 3 x 24 hours of the discovery.

    Raises NotPossible for a discovery in the future.
    """
    if discovered_at > at:
        raise NotPossible(_("Waktu diketahui tidak boleh sesudah sekarang."))
    hours = in_force(RULE, localdate(discovered_at))["breach_hours"]
    row = Breach.objects.create(
        discovered_at=discovered_at,
        due_at=discovered_at + timedelta(hours=hours),
        happened=happened,
        data=data,
        people_count=people_count,
        recorded_by=actor,
    )
    after = {"discovered_at": discovered_at, "due_at": row.due_at}
    record(actor=actor, at=at, action="voice.breach_recorded", target=row, after=after, rule=RULE)
    return row


@transaction.atomic
def update_breach(*, breach: Breach, close: bool, actor: User, at: datetime, **facts: Any) -> Breach:
    """What was done since: `handling`, `people_told_at`, `authority_told_at`, `public_notice`; or its end.

    Raises NotPossible when it has been closed, or cannot be closed yet, or somebody was told before it was
    known.
    """
    held = Breach.objects.select_for_update().get(pk=breach.pk)
    closed = NotPossible(_("Catatan ini sudah ditutup."))
    step("breach", held.state, "close" if close else "update", closed)
    before = {name: getattr(held, name) for name in facts}
    for name, value in facts.items():
        setattr(held, name, value)
    told = (held.people_told_at, held.authority_told_at)
    if any(moment is not None and not held.discovered_at <= moment <= at for moment in told):
        raise NotPossible(_("Waktu pemberitahuan harus sesudah kejadian diketahui dan tidak di masa depan."))
    if close and (None in told or not held.handling.strip()):
        raise NotPossible(
            _("Belum dapat ditutup: isi penanganan dan waktu subjek data serta lembaga diberi tahu.")
        )
    held.closed_at = at if close else None
    held.save()
    action = "voice.breach_closed" if close else "voice.breach_updated"
    record(actor=actor, at=at, action=action, target=held, before=before, after=facts, rule=RULE)
    return held
