"""Rencana tindak lanjut: what a unit will do about what citizens said, until it is done or dropped."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import own_post, unit_tree_ids
from kinerja.rules import skm

from ..errors import NotPossible
from ..models import FollowUp, SurveyPeriod, Topic
from .common import move

RULE = "PermenPANRB 14/2017, Lampiran (rencana tindak lanjut)"


@transaction.atomic
def add_follow_up(
    *,
    unit: Unit,
    programme: str,
    year: int,
    quarter: int,
    responsible: Employee,
    actor: User,
    at: datetime,
    period: SurveyPeriod | None = None,
    element: str = "",
    topic: Topic | None = None,
) -> FollowUp:
    """A row of the plan: what (`programme`), about which element, in which quarter (1..4), by whom.

    Raises NotPossible for a quarter that is over, an unknown element, a period of another unit, or
    somebody who does not work there.
    """
    on, text = localdate(at), programme.strip()
    if not text:
        raise NotPossible(_("Tulis apa yang akan dilakukan."))
    if not 1 <= quarter <= 4 or (year, quarter) < (on.year, (on.month + 2) // 3):
        raise NotPossible(_("Pilih triwulan yang belum lewat."))
    if element and element not in skm.codes(on):
        raise NotPossible(_("Unsur itu tidak dikenal."))
    if period is not None and period.unit_id != unit.pk:
        raise NotPossible(_("Survei itu milik unit lain."))
    held = own_post(responsible, on)
    if held is None or held.post.unit_id not in unit_tree_ids([unit.pk]):
        words = _("%(name)s tidak bekerja di %(unit)s. Pilih penanggung jawab dari unit ini.")
        raise NotPossible(words % {"name": responsible.name, "unit": unit.name})
    row = FollowUp.objects.create(
        unit=unit,
        period=period,
        element=element,
        topic=topic,
        programme=text,
        year=year,
        quarter=quarter,
        responsible=responsible,
        made_at=at,
    )
    after = {"unit": unit.code, "element": element, "year": year, "quarter": quarter}
    record(actor=actor, at=at, action="voice.add_follow_up", target=row, after=after, rule=RULE)
    return row


@transaction.atomic
def close_follow_up(
    *, follow_up: FollowUp, event: Literal["finish", "drop"], outcome: str, actor: User, at: datetime
) -> FollowUp:
    """Done, with what came of it, or dropped, with the reason. Raises NotPossible, Stale."""
    said = outcome.strip()
    if not said:
        raise NotPossible(_("Tulis apa hasilnya, atau mengapa dibatalkan."))
    before = follow_up.status
    move("follow_up", follow_up, event, outcome=said, closed_at=at)
    record(
        actor=actor,
        at=at,
        action=f"voice.{event}_follow_up",
        target=follow_up,
        before={"status": before},
        after={"status": follow_up.status},
        why=said,
        rule=RULE,
    )
    return follow_up
