"""A joined report goes its own way again: the officer erred, or the other report was withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User

from .. import clocks
from ..errors import NotPossible
from ..models import Complaint
from .complaint_core import advance
from .office import facts, locked, log

AT_ONCE = 100


@transaction.atomic
def split(*, complaint: Complaint, actor: User | None, at: datetime) -> Complaint:
    """Back to the desk with new days to forward it; the answer is still counted from the first receipt.

    Raises NotPossible when it is not joined, or when its reporter has the answer already.
    """
    held, on = locked(complaint), localdate(at)
    if held.messages.filter(is_answer=True).exists():
        raise NotPossible(
            _("Pelapor sudah menerima jawaban laporan yang dituju. Ia dapat menulis laporan baru.")
        )
    before = facts(held)
    verify_due, clock = clocks.due(clocks.VERIFY, on, on)
    advance(
        complaint=held,
        event="split",
        at=at,
        note=_("Laporan ini kini ditangani sendiri, tidak lagi digabung."),
        merged_into=None,
        verify_due=verify_due,
        clocks={**held.clocks, clocks.VERIFY: clock},
    )
    log(held, "split", actor, at, before=before)
    return held


def split_orphans(at: datetime) -> int:
    """Splits what was joined to a report that its reporter withdrew; at most 100 a round."""
    gone = Complaint.objects.filter(
        status=Complaint.Status.MERGED, merged_into__status=Complaint.Status.WITHDRAWN
    )
    rows = list(gone.exclude(messages__is_answer=True).order_by("received_at")[:AT_ONCE])
    for row in rows:
        split(complaint=row, actor=None, at=at)
    return len(rows)
