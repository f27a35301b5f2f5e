"""Delegating the preparing of reviews for dated days. The signature stays with the appraiser."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import team_of
from kinerja.rules.states import step

from ..access_delegations import may_delegate, may_end
from ..errors import Incomplete, NotOpen
from ..models import Delegation
from ..notices import tell

RULE = "Ketetapan produk ini; tanda tangan tetap pada Pejabat Penilai (PermenPANRB 6/2022 Ps 24-25)"


@transaction.atomic
def delegate(
    *, taker: Employee, starts: date, ends: date, reason: str, actor: User, at: datetime
) -> Delegation:
    """`taker`, one of the actor's team, prepares his reviews from `starts` to `ends` (both included).

    Raises PermissionDenied for who appraises nobody, Incomplete for oneself, somebody outside the team,
    past or reversed days, no reason, or days in which the actor has delegated already.
    """
    on = localdate(at)
    may_delegate(actor, on).require()
    giver = Employee.objects.select_for_update().get(user=actor)
    if taker.pk == giver.pk:
        raise Incomplete(_("Anda tidak dapat melimpahkan kepada diri sendiri. Pilih anggota tim."))
    if not team_of(giver, on).filter(pk=taker.pk).exists():
        raise Incomplete(_("Pilih pegawai yang Anda nilai: pelimpahan hanya kepada anggota tim sendiri."))
    if ends < starts or starts < on:
        raise Incomplete(_("Pilih tanggal mulai dari hari ini dan tanggal akhir yang tidak mendahuluinya."))
    if not reason.strip():
        raise Incomplete(_("Tulis alasan pelimpahan."))
    same_days = Delegation.objects.filter(
        giver=giver, ended_at__isnull=True, starts__lte=ends, ends__gte=starts
    ).first()
    if same_days is not None:
        raise Incomplete(
            _("Pada hari itu Anda sudah melimpahkan kepada %(name)s. Akhiri dahulu, atau pilih hari lain.")
            % {"name": same_days.taker.name}
        )
    made = Delegation.objects.create(
        giver=giver, taker=taker, starts=starts, ends=ends, reason=reason.strip()
    )
    after = {"giver": giver.nip, "taker": taker.nip, "starts": starts, "ends": ends}
    record(actor=actor, at=at, action="assessment.delegate", target=made, after=after, why=made.reason,
           rule=RULE)  # fmt: skip
    if taker.user_id:
        words = _("%(name)s meminta Anda menyiapkan penilaian sampai %(day)s")
        title = words % {"name": giver.name, "day": date_format(ends, "j F Y")}
        url = reverse("assessment:delegations")
        tell([taker.user_id], key=f"delegation:{made.pk}", title=title, url=url, due=None, at=at)
    return made


@transaction.atomic
def end_delegation(*, delegation: Delegation, actor: User, at: datetime) -> Delegation:
    """Ends it early; drafts stay as they are. Raises PermissionDenied, NotOpen when it is over."""
    on = localdate(at)
    may_end(actor, delegation, on).require()
    over = NotOpen(_("Pelimpahan ini sudah berakhir."))
    step("delegation", delegation.state_on(on), "end", over)
    live = Delegation.objects.filter(pk=delegation.pk, ended_at__isnull=True, ends__gte=on)
    if live.update(ended_at=at) != 1:
        raise over
    delegation.ended_at = at
    record(actor=actor, at=at, action="assessment.end_delegation", target=delegation,
           before={"ends": delegation.ends}, rule=RULE)  # fmt: skip
    return delegation
