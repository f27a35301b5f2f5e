"""The way of an evaluation meeting: planned, begun with a frozen agenda, written down, approved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee, Unit
from kinerja.plans.models import Period
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_meetings import may_chair, may_plan
from ..errors import Incomplete
from ..meeting_notices import tell_cancelled, tell_time
from ..models import AgendaItem, Attendance, Meeting
from ..queries.agenda import agenda
from ..queries.meetings import proposed_invited

RULE = "PermenPANRB 6/2022 Ps 16-19 (pemantauan kinerja berkala)"
S = Meeting.Status


@transaction.atomic
def plan_meeting(
    *,
    unit: Unit,
    period: Period,
    chair: Employee,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    actor: User,
    at: datetime,
) -> Meeting:
    """One meeting of the unit about the period; the chair's team and the heads below are invited.

    Raises PermissionDenied, Incomplete without a place or with an end before the beginning, NotPossible
    when the unit already has a meeting about the period.
    """
    may_plan(actor, unit, localdate(at)).require()
    _check(starts_at, ends_at, place, at)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if Meeting.objects.filter(unit=unit, period=period).exclude(status=S.CANCELLED).exists():
        raise NotPossible(_("Rapat %(unit)s untuk periode ini sudah ada. Ubah rapat itu.") % {"unit": unit})
    meeting = Meeting.objects.create(
        unit=unit,
        period=period,
        chair=chair,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        made_by=actor,
    )
    invited = proposed_invited(unit, chair, localdate(at))
    Attendance.objects.bulk_create(Attendance(meeting=meeting, employee=person) for person in invited)
    after = _facts(meeting) | {"chair": chair.pk, "invited": [person.pk for person in invited]}
    _record("plan_meeting", meeting, actor, at, after=after)
    tell_time(meeting, at)
    return meeting


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, starts_at: datetime, ends_at: datetime, place: str, actor: User, at: datetime
) -> Meeting:
    """Another time or place, while it is planned. Raises PermissionDenied, Incomplete, NotPossible."""
    held = _held(meeting, actor, at, S.PLANNED)
    _check(starts_at, ends_at, place, at)
    before = _facts(held)
    held.starts_at, held.ends_at, held.place = starts_at, ends_at, place.strip()
    held.save(update_fields=["starts_at", "ends_at", "place"])
    _record("change_meeting", held, actor, at, before=before, after=_facts(held))
    tell_time(held, at)
    return held


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, actor: User, at: datetime) -> Meeting:
    """Cancelled before it began; `minutes` keeps the reason for those who were invited.

    Raises PermissionDenied, Incomplete without a reason, NotPossible, Stale.
    """
    may_chair(actor, meeting, localdate(at)).require()
    why = reason.strip()
    if not why:
        raise Incomplete(_("Tulis alasan pembatalan, agar peserta tahu."))
    old = meeting.status
    move("meeting", meeting, "cancel", minutes=why)
    _record("cancel_meeting", meeting, actor, at, {"status": old}, {"status": meeting.status}, why)
    tell_cancelled(meeting, at)
    return meeting


@transaction.atomic
def set_invited(
    *, meeting: Meeting, add: Collection[Employee], remove: Collection[int], actor: User, at: datetime
) -> None:
    """Invites `add` and takes the employees `remove` off the list, before or during the meeting.

    The chair stays, and so does whoever was already counted present or absent. Raises PermissionDenied,
    NotPossible.
    """
    held = _held(meeting, actor, at, S.PLANNED, S.RUNNING)
    known = set(held.attendance.values_list("employee_id", flat=True))
    gone = held.attendance.filter(employee_id__in=remove, present=None).exclude(employee_id=held.chair_id)
    left = sorted(gone.values_list("employee_id", flat=True))
    gone.delete()
    new = sorted({person.pk for person in add} - known)
    Attendance.objects.bulk_create(Attendance(meeting=held, employee_id=pk) for pk in new)
    if left or new:
        _record("invite", held, actor, at, after={"added": new, "removed": left})
    if new and held.status == S.PLANNED:
        tell_time(held, at)


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, actor: User, at: datetime) -> AgendaItem:
    """A point of the chair's own. Raises PermissionDenied, Incomplete, NotPossible."""
    held = _held(meeting, actor, at, S.PLANNED, S.RUNNING)
    words = title.strip()
    if not words:
        raise Incomplete(_("Tulis pokok yang akan dibahas."))
    last = held.items.order_by("-order").values_list("order", flat=True).first() or 0
    item = AgendaItem.objects.create(
        meeting=held, order=last + 1, kind=AgendaItem.Kind.OTHER, title=words[:200]
    )
    _record("add_item", held, actor, at, after={"item": item.pk})
    return item


@transaction.atomic
def begin(*, meeting: Meeting, actor: User, at: datetime) -> Meeting:
    """Begins the meeting on its day or later and freezes the agenda as it is now; the chair is present.

    Raises PermissionDenied, NotPossible before the day or in another state, Stale.
    """
    on = localdate(at)
    may_chair(actor, meeting, on).require()
    if meeting.status == S.PLANNED and on < localdate(meeting.starts_at):
        raise NotPossible(
            _("Rapat ini dijadwalkan pada %(day)s. Ubah waktunya bila dimulai lebih awal.")
            % {"day": localdate(meeting.starts_at).strftime("%d/%m/%Y")}
        )
    move("meeting", meeting, "begin")
    # Kept once for everybody, so in the language of the office and not of whoever pressed the button.
    with translation.override("id"):
        rows = agenda(
            meeting.unit,
            meeting.period,
            on,
            meeting=meeting,
            chair_id=meeting.chair_id,
            people=list(meeting.attendance.values_list("employee_id", flat=True)),
        )
    own = list(meeting.items.order_by("order", "pk"))
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            order=order,
            kind=row.kind,
            title=row.title,
            facts=row.facts,
            employee_id=row.employee_id,
        )
        for order, row in enumerate(rows, start=1)
    )
    for order, item in enumerate(own, start=len(rows) + 1):
        item.order = order
    AgendaItem.objects.bulk_update(own, ["order"])
    meeting.attendance.filter(employee_id=meeting.chair_id).update(present=True)
    _record("begin_meeting", meeting, actor, at, {"status": S.PLANNED}, {"items": len(rows) + len(own)})
    return meeting


@transaction.atomic
def name_recognised(*, meeting: Meeting, named: bool, actor: User, at: datetime) -> None:
    """Whether those to recognise are named before everybody. Raises PermissionDenied, NotPossible."""
    held = _held(meeting, actor, at, S.RUNNING)
    rows = list(held.items.filter(kind=AgendaItem.Kind.RECOGNISE))
    for row in rows:
        row.facts = row.facts | {"named": named}
    AgendaItem.objects.bulk_update(rows, ["facts"])
    _record("name_recognised", held, actor, at, after={"named": named})


@transaction.atomic
def take_attendance(
    *, meeting: Meeting, present: Mapping[int, bool], reasons: Mapping[int, str], actor: User, at: datetime
) -> None:
    """Who came, by employee id; who did not come needs a reason. People not named stay as they are. Also
    while the minutes are corrected, because somebody may have been forgotten.

    Raises PermissionDenied, Incomplete, NotPossible.
    """
    held = _held(meeting, actor, at, S.RUNNING, S.DRAFTED)
    rows = list(held.attendance.filter(employee_id__in=present).select_related("employee"))
    for row in rows:
        row.present = present[row.employee_id]
        row.reason = "" if row.present else reasons.get(row.employee_id, "").strip()[:200]
        if not row.present and not row.reason:
            raise Incomplete(_("Tulis alasan %(name)s tidak hadir.") % {"name": row.employee.name})
    Attendance.objects.bulk_update(rows, ["present", "reason"])
    came = sum(bool(row.present) for row in rows)
    _record("attendance", held, actor, at, after={"present": came, "absent": len(rows) - came})


@transaction.atomic
def note_discussion(*, meeting: Meeting, notes: Mapping[int, str], actor: User, at: datetime) -> None:
    """What was said about each point, by item id. Raises PermissionDenied, NotPossible."""
    held = _held(meeting, actor, at, S.RUNNING)
    changed = []
    for item in held.items.filter(pk__in=notes):
        words = notes[item.pk].strip()
        if words != item.discussed:
            item.discussed = words
            changed.append(item)
    AgendaItem.objects.bulk_update(changed, ["discussed"])
    if changed:
        _record("note_discussion", held, actor, at, after={"items": [item.pk for item in changed]})


def _held(meeting: Meeting, actor: User, at: datetime, *states: str) -> Meeting:
    """The row, locked, in one of the states. Raises PermissionDenied, NotPossible."""
    may_chair(actor, meeting, localdate(at)).require()
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.status not in states:
        message = _("Ini tidak dapat dilakukan lagi: keadaannya sekarang “%(state)s”.")
        raise NotPossible(message % {"state": _(held.get_status_display())})
    return held


def _check(starts_at: datetime, ends_at: datetime, place: str, at: datetime) -> None:
    if not place.strip():
        raise Incomplete(_("Tulis tempat rapat, atau tautan bila daring."))
    if ends_at <= starts_at:
        raise Incomplete(_("Jam selesai harus setelah jam mulai."))
    if localdate(starts_at) < localdate(at):
        raise Incomplete(_("Hari rapat sudah lewat. Pilih hari ini atau sesudahnya."))


def _facts(meeting: Meeting) -> dict[str, object]:
    return {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at, "place": meeting.place}


def _record(
    act: str,
    meeting: Meeting,
    actor: User,
    at: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    why: str = "",
) -> None:
    facts = {"before": before, "after": after, "why": why, "rule": RULE}
    record(actor=actor, at=at, action=f"assessment.{act}", target=meeting, **facts)
