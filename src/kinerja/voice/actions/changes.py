""" "Anda bicara, kami perbaiki": telling what changed, why, and by which measure before and after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.rows import lock_row
from kinerja.rules.states import step

from ..change_measures import MEASURES, OF_SERVICE, least, may_be_told, measured, quarter_of
from ..errors import NotPossible, Stale
from ..models import Change, Complaint, FollowUp, Service, SurveyPeriod, Topic
from ..queries.quarters import after as day_after

RULE = "UU 25/2009 Ps 39; PermenPANRB 14/2017, Lampiran (tindak lanjut)"


@dataclass(frozen=True, slots=True)
class Causes:
    """What citizens said that led to the change; at least one to publish."""

    period: SurveyPeriod | None = None
    element: str = ""
    follow_up: FollowUp | None = None
    topic: Topic | None = None
    complaints: Collection[Complaint] = field(default_factory=tuple)


@transaction.atomic
def draft_change(
    *,
    unit: Unit,
    title: str,
    text: str,
    changed_on: date,
    causes: Causes,
    actor: User,
    at: datetime,
    service: Service | None = None,
    measure: str = "",
    before: date | None = None,
    after: date | None = None,
    change: Change | None = None,
) -> Change:
    """A draft, new or rewritten. `before` and `after` are the first days of the quarters to compare.

    Raises NotPossible for a service or cause of another unit or a measure without its quarters, Stale when
    the draft was published in the meantime.
    """
    _check(unit, service, causes, measure, before, after)
    row = change or Change(unit=unit)
    if change is not None:
        held = Change.objects.select_for_update().get(pk=change.pk)
        step("change", held.state, "rewrite", Stale())
    row.unit, row.service, row.title, row.text = unit, service, title.strip(), text.strip()
    row.changed_on, row.measure = changed_on, measure
    row.before = {"starts": before.isoformat()} if measure and before else {}
    row.after = {"starts": after.isoformat()} if measure and after else {}
    row.period, row.element = causes.period, causes.element
    row.follow_up, row.topic = causes.follow_up, causes.topic
    row.save()
    row.complaints.set(causes.complaints)
    _record("draft_change", row, actor, at, {"unit": unit.code, "title": row.title, "measure": measure})
    return row


@transaction.atomic
def publish_change(*, change: Change, actor: User, at: datetime) -> Change:
    """Tells it to everybody; its figures are taken now and stay.

    Raises NotPossible without a cause, before the change is in force, for quarters that do not lie around
    it, or when a figure stands on too little; Stale when it is published already.
    """
    row = lock_row(Change.objects.select_related("unit", "service"), change.pk)
    step("change", row.state, "publish", Stale())
    if not (row.element or row.follow_up_id or row.topic_id or row.complaints.exists()):
        raise NotPossible(_("Hubungkan perubahan ini dengan ucapan warga yang menyebabkannya."))
    if row.changed_on > localdate(at):
        raise NotPossible(_("Perubahan ini belum berlaku. Terbitkan setelah berlaku."))
    if row.measure:
        row.before, row.after = _figures(row, localdate(at))
    row.published_at = at
    row.save(update_fields=["before", "after", "published_at"])
    after = {"measure": row.measure, "before": row.before, "after": row.after}
    _record("publish_change", row, actor, at, after)
    for name in ("before", "after", "published_at"):
        setattr(change, name, getattr(row, name))
    return row


def _figures(row: Change, on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both figures as they are kept. Raises NotPossible when they may not be told or do not fit."""
    first, last = quarter_of(row.before), quarter_of(row.after)
    if first >= row.changed_on or day_after(last) <= row.changed_on or first >= last:
        raise NotPossible(_("Pilih satu triwulan sebelum perubahan dan satu triwulan sesudahnya."))
    if day_after(last) > on:
        raise NotPossible(_("Triwulan sesudah perubahan belum selesai. Tunggu sampai lengkap."))
    found = [measured(row.measure, row.unit, row.service, quarter, on) for quarter in (first, last)]
    if not all(may_be_told(row.measure, row.unit, one, on) for one in found):
        words = _("Angkanya belum cukup: paling sedikit %(least)d pada setiap triwulan (ada %(n)s).")
        counts = _("%(before)d dan %(after)d") % {"before": found[0].n, "after": found[1].n}
        raise NotPossible(words % {"least": least(row.measure, on), "n": counts})
    return found[0].frozen(), found[1].frozen()


def _check(
    unit: Unit,
    service: Service | None,
    causes: Causes,
    measure: str,
    before: date | None,
    after: date | None,
) -> None:
    if service is not None and service.unit_id != unit.pk:
        raise NotPossible(_("Layanan itu milik unit lain."))
    if bool(causes.period) != bool(causes.element):
        raise NotPossible(_("Pilih survei beserta unsurnya, atau kosongkan keduanya."))
    if measure and measure not in MEASURES:
        raise NotPossible(_("Ukuran itu tidak dikenal."))
    if measure in OF_SERVICE and service is None:
        raise NotPossible(_("Pilih layanan yang diukur."))
    if measure and (before is None or after is None):
        raise NotPossible(_("Pilih triwulan sebelum dan sesudah perubahan."))


def _record(action: str, row: Change, actor: User, at: datetime, after: dict[str, Any]) -> None:
    record(actor=actor, at=at, action=f"voice.{action}", target=row, after=after, rule=RULE)
