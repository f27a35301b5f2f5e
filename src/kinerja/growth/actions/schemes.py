"""Award schemes: written by the agency itself, ended by a day, never changed in between."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee, Unit
from kinerja.voice.errors import NotPossible

from ..access_recognition import may_keep
from ..award_terms import checked_terms
from ..errors import Incomplete
from ..models import AwardCriterion, AwardScheme, Juror

RULE = "UU 20/2023 Ps 21; PP 11/2017 (penghargaan)"
Decides = AwardScheme.Decides


@transaction.atomic
def make_scheme(
    *,
    name: str,
    purpose: str,
    given_to: str,
    every: str,
    quota: int,
    decides: str,
    basis: str,
    starts: date,
    actor: User,
    at: datetime,
    criteria: Sequence[tuple[str, str, str]] = (),
    jurors: Collection[Employee] = (),
    unit: Unit | None = None,
    needed_votes: int = 1,
    ends: date | None = None,
) -> AwardScheme:
    """A scheme with its conditions (code, least, text) and, where a jury decides, its members.

    Without `unit` it is for the whole agency. Raises PermissionDenied, Incomplete.
    """
    may_keep(actor, unit, localdate(at)).require()
    _check_words(name, purpose, basis)
    _check_choices(given_to, every, decides, quota)
    if ends is not None and ends < starts:
        raise Incomplete(_("Hari akhir tidak boleh sebelum hari mulai."))
    people = sorted({juror.pk for juror in jurors}) if decides == Decides.JURY else []
    if decides == Decides.JURY and not 1 <= needed_votes <= len(people):
        raise Incomplete(_("Suara setuju yang diperlukan paling sedikit satu dan paling banyak jumlah juri."))
    terms = checked_terms(given_to, decides, criteria)
    scheme = AwardScheme.objects.create(
        name=name.strip(),
        purpose=purpose.strip(),
        given_to=given_to,
        unit=unit,
        every=every,
        quota=quota,
        decides=decides,
        needed_votes=needed_votes if people else 1,
        basis=basis.strip(),
        starts=starts,
        ends=ends,
        made_by=actor,
    )
    AwardCriterion.objects.bulk_create(AwardCriterion(scheme=scheme, **term._asdict()) for term in terms)
    Juror.objects.bulk_create(Juror(scheme=scheme, employee_id=pk) for pk in people)
    after = {"name": scheme.name, "unit": scheme.unit_id, "every": every, "quota": quota, "decides": decides,
             "criteria": [[term.code, term.least] for term in terms], "jurors": people}  # fmt: skip
    record(actor=actor, at=at, action="growth.make_scheme", target=scheme, after=after, rule=RULE)
    return scheme


@transaction.atomic
def end_scheme(*, scheme: AwardScheme, ends: date, actor: User, at: datetime) -> AwardScheme:
    """The last day of the scheme, today or later. Raises PermissionDenied, Incomplete, NotPossible."""
    on = localdate(at)
    may_keep(actor, scheme.unit, on).require()
    held = AwardScheme.objects.select_for_update().get(pk=scheme.pk)
    if held.ends is not None and held.ends < on:
        raise NotPossible(_("Skema ini sudah berakhir."))
    if ends < max(on, held.starts):
        raise Incomplete(_("Pilih hari ini atau sesudahnya, dan tidak sebelum skema mulai."))
    before = {"ends": held.ends}
    held.ends = ends
    held.save(update_fields=["ends"])
    record(actor=actor, at=at, action="growth.end_scheme", target=held, before=before, after={"ends": ends})
    return held


def _check_words(name: str, purpose: str, basis: str) -> None:
    if not name.strip():
        raise Incomplete(_("Tulis nama penghargaan."))
    if not purpose.strip():
        raise Incomplete(_("Tulis untuk apa penghargaan ini diberikan."))
    if not basis.strip():
        raise Incomplete(_("Tulis dasar skema ini, misalnya nomor keputusan."))


def _check_choices(given_to: str, every: str, decides: str, quota: int) -> None:
    if given_to not in AwardScheme.For.values:
        raise Incomplete(_("Pilih untuk siapa penghargaan ini."))
    if every not in AwardScheme.Every.values:
        raise Incomplete(_("Pilih setiap berapa lama penghargaan ini diberikan."))
    if decides not in Decides.values:
        raise Incomplete(_("Pilih siapa yang menentukan."))
    if quota < 1:
        raise Incomplete(_("Kuota paling sedikit satu."))
