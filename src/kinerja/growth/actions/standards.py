"""What posts ask for: technical competences of a job family, and the level of a competence for a post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Post
from kinerja.rules.competence import HIGHEST, LOWEST, dictionary
from kinerja.voice.errors import NotPossible

from ..access import may_keep_standards
from ..errors import Incomplete
from ..models import RequiredLevel, TechnicalCompetence
from ..queries.competence import competences_of

RULE = "PermenPANRB 38/2017"


@transaction.atomic
def put_technical(
    *,
    competence: TechnicalCompetence | None,
    job_family: str,
    code: str,
    name: str,
    levels: Sequence[str],
    retired: bool,
    actor: User,
    at: datetime,
) -> TechnicalCompetence:
    """Makes or changes one; its code stays, because assessments name it.

    Raises PermissionDenied, Incomplete without five level texts, NotPossible when the code is taken.
    """
    on = localdate(at)
    may_keep_standards(actor, on).require()
    texts = [text.strip() for text in levels]
    if len(texts) != HIGHEST or not all(texts):
        raise Incomplete(_("Tulis uraian kelima level."))
    row = competence or TechnicalCompetence(code=code)
    taken = {item.code for item in dictionary(on)}
    if competence is None and (code in taken or TechnicalCompetence.objects.filter(code=code).exists()):
        raise NotPossible(_("Kode ini sudah dipakai. Pilih kode lain."))
    before = {"name": row.name, "levels": row.levels, "retired": row.retired} if competence else None
    row.job_family, row.name, row.levels, row.retired = job_family.strip(), name.strip(), texts, retired
    row.save()
    after = {"job_family": row.job_family, "name": row.name, "levels": texts, "retired": retired}
    act = "growth.put_technical_competence"
    record(actor=actor, at=at, action=act, target=row, before=before, after=after, rule=RULE)
    return row


@transaction.atomic
def require_level(
    *, post: Post, code: str, level: int, starts: date, basis: str, actor: User, at: datetime
) -> RequiredLevel:
    """The level that this post asks for from a day on; a second word for the same day replaces the first.

    Raises PermissionDenied, Incomplete for an unknown competence, a level outside 1..5 or without a basis.
    """
    on = localdate(at)
    may_keep_standards(actor, on).require()
    if code not in {item.code for item in competences_of(post, on)}:
        raise Incomplete(_("Pilih kompetensi dari daftar jabatan ini."))
    if not LOWEST <= level <= HIGHEST:
        raise Incomplete(_("Level ada di antara 1 dan 5."))
    if not basis.strip():
        raise Incomplete(_("Tulis dasar penetapan level, misalnya nomor keputusan."))
    old = RequiredLevel.objects.filter(post=post, code=code, starts=starts).first()
    before = {"level": old.level, "basis": old.basis} if old else None
    facts = {"level": level, "basis": basis.strip()}
    row, _made = RequiredLevel.objects.update_or_create(post=post, code=code, starts=starts, defaults=facts)
    after = facts | {"code": code, "starts": starts}
    record(
        actor=actor, at=at, action="growth.require_level", target=row, before=before, after=after, rule=RULE
    )
    return row
