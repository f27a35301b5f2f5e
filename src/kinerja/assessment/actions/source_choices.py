"""The agency's choice of sources: dated, with its basis, never backwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record

from ..access_rounds import may_choose_sources
from ..errors import Incomplete
from ..models import SourceChoice


@transaction.atomic
def choose_source(
    *, source: str, level: str, on: bool, starts: date, reason: str, actor: User, at: datetime
) -> SourceChoice:
    """From `starts` (today or later) the source is shown or not, for posts of `level` ("": all).

    The same day again replaces the choice. Signed reviews keep what was shown then.
    Raises PermissionDenied, Incomplete.
    """
    today = localdate(at)
    may_choose_sources(actor, today).require()
    if starts < today:
        raise Incomplete(_("Pilihan berlaku paling cepat hari ini; yang sudah lewat tidak diubah."))
    if not reason.strip():
        raise Incomplete(_("Tulis dasarnya, misalnya nomor keputusan."))
    key: dict[str, Any] = {"source": source, "level": level, "starts": starts}
    before = SourceChoice.objects.filter(**key).values("on", "reason").first()
    row, _made = SourceChoice.objects.update_or_create(
        **key, defaults={"on": on, "reason": reason.strip(), "by": actor}
    )
    after = {**key, "on": on, "reason": reason.strip()}
    record(actor=actor, at=at, action="assessment.choose_source", target=row, before=before, after=after,
           why=reason.strip(), rule="feedback.sources")  # fmt: skip
    return row
