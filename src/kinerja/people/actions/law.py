"""The agency's own values of parameters that the law leaves to it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record

from ..errors import NotPossible
from ..models import LawOverride
from ..queries.law import OVERRIDABLE
from .common import facts

FIELDS = ("rule", "key", "value", "starts", "ends", "basis", "reason")


@transaction.atomic
def set_override(
    *,
    rule: str,
    key: str,
    value: int,
    starts: date,
    basis: str,
    reason: str,
    actor: User | None,
    at: datetime,
) -> LawOverride:
    """A value of this agency from `starts` on; what was counted before keeps its own dates.

    Raises NotPossible for a parameter that is not left to agencies, a value outside 1 to its bound, a day
    that has passed, or a second value from the same day.
    """
    most = OVERRIDABLE.get(rule, {}).get(key)
    if most is None:
        raise NotPossible(_("Parameter ini tidak dapat diubah instansi."))
    if not 1 <= value <= most:
        raise NotPossible(_("Isi angka 1 sampai %(most)d.") % {"most": most})
    if starts < localdate(at):
        raise NotPossible(_("Ketetapan berlaku paling cepat hari ini; yang sudah dihitung tidak berubah."))
    row, made = LawOverride.objects.get_or_create(
        rule=rule,
        key=key,
        starts=starts,
        defaults={"value": value, "basis": basis, "reason": reason, "by": actor},
    )
    if not made:
        raise NotPossible(_("Sudah ada ketetapan untuk parameter ini mulai hari itu. Akhiri dulu yang lama."))
    after = facts(row, *FIELDS)
    record(actor=actor, at=at, action="people.set_override", target=row, after=after, why=reason, rule=rule)
    return row


@transaction.atomic
def end_override(*, override: LawOverride, reason: str, actor: User | None, at: datetime) -> None:
    """From tomorrow the value before it holds again. One that has not begun goes away; the log keeps it.

    Raises NotPossible when it has ended already.
    """
    today = localdate(at)
    held = LawOverride.objects.select_for_update().get(pk=override.pk)
    if held.ends is not None and held.ends <= today:
        raise NotPossible(_("Ketetapan ini sudah berakhir."))
    record(
        actor=actor,
        at=at,
        action="people.end_override",
        target=held,
        before=facts(held, *FIELDS),
        after={"ends": today},
        why=reason,
        rule=held.rule,
    )
    if held.starts > today:
        held.delete()
    else:
        held.ends = today
        held.save(update_fields=["ends"])
