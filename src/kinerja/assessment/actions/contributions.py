"""What a member contributed in a period: once in his own words, once in the lead's with the extent."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.plans.models import Period
from kinerja.rows import lock_row
from kinerja.rules.states import allowed_events, step
from kinerja.voice.errors import NotPossible

from ..access_teams import may_answer_role, may_lead
from ..errors import Incomplete
from ..models import Contribution, Membership
from .teams import RULE

LEAST_ADVICE = 20


@transaction.atomic
def tell_own(
    *, member: Membership, period: Period, text: str, initiative: str, actor: User, at: datetime
) -> Contribution:
    """The member describes his part, before or after the lead did; both texts stay side by side.

    Raises PermissionDenied, Incomplete without a text, NotPossible outside his time or the period's.
    """
    may_answer_role(actor, member).require()
    held = _held(member, period, localdate(at))
    return _write(held, period, False, {"text": text, "initiative": initiative}, actor, at)


@transaction.atomic
def tell_as_lead(
    *,
    member: Membership,
    period: Period,
    text: str,
    initiative: str,
    extent: str,
    advice: str,
    actor: User,
    at: datetime,
) -> Contribution:
    """The lead describes a member's part and its extent; a low one comes with advice one can act on.

    Raises PermissionDenied, Incomplete, NotPossible.
    """
    may_lead(actor, member.team).require()
    held = _held(member, period, localdate(at))
    if extent not in Contribution.Extent.values:
        raise Incomplete(_("Pilih kadar kontribusi."))
    told = _plain(advice)
    if extent == Contribution.Extent.LOW and len(told) < LEAST_ADVICE:
        raise Incomplete(_("Tulis saran yang dapat dikerjakan: apa yang perlu dilakukan anggota berikutnya."))
    facts = {"text": text, "initiative": initiative, "extent": extent, "advice": told}
    return _write(held, period, True, facts, actor, at)


def may_be_told(member: Membership, period: Period, on: date) -> bool:
    """Whether `period` can be told about on the day: begun, its window not past, and the confirmed member
    was in the team during it."""
    if "tell" not in allowed_events("membership", member.state):
        return False
    if not period.starts <= on <= period.closes:
        return False
    ended = member.left_on or member.team.ends
    return member.team.starts <= period.ends and ended >= period.starts


def _held(member: Membership, period: Period, on: date) -> Membership:
    """The membership locked, so that two writings of one text come one after the other."""
    held = lock_row(Membership.objects.select_related("team"), member.pk)
    unconfirmed = NotPossible(_("Peran ini belum disetujui anggotanya, jadi belum ada kontribusi."))
    step("membership", held.state, "tell", unconfirmed)
    if not may_be_told(held, period, on):
        raise NotPossible(
            _("Kontribusi periode ini tidak dapat ditulis: masanya belum mulai atau sudah lewat.")
        )
    return held


def _write(
    member: Membership, period: Period, by_lead: bool, facts: dict[str, str], actor: User, at: datetime
) -> Contribution:
    kept = {name: _plain(value) for name, value in facts.items()}
    if not kept["text"]:
        raise Incomplete(_("Tulis kontribusinya: apa yang dikerjakan dan apa hasilnya."))
    old = Contribution.objects.filter(member=member, period=period, by_lead=by_lead).first()
    before = {name: getattr(old, name) for name in kept} if old else None
    row, _made = Contribution.objects.update_or_create(
        member=member, period=period, by_lead=by_lead, defaults=kept | {"at": at}
    )
    act = "assessment.tell_contribution_lead" if by_lead else "assessment.tell_contribution"
    record(actor=actor, at=at, action=act, target=row, before=before, after=kept, rule=RULE)
    return row


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()
