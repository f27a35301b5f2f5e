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
from ..queries.source_choices import Reach, reach_of


def weigh_choice(choice: SourceChoice, *, actor: User, at: datetime) -> Reach:
    """Whom a choice that is not kept yet would be about.

    Raises PermissionDenied, Incomplete for a day that is over, without a basis, or for a group without posts.
    """
    today = localdate(at)
    may_choose_sources(actor, today).require()
    if choice.starts < today:
        raise Incomplete(_("Pilihan berlaku paling cepat hari ini; yang sudah lewat tidak diubah."))
    if not choice.reason.strip():
        raise Incomplete(_("Tulis dasarnya, misalnya nomor keputusan."))
    found = reach_of(choice)
    if choice.job_family and not found.posts:
        words = _("Belum ada jabatan yang namanya diawali “%(family)s” di kelompok ini. Periksa ejaannya.")
        raise Incomplete(words % {"family": choice.job_family})
    return found


@transaction.atomic
def choose_source(
    *,
    source: str,
    level: str,
    job_family: str = "",
    on: bool,
    starts: date,
    reason: str,
    actor: User,
    at: datetime,
) -> SourceChoice:
    """From `starts` (today or later) the source is shown or not, for the posts of `level` and `job_family`
    ("": all).

    The same day again replaces the choice. Signed reviews keep what was shown then.
    Raises as `weigh_choice`.
    """
    facts: dict[str, Any] = {"on": on, "reason": reason.strip(), "job_family": " ".join(job_family.split())}
    group: dict[str, Any] = {"source": source, "level": level, "starts": starts}
    found = weigh_choice(SourceChoice(**group, **facts), actor=actor, at=at)
    key = {**group, "job_family__iexact": facts["job_family"]}
    before = SourceChoice.objects.filter(**key).values("on", "reason").first()
    row, _made = SourceChoice.objects.update_or_create(**key, defaults=facts | {"by": actor})
    after = group | facts | {"posts": found.posts, "people": found.people}
    record(actor=actor, at=at, action="assessment.choose_source", target=row, before=before, after=after,
           why=facts["reason"], rule="feedback.sources")  # fmt: skip
    return row
