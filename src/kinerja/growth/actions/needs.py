"""Needs: written down with their reason, grouped and priced, met or dropped with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.models import Decision
from kinerja.audit.actions import record
from kinerja.people.models import Employee, Unit
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import FollowUp

from ..access_development import may_drop_need, may_group_needs, may_keep_needs, may_wish
from ..errors import Incomplete
from ..follow_up_notices import tell_need_dropped
from ..models import Need, NeedGroup
from ..notices import tell_other
from .words import plain

RULE = "UU 20/2023 Ps 49"
TITLE = 200
FAR = 10  # years ahead or behind that a group may stand for


@transaction.atomic
def add_need(
    *,
    unit: Unit,
    source: str,
    topic: str,
    reason: str,
    actor: User,
    at: datetime,
    employee: Employee | None = None,
    competence: str = "",
    decision: Decision | None = None,
    follow_up: FollowUp | None = None,
) -> Need:
    """A need of the unit, or of `employee` in it. A wish is one's own; all else is the head's or HR's.

    Raises PermissionDenied, Incomplete without topic or reason or with an unknown source, NotPossible when
    the same decision or follow-up already led to a need that is open or planned.
    """
    on = localdate(at)
    if source == Need.Source.WISH:
        may_wish(actor, employee).require()
    else:
        may_keep_needs(actor, unit, on).require()
    topic, reason = plain(topic, most=TITLE), plain(reason)
    if source not in Need.Source.values:
        raise Incomplete(_("Pilih sumber kebutuhan."))
    if not topic or not reason:
        raise Incomplete(_("Tulis topik dan alasan kebutuhan ini."))
    Unit.objects.select_for_update().get(pk=unit.pk)
    _not_twice(decision, follow_up)
    made = Need.objects.create(
        unit=unit,
        source=source,
        topic=topic,
        reason=reason,
        employee=employee,
        competence=competence,
        decision=decision,
        follow_up=follow_up,
        made_by=actor,
        made_at=at,
    )
    after = {"unit": unit.pk, "employee": employee.pk if employee else None, "source": source, "topic": topic}
    record(actor=actor, at=at, action="growth.add_need", target=made, after=after, rule=RULE)
    return made


@transaction.atomic
def group_needs(
    *,
    needs: Sequence[Need],
    title: str,
    year: int,
    price: Decimal | int,
    actor: User,
    at: datetime,
    decided: str = "",
) -> NeedGroup:
    """Open needs that one programme answers; they are planned from now on. `price` in rupiah a person.

    Raises PermissionDenied for a need of another tree, Incomplete without title, needs or with a year far
    off, NotPossible for a need that is no longer open, Stale.
    """
    on = localdate(at)
    may_group_needs(actor, on).require()
    title = plain(title, most=TITLE)
    if not title or not needs:
        raise Incomplete(_("Tulis judul kelompok dan pilih sedikitnya satu kebutuhan."))
    if price < 0 or abs(year - on.year) > FAR:
        raise Incomplete(_("Periksa tahun dan biaya tiap orang."))
    rows = Need.objects.select_for_update().prefetch_related("unit").order_by("pk")
    held = list(rows.filter(pk__in=[need.pk for need in needs]))
    for need in held:
        may_keep_needs(actor, need.unit, on).require()
    group = NeedGroup.objects.create(
        title=title, year=year, price=price, decided=plain(decided), made_by=actor
    )
    for need in held:
        if need.status != Need.Status.OPEN:
            raise NotPossible(_("Kebutuhan “%(topic)s” tidak lagi terbuka.") % {"topic": need.topic})
        move("need", need, "plan", group=group)
    after = {"title": title, "year": year, "price": str(price), "needs": [need.pk for need in held]}
    record(actor=actor, at=at, action="growth.group_needs", target=group, after=after, rule=RULE)
    return group


@transaction.atomic
def change_group(
    *, group: NeedGroup, price: Decimal | int, decided: str, actor: User, at: datetime
) -> NeedGroup:
    """Another price, and what was decided about the group. Raises PermissionDenied, Incomplete."""
    held = NeedGroup.objects.select_for_update().get(pk=group.pk)
    for need in held.needs.select_related("unit"):
        may_keep_needs(actor, need.unit, localdate(at)).require()
    may_group_needs(actor, localdate(at)).require()
    if price < 0:
        raise Incomplete(_("Biaya tidak boleh di bawah nol."))
    before = {"price": str(held.price), "decided": held.decided}
    held.price, held.decided = Decimal(price), plain(decided)
    held.save(update_fields=["price", "decided"])
    after = {"price": str(held.price), "decided": held.decided}
    record(actor=actor, at=at, action="growth.change_need_group", target=held, before=before, after=after)
    return held


@transaction.atomic
def ungroup_need(*, need: Need, actor: User, at: datetime) -> Need:
    """Takes a need out of its group; it is open again. Raises PermissionDenied, NotPossible, Stale."""
    may_keep_needs(actor, need.unit, localdate(at)).require()
    before = {"group": need.group_id, "status": need.status}
    move("need", need, "reopen", group=None)
    after = {"group": None, "status": need.status}
    record(actor=actor, at=at, action="growth.ungroup_need", target=need, before=before, after=after)
    return need


@transaction.atomic
def drop_need(*, need: Need, why: str, actor: User, at: datetime) -> Need:
    """Not pursued, with the reason that the person named in it is told to read.

    Raises PermissionDenied, Incomplete, NotPossible, Stale."""
    may_drop_need(actor, need, localdate(at)).require()
    why = plain(why, _("Tulis alasan kebutuhan ini tidak dilanjutkan."))
    before = {"status": need.status}
    move("need", need, "drop", why=why)
    after = {"status": need.status}
    record(actor=actor, at=at, action="growth.drop_need", target=need, before=before, after=after, why=why)
    if need.employee is not None:
        with translation.override("id"):
            title = _("Kebutuhan belajar Anda tidak dilanjutkan: %(topic)s") % {"topic": need.topic}
        facts = {"key": f"need_dropped:{need.pk}", "title": title, "url": reverse("growth:needs")}
        tell_other(need.employee, actor=actor, **facts, at=at)
    tell_need_dropped(need, actor, at)
    return need


def _not_twice(decision: Decision | None, follow_up: FollowUp | None) -> None:
    live = Need.objects.filter(status__in=(Need.Status.OPEN, Need.Status.PLANNED))
    if decision is not None and live.filter(decision=decision).exists():
        raise NotPossible(_("Keputusan rapat ini sudah menjadi kebutuhan."))
    if follow_up is not None and live.filter(follow_up=follow_up).exists():
        raise NotPossible(_("Tindak lanjut survei ini sudah menjadi kebutuhan."))
