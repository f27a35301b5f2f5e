"""What is kept no longer than needed: one list of kinds, one nightly run, one record of what it destroyed.

Source: UU 27/2022 Pasal 16(2)g and 43; the periods are law data (`retention.days`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext_noop

from kinerja.audit.actions import record
from kinerja.rules.loader import in_force

from .actions.citizens import erase_citizen
from .models import (
    Citizen,
    Complaint,
    ComplaintFile,
    DataRequest,
    Destruction,
    Examination,
    ExaminationEvidence,
    Reporter,
    SignInCode,
    SurveyToken,
)
from .sources import forget

RULE = "retention.days"
AT_ONCE = 2_000
S = Complaint.Status
Purge = Callable[[datetime, datetime], int]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data: its name, the key of its period in the law, and how it goes.

    `purge(before, at)` destroys what ended before the moment `before` and returns how much.
    """

    key: str
    name: str
    purge: Purge


def ended_complaints(before: datetime) -> QuerySet[Complaint]:
    """Complaints whose matter ended before that moment and in which no examination is going on."""
    over = Complaint.objects.annotate(last=Max("steps__at")).filter(
        Q(status=S.CLOSED, closed_at__lt=before)
        | Q(status__in=[S.REJECTED, S.MERGED, S.WITHDRAWN], last__lt=before)
    )
    busy = Examination.objects.exclude(status=Examination.Status.FINAL).values("complaint_id")
    return over.exclude(pk__in=busy)


def erase_reporters(rows: QuerySet[Reporter], at: datetime) -> int:
    """Name, address and telephone go for good; the report itself stays with the office."""
    return rows.filter(erased_at=None).update(name="", email="", phone="", erased_at=at)


def _reporters(before: datetime, at: datetime) -> int:
    over = ended_complaints(before).values("pk")
    return erase_reporters(Reporter.objects.filter(complaint_id__in=over), at)


def _files(before: datetime, at: datetime) -> int:
    rows = list(ComplaintFile.objects.filter(complaint__in=ended_complaints(before))[:AT_ONCE])
    _remove([row.file for row in rows])
    return ComplaintFile.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def _examinations(before: datetime, at: datetime) -> int:
    """What was not proven leaves no trace."""
    rows = Examination.objects.filter(status=Examination.Status.FINAL, final_at__lt=before)
    gone = list(rows.exclude(finding=Examination.Finding.PROVEN).values_list("pk", flat=True)[:AT_ONCE])
    evidence = ExaminationEvidence.objects.filter(examination_id__in=gone)
    _remove([row.file for row in evidence if row.file])
    Examination.objects.filter(pk__in=gone).delete()
    return len(gone)


def _remove(files: Iterable[FieldFile]) -> None:
    """Files go when the rows are gone for sure."""
    for file in files:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))


def _citizens(before: datetime, at: datetime) -> int:
    idle = Citizen.objects.filter(erased_at=None, joined_at__lt=before).annotate(
        last=Max("posts__created_at")
    )
    rows = list(idle.filter(Q(last=None) | Q(last__lt=before))[:AT_ONCE])
    for citizen in rows:
        erase_citizen(citizen=citizen, at=at, why=RULE)
    return len(rows)


def _requests(before: datetime, at: datetime) -> int:
    return DataRequest.objects.filter(decided_at__lt=before).delete()[0]


def _codes(before: datetime, at: datetime) -> int:
    return SurveyToken.objects.filter(expires_on__lt=timezone.localdate(before)).delete()[0]


def _sign_in_codes(before: datetime, at: datetime) -> int:
    return SignInCode.objects.filter(expires_at__lt=before).delete()[0]


def _counts(before: datetime, at: datetime) -> int:
    return forget(timezone.localdate(at))


KINDS = (
    Kind("reporter_identity", gettext_noop("Identitas pelapor pada laporan yang selesai"), _reporters),
    Kind("complaint_files", gettext_noop("Lampiran laporan yang selesai"), _files),
    Kind("unproven_examinations", gettext_noop("Pemeriksaan yang tidak terbukti"), _examinations),
    Kind("idle_citizens", gettext_noop("Akun forum yang tidak dipakai"), _citizens),
    Kind("answered_requests", gettext_noop("Permintaan data yang sudah dijawab"), _requests),
    Kind("survey_codes", gettext_noop("Kode survei yang kedaluwarsa"), _codes),
    Kind("sign_in_codes", gettext_noop("Kode masuk yang kedaluwarsa"), _sign_in_codes),
    Kind("source_counts", gettext_noop("Hitungan sumber dan garam hariannya"), _counts),
)


def retention_round(at: datetime) -> int:
    """Destroys what is due, once a day, kind by kind, each with its record; returns how much went."""
    today = timezone.localdate(at)
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    if Destruction.objects.filter(at__gte=midnight).exists():
        return 0
    law = in_force(RULE, today)
    return sum(_destroy(kind, today - timedelta(days=law[kind.key]), at) for kind in KINDS)


@transaction.atomic
def _destroy(kind: Kind, cutoff: date, at: datetime) -> int:
    before = timezone.make_aware(datetime.combine(cutoff, time.min))
    count = kind.purge(before, at)
    row = Destruction.objects.create(kind=kind.key, rule=RULE, cutoff=cutoff, count=count, at=at)
    if count:
        after = {"kind": kind.key, "count": count, "cutoff": cutoff}
        record(actor=None, at=at, action="voice.destroyed", target=row, after=after, rule=RULE)
    return count
